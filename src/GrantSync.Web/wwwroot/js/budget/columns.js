// The columns of the sheet, from the left: what each shows of a category and of a line, and whether one types in it.
import { t } from '../words.js';
import { grouped, shown } from './money.js';
import { cellName, escaped, icon, pill } from './states.js';

export function columnsOf(budget, currency, mayEdit, narrow) {
  const decimals = budget.decimals;
  const isDivided = budget.view.periodList.length > 0;
  const line = key => budget.lines.get(key);
  const text = (field, title, width, extra = {}) => ({ field, title, width, types: true, line: row => escaped(budget.value(row.key, field)), category: () => '', ...extra });
  const number = (field, title, width, extra = {}) => text(field, title, width, {
    isNumber: true, line: row => escaped(grouped(budget.value(row.key, field), field === 'unitValue' ? decimals : 0)), ...extra,
  });
  const amount = parts => parts === null ? `<span class="no-amount" title="${t('Units or unit value is no number')}">?</span>` : shown(parts, decimals);

  const missing = category => budget.isIncomplete(category) ? `&nbsp;<span class="no-amount" title="${t('Lines that are no numbers are left out')}">+ ?</span>` : '';

  return [
    text('code', t('Code'), narrow ? '4.75rem' : '5.25rem', { sticks: true, category: category => escaped(category.code) }),
    text('description', t('Description'), narrow ? '11rem' : 'minmax(13rem, 1fr)', { sticks: !narrow, category: category => escaped(category.name), total: () => t('Total') }),
    text('unitName', t('Unit'), '5.75rem'),
    number('unitValue', t('Unit value'), '8.25rem'),
    ...budget.unitFields.map((field, at) => number(field, cellName(budget, field), isDivided ? '6.5rem' : '5.5rem', isDivided && {
      hint: t('Units in {0}; the sums are amounts', days(budget.view.periodList[at])),
      category: category => `<span class="period-sum">${shown(budget.sums(category.id)[at], decimals)}</span>`,
      total: () => `<span class="period-sum">${shown(budget.sums()[at], decimals)}</span>`,
    } || {})),
    ...isDivided ? [{ field: 'units', title: t('Units'), width: '6rem', isNumber: true, line: row => escaped(grouped(budget.unitsOf(line(row.key)) ?? '?')), category: () => '' }] : [],
    {
      field: 'amount', title: t('Amount {0}', currency), width: '8.25rem', isNumber: true, line: row => amount(budget.amountOf(line(row.key))),
      category: category => shown(budget.sumOf(category.id), decimals) + missing(category.id), total: () => shown(budget.total, decimals) + missing(),
    },
    { field: 'state', title: t('State'), width: '9.5rem', line: row => pill(stateOf(budget, row), row.record), category: category => pill(category.state.state, category.state), total: () => '' },
    ...mayEdit ? [{ field: 'acts', title: `<span class="visually-hidden">${t('Add or remove')}</span>`, width: '5.5rem', line: row => removing(budget, row), category: adding, total: () => '' }] : [],
  ];
}

function stateOf(budget, line) {
  return budget.isGone(line) ? 'removed' : budget.isUnsaved(line) ? 'unsaved' : line.record.state;
}

const days = period => `${period.from} – ${period.to}`;

const adding = category =>
  `<button type="button" tabindex="-1" class="btn btn-sm" data-act="add" data-key="${category.id}" title="${escaped(t('Add a line under {0}', category.name))}">${icon('plus')}<span class="visually-hidden">${escaped(t('Add a line under {0}', category.name))}</span> ${t('Line')}</button>`;

function removing(budget, line) {
  const name = escaped(`${budget.value(line.key, 'code')} ${budget.value(line.key, 'description')}`.trim());
  return `<button type="button" tabindex="-1" class="btn btn-sm btn-quiet" data-act="remove" data-key="${line.key}" title="${t('Remove the line')}">${icon('trash')}<span class="visually-hidden">${t('Remove {0}', name)}</span></button>`;
}
