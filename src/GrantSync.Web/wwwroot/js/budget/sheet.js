// The budget as a sheet: only the rows in view are in the page, so that 5,000 lines scroll and paste like 50. It draws what the budget holds and
// knows which cells are selected; keys.js, pointer.js and editor.js move in it. (docs/decisions/0012)
import { bare } from './money.js';
import { escaped } from './states.js';

const height = 36;
const spare = 6;

export class Sheet {
  active = { row: 0, column: 1 };
  anchor = { row: 0, column: 1 };
  #drawn = new Map();

  constructor(place, budget, columnsOf, on) {
    Object.assign(this, { place, budget, columnsOf, on });
    place.innerHTML = `<div class="sheet-scroll"><div class="sheet-grid" role="grid" tabindex="0" aria-labelledby="budget-title" aria-multiselectable="true">
      <div class="sheet-row sheet-head" role="row" aria-rowindex="1"></div><div class="sheet-body" role="rowgroup"></div><div class="sheet-row sheet-total" role="row"></div></div></div>`;
    this.scroller = place.firstElementChild;
    [this.head, this.body, this.foot] = (this.grid = this.scroller.firstElementChild).children;
    this.scroller.addEventListener('scroll', () => this.draw(), { passive: true });
    new ResizeObserver(() => this.draw()).observe(this.scroller);
    this.layout();
  }

  get rows() { return this.budget.order; }

  /** Columns anew: the periods were changed, or the page became narrow. */
  layout() {
    this.columns = this.columnsOf();
    this.grid.style.setProperty('--columns', this.columns.map(column => column.width).join(' '));
    this.grid.style.setProperty('--second', this.columns[0].width);
    this.grid.setAttribute('aria-colcount', this.columns.length);
    this.head.innerHTML = this.columns.map((column, at) =>
      `<div role="columnheader" aria-colindex="${at + 1}" class="${this.#classes(column)}" title="${escaped(column.hint ?? '')}">${column.title}</div>`).join('');
    for (const { element } of this.#drawn.values()) element.remove();
    this.#drawn.clear();
    this.drawNow();
  }

  /** Brings what is seen in line with the budget before the next frame. */
  draw() {
    this.frame ??= requestAnimationFrame(() => this.drawNow());
  }

  drawNow() {
    cancelAnimationFrame(this.frame);
    this.frame = null;
    this.#keepActive();
    const rows = this.rows;
    const seen = Math.ceil(this.scroller.clientHeight / height);
    const from = Math.max(0, Math.floor(this.scroller.scrollTop / height) - spare);
    const to = Math.min(rows.length, from + seen + 2 * spare);
    this.grid.setAttribute('aria-rowcount', rows.length + 2);
    this.body.style.height = `${rows.length * height}px`;
    this.#drawRows(from, to);
    this.foot.setAttribute('aria-rowindex', rows.length + 2);
    this.foot.innerHTML = this.columns.map((column, at) => `<div role="gridcell" aria-colindex="${at + 1}" data-field="${column.field}" class="${this.#classes(column)}">${column.total?.() ?? ''}</div>`).join('');
    const cell = this.cellOf(this.active);
    if (cell) this.grid.setAttribute('aria-activedescendant', cell.id);
    else this.grid.removeAttribute('aria-activedescendant');
    this.on.drawn?.();
  }

  /** Makes a cell the active one; with `extend`, the selection goes on to it. */
  go({ row, column }, extend = false) {
    this.active = { row: clamp(row, this.rows.length), column: clamp(column, this.columns.length - (this.columns.at(-1).field === 'acts' ? 1 : 0)) };
    if (!extend) this.anchor = { ...this.active };
    this.#remember();
    this.show(this.active);
    this.drawNow();
  }

  /** To a line's cell from elsewhere on the page; true when it is there. */
  find(key, field) {
    const row = this.rows.findIndex(one => one.line?.key === key);
    if (row < 0) return false;
    this.go({ row, column: Math.max(0, this.columns.findIndex(column => column.field === field)) });
    this.grid.focus();
    return true;
  }

  get bounds() {
    const [a, b] = [this.anchor, this.active];
    return { top: Math.min(a.row, b.row), bottom: Math.max(a.row, b.row), left: Math.min(a.column, b.column), right: Math.max(a.column, b.column) };
  }

  selectedRows() { return this.rows.slice(this.bounds.top, this.bounds.bottom + 1); }

  selectedColumns() { return this.columns.slice(this.bounds.left, this.bounds.right + 1); }

  selectedLines() { return this.selectedRows().filter(row => row.kind === 'line').map(row => row.line); }

  get row() { return this.rows[this.active.row]; }

  get column() { return this.columns[this.active.column]; }

  canType(at = this.active) { return this.on.mayEdit && this.rows[at.row]?.kind === 'line' && Boolean(this.columns[at.column]?.types); }

  /** What a cell says, without its dress. */
  plain(row, column) {
    if (row.kind === 'line' && column.types) return this.budget.value(row.line.key, column.field);
    const said = Object.assign(document.createElement('div'), { innerHTML: row.kind === 'line' ? column.line(row.line) : column.category(row.category) }).textContent.trim();
    return column.isNumber ? bare(said).replace(',', '.') : said;
  }

  /** So many lines of one category from the top of the selection on; those that are missing are added. */
  linesFromTop(count) {
    const { categoryId, line } = this.rows[this.bounds.top];
    const mates = this.budget.linesOf(categoryId);
    const there = line ? mates.slice(mates.indexOf(line), mates.indexOf(line) + count).map(mate => mate.key) : [];
    const missing = count - there.length;
    return missing === 0 ? there : [...there, ...this.budget.add(categoryId, there.at(-1) ?? mates.at(-1)?.key ?? null, missing)];
  }

  cellOf({ row, column }) { return this.body.querySelector(`#cell-${row}-${column}`); }

  /** The place of a cell that the pointer is on; null beside the cells. */
  placeOf(element) {
    const cell = element?.closest?.('[role=gridcell]');
    const [, row, column] = /^cell-(\d+)-(\d+)$/.exec(cell?.id ?? '') ?? [];
    return row === undefined ? null : { row: Number(row), column: Number(column) };
  }

  get pageRows() { return Math.max(1, Math.floor((this.scroller.clientHeight - this.head.offsetHeight - this.foot.offsetHeight) / height) - 1); }

  show({ row, column }) {
    const view = this.scroller;
    const [top, bottom] = [row * height, (row + 1) * height + this.head.offsetHeight + this.foot.offsetHeight];
    if (top < view.scrollTop) view.scrollTop = top;
    else if (bottom > view.scrollTop + view.clientHeight) view.scrollTop = bottom - view.clientHeight;
    const cell = this.head.children[column];
    if (!cell || this.columns[column].sticks) return;
    const left = cell.offsetLeft - this.columns.reduce((stuck, { sticks }, at) => sticks ? stuck + this.head.children[at].offsetWidth : stuck, 0);
    if (left < view.scrollLeft) view.scrollLeft = left;
    else if (cell.offsetLeft + cell.offsetWidth > view.scrollLeft + view.clientWidth) view.scrollLeft = cell.offsetLeft + cell.offsetWidth - view.clientWidth;
  }

  /** Only rows that look otherwise than before are drawn anew. */
  #drawRows(from, to) {
    for (const [at, { element }] of this.#drawn) {
      if (at >= from && at < to) continue;
      element.remove();
      this.#drawn.delete(at);
    }
    for (let at = from; at < to; at++) {
      const html = this.#row(this.rows[at], at);
      const drawn = this.#drawn.get(at);
      if (drawn?.html === html) continue;
      const shell = document.createElement('div');
      shell.innerHTML = html;
      const element = shell.firstElementChild;
      element.style.transform = `translateY(${at * height}px)`;
      if (drawn) drawn.element.replaceWith(element);
      else this.body.insertBefore(element, [...this.body.children].find(other => Number(other.dataset.at) > at) ?? null);
      this.#drawn.set(at, { html, element });
    }
  }

