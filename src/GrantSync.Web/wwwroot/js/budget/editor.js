// The input over the active cell while one types in it.
import { t } from '../words.js';
import { bare, typed, written } from './money.js';

export class Editor {
  #input = null;

  /** `typedInto(key, field, text)` gets what was typed when it is done. */
  constructor(sheet, typedInto) { Object.assign(this, { sheet, typedInto }); }

  get isOpen() { return this.#input !== null; }

  /** True when the arrows move on, as after typing over a cell; false when they move inside the text. */
  get movesOn() { return this.isOpen && this.#input.dataset.over === 'true'; }

  /** With `over`, the first sign replaces what the cell had. */
  open(over = null) {
    const { sheet } = this;
    if (!sheet.canType() || this.isOpen) return;
    sheet.show(sheet.active);
    sheet.drawNow();
    const cell = sheet.cellOf(sheet.active);
    if (!cell) return;
    const { column } = sheet;
    const value = sheet.budget.value(sheet.row.line.key, column.field);
    this.at = { key: sheet.row.line.key, field: column.field, isNumber: Boolean(column.isNumber) };
    this.before = column.isNumber ? written(value) : value;
    const input = this.#input = document.createElement('input');
    Object.assign(input, { className: `cell-input${column.isNumber ? ' num' : ''}`, value: over ?? this.before, autocomplete: 'off', spellcheck: !column.isNumber });
    if (column.isNumber) input.inputMode = 'decimal';
    input.dataset.over = String(over !== null);
    input.setAttribute('aria-label', t('{0}, line {1}', column.title, sheet.budget.value(this.at.key, 'code') || t('without a code')));
    this.#place(cell);
    sheet.scroller.append(input);
    input.focus();
    if (over === null) input.select();
    input.addEventListener('blur', () => this.close(true));
    input.addEventListener('keydown', event => {
      if (event.key !== 'Escape' || event.isComposing) return;
      event.preventDefault();
      event.stopPropagation();
      this.close(false);
    });
  }

  /** Puts what was typed into the budget, unless it is given up. */
  close(keep) {
    const input = this.#input;
    if (!input) return;
    this.#input = null;
    const hadFocus = document.activeElement === input;
    const { value } = input;
    input.remove();
    const { key, field, isNumber } = this.at;
    if (keep && value !== this.before && this.sheet.budget.lines.has(key)) this.typedInto(key, field, isNumber ? typed(value) || bare(value) : value);
    else this.sheet.draw();
    if (hadFocus) this.sheet.grid.focus({ preventScroll: true });
  }

  /** The sheet was scrolled or drawn anew under it. */
  follow() {
    const cell = this.isOpen && this.sheet.cellOf(this.sheet.active);
    if (cell) this.#place(cell);
  }

  #place(cell) {
    const [view, box] = [this.sheet.scroller.getBoundingClientRect(), cell.getBoundingClientRect()];
    const { style } = this.#input;
    style.left = `${box.left - view.left + this.sheet.scroller.scrollLeft - this.sheet.scroller.clientLeft}px`;
    style.top = `${box.top - view.top + this.sheet.scroller.scrollTop - this.sheet.scroller.clientTop}px`;
    style.width = `${box.width}px`;
    style.height = `${box.height}px`;
  }
}
