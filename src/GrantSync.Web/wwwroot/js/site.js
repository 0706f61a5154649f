// What every page does; htmx parts get it too.
import { localise, keepFresh } from './times.js';
import { askBeforeSubmit } from './confirm.js';
import { watch } from './live.js';
import { t } from './words.js';

localise(document);
keepFresh();
askBeforeSubmit();
document.addEventListener('htmx:load', event => localise(event.detail.elt));
if (document.body.dataset.signedIn !== undefined) watch();

// a part that moves by itself is morphed (hx-swap="morph:…"): what has the focus or is being pressed stays the same element, what somebody opened
// stays open, and a time that is the same is not written anew, which a screen reader would read out
Object.assign(Idiomorph.defaults.callbacks, {
  beforeAttributeUpdated: (name, element) => !(name === 'open' && element.matches('details, dialog')),
  beforeNodeMorphed: (old, fresh) => { if (fresh.matches?.('time[data-show]')) localise(fresh); },
});

// a part that could not be fetched says so where it would have been
for (const name of ['htmx:sendError', 'htmx:responseError', 'htmx:timeout']) {
  document.addEventListener(name, event => {
    const place = event.detail.target?.querySelector('[data-part-problem]') ?? document.querySelector('[data-part-problem]');
    if (!place) return;
    place.textContent = name === 'htmx:responseError'
      ? t('GrantSync could not answer ({0}). Reload the page; if it stays so, tell support.', event.detail.xhr.status)
      : t('GrantSync did not answer. Check your connection and try again; what you typed is still here.');
    place.hidden = false;
  });
}
document.addEventListener('htmx:beforeRequest', event => {
  for (const place of event.detail.target?.querySelectorAll('[data-part-problem]') ?? []) place.hidden = true;
});

// an ordinary form that may take long shows that it is under way, until the next page is there
document.addEventListener('submit', event => {
  if (!event.defaultPrevented && !event.target.hasAttribute('hx-post') && event.target.querySelector('.busy')) event.target.classList.add('is-busy');
});
addEventListener('pageshow', () => { for (const form of document.querySelectorAll('form.is-busy')) form.classList.remove('is-busy'); });

document.addEventListener('click', event => {
  const button = event.target.closest('[data-copy]');
  if (!button) return;
  navigator.clipboard.writeText(document.querySelector(button.dataset.copy).textContent.trim())
    .then(() => { button.querySelector('[data-copy-word]').textContent = t('Copied'); })
    .catch(() => { button.querySelector('[data-copy-word]').textContent = t('Select it and press Ctrl+C'); });
});
