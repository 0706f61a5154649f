// How far the grant is: 'x of y in Odoo', and the records that need somebody's eye.
import { localise } from '../times.js';
import { t } from '../words.js';
import { escaped, pill } from './states.js';

export function showProgress(root, budget, open) {
  const { progress, revision, syncedRevision } = budget.view;
  const card = root.querySelector('[data-progress]');
  const trouble = records(budget.view).filter(record => ['refused', 'unknown', 'changedInOdoo'].includes(record.state.state));
  const moving = progress.waiting + progress.unknown > 0;
  card.hidden = syncedRevision === 0;
  const bar = root.querySelector('[data-progress-bar]');
  bar.max = progress.total || 1;
  bar.value = progress.inOdoo;
  root.querySelector('[data-progress-words]').textContent = t('{0} of {1} in Odoo', progress.inOdoo, progress.total);
  root.querySelector('[data-progress-rest]').textContent = [
    progress.waiting && t('{0} on the way', progress.waiting), progress.unknown && t('{0} unknown', progress.unknown), progress.refused && t('{0} refused', progress.refused),
    progress.changedInOdoo && t('{0} changed in Odoo', progress.changedInOdoo),
    progress.notSynced && t('{0} changed since the last sync', progress.notSynced),
  ].filter(Boolean).join(' · ') || (revision === syncedRevision ? t('Both sides agree.') : t('Odoo has what it needs; the edits since the last sync change nothing there.'));
  card.classList.toggle('is-moving', moving && !progress.stopped && !progress.paused);

  const list = root.querySelector('[data-trouble]');
  const stopped = progress.paused ? pausedWords(progress.paused) : progress.stopped ? `<li class="alert alert-danger"><span><strong>${t('Nothing moves now.')}</strong> ${escaped(progress.stopped)}</span></li>` : '';
  const drift = progress.changedInOdoo ? `<li><a href="/drift">${t('Decide what becomes of the changes in Odoo')}</a></li>` : '';
  list.innerHTML = stopped + drift + trouble.slice(0, 20).map((record, at) => `<li>${pill(record.state.state, record.state)} ${record.key
    ? `<button type="button" class="btn-link-like" translate="no" data-go="${at}">${escaped(record.name)}</button>` : escaped(record.name)}: ${escaped(record.state.problem ?? means(record))}</li>`).join('')
    + (trouble.length > 20 ? `<li>${t('and {0} more', trouble.length - 20)}</li>` : '');
  localise(list);
  list.onclick = event => {
    const link = event.target.closest('[data-go]');
    if (link) open(trouble[Number(link.dataset.go)].key);
  };
}

// the words are the file's, the holes are filled with mark-up of ours
const pausedWords = paused => `<li class="alert alert-warning"><span>${escaped(t('{0} has paused sending since {1}: “{2}”. Nothing is lost; it goes on when resumed.', paused.by, '\u0001', paused.because))
  .replace('\u0001', `<time datetime="${escaped(paused.at)}" data-show="full"></time>`)}</span></li>`;

const means = record => record.state.state === 'unknown'
  ? t('the answer was lost on the way; GrantSync looks into Odoo before it does anything else.') : t('Odoo said no.');

/** Every record of the grant: categories, lines, the projects' accounts and the projects. */
export function records(view) {
  return [
    ...view.projects.flatMap(project => [{ name: t('Account of {0}', project.name), state: project.account }, { name: t('Project {0}', project.name), state: project.project }]),
    ...view.categories.flatMap(category => [
      { name: `${category.code} ${category.name}`, state: category.state },
      ...category.lines.map(line => ({ key: line.key ?? String(line.id), name: `${line.code} ${line.description}`, state: line.state })),
    ]),
  ];
}
