// The grant's page: the budget, its sheet, saving and syncing, put together.
import { fetchJson } from '../live.js';
import { ago } from '../times.js';
import { ask } from '../confirm.js';
import { t } from '../words.js';
import { actsOf } from './acts.js';
import { Autosave } from './autosave.js';
import { Budget } from './budget.js';
import { columnsOf } from './columns.js';
import { showConflicts } from './conflicts.js';
import { Draft } from './draft.js';
import { Editor } from './editor.js';
import { History } from './history.js';
import { showIndirect } from './indirect.js';
import { listenToKeys } from './keys.js';
import { shown } from './money.js';
import { listenToPointer } from './pointer.js';
import { showProblems } from './problems.js';
import { showProgress } from './progress.js';
import { keepProjects } from './projects.js';
import { Sheet } from './sheet.js';
import { startSync } from './sync.js';

const root = document.getElementById('budget');
const part = name => root.querySelector(`[data-${name}]`);
const { grant, person, address, currency } = root.dataset;
const mayEdit = root.dataset.mayEdit === 'true';
const token = root.querySelector('input[name=__RequestVerificationToken]').value;
const narrow = matchMedia('(max-width: 600px)');
const budget = new Budget();
const history = new History(budget);
const draft = new Draft(person, grant);
const autosave = new Autosave(budget, lines => send('Draft', lines), () => show());
const notices = Object.fromEntries(['restored', 'conflicts', 'problems'].map(name => [name, part('notices').appendChild(document.createElement('div'))]));
let sheet = null;
let said = '';
let tookMs = 0;
let reading = null;

function send(handler, body) {
  const headers = { RequestVerificationToken: token, 'Content-Type': 'application/json' };
  return fetchJson(`${address}?handler=${handler}`, { method: 'POST', headers, body: JSON.stringify(body) });
}

/** Something was typed: it is shown at once, kept in this browser, and saved. */
function changed() {
  sheet.draw();
  showTools();
  setTimeout(() => {
    show();
    autosave.soon();
  });
}

function show() {
  if (!sheet) return;
  if (mayEdit) draft.keep(budget.kept());
  sheet.draw();
  document.querySelector('[data-grand-total]').textContent = shown(budget.total, budget.decimals) + (budget.isIncomplete() ? ' + ?' : '');
  showIndirect(part('indirect'), budget);
  showProblems(notices.problems, budget, autosave.trouble && !['Lost', 'Failed'].includes(autosave.trouble.kind) ? autosave.trouble.sentence : '', at => sheet.find(at.key, at.field));
  showConflicts(notices.conflicts, budget, decide);
  showProgress(root, budget, key => sheet.find(key, 'code'));
  keepProjects(budget.view);
  if (mayEdit) showTools();
}

function showTools() {
  const unsaved = budget.unsaved.length;
  part('undo').disabled = !history.canUndo;
  part('redo').disabled = !history.canRedo;
  const waits = unsaved === 1 ? t('1 line is not saved yet; it is kept in this browser.') : t('{0} lines are not saved yet; they are kept in this browser.', unsaved);
  const saving = autosave.left > 1000 ? t('Saving, {0} lines to go…', autosave.left) : t('Saving…');
  const state = !draft.works && unsaved ? t('This browser does not keep drafts (its storage is full or switched off). Stay on this page until all is saved.')
    : autosave.isSaving ? saving
      : unsaved ? autosave.trouble ? `${waits} ${t('It is sent again by itself.')}` : waits
        : t('All edits are saved.');
  part('draft-words').textContent = [said, state].filter(Boolean).join(' ');
}

function say(sentence) { said = sentence; }

function decide(conflicts, mine) {
  for (const { line, field } of conflicts) budget.decide(line.key, field, mine);
  show();
  autosave.soon(0);
}

/** Reads the budget anew. A large one is not read again at every move on the server, but all the time it takes five times over. */
function reload() {
  reading ??= read();
  return reading;
}

