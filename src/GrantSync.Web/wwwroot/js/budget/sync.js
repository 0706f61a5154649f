// The Sync button: what will happen is shown first; nothing is sent before somebody says so.
import { escaped } from './states.js';

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
  htmx.process(body);
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

async function askToSync(page) {
  step('<p class="text-secondary"><span class="spinner-border spinner-border-sm" aria-hidden="true"></span> Working out what would be sent…</p>');
  const answer = await fetch(`/grants/${page.grant}/plan`, { headers: { 'HX-Request': 'true' } }).catch(() => null);
  if (!answer?.ok) {
    const why = answer?.status === 401 ? 'you are signed out. Sign in again in another tab, then try again here.' : 'GrantSync did not answer.';
    step(`<p>What would be sent could not be worked out: ${why}</p>`, 'Try again', () => askToSync(page));
    return;
  }
  const html = await answer.text();
  const plan = Object.assign(document.createElement('div'), { innerHTML: html }).querySelector('[data-plan]').dataset;
  if (plan.refusal) refused(html, { kind: plan.refusal }, page, false);
  else step(html, plan.sends === '0' ? 'Sync anyway' : 'Sync', () => send(page, false));
}

/** What stands in the way, with the way out of it. */
function refused(html, answer, page, acceptSharedCodes) {
  if (answer.kind === 'SharedCodes') step(html, 'Sync anyway', () => send(page, true));
  else if (answer.kind === 'AllocationDiffers') step(`${html}<p><a class="btn" href="#projects" data-close>Go to the projects</a></p>`);
  else if (answer.kind === 'NoConnection' || answer.kind === 'IsDisconnecting') step(`${html}<p><a class="btn" href="/connection">Connection</a></p>`);
  else if (answer.kind === 'UnitWithoutCompany') step(`${html}<p><a class="btn" href="/units">Units</a></p>`);
  else if (answer.kind === 'GrantIsClosed') step(html);
  else step(html, 'Try again', () => send(page, acceptSharedCodes));
}

async function send(page, acceptSharedCodes) {
  const answer = await page.send(`Sync&acceptSharedCodes=${acceptSharedCodes}`, {});
  if (answer.value) {
    dialog.close();
    await page.reload();
    return;
  }
  const sentence = `<div class="alert alert-warning" role="alert"><span>${escaped(answer.sentence)}</span></div>`;
  refused(sentence, answer, page, acceptSharedCodes);
}

dialog.addEventListener('click', event => {
  if (event.target.closest('[data-close]')) dialog.close();
});
