// The Sync button: what will happen is shown first; nothing is sent before somebody says so.
import { t } from '../words.js';
import { escaped } from './states.js';

const dialog = document.querySelector('[data-sync-dialog]');
const body = dialog.querySelector('[data-sync-body]');
const go = dialog.querySelector('[data-sync-go]');
dialog.querySelector('[data-sync-cancel]').addEventListener('click', () => dialog.close());

export function startSync(page) {
  if (page.budget.unsaved.length > 0) saveFirst(page);
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

/** Only what is saved goes to Odoo: what is on its way is waited for, what cannot be saved is said. */
async function saveFirst(page) {
  step(`<p class="text-secondary"><span class="spinner-border spinner-border-sm" aria-hidden="true"></span> ${t('Saving what you typed…')}</p>`);
  if (await page.save()) {
    await askToSync(page);
    return;
  }
  const count = page.budget.unsaved.length;
  step(`<p>${count === 1 ? t('1 line is not saved, for a cell of it is wrong, waits for your choice, or has no connection.') : t('{0} lines are not saved, for cells of them are wrong, wait for your choice, or have no connection.', count)}
    ${t('What is saved can be synced without them.')}</p>`, t('Sync what is saved'), () => askToSync(page));
}

async function askToSync(page) {
  step(`<p class="text-secondary"><span class="spinner-border spinner-border-sm" aria-hidden="true"></span> ${t('Working out what would be sent…')}</p>`);
  const answer = await fetch(`/grants/${page.grant}/plan`, { headers: { 'HX-Request': 'true' } }).catch(() => null);
  if (!answer?.ok) {
    const why = answer?.status === 401 ? t('you are signed out. Sign in again in another tab, then try again here.') : t('GrantSync did not answer.');
    step(`<p>${t('What would be sent could not be worked out: {0}', why)}</p>`, t('Try again'), () => askToSync(page));
    return;
  }
  const html = await answer.text();
  const plan = Object.assign(document.createElement('div'), { innerHTML: html }).querySelector('[data-plan]').dataset;
  if (plan.refusal) refused(html, { kind: plan.refusal }, page, false);
  else step(html, plan.sends === '0' ? t('Sync anyway') : t('Sync'), () => send(page, false));
}

/** What stands in the way, with the way out of it. */
function refused(html, answer, page, acceptSharedCodes) {
  if (answer.kind === 'SharedCodes') step(html, t('Sync anyway'), () => send(page, true));
  else if (answer.kind === 'AllocationDiffers') step(`${html}<p><a class="btn" href="#projects" data-close>${t('Go to the projects')}</a></p>`);
  else if (answer.kind === 'NoConnection' || answer.kind === 'IsDisconnecting') step(`${html}<p><a class="btn" href="/connection">${t('Connection')}</a></p>`);
  else if (answer.kind === 'UnitWithoutCompany') step(`${html}<p><a class="btn" href="/units">${t('Units')}</a></p>`);
  else if (answer.kind === 'AmendmentNeeded') step(`${html}<p><a class="btn" href="/grants/${page.grant}/revisions">${t('Go to the revisions')}</a></p>`);
  else if (answer.kind === 'GrantIsClosed') step(html);
  else step(html, t('Try again'), () => send(page, acceptSharedCodes));
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