async function read() {
  const began = performance.now();
  const answer = await fetchJson(address);
  tookMs = performance.now() - began;
  reading = null;
  if (!answer.value) return answer;
  // read before the last save landed: it knows less than this page does
  if (answer.value.revision < budget.view.revision) {
    reloadSoon();
    return answer;
  }
  const divided = budget.view.periods;
  budget.take(answer.value);
  if (divided !== answer.value.periods) relayout();
  show();
  return answer;
}

let due = null;
function reloadSoon() {
  due ??= setTimeout(() => {
    due = null;
    if (autosave.isSaving) reloadSoon();
    else reload();
  }, Math.max(100, 5 * tookMs));
}

async function restore() {
  const kept = mayEdit ? await draft.load() : null;
  if (!kept) return;
  budget.restore(kept.lines);
  if (budget.unsaved.length === 0) return;
  const box = document.createElement('div');
  box.className = 'alert alert-info';
  box.textContent = t('What you typed {0} and was not saved yet is back, and is being saved.', ago(new Date(kept.at)));
  notices.restored.replaceChildren(box);
}

/** Saves what can be saved; true when nothing is left. */
async function save() {
  document.activeElement?.blur?.();
  await autosave.flush();
  return budget.unsaved.length === 0;
}

async function divide(select) {
  const { value } = select;
  const from = budget.view.periods;
  select.value = from;
  const merges = value === 'whole' || from === 'quarters';
  if (merges && !await ask(t('The units of the periods are added up; what belonged to each one is not kept. Go on?'), t('Add them up'))) return;
  if (!await save()) {
    say(t('The budget can be divided when all edits are saved.'));
    show();
    return;
  }
  const answer = await send(`Periods&periods=${value}`, {});
  if (answer.value) await reload();
  else notices.restored.replaceChildren(Object.assign(document.createElement('div'), { className: 'alert alert-warning', textContent: answer.sentence }));
}

function relayout() {
  if (!sheet) return;
  sheet.layout();
  if (mayEdit) part('periods').value = budget.view.periods;
}

function readingFailed(answer) {
  part('grid-empty').innerHTML = `<p class="empty-title">${t('The budget could not be read')}</p><p class="empty-subtitle"></p><button type="button" class="btn">${t('Try again')}</button>`;
  part('grid-empty').querySelector('.empty-subtitle').textContent = answer.sentence;
  part('grid-empty').querySelector('button').addEventListener('click', start);
}

function openSheet() {
  const on = { mayEdit };
  sheet = new Sheet(part('grid'), budget, () => columnsOf(budget, currency, mayEdit, narrow.matches), on);
  const acts = actsOf(sheet, history, { changed, say });
  const editor = new Editor(sheet, acts.type);
  on.drawn = () => editor.follow();
  listenToKeys(sheet, editor, mayEdit ? acts : Object.fromEntries(Object.keys(acts).map(name => [name, () => {}])));
  listenToPointer(sheet, editor, acts);
  narrow.addEventListener('change', relayout);
  for (const button of root.querySelectorAll('[data-tool]')) {
    button.addEventListener('click', () => {
      const [act, ...given] = button.dataset.tool.split(' ');
      acts[act](...given.map(word => word === 'true'));
      sheet.grid.focus({ preventScroll: true });
    });
  }
}

async function start() {
  const answer = await fetchJson(address);
  if (!answer.value) {
    readingFailed(answer);
    return;
  }
  budget.take(answer.value);
  await restore();
  part('grid').replaceChildren();
  openSheet();
  if (mayEdit) part('periods').value = budget.view.periods;
  show();
  root.dataset.ready = '';
  document.body.addEventListener('grantsync:changed', reloadSoon);
  if (!mayEdit) return;
  autosave.soon(0);
  part('sync').disabled = false;
  part('sync').addEventListener('click', () => startSync({ grant, budget, save, send, reload }));
  part('periods').addEventListener('change', event => divide(event.target));
  addEventListener('pagehide', () => draft.keep(budget.kept()));
  addEventListener('keydown', event => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 's') return;
    event.preventDefault();
    save();
  });
}

start();
