// The words, shapes and colours of a record's state. LineStateTag.cs has the same for what the server draws.
import { t } from '../words.js';

export const states = {
  unsaved: { word: t('Not saved'), shape: 'pen', colour: 'unsaved', means: t('Typed here, not saved yet.') },
  removed: { word: t('To be removed'), shape: 'cross', colour: 'unsaved', means: t('Taken out of the budget; syncing archives its account in Odoo.') },
  new: { word: t('New'), shape: 'ring', colour: 'new', means: t('Saved here, never synced.') },
  changed: { word: t('Changed'), shape: 'half', colour: 'changed', means: t('Odoo has an older form; the saved change waits for Sync.') },
  waiting: { word: t('Waiting'), shape: 'clock', colour: 'waiting', means: t('Waits for its turn, or for the record it hangs on.') },
  sending: { word: t('Sending'), shape: 'arrow', colour: 'sending', means: t('In a call to Odoo now.') },
  inOdoo: { word: t('In Odoo'), shape: 'check', colour: 'good', means: t('Odoo holds just this.') },
  refused: { word: t('Refused'), shape: 'cross', colour: 'bad', means: t('Odoo said no.') },
  unknown: {
    word: t('Unknown'), shape: 'question', colour: 'unknown',
    means: t('The answer was lost on the way. GrantSync looks into Odoo before it does anything else, so nothing is written twice.'),
  },
  changedInOdoo: { word: t('Changed in Odoo'), shape: 'triangle', colour: 'amber', means: t('Somebody changed it in Odoo. Decide on the page Drift.') },
  leftOut: { word: t('Left out'), shape: 'dash', colour: 'grey', means: t('Somebody chose to leave it to Odoo; it is not written any more.') },
};

const escapes = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export function escaped(text) {
  return String(text ?? '').replace(/[&<>"']/g, sign => escapes[sign]);
}

export function icon(name) {
  return `<svg class="icon" aria-hidden="true"><use href="/lib/icons/icons.svg#${name}"></use></svg>`;
}

export function shape(name) {
  return `<svg class="shape" aria-hidden="true"><use href="/img/shapes.svg#${name}"></use></svg>`;
}

export function pill(kind, record) {
  const state = states[kind];
  const means = record?.problem ?? state.means;
  const id = kind === 'inOdoo' && record?.odooId ? ` <span class="odoo-id">#${record.odooId}</span>` : '';
  return `<span class="pill pill-${state.colour}" title="${escaped(means)}">${shape(state.shape)} ${state.word}${id}</span>`;
}

/** What a column is called, for lists of cells. */
export function cellName(budget, field) {
  const period = /^period(\d+)$/.exec(field);
  if (period) return budget.view.periods === 'years' ? t('Year {0}', period[1]) : t('Quarter {0}', period[1]);
  return { code: t('Code'), description: t('Description'), units: t('Units'), unitName: t('Unit'), unitValue: t('Unit value'), categoryId: t('Category'), position: t('Place') }[field] ?? t('Line');
}
