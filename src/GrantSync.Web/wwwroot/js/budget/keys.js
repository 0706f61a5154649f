// The keys of a spreadsheet. Escape twice lets Tab leave the sheet.
export function listenToKeys(sheet, editor, acts) {
  const { grid, scroller } = sheet;
  // the column where Tab began, as long as Tab alone has moved since
  let tab = null;
  let leaving = false;

  const step = (row, column, extend) => sheet.go({ row: sheet.active.row + row, column: sheet.active.column + column }, extend);
  const tabFrom = () => tab?.to === sheet.active ? tab.from : sheet.active.column;
  const next = back => {
    const last = sheet.columns.findLastIndex(column => column.types);
    let from = tabFrom();
    let { row, column } = sheet.active;
    column += back ? -1 : 1;
    if (column > last) [row, column] = [row + 1, from = 0];
    if (column < 0) [row, column] = [row - 1, last];
    if (row < 0 || row >= sheet.rows.length) return false;
    sheet.go({ row, column });
    tab = { from, to: sheet.active };
    return true;
  };
  const enter = up => {
    sheet.go({ row: sheet.active.row + (up ? -1 : 1), column: tabFrom() });
  };
  const toEdge = (row, column, extend) => sheet.go({
    row: row < 0 ? 0 : row > 0 ? sheet.rows.length - 1 : sheet.active.row,
    column: column < 0 ? 0 : column > 0 ? sheet.columns.length - 1 : sheet.active.column,
  }, extend);

  const moves = {
    ArrowUp: (e, far) => far ? toEdge(-1, 0, e.shiftKey) : step(-1, 0, e.shiftKey),
    ArrowDown: (e, far) => far ? toEdge(1, 0, e.shiftKey) : step(1, 0, e.shiftKey),
    ArrowLeft: (e, far) => far ? toEdge(0, -1, e.shiftKey) : step(0, -1, e.shiftKey),
    ArrowRight: (e, far) => far ? toEdge(0, 1, e.shiftKey) : step(0, 1, e.shiftKey),
    Home: (e, far) => toEdge(far ? -1 : 0, -1, e.shiftKey),
    End: (e, far) => toEdge(far ? 1 : 0, 1, e.shiftKey),
    PageUp: e => step(-sheet.pageRows, 0, e.shiftKey),
    PageDown: e => step(sheet.pageRows, 0, e.shiftKey),
  };
  const withControl = { z: e => e.shiftKey ? acts.redo() : acts.undo(), y: acts.redo, d: acts.fillDown, r: acts.fillRight, a: () => { sheet.anchor = { row: 0, column: 0 }; toEdge(1, 1, true); } };

  grid.addEventListener('keydown', event => {
    if (event.target !== grid || event.isComposing) return;
    const control = event.ctrlKey || event.metaKey;
    const { key } = event;
    const done = () => { event.preventDefault(); event.stopPropagation(); };
    if (key === 'Escape') { leaving = true; return; }
    if (key === 'Tab') {
      if (leaving || !next(event.shiftKey)) return;
      done();
      return;
    }
    leaving = false;
    if (event.altKey && (key === 'ArrowUp' || key === 'ArrowDown')) { done(); acts.move(key === 'ArrowDown'); }
    else if (event.altKey && key === 'Enter') { done(); acts.addBelow(); }
    else if (control && key === 'Delete') { done(); acts.removeLines(); }
    else if (moves[key] && !event.altKey) { done(); moves[key](event, control); }
    else if (control && withControl[key.toLowerCase()]) { done(); withControl[key.toLowerCase()](event); }
    else if (control || event.altKey) return;
    else if (key === 'Enter') { done(); enter(event.shiftKey); }
    else if (key === 'F2') { done(); editor.open(); }
    else if (key === 'Delete' || key === 'Backspace') { done(); acts.clear(); }
    else if (key.length === 1) { done(); editor.open(key); }
    // a dead key or an input method: what it makes goes into the open cell
    else if (key === 'Dead' || key === 'Process' || key === 'Unidentified') editor.open('');
  });

  scroller.addEventListener('keydown', event => {
    if (!editor.isOpen || event.target === grid || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const { key } = event;
    const isArrow = key === 'ArrowUp' || key === 'ArrowDown' || editor.movesOn && (key === 'ArrowLeft' || key === 'ArrowRight');
    if (key !== 'Enter' && key !== 'Tab' && !isArrow) return;
    event.preventDefault();
    event.stopPropagation();
    editor.close(true);
    if (key === 'Enter') enter(event.shiftKey);
    else if (key === 'Tab') next(event.shiftKey);
    else moves[key]({ shiftKey: false }, false);
  });
}
