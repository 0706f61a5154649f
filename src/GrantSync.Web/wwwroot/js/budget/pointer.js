// The pointer in the sheet: press selects, drag extends, a second press on the same cell opens it, the handle fills.
export function listenToPointer(sheet, editor, acts) {
  const { grid, body } = sheet;
  let dragging = null;

  body.addEventListener('pointerdown', event => {
    const act = event.target.closest('[data-act]');
    if (act || event.button !== 0) return;
    const at = sheet.placeOf(event.target);
    if (!at) return;
    const filling = event.target.closest('[data-fill]') !== null;
    const again = !event.shiftKey && !filling && at.row === sheet.active.row && at.column === sheet.active.column && document.activeElement === grid;
    event.preventDefault();
    editor.close(true);
    grid.focus({ preventScroll: true });
    if (filling) {
      dragging = { filling: sheet.bounds };
    } else {
      sheet.go(at, event.shiftKey);
      dragging = { again };
    }
    // a finger scrolls; the mouse and the pen select
    if (event.pointerType !== 'touch') grid.setPointerCapture(event.pointerId);
  });

  grid.addEventListener('pointermove', event => {
    if (!dragging || event.pointerType === 'touch') return;
    const at = sheet.placeOf(document.elementFromPoint(event.clientX, event.clientY));
    if (!at || at.row === sheet.active.row && at.column === sheet.active.column) return;
    dragging.moved = true;
    if (dragging.filling) {
      const { left, right, top } = dragging.filling;
      sheet.anchor = { row: top, column: left };
      sheet.go({ row: Math.max(top, at.row), column: right }, true);
    } else {
      sheet.go(at, true);
    }
  });

  const end = event => {
    if (!dragging) return;
    const { again, filling, moved } = dragging;
    dragging = null;
    if (grid.hasPointerCapture(event.pointerId)) grid.releasePointerCapture(event.pointerId);
    if (filling && moved) acts.fillFrom(filling);
    else if (again && !moved) editor.open();
  };
  grid.addEventListener('pointerup', end);
  grid.addEventListener('pointercancel', () => { dragging = null; });
  body.addEventListener('dblclick', event => { if (sheet.placeOf(event.target)) editor.open(); });
  body.addEventListener('click', event => {
    const button = event.target.closest('[data-act]');
    if (button) acts[button.dataset.act](button.dataset.key);
  });
}
