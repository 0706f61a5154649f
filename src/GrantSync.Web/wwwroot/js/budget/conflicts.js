// Two people changed one cell: both values are shown, and the person here decides. Nothing typed is lost by it.
import { t } from '../words.js';
import { grouped } from './money.js';
import { cellName, escaped } from './states.js';

const most = 20;

/** Cell by cell. */
export function conflictsOf(budget) {
  return budget.unsaved.flatMap(line => Object.entries(budget.conflictsOf(line)).map(([field, theirs]) => ({ line, field, theirs })));
}

export function showConflicts(place, budget, decide) {
  const conflicts = conflictsOf(budget);
  place.replaceChildren();
  if (conflicts.length === 0) return;
  const box = document.createElement('section');
  box.className = 'alert alert-warning conflicts';
  box.setAttribute('role', 'alert');
  const title = conflicts.length === 1 ? t('Somebody else changed a cell that you changed too') : t('Somebody else changed {0} cells that you changed too', conflicts.length);
  const more = conflicts.length > most ? `<p>${t('and {0} more', conflicts.length - most)}</p>` : '';
  const all = conflicts.length > 1 ? `<div class="btn-list"><button type="button" class="btn btn-sm" data-all="mine">${t('Keep all of mine')}</button><button type="button" class="btn btn-sm" data-all="theirs">${t('Take all of theirs')}</button></div>` : '';
  box.innerHTML = `<h3 class="alert-title">${title}</h3><p>${t('Nothing is lost: what you typed waits until you choose.')}</p>
    <ul>${conflicts.slice(0, most).map((conflict, at) => item(budget, conflict, at)).join('')}</ul>${more}${all}`;
  box.addEventListener('click', event => {
    const one = event.target.closest('[data-keep]');
    const every = event.target.closest('[data-all]');
    if (one) decide([conflicts[Number(one.dataset.at)]], one.dataset.keep === 'mine');
    else if (every) decide(conflicts, every.dataset.all === 'mine');
  });
  place.append(box);
}

function item(budget, { line, field, theirs }, at) {
  const name = escaped(`${budget.value(line.key, 'code')} ${budget.value(line.key, 'description')}`.trim());
  const buttons = (mine, other) => `<div class="btn-list"><button type="button" class="btn btn-sm" data-keep="mine" data-at="${at}">${mine}</button>
    <button type="button" class="btn btn-sm" data-keep="theirs" data-at="${at}">${other}</button></div>`;
  if (field === 'line') {
    return theirs === 'removed'
      ? `<li><strong>${name}</strong><p>${t('They removed this line; you typed in it.')}</p>${buttons(t('Put it back with mine'), t('Let it go'))}</li>`
      : `<li><strong>${name}</strong><p>${t('You removed this line; they changed it.')}</p>${buttons(t('Remove it'), t('Keep theirs'))}</li>`;
  }
  const show = value => value === '' ? `<span class="text-secondary">${t('(empty)')}</span>` : escaped(budget.isNumber(field) ? grouped(value) : value);
  return `<li><strong>${name}</strong>
    <table class="table table-sm"><thead><tr><th></th><th scope="col">${t('Yours')}</th><th scope="col">${t('Theirs')}</th></tr></thead>
    <tbody><tr><th scope="row">${escaped(cellName(budget, field))}</th><td><strong>${show(line.typed.get(field).text)}</strong></td><td><strong>${show(theirs)}</strong></td></tr></tbody></table>
    ${buttons(t('Keep mine'), t('Take theirs'))}</li>`;
}
