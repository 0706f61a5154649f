// The keys of a spreadsheet while a cell is open: Tab, Enter and the arrows up and down go to the next cell that can be typed in.
import { fields } from './budget.js';

export function moveByKeyboard(table, place) {
  let open = null;
  table.on('cellEditing', cell => { open = cell; });
  table.on('cellEdited', () => { open = null; });

  place.addEventListener('keydown', event => {
    if (!event.target.closest('.tabulator-editing') || !open || event.isComposing) return;
    const step = { Enter: [event.shiftKey ? -1 : 1, 0], ArrowDown: [1, 0], ArrowUp: [-1, 0], Tab: [0, event.shiftKey ? -1 : 1] }[event.key];
    if (!step || event.ctrlKey || event.altKey || event.metaKey) return;
    const to = next(table, open.getData().key, open.getField(), ...step);
    if (!to) {
      // past the last cell: Enter and the arrows stay, Tab leaves the grid
      if (event.key !== 'Tab') event.preventDefault();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    event.target.blur();
    openCell(table, to.key, to.field);
  }, true);
}

function next(table, key, field, rows, columns) {
  const lines = table.getData().filter(row => row.kind === 'line' && !row.removed);
  let at = lines.findIndex(row => row.key === key) + rows;
  let column = fields.indexOf(field) + columns;
  if (column < 0) [at, column] = [at - 1, fields.length - 1];
  if (column >= fields.length) [at, column] = [at + 1, 0];
  return lines[at] ? { key: lines[at].key, field: fields[column] } : null;
}

export async function openCell(table, key, field) {
  const row = table.getRow(key);
  if (!row) return;
  const { top, bottom } = table.element.querySelector('.tabulator-tableholder').getBoundingClientRect();
  const drawn = row.getElement().isConnected ? row.getElement().getBoundingClientRect() : null;
  if (!drawn || drawn.top < top || drawn.bottom > bottom) await table.scrollToRow(row, drawn && drawn.top < top ? 'top' : 'bottom', true);
  table.getRow(key)?.getCell(field)?.edit(true);
}
