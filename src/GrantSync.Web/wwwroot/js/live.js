// Tells the page that something moved on the server: `grantsync:changed` on the body. Server-sent events; when they fail, every few seconds.
import { t } from './words.js';

const atMostEvery = 500;
const whileLost = 5000;

let source = null;
let last = 0;
let pending = null;
let polling = null;
let lostSince = null;

function tell() {
  if (pending) return;
  pending = setTimeout(() => {
    pending = null;
    last = Date.now();
    document.body.dispatchEvent(new CustomEvent('grantsync:changed', { bubbles: true }));
  }, Math.max(0, last + atMostEvery - Date.now()));
}

function showLost(lost) {
  for (const notice of document.querySelectorAll('[data-live-lost]')) notice.hidden = !lost;
}

export function watch() {
  source = new EventSource('/api/v1/events');
  source.addEventListener('changed', tell);
  source.addEventListener('open', () => {
    clearInterval(polling);
    polling = null;
    showLost(false);
    if (lostSince) tell();
    lostSince = null;
  });
  source.addEventListener('error', () => {
    lostSince ??= Date.now();
    polling ??= setInterval(() => {
      if (source.readyState === EventSource.CLOSED) {
        clearInterval(polling);
        polling = null;
        watch();
      }
      tell();
    }, whileLost);
    if (!navigator.onLine) showLost(true);
  });
}

/** Fetches JSON; a lost connection or a page that is no JSON (signed out) comes back as a refusal with a sentence. */
export async function fetchJson(address, options = {}) {
  try {
    const answer = await fetch(address, { ...options, headers: { Accept: 'application/json', ...options.headers } });
    showLost(false);
    if (answer.redirected || !answer.headers.get('content-type')?.includes('json')) {
      return { kind: answer.status >= 500 ? 'Failed' : 'SignedOut', fields: [], sentence: answer.status >= 500
        ? t('GrantSync could not answer. What you typed is kept in this browser; try again in a moment.')
        : t('You are signed out. Sign in again in another tab, then go on here: what you typed is kept.') };
    }

    const body = await answer.json();
    return answer.ok ? { value: body } : body.kind ? body
      : { kind: 'Failed', fields: [], sentence: body.detail ?? body.title ?? t('GrantSync could not answer ({0}).', answer.status) };
  } catch {
    showLost(true);
    return { kind: 'Lost', fields: [], sentence: t('No connection to GrantSync. What you typed is kept in this browser; try again when the connection is back.') };
  }
}

addEventListener('offline', () => showLost(true));
addEventListener('online', tell);
