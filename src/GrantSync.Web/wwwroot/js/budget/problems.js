// What is wrong with cells, as a list of links to them: the eye finds the red cell, a screen reader the list.
import { t } from '../words.js';
import { cellName, escaped } from './states.js';

const most = 20;

export function showProblems(place, budget, whole, open) {
  const items = [...budget.lines.values()].filter(line => !budget.isGone(line))
    .flatMap(line => Object.entries(line.problems).map(([field, sentence]) => ({ key: line.key, field, sentence })));
  place.replaceChildren();
  if (items.length === 0 && !whole) return;
  const box = document.createElement('div');
  box.className = 'alert alert-danger';
  box.setAttribute('role', 'alert');
  const list = items.slice(0, most).map((item, at) =>
    `<li><button type="button" class="btn-link-like" data-problem="${at}">${escaped(t('Line {0}, {1}', budget.value(item.key, 'code') || t('without a code'), cellName(budget, item.field).toLowerCase()))}</button>: ${escaped(item.sentence)}</li>`);
  const more = items.length > most ? `<li>${t('and {0} more', items.length - most)}</li>` : '';
  const waits = items.length ? `<div>${t('These cells wait to be mended; everything else is saved.')}</div>` : '';
  box.innerHTML = `<div>${whole ? `<div>${escaped(whole)}</div>` : waits}${list.length ? `<ul class="mb-0">${list.join('')}${more}</ul>` : ''}</div>`;
  box.addEventListener('click', event => {
    const link = event.target.closest('[data-problem]');
    if (link) open(items[Number(link.dataset.problem)]);
  });
  place.append(box);
}
