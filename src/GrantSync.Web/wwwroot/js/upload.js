// <form data-upload data-most="bytes">: says how far a large file has come, and refuses one that is too large before it is sent.
import { t } from './words.js';

document.addEventListener('htmx:beforeRequest', event => {
  const form = event.target.closest?.('form[data-upload]');
  const file = form?.querySelector('input[type=file]').files[0];
  if (!file || file.size <= Number(form.dataset.most)) return;
  event.preventDefault();
  say(form, t('This file is too large. At most {0} MB can be imported; leave out other sheets and pictures, or save it as CSV.', Math.floor(form.dataset.most / 1048576)));
});

document.addEventListener('htmx:xhr:progress', event => {
  const form = event.target.closest?.('form[data-upload]');
  if (!form || !event.detail.lengthComputable) return;
  const part = form.querySelector('[data-progress-part]');
  part.hidden = false;
  part.querySelector('progress').value = event.detail.loaded / event.detail.total;
  part.querySelector('[data-progress-says]').textContent = event.detail.loaded < event.detail.total ? `${Math.floor(100 * event.detail.loaded / event.detail.total)} %` : t('Reading the file…');
});

function say(form, sentence) {
  const place = form.querySelector('[data-part-problem]');
  place.textContent = sentence;
  place.hidden = false;
}
