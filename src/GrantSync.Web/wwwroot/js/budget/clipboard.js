// Blocks of cells to and from Excel and LibreOffice: tab-separated text, with quotes where a cell has tabs or lines of its own.
import { bare, pasted, written } from './money.js';

const ours = 'application/x-grantsync-cells';

/** Rows of cells. */
export function parseBlock(text) {
  const rows = [[]];
  let [cell, quoted, at] = ['', false, 0];
  const end = () => { rows.at(-1).push(cell); cell = ''; };
  for (; at < text.length; at++) {
    const sign = text[at];
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (text[at + 1] === '"') { cell += '"'; at++; }
      else quoted = false;
    } else if (sign === '"' && cell === '') quoted = true;
    else if (sign === '\t') end();
    else if (sign === '\n' || sign === '\r') {
      if (sign === '\r' && text[at + 1] === '\n') at++;
      end();
      rows.push([]);
    } else cell += sign;
  }
  end();
  // spreadsheets end the last line too
  if (rows.length > 1 && rows.at(-1).length === 1 && rows.at(-1)[0] === '') rows.pop();
  return rows;
}

export function formatBlock(rows) {
  return rows.map(row => row.map(cell => /["\t\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell).join('\t')).join('\r\n');
}

/** A text that a spreadsheet would take for a formula gets the apostrophe that says that it is none. */
const harmless = text => /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/.test(text) ? `'${text}` : text;

/** Puts the selected cells on the clipboard; what is pasted here again is exactly what was copied. */
export function copy(data, sheet) {
  const rows = sheet.selectedRows().map(row => sheet.selectedColumns().map(column => sheet.plain(row, column)));
  const numbers = sheet.selectedColumns().map(column => column.isNumber);
  data.setData('text/plain', formatBlock(rows.map(row => row.map((cell, at) => numbers[at] ? written(cell) : harmless(cell)))));
  data.setData(ours, JSON.stringify({ kinds: sheet.selectedRows().map(row => row.kind), rows }));
}

/** Pastes into the sheet. Answers { lines, cells, outside }, or null when there is nothing to paste. */
export function paste(data, sheet) {
  const exact = data.getData(ours);
  const text = data.getData('text/plain');
  if (!exact && !text) return null;
  const block = exact ? JSON.parse(exact) : { rows: parseBlock(text) };
  // a block that was copied here brings its lines, not the headings between them
  const rows = block.kinds?.includes('line') ? block.rows.filter((_, at) => block.kinds[at] === 'line') : exact ? block.rows : withoutHeadings(block.rows, sheet);
  if (rows.length === 0) return null;
  const number = exact ? bare : pasted;
  const plain = exact ? cell => cell : cell => /^'[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(cell) ? cell.slice(1) : cell.replace(/[\r\n]+/g, ' ');
  return fillBlock(sheet, rows, (cell, column) => column.isNumber ? number(cell) : plain(cell));
}

/** Empty rows between others say nothing, and a row of the sheet's own column titles is no line. */
function withoutHeadings(rows, sheet) {
  if (rows.length < 2) return rows;
  const titles = sheet.columns.slice(sheet.bounds.left).map(column => column.title.toLowerCase());
  const isHeading = row => row.length > 1 && row.every((cell, at) => cell.trim() === '' || cell.trim().toLowerCase() === titles[at]);
  return rows.filter((row, at) => row.some(cell => cell.trim() !== '') && !(at === 0 && isHeading(row)));
}

/** One cell, or a block that fits, fills the whole selection; a larger one goes down from its first cell and adds the lines it needs. */
export function fillBlock(sheet, rows, value) {
  const { budget, columns } = sheet;
  const [height, width] = [rows.length, Math.max(...rows.map(row => row.length))];
  const selected = sheet.selectedRows().filter(row => row.kind === 'line');
  const wide = sheet.selectedColumns();
  const repeats = selected.length * wide.length > 1 && selected.length % height === 0 && wide.length % width === 0;
  const keys = repeats ? selected.map(row => row.line.key) : sheet.linesFromTop(height);
  const first = sheet.bounds.left;
  const across = repeats ? wide.length : width;
  let cells = 0;
  keys.forEach((key, down) => {
    const row = rows[down % height];
    for (let at = 0; at < across; at++) {
      const column = columns[first + at];
      const cell = row[at % width];
      if (!column?.types || cell === undefined) continue;
      budget.type(key, column.field, value(cell, column));
      cells++;
    }
  });
  return { lines: keys.length, cells, outside: Math.max(0, first + across - columns.findLastIndex(column => column.types || column.isNumber) - 1) };
}
