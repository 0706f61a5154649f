// <time datetime data-show="full|time|ago"> in the reader's own zone; UTC stays in the title.
import { language, t } from './words.js';

// the page's language, as the reader's own country writes it when the browser says so
const place = navigator.languages.find(one => one.split('-')[0] === language) ?? language;
const full = new Intl.DateTimeFormat(place, { dateStyle: 'medium', timeStyle: 'short' });
const exact = new Intl.DateTimeFormat(place, { day: '2-digit', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit' });
const relative = new Intl.RelativeTimeFormat(place, { numeric: 'auto', style: 'long' });

export function ago(moment, now = Date.now()) {
  const seconds = Math.round((moment - now) / 1000);
  if (Math.abs(seconds) < 10) return t('just now');
  for (const [size, unit] of [[86400, 'day'], [3600, 'hour'], [60, 'minute'], [1, 'second']]) {
    if (Math.abs(seconds) >= size || size === 1) return relative.format(Math.trunc(seconds / size), unit);
  }
}

export function localise(root) {
  const times = root.matches?.('time[data-show]') ? [root] : root.querySelectorAll('time[data-show]');
  for (const time of times) {
    const moment = new Date(time.dateTime);
    if (Number.isNaN(moment.valueOf())) continue;
    const text = time.dataset.show === 'ago' ? ago(moment) : (time.dataset.show === 'time' ? exact : full).format(moment);
    if (time.textContent !== text) time.textContent = text;
  }
}

export function keepFresh() {
  setInterval(() => { for (const time of document.querySelectorAll('time[data-show=ago]')) localise(time); }, 15000);
}
