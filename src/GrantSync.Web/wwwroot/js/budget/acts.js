// What one can do to the budget in the sheet; each is one step for undo.
import { t } from '../words.js';
import { copy, fillBlock, paste } from './clipboard.js';

export function actsOf(sheet, history, { changed, say }) {
  const { budget } = sheet;
  const act = does => {
    say('');
    const answer = history.act(does);
    changed();
    return answer;
  };
  const block = (top, bottom, left, right) => sheet.rows.slice(top, bottom + 1).filter(row => row.kind === 'line')
    .map(row => sheet.columns.slice(left, right + 1).map(column => sheet.plain(row, column)));
  const fill = rows => rows.length && act(() => fillBlock(sheet, rows, cell => cell));
  const back = (word, left) => say(left === null ? '' : left > 0 ? t('{0}; {1} cells were left, because somebody changed them since.', word, left) : `${word}.`);

  const acts = {
    type: (key, field, text) => act(() => budget.type(key, field, text)),
    undo() { back(t('Undone'), history.undo()); changed(); },
    redo() { back(t('Done again'), history.redo()); changed(); },
    clear: () => act(() => {
      for (const line of sheet.selectedLines()) for (const column of sheet.selectedColumns()) if (column.types) budget.type(line.key, column.field, '');
    }),
    fillDown() {
      const { top, bottom, left, right } = sheet.bounds;
      // one cell alone takes what is above it
      const from = top === bottom ? sheet.rows.findLastIndex((row, at) => at < top && row.kind === 'line') : top;
      if (from >= 0) fill(block(from, from, left, right));
    },
    fillRight() {
      const { top, bottom, left, right } = sheet.bounds;
      const from = left === right ? left - 1 : left;
      if (from < 0 || !sheet.columns[from].types) return;
      act(() => {
        for (const line of sheet.selectedLines()) {
          for (const column of sheet.columns.slice(from + 1, right + 1)) {
            if (column.types && Boolean(column.isNumber) === Boolean(sheet.columns[from].isNumber)) budget.type(line.key, column.field, budget.value(line.key, sheet.columns[from].field));
          }
        }
      });
    },
    /** The handle was drawn from a block to where the selection ends now. */
    fillFrom({ top, bottom, left, right }) {
      const rows = block(top, bottom, left, right);
      const lines = sheet.selectedLines();
      act(() => lines.forEach((line, at) => {
        sheet.columns.slice(left, right + 1).forEach((column, n) => { if (column.types) budget.type(line.key, column.field, rows[at % rows.length][n]); });
      }));
    },
    add(categoryId) {
      const [key] = act(() => budget.add(Number(categoryId)));
      sheet.find(key, 'description');
    },
    addBelow() {
      if (!sheet.row) return;
      const { categoryId, line } = sheet.row;
      const [key] = act(() => budget.add(categoryId, line?.key ?? null));
      sheet.find(key, 'description');
    },
    remove: key => act(() => budget.setGone(key, true)),
    removeLines() {
      const lines = sheet.selectedLines();
      if (lines.length === 0) return;
      act(() => { for (const line of lines) budget.setGone(line.key, true); });
      say(lines.length === 1 ? t('1 line removed. Ctrl+Z brings it back.') : t('{0} lines removed. Ctrl+Z brings them back.', lines.length));
    },
    move(down) {
      const lines = sheet.selectedLines();
      act(() => { for (const line of down ? lines.toReversed() : lines) budget.move(line.key, down); });
    },
  };

  document.addEventListener('copy', event => {
    if (document.activeElement !== sheet.grid || !sheet.row) return;
    event.preventDefault();
    copy(event.clipboardData, sheet);
    const { top, bottom } = sheet.bounds;
    if (bottom > top) say(t('{0} rows copied.', bottom - top + 1));
  });
  document.addEventListener('cut', event => {
    if (document.activeElement !== sheet.grid || !sheet.row || !sheet.on.mayEdit) return;
    event.preventDefault();
    copy(event.clipboardData, sheet);
    acts.clear();
  });
  document.addEventListener('paste', event => {
    if (document.activeElement !== sheet.grid || !sheet.row || !sheet.on.mayEdit) return;
    event.preventDefault();
    const done = act(() => paste(event.clipboardData, sheet));
    if (!done) return;
    const { row, column } = sheet.active;
    sheet.anchor = { row, column };
    sheet.active = { row, column };
    say([done.cells === 1 ? t('1 cell pasted') : done.lines === 1 ? t('{0} cells in 1 line pasted', done.cells) : t('{0} cells in {1} lines pasted', done.cells, done.lines), done.outside > 0 && t('{0} columns did not fit and were left out', done.outside)].filter(Boolean).join('; ') + '.');
  });
  return acts;
}
