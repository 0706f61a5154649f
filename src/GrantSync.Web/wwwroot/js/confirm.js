// <form data-confirm="Sentence" data-confirm-button="Revoke">: asks first, in the page's own dialog.
import { t } from './words.js';

export function ask(sentence, button, danger = true) {
  const dialog = document.createElement('dialog');
  dialog.className = 'ask';
  const text = Object.assign(document.createElement('p'), { textContent: sentence });
  const bar = Object.assign(document.createElement('div'), { className: 'ask-bar' });
  const no = Object.assign(document.createElement('button'), { className: 'btn', textContent: t('Cancel') });
  const yes = Object.assign(document.createElement('button'), { className: danger ? 'btn btn-danger' : 'btn btn-primary', textContent: button });
  bar.append(no, yes);
  dialog.append(text, bar);
  dialog.setAttribute('aria-label', sentence);
  document.body.append(dialog);
  return new Promise(answer => {
    no.addEventListener('click', () => dialog.close('no'));
    yes.addEventListener('click', () => dialog.close('yes'));
    dialog.addEventListener('close', () => {
      dialog.remove();
      answer(dialog.returnValue === 'yes');
    });
    dialog.showModal();
  });
}

export function askBeforeSubmit() {
  document.addEventListener('submit', async event => {
    const form = event.target;
    if (!form.dataset.confirm || form.dataset.confirmed) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!await ask(form.dataset.confirm, form.dataset.confirmButton ?? t('Go on'))) return;
    form.dataset.confirmed = 'yes';
    form.requestSubmit(event.submitter);
    delete form.dataset.confirmed; // the page may stay, or come back with the back button
  }, true);
}
