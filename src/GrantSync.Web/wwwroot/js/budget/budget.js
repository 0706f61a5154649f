// The budget as the grid shows it: what the server holds, with what was typed over it. Knows nothing of the page.
import { amount, bare, parsed, problem } from './money.js';

export const fields = ['code', 'description', 'units', 'unitName', 'unitValue'];
const numbers = new Set(['units', 'unitValue']);
const values = line => Object.fromEntries(fields.map(field => [field, line[field]]));
const same = (field, a, b) => numbers.has(field) ? (bare(a) || '0') === (bare(b) || '0') : a.trim() === b.trim();

export class Budget {
  /** Row key ('7', 'new-1') to { id, categoryId, position, seen, base, now, remove }. */
  edits = new Map();
  problems = new Map();

  take(view) {
    this.view = view;
    this.lines = new Map(view.categories.flatMap(category => category.lines.map(line => [String(line.id), { ...line, categoryId: category.id }])));
    for (const [key, edit] of this.edits) if (!this.isEdit(edit)) this.edits.delete(key);
  }

  get decimals() { return this.view.decimals; }

  value(key, field) { return this.edits.get(key)?.now[field] ?? this.lines.get(key)?.[field] ?? ''; }

  amountOf(key) {
    const edit = this.edits.get(key);
    if (edit) return edit.remove ? 0n : amount(edit.now.units, edit.now.unitValue, this.decimals);
    return parsed(this.lines.get(key).amount, this.decimals);
  }

  keysOf(categoryId) {
    const own = [...this.lines].filter(([, line]) => line.categoryId === categoryId).map(([key, line]) => [key, line.position]);
    const others = [...this.edits].filter(([key, edit]) => edit.categoryId === categoryId && !this.lines.has(key)).map(([key, edit]) => [key, edit.position]);
    return [...own, ...others].sort((a, b) => a[1] - b[1]).map(([key]) => key);
  }

  sumOf(categoryId) { return this.keysOf(categoryId).reduce((sum, key) => sum + (this.amountOf(key) ?? 0n), 0n); }

  get total() { return this.view.categories.reduce((sum, category) => sum + this.sumOf(category.id), 0n); }

  /** A row of the grid. */
  row(key) {
    const line = this.lines.get(key);
    const edit = this.edits.get(key);
    return {
      key, kind: 'line', categoryId: line?.categoryId ?? edit.categoryId,
      code: this.value(key, 'code'), description: this.value(key, 'description'), unitName: this.value(key, 'unitName'),
      units: this.value(key, 'units'), unitValue: this.value(key, 'unitValue'),
      amount: this.amountOf(key), removed: edit?.remove ?? false,
      state: edit ? (edit.remove ? 'removed' : 'unsaved') : line.state.state, record: line?.state,
      edited: edit ? fields.filter(field => !edit.base || !same(field, edit.base[field], edit.now[field])) : [],
      problems: this.problems.get(key) ?? {},
    };
  }

  categoryRow(category) {
    return {
      key: `category-${category.id}`, kind: 'category', categoryId: category.id, code: category.code, description: category.name,
      amount: this.sumOf(category.id), state: category.state.state, record: category.state, problems: {}, edited: [],
    };
  }

  rows() {
    return this.view.categories.flatMap(category => [this.categoryRow(category), ...this.keysOf(category.id).map(key => this.row(key))]);
  }

  type(key, field, typed) {
    const edit = this.editOf(key);
    edit.now[field] = numbers.has(field) ? bare(typed) : String(typed ?? '');
    this.forget(key, field);
    if (numbers.has(field) && problem(edit.now[field])) this.tell(key, field, problem(edit.now[field]));
    if (!this.isEdit(edit)) this.edits.delete(key);
  }

  add(categoryId) {
    const category = this.view.categories.find(c => c.id === categoryId);
    const keys = this.keysOf(categoryId);
    const last = keys.at(-1);
    const position = last === undefined ? 0 : (this.edits.get(last)?.position ?? this.lines.get(last).position) + 1;
    const key = `new-${crypto.randomUUID?.() ?? Math.random().toString(36).slice(2)}`;
    const code = nextCode(category, keys.map(k => this.value(k, 'code')));
    this.edits.set(key, { id: null, categoryId, position, seen: null, base: null, remove: false, now: { code, description: '', units: '', unitName: '', unitValue: '' } });
    return { key, after: last ?? `category-${categoryId}` };
  }

  /** A new line goes at once, a saved one is marked until Save. */
  remove(key) {
    this.problems.delete(key);
    if (this.edits.get(key)?.id === null) this.edits.delete(key);
    else this.editOf(key).remove = true;
  }

  putBack(key) {
    const edit = this.edits.get(key);
    edit.remove = false;
    if (!this.isEdit(edit)) this.edits.delete(key);
  }

  editOf(key) {
    if (!this.edits.has(key)) {
      const line = this.lines.get(key);
      this.edits.set(key, { id: line.id, categoryId: line.categoryId, position: line.position, seen: line.revision, base: values(line), now: values(line), remove: false });
    }
    return this.edits.get(key);
  }

  isEdit(edit) { return edit.id === null || edit.remove || fields.some(field => !same(field, edit.base[field], edit.now[field])); }

  tell(key, field, sentence) { this.problems.set(key, { ...this.problems.get(key), [field]: sentence }); }

  forget(key, field) {
    const { [field]: gone, ...rest } = this.problems.get(key) ?? {};
    if (Object.keys(rest).length) this.problems.set(key, rest);
    else this.problems.delete(key);
  }

  /** What EditBudget is sent, with the row key of each. */
  changes() {
    return [...this.edits].map(([key, edit]) => ({
      key,
      line: { id: edit.id, categoryId: edit.categoryId, ...edit.now, position: edit.position, seenRevision: edit.seen, remove: edit.remove },
    }));
  }
}

/** 1.3 after 1.2; HR.1 as the first of HR. */
function nextCode(category, codes) {
  const numbered = codes.map(code => /^(.*?)(\d+)$/.exec(code)).filter(Boolean).at(-1);
  let [before, number] = numbered ? [numbered[1], Number(numbered[2]) + 1] : [`${category.code}.`, 1];
  while (codes.includes(before + number)) number++;
  return before + number;
}
