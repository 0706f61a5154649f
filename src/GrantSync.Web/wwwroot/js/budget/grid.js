// The budget in Tabulator: draws rows, hands what is typed to `on`, and moves by keyboard. Only the rows in view are in the page.
import { grouped, shown } from './money.js';
import { escaped, icon, pill } from './states.js';
import { moveByKeyboard, openCell } from './keys.js';

const words = { code: 'Code', description: 'Description', units: 'Units', unitName: 'Unit', unitValue: 'Unit value' };

export function showGrid(place, budget, mayEdit, on) {
  const currency = place.closest('[data-currency]').dataset.currency;
  const isLine = cell => cell.getData().kind === 'line';
  const typed = (field, extra = {}) => ({
    field, title: words[field], headerSort: false, resizable: 'header',
    formatter: cell => drawing(cell, budget.decimals),
    editable: cell => mayEdit && isLine(cell) && !cell.getData().removed,
    editor: mayEdit ? 'input' : false,
    editorParams: { selectContents: true, elementAttributes: { 'aria-label': words[field], autocomplete: 'off', ...(extra.hozAlign ? { inputmode: 'decimal' } : {}) } },
    ...extra,
  });

  const small = matchMedia('(max-width: 600px)').matches;
  const number = { hozAlign: 'right', headerHozAlign: 'right', cssClass: 'num' };
  const columns = [
    typed('code', { width: small ? 72 : 88, minWidth: 64, frozen: true }),
    typed('description', { minWidth: small ? 180 : 200, widthGrow: 1 }),
    typed('units', { width: 84, ...number }),
    typed('unitName', { width: 96 }),
    typed('unitValue', { width: 112, ...number }),
    {
      field: 'amount', title: `Amount ${currency}`, headerSort: false, width: 136, ...number, cssClass: 'num amount',
      formatter: cell => drawing(cell, budget.decimals),
      bottomCalc: () => budget.view ? budget.total : 0n,
      bottomCalcFormatter: cell => shown(cell.getValue(), budget.decimals),
    },
    { field: 'state', title: 'State', headerSort: false, width: 165, formatter: cell => drawing(cell, budget.decimals) },
  ];
  columns[1].bottomCalc = () => 'Total';
  if (mayEdit) {
    columns.push({
      field: 'kind', title: '<span class="visually-hidden">Add or remove</span>', headerSort: false, width: 88, hozAlign: 'center', cssClass: 'acts',
      formatter: cell => drawing(cell, budget.decimals),
    });
  }

  const table = new Tabulator(place, {
    index: 'key', data: budget.rows(), columns, layout: 'fitColumns', maxHeight: '70vh', rowHeight: 40, keybindings: false,
    columnDefaults: { vertAlign: 'middle' }, placeholder: 'This budget has no categories.',
    rowFormatter: row => dress(row),
  });

  table.on('cellEdited', cell => on.typed(cell.getData().key, cell.getField(), cell.getValue()));
  place.addEventListener('click', event => {
    const button = event.target.closest('[data-act]');
    if (button) on[button.dataset.act](button.dataset.key);
  });
  if (mayEdit) moveByKeyboard(table, place);
  return new Promise(ready => table.on('tableBuilt', () => {
    describe(place);
    ready(table);
  }));
}

let refreshing = null;

/** Brings rows in line with the budget; the cell being edited and the place scrolled to stay. One at a time. */
export async function refresh(table, budget) {
  while (refreshing) await refreshing;
  refreshing = bringInLine(table, budget);
  try {
    await refreshing;
  } finally {
    refreshing = null;
  }
}