  #row(row, at) {
    const { top, bottom, left, right } = this.bounds;
    const line = row.line;
    const conflicts = line?.typed.size || line?.remove ? this.budget.conflictsOf(line) : {};
    const cells = this.columns.map((column, n) => {
      const problem = line?.problems[column.field];
      const inRange = at >= top && at <= bottom && n >= left && n <= right;
      const isActive = at === this.active.row && n === this.active.column;
      const classes = [
        this.#classes(column), inRange && 'is-in', isActive && 'is-active', problem && 'cell-bad', column.field in conflicts && 'cell-conflict',
        line?.typed.has(column.field) && 'cell-edited', column.types && line && this.on.mayEdit && 'is-typed',
      ].filter(Boolean).join(' ');
      const title = problem ?? (column.field === 'description' ? this.plain(row, column) : '');
      const fill = isActive && this.on.mayEdit && column.types && line ? '<span class="fill-handle" data-fill></span>' : '';
      return `<div role="gridcell" id="cell-${at}-${n}" aria-colindex="${n + 1}" data-field="${column.field}" class="${classes}"${inRange ? ' aria-selected="true"' : ''}${problem ? ' aria-invalid="true"' : ''}${column.types && line && this.on.mayEdit ? '' : ' aria-readonly="true"'}${title ? ` title="${escaped(title)}"` : ''}${column.types ? ' translate="no"' : ''}><span class="cell-text">${line ? column.line(line) : column.category(row.category)}</span>${fill}</div>`;
    });
    const kind = row.kind === 'category' ? 'row-category' : this.budget.isGone(line) ? 'row-line row-removed' : 'row-line';
    return `<div role="row" aria-rowindex="${at + 2}" data-at="${at}" data-key="${line?.key ?? `category-${row.categoryId}`}" class="sheet-row ${kind}">${cells.join('')}</div>`;
  }

  #classes(column) { return `cell${column.isNumber ? ' num' : ''}${column.sticks ? ` sticks sticks-${this.columns.indexOf(column)}` : ''} cell-${column.field}`; }

  #key = null;

  #remember() { this.#key = this.row?.line?.key ?? (this.row ? `category-${this.row.categoryId}` : null); }

  /** Lines came or went: the active cell stays on its line. */
  #keepActive() {
    const keyOf = row => row?.line?.key ?? (row ? `category-${row.categoryId}` : null);
    if (this.#key !== null && keyOf(this.row) !== this.#key) {
      const at = this.rows.findIndex(row => keyOf(row) === this.#key);
      if (at >= 0) {
        const moved = at - this.active.row;
        this.active.row = at;
        this.anchor.row = clamp(this.anchor.row + moved, this.rows.length);
      }
    }
    this.active.row = clamp(this.active.row, this.rows.length);
    this.anchor.row = clamp(this.anchor.row, this.rows.length);
    this.active.column = clamp(this.active.column, this.columns.length);
    this.anchor.column = clamp(this.anchor.column, this.columns.length);
    this.#remember();
  }
}

const clamp = (at, length) => Math.max(0, Math.min(at, length - 1));
