// The grant's page: the budget, its grid, saving and syncing, put together.
import { fetchJson } from '../live.js';
import { ago } from '../times.js';
import { ask } from '../confirm.js';
import { Budget } from './budget.js';
import { conflictsOf, keepMine, showConflicts, takeTheirs } from './conflicts.js';
import { Draft } from './draft.js';
import { refresh, showGrid } from './grid.js';
import { openCell } from './keys.js';
import { showIndirect } from './indirect.js';
import { showProblems, tellProblems } from './problems.js';
import { startSync } from './sync.js';
import { showProgress } from './progress.js';
import { keepProjects } from './projects.js';
import { shown } from './money.js';

const root = document.getElementById('budget');
const part = name => root.querySelector(`[data-${name}]`);
const { grant, person, address } = root.dataset;
const mayEdit = root.dataset.mayEdit === 'true';
const token = root.querySelector('input[name=__RequestVerificationToken]').value;
const budget = new Budget();
const draft = new Draft(person, grant);
const notices = Object.fromEntries(['restored', 'conflicts', 'problems'].map(name => [name, part('notices').appendChild(document.createElement('div'))]));
let table = null;
let saving = false;
let whole = '';

export function send(handler, body) {
  const headers = { RequestVerificationToken: token, 'Content-Type': 'application/json' };
  return fetchJson(`${address}?handler=${handler}`, { method: 'POST', headers, body: JSON.stringify(body) });
}

async function show() {
  if (mayEdit && !draft.keep(budget.edits)) whole = 'This browser does not keep drafts (its storage is full or switched off). Save often.';
  if (table) await refresh(table, budget);
  document.querySelector('[data-grand-total]').textContent = shown(budget.total, budget.decimals);
  showIndirect(part('indirect'), budget);
  showProblems(notices.problems, budget, whole, at => openCell(table, at.key, at.field));
  showConflicts(notices.conflicts, conflictsOf(budget), decide);
  showProgress(root, budget, key => openCell(table, key, 'code'));
  keepProjects(budget.view);
  if (mayEdit) showButtons();
}

function showButtons() {
  const count = budget.edits.size;
  part('save').disabled = saving || count === 0;
  part('sync').disabled = saving;
  part('discard').hidden = count === 0;
  part('draft-words').textContent = saving ? 'Saving…' : count === 0 ? 'All edits are saved.' : `${count} unsaved ${count === 1 ? 'line' : 'lines'}, kept in this browser.`;
}

function decide(conflict, choice) {
  (choice === 'mine' ? keepMine : takeTheirs)(budget, conflict);
  whole = '';
  show();
}

async function reload() {
  const answer = await fetchJson(address);
  if (!answer.value) return answer;
  if (saving) return answer;
  budget.take(answer.value);
  await show();
  return answer;
}

/** True when nothing is left unsaved. */
async function save() {
  document.activeElement?.blur?.();
  if (saving || budget.edits.size === 0) return budget.edits.size === 0;
  const sent = budget.changes();
  const before = new Map([...budget.edits].map(([key, edit]) => [key, JSON.stringify(edit)]));
  saving = true;
  whole = '';
  budget.problems.clear();
  showButtons();
  const answer = await send('Save', sent.map(change => change.line));
  saving = false;
  if (answer.value) {
    land(answer.value, sent, before);
    notices.restored.replaceChildren();
  } else if (answer.kind === 'LinesHaveMoved') {
    await reload();
  } else {
    whole = tellProblems(budget, sent, answer);
  }
  await show();
  return budget.edits.size === 0;
}

/** What was sent is saved; what was typed meanwhile stays, on top of it. */
function land(view, sent, before) {
  const saved = view.categories.flatMap(category => category.lines.map(line => ({ ...line, categoryId: category.id })));
  for (const { key, line } of sent) {
    const edit = budget.edits.get(key);
    budget.edits.delete(key);
    if (!edit || JSON.stringify(edit) === before.get(key)) continue;
    const now = saved.find(l => line.id ? l.id === line.id : l.categoryId === line.categoryId && l.code === line.code.trim());
    if (now) budget.edits.set(String(now.id), { ...edit, id: now.id, seen: now.revision, position: now.position, base: { ...now } });
  }
  budget.take(view);
}

function restore() {
  const kept = draft.load();
  if (!kept || !mayEdit) return;
  budget.edits = new Map(Object.entries(kept.edits));
  const box = document.createElement('div');
  box.className = 'alert alert-info';
  box.textContent = `Your unsaved edits from ${ago(new Date(kept.at))} are back. Save them, or discard them.`;
  notices.restored.replaceChildren(box);
}

const on = {
  typed(key, field, value) { budget.type(key, field, value); show(); },
  async add(categoryId) {
    const { key } = budget.add(Number(categoryId));
    await show();
    openCell(table, key, 'description');
  },
  remove(key) { budget.remove(key); show(); },
  putBack(key) { budget.putBack(key); show(); },
};

async function start() {
  const answer = await fetchJson(address);
  if (!answer.value) {
    part('grid-empty').innerHTML = '<p class="empty-title">The budget could not be read</p><p class="empty-subtitle"></p><button type="button" class="btn">Try again</button>';
    part('grid-empty').querySelector('.empty-subtitle').textContent = answer.sentence;
    part('grid-empty').querySelector('button').addEventListener('click', start);
    return;
  }
  restore();
  budget.take(answer.value);
  part('grid').replaceChildren();
  table = await showGrid(part('grid'), budget, mayEdit, on);
  await show();
  document.body.addEventListener('grantsync:changed', reload);
  if (!mayEdit) return;
  part('save').addEventListener('click', save);
  part('sync').addEventListener('click', () => startSync({ grant, budget, save, send, reload }));
  part('discard').addEventListener('click', async () => {
    if (!await ask('Discard what you typed since the last save? It cannot be brought back.', 'Discard')) return;
    budget.edits.clear();
    budget.problems.clear();
    whole = '';
    notices.restored.replaceChildren();
    await reload();
  });
  addEventListener('keydown', event => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 's') return;
    event.preventDefault();
    save();
  });
}

start();
