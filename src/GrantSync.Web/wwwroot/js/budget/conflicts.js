// Two people changed one line: both values are shown, and the person here decides. Nothing typed is lost by it.
import { fields } from './budget.js';
import { bare } from './money.js';
import { escaped } from './states.js';

const names = { code: 'Code', description: 'Description', units: 'Units', unitName: 'Unit', unitValue: 'Unit value' };
const differ = (a, b) => bare(a) !== bare(b) || a.trim() !== b.trim();

/** Edits whose line has moved on at the server. */
export function conflictsOf(budget) {
  return [...budget.edits].filter(([key, edit]) => edit.id !== null && budget.lines.get(key)?.revision !== edit.seen).map(([key, edit]) => ({
    key, edit, theirs: budget.lines.get(key) ?? null,
    fields: fields.filter(field => differ(edit.now[field], budget.lines.get(key)?.[field] ?? edit.base[field])),
  }));
}

/** Mine where I changed something, theirs where I did not. */
export function keepMine(budget, { key, edit, theirs }) {
  if (!theirs) {
    budget.edits.delete(key);
    if (!edit.remove) budget.edits.set(`new-${key}`, { ...edit, id: null, seen: null, base: null });
    return;
  }
  const now = { ...edit.now };
  for (const field of fields) if (!differ(edit.now[field], edit.base[field])) now[field] = theirs[field];
  budget.edits.set(key, { ...edit, now, seen: theirs.revision, position: theirs.position, base: Object.fromEntries(fields.map(f => [f, theirs[f]])) });
  if (!budget.isEdit(budget.edits.get(key))) budget.edits.delete(key);
}

export function takeTheirs(budget, { key }) {
  budget.edits.delete(key);
  budget.problems.delete(key);
}

export function showConflicts(place, conflicts, decide) {
  place.replaceChildren();
  if (conflicts.length === 0) return;
  const box = document.createElement('section');
  box.className = 'alert alert-warning conflicts';
  box.setAttribute('role', 'alert');
  box.innerHTML = `<h3 class="alert-title">Somebody else changed ${conflicts.length === 1 ? 'a line' : `${conflicts.length} lines`} that you changed too</h3>
    <p>Nothing is lost: choose for each line, then save.</p><ul>${conflicts.map((conflict, at) => item(conflict, at)).join('')}</ul>`;
  box.addEventListener('click', event => {
    const button = event.target.closest('[data-keep]');
    if (button) decide(conflicts[Number(button.dataset.at)], button.dataset.keep);
  });
  place.append(box);
}

function item({ edit, theirs, fields: differing }, at) {
  const name = escaped(`${theirs?.code ?? edit.now.code} ${theirs?.description ?? edit.now.description}`);
  const rows = theirs && !edit.remove
    ? differing.map(field => `<tr><th scope="row">${names[field]}</th><td>${show(edit.base[field])}</td><td><strong>${show(edit.now[field])}</strong></td><td><strong>${show(theirs[field])}</strong></td></tr>`).join('')
    : '';
  const says = !theirs ? '<p>They removed this line.</p>' : edit.remove ? '<p>You removed this line; they changed it.</p>' : rows === '' ? '<p>They typed the same as you.</p>' : '';
  const table = rows && `<table class="table table-sm"><thead><tr><th></th><th scope="col">Was</th><th scope="col">Yours</th><th scope="col">Theirs</th></tr></thead><tbody>${rows}</tbody></table>`;
  return `<li><strong>${name}</strong>${says}${table}<div class="btn-list">
    <button type="button" class="btn btn-sm" data-keep="mine" data-at="${at}">${theirs ? 'Keep mine' : 'Add mine again'}</button>
    <button type="button" class="btn btn-sm" data-keep="theirs" data-at="${at}">Take theirs</button></div></li>`;
}

function show(value) {
  return value === '' ? '<span class="text-secondary">(empty)</span>' : escaped(value);
}
