// What is wrong with cells, as a list of links to them: the eye finds the red cell, a screen reader the list.
import { escaped } from './states.js';

const names = { code: 'code', description: 'description', units: 'units', unitName: 'unit', unitValue: 'unit value' };

export function showProblems(place, budget, whole, open) {
  const items = [...budget.problems].flatMap(([key, fields]) => Object.entries(fields).map(([field, sentence]) => ({ key, field, sentence })));
  place.replaceChildren();
  if (items.length === 0 && !whole) return;
  const box = document.createElement('div');
  box.className = 'alert alert-danger';
  box.setAttribute('role', 'alert');
  const list = items.slice(0, 20).map((item, at) => `<li><button type="button" class="btn-link-like" data-problem="${at}">Line ${escaped(budget.value(item.key, 'code') || 'without a code')}, ${names[item.field] ?? 'line'}</button>: ${escaped(item.sentence)}</li>`);
  const more = items.length > 20 ? `<li>and ${items.length - 20} more</li>` : '';
  box.innerHTML = `<div>${whole ? `<div>${escaped(whole)}</div>` : ''}${list.length ? `<ul class="mb-0">${list.join('')}${more}</ul>` : ''}</div>`;
  box.addEventListener('click', event => {
    const link = event.target.closest('[data-problem]');
    if (link) open(items[Number(link.dataset.problem)]);
  });
  place.append(box);
}

/** Takes the fields of a refusal (`Lines[3].UnitValue`) to the rows that were sent. */
export function tellProblems(budget, sent, refusal) {
  const left = [];
  for (const { field, sentence } of refusal.fields ?? []) {
    const found = /^Lines\[(\d+)\](?:\.(\w+))?$/.exec(field);
    const change = found && sent[Number(found[1])];
    if (!change) {
      left.push(sentence);
      continue;
    }
    const name = found[2] ? found[2][0].toLowerCase() + found[2].slice(1) : 'code';
    budget.tell(change.key, name in names ? name : 'code', sentence);
  }
  return left.length ? left.join(' ') : budget.problems.size ? 'Nothing was saved yet. Mend these cells, then save again.' : refusal.sentence;
}