async function bringInLine(table, budget) {
  const keys = table.getData().map(row => row.key);
  let wanted = budget.rows();
  if (keys.length === wanted.length && wanted.every((row, at) => row.key === keys[at])) {
    const changed = wanted.filter((row, at) => text(row) !== text(table.getRow(keys[at]).getData()));
    for (const row of changed) put(table.getRow(row.key), row, budget.decimals);
    if (changed.length) table.recalc();
    return;
  }

  // rows come or go: what is typed in an open cell goes into the budget first, and the cell opens again
  const editor = table.element.querySelector('.tabulator-editing input');
  const open = editor && { key: editor.closest('.tabulator-row').querySelector('[data-key]')?.dataset.key, field: editor.closest('.tabulator-cell').getAttribute('tabulator-field') };
  editor?.blur();
  wanted = budget.rows();
  await table.replaceData(wanted);
  if (open?.key) await openCell(table, open.key, open.field);
}

/** In one go, so that no editor opens in between; an open one keeps its cell, whose value comes in when it closes. */
function put(drawn, row, decimals) {
  const open = drawn.getElement().querySelector('.tabulator-editing')?.getAttribute('tabulator-field');
  drawn.update(open ? { ...row, [open]: drawn.getData()[open] } : row);
  // a row that was never in view is drawn when it comes
  if (!drawn.getElement().hasChildNodes()) return;
  for (const cell of drawn.getCells()) {
    const html = cell.getField() === open ? null : drawing(cell, decimals);
    if (html !== null) cell.getElement().innerHTML = html;
  }
}

/** Tabulator gives its scrolling part a tab stop but no role, which a grid may not have. */
function describe(place) {
  place.removeAttribute('aria-owns');
  place.setAttribute('aria-labelledby', 'budget-title');
  const holder = place.querySelector('.tabulator-tableholder');
  holder.setAttribute('role', 'rowgroup');
  holder.querySelector('.tabulator-table').setAttribute('role', 'none');
}

const text = row => JSON.stringify(row, (_, value) => typeof value === 'bigint' ? value.toString() : value);

function drawing(cell, decimals) {
  const row = cell.getData();
  switch (cell.getField()) {
    case 'amount': return row.amount === null ? '<span class="no-amount" title="Units or unit value is no number">?</span>' : shown(row.amount, decimals);
    case 'state': return pill(row.state, row.record);
    case 'kind': return acts(row);
    default: return typedText(cell, row, cell.getField(), decimals);
  }
}

function typedText(cell, row, field, decimals) {
  const problem = row.problems?.[field];
  const element = cell.getElement();
  element.classList.toggle('cell-bad', Boolean(problem));
  element.classList.toggle('cell-edited', row.edited?.includes(field) ?? false);
  if (problem) element.setAttribute('aria-invalid', 'true');
  else element.removeAttribute('aria-invalid');
  const title = problem ?? (field === 'description' ? cell.getValue() : '');
  const text = field === 'units' ? grouped(cell.getValue()) : field === 'unitValue' ? grouped(cell.getValue(), decimals) : cell.getValue();
  return `<span class="typed" title="${escaped(title)}">${escaped(text)}</span>`;
}

function dress(row) {
  const data = row.getData();
  row.getElement().classList.toggle('row-category', data.kind === 'category');
  row.getElement().classList.toggle('row-removed', Boolean(data.removed));
}

function acts(row) {
  if (row.kind === 'category') {
    return `<button type="button" class="btn btn-sm" data-act="add" data-key="${row.categoryId}" title="Add a line under ${escaped(row.description)}">${icon('plus')}<span class="visually-hidden">Add a line under ${escaped(row.description)}</span> Line</button>`;
  }
  const name = escaped(`${row.code} ${row.description}`);
  return row.removed
    ? `<button type="button" class="btn btn-sm" data-act="putBack" data-key="${row.key}">${icon('arrow-back-up')}<span class="visually-hidden">Put back ${name}</span></button>`
    : `<button type="button" class="btn btn-sm btn-quiet" data-act="remove" data-key="${row.key}" title="Remove the line">${icon('trash')}<span class="visually-hidden">Remove ${name}</span></button>`;
}
