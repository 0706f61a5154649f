// The Sync button: what will happen is shown first; nothing is sent before somebody says so.
import { escaped } from './states.js';
import { records } from './progress.js';

const dialog = document.querySelector('[data-sync-dialog]');
const body = dialog.querySelector('[data-sync-body]');
const go = dialog.querySelector('[data-sync-go]');
dialog.querySelector('[data-sync-cancel]').addEventListener('click', () => dialog.close());

export function startSync(page) {
  if (page.budget.edits.size > 0) askToSave(page);
  else askToSync(page);
  if (!dialog.open) dialog.showModal();
}

function step(html, word, act) {
  body.innerHTML = html;
  go.hidden = !act;
  go.textContent = word ?? '';
  go.disabled = false;
  go.onclick = async () => {
    go.disabled = true;
    await act();
  };
}

function askToSave(page) {
  const count = page.budget.edits.size;
  step(`<p>${count} ${count === 1 ? 'line is' : 'lines are'} not saved yet. Only what is saved goes to Odoo.</p>`, 'Save, then sync', async () => {
    if (await page.save()) askToSync(page);
    else dialog.close();
  });
}

function askToSync(page) {
  const { view } = page.budget;
  const count = kind => records(view).filter(record => record.state.state === kind).length;
  const [fresh, changed, same, refused, drifted] = ['new', 'changed', 'inOdoo', 'refused', 'changedInOdoo'].map(count);
  const archived = Math.max(0, view.progress.notSynced - fresh - changed);
  const under = count('waiting') + count('sending') + count('unknown');
  const rows = [['New in Odoo', fresh], ['Changed', changed], ['Archived, as their lines were removed', archived], ['Refused before, tried again', refused],
    ['On the way already', under], ['Changed in Odoo: left alone until somebody decides', drifted], ['Unchanged, left alone', same]].filter(([, n]) => n > 0);
  const nothing = fresh + changed + archived + refused === 0;
  step(`${nothing ? '<p>Nothing has changed since the last sync. Syncing again does no harm: nothing is written twice.</p>' : '<p>This goes to Odoo:</p>'}
    <dl class="counts">${rows.map(([name, n]) => `<dt>${name}</dt><dd class="num">${n}</dd>`).join('')}</dl>`, nothing ? 'Sync anyway' : 'Sync', () => send(page, false));
}

async function send(page, acceptSharedCodes) {
  const answer = await page.send(`Sync&acceptSharedCodes=${acceptSharedCodes}`, {});
  if (answer.value) {
    dialog.close();
    await page.reload();
    return;
  }
  const sentence = `<div class="alert alert-warning" role="alert"><span>${escaped(answer.sentence)}</span></div>`;
  if (answer.kind === 'SharedCodes') step(sentence, 'Sync anyway', () => send(page, true));
  else if (answer.kind === 'AllocationDiffers') step(`${sentence}<p><a class="btn" href="#projects" data-close>Go to the projects</a></p>`);
  else if (answer.kind === 'NoConnection') step(`${sentence}<p><a class="btn" href="/connection">Connection</a></p>`);
  else if (answer.kind === 'UnitWithoutCompany') step(`${sentence}<p><a class="btn" href="/units">Units</a></p>`);
  else step(sentence, 'Try again', () => send(page, acceptSharedCodes));
}

dialog.addEventListener('click', event => {
  if (event.target.closest('[data-close]')) dialog.close();
});
