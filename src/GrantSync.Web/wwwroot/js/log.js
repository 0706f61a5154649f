// New rows of the sync log arrive by themselves while nobody reads: on the first page, at its top. Otherwise a badge tells how many there are.
import { localise } from './times.js';
import { t } from './words.js';

const top = 200;
const pointerRests = 2000;
const mostRows = 50;
const atMostEvery = 2000;

let fresh = null;
let pointed = 0;
let waiting = null;
let looked = 0;
let look = null;

const live = () => document.querySelector('[data-log-live]');
const body = () => document.querySelector('[data-log-rows]');

/** Somebody is in the middle of the list: further down, with the keyboard in it, marking text, or moving over it. */
function isReading() {
  const rows = body();
  if (scrollY > top) return true;
  if (!rows) return false;
  const marked = getSelection();
  return rows.contains(document.activeElement) || (marked && !marked.isCollapsed && rows.contains(marked.anchorNode))
    || (rows.matches(':hover') && Date.now() - pointed < pointerRests);
}

function tell(count) {
  const badge = document.querySelector('[data-log-show]');
  if (!badge) return;
  const words = count === 0 ? '' : count >= mostRows ? t('Many new rows') : count === 1 ? t('1 new row') : t('{0} new rows', count);
  if (badge.lastElementChild.textContent !== words) badge.lastElementChild.textContent = words;
  badge.hidden = count === 0;
}

function show() {
  const rows = body();
  if (!rows) {
    // the first row of an empty log brings the table with it
    document.getElementById('log').replaceChildren(...fresh.body.childNodes);
    htmx.process(document.getElementById('log'));
    localise(document.getElementById('log'));
  } else {
    const before = new Set([...rows.children].map(row => row.id));
    for (const row of [...fresh.querySelectorAll('[data-log-rows] > tr')].reverse()) {
      const old = document.getElementById(row.id);
      if (!old) {
        if (before.size) row.classList.add('log-arrived');
        rows.prepend(row);
        localise(row);
      } else if (old.dataset.outcome !== row.dataset.outcome) {
        old.replaceWith(row);
        localise(row);
      }
    }
    for (const row of [...rows.children].slice(mostRows)) row.remove();
    const [here, there] = [document.querySelector('[data-log-older]'), fresh.querySelector('[data-log-older]')];
    if (here && there) here.href = there.getAttribute('href');
    live().dataset.newest = fresh.querySelector('[data-log-live]').dataset.newest;
  }
  fresh = null;
  tell(0);
}

/** Rows that ended meanwhile are told at once: that moves nothing. */
function finish() {
  for (const row of document.querySelectorAll('[data-log-rows] > tr[data-outcome=pending]')) {
    const now = fresh.getElementById(row.id);
    if (now && now.dataset.outcome !== 'pending') {
      row.replaceWith(now.cloneNode(true));
      localise(document.getElementById(now.id));
    }
  }
}

function arrive() {
  clearTimeout(waiting);
  waiting = null;
  if (!fresh || !live()) return;
  const ids = [...fresh.querySelectorAll('[data-log-rows] > tr')].map(row => Number(row.dataset.id));
  const count = ids.filter(id => id > Number(live().dataset.newest)).length;
  const first = live().dataset.first === 'true';
  if (first && !isReading()) {
    if (count || document.querySelector('[data-log-rows] > tr[data-outcome=pending]')) show();
    else fresh = null;
    return;
  }
  finish();
  tell(count);
  if (first && count) waiting = setTimeout(arrive, 1000);
}

// at most every two seconds however much happens, and always once more after the last change
document.body.addEventListener('grantsync:changed', () => {
  look ??= setTimeout(() => {
    look = null;
    looked = Date.now();
    if (live()) htmx.trigger(live(), 'log:look');
  }, Math.max(0, looked + atMostEvery - Date.now()));
});
document.addEventListener('htmx:afterRequest', event => {
  if (!event.detail.elt.matches?.('[data-log-live]') || !event.detail.successful) return;
  // an answer to a filter that is no longer set
  if (!event.detail.elt.isConnected) return;
  fresh = new DOMParser().parseFromString(event.detail.xhr.responseText, 'text/html');
  arrive();
});
document.addEventListener('htmx:beforeSwap', event => { if (event.detail.target?.id === 'log') fresh = null; });
document.addEventListener('pointermove', () => { pointed = Date.now(); }, { passive: true });
document.addEventListener('click', event => {
  const badge = event.target.closest('[data-log-show]');
  if (!badge || live().dataset.first !== 'true' || !fresh) return;
  event.preventDefault();
  document.activeElement?.blur();
  scrollTo({ top: 0 });
  show();
});
