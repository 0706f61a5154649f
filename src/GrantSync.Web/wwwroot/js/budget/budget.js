// The budget as the desk has it: what the server holds, with what was typed over it and is not there yet. Knows nothing of the page.
import { amount, bare, parsed, problem, sum } from './money.js';

const step = 1024;
const whole = /^(0|[1-9]\d*)$/;

export class Budget {
  /** By key: the id of a saved line, or the key that this page gave to a new one. */
  lines = new Map();
  /** What happens to the lines while an act is under way; see history.js. */
  journal = null;
  #order = null;
  #sums = null;
  #incomplete = new Set();

  take(view) {
    this.view = view;
    this.unitFields = view.periodList.length ? view.periodList.map(period => `period${period.number}`) : ['units'];
    const there = new Set();
    for (const category of view.categories) {
      for (const line of category.lines) {
        const key = line.key ?? String(line.id);
        there.add(key);
        const known = this.lines.get(key) ?? this.#put(key);
        // a new line whose answer was lost, and that was taken out again meanwhile
        if (known.id === null && known.remove) known.remove.seen = line.revision;
        Object.assign(known, { id: line.id, revision: line.revision, removed: false, record: line.state });
        if (known.remove?.to === false) known.remove = null;
        this.#rebase(known, this.#cellsOf(line, category));
      }
    }
    for (const line of this.lines.values()) if (line.id !== null && !there.has(line.key)) this.#left(line);
    this.#moved();
  }

  get decimals() { return this.view.decimals; }

  get fields() { return ['code', 'description', 'unitName', 'unitValue', ...this.unitFields]; }

  isNumber(field) { return field === 'unitValue' || this.unitFields.includes(field); }

  value(key, field) {
    const line = this.lines.get(key);
    return line?.typed.get(field)?.text ?? line?.base[field] ?? '';
  }

  isGone(line) { return line.remove ? line.remove.to : line.removed; }

  /** Category after category, each with its lines in their order. */
  get order() {
    this.#order ??= this.#sorted();
    return this.#order;
  }

  linesOf(categoryId) { return this.order.filter(row => row.kind === 'line' && row.categoryId === categoryId).map(row => row.line); }

  /** Of one line: the amount of each period, or the one of the whole; null where something is no number. */
  amountsOf(line) {
    const value = this.value(line.key, 'unitValue');
    line.amounts ??= this.unitFields.map(field => amount(line.typed.get(field)?.text ?? line.base[field], value, this.decimals));
    return line.amounts;
  }

  amountOf(line) {
    return this.amountsOf(line).some(part => part === null) ? null : this.amountsOf(line).reduce((all, part) => all + part, 0n);
  }

  unitsOf(line) { return sum(this.unitFields.map(field => this.value(line.key, field))); }

  /** The amounts of a category, or of the whole budget, by period. */
  sums(categoryId = null) {
    this.#sums ??= this.#summed();
    return this.#sums.get(categoryId);
  }

  /** Lines whose amount is no number are in no sum. */
  isIncomplete(categoryId = null) { return this.#incomplete.has(categoryId); }

  sumOf(categoryId) { return this.sums(categoryId).reduce((all, part) => all + part, 0n); }

  get total() { return this.sums().reduce((all, part) => all + part, 0n); }

  /** Puts a value into a cell; it is unsaved until the server has it. */
  type(key, field, said) {
    const line = this.lines.get(key);
    const text = said === '' && this.isNumber(field) ? '0' : said;
    const from = this.value(key, field);
    if (from === text) return;
    const known = line.typed.get(field);
    if (this.same(field, text, line.base[field]) && !known?.tried.length) line.typed.delete(field);
    else line.typed.set(field, { seen: known?.seen ?? line.base[field] ?? null, text, tried: known?.tried ?? [] });
    this.#changed(line, field);
    this.journal?.push({ key, field, from, to: text });
  }

  /** New lines after another, or the last of their category. Answers their keys. */
  add(categoryId, after = null, count = 1) {
    const mates = this.linesOf(categoryId);
    const at = after ? mates.findIndex(line => line.key === after) : mates.length - 1;
    const codes = nextCodes(this.view.categories.find(c => c.id === categoryId), mates.map(line => this.value(line.key, 'code')), count);
    const keys = this.#places(mates, at, count).map((position, n) => {
      const base = { categoryId: String(categoryId), position: String(position), code: codes[n] };
      for (const field of this.fields) base[field] ??= this.isNumber(field) ? '0' : '';
      const line = this.#put(crypto.randomUUID?.() ?? uuid());
      line.base = base;
      this.journal?.push({ key: line.key, add: true });
      return line.key;
    });
    this.#moved();
    return keys;
  }

  /** Takes a line out of the budget, or puts it back as itself. */
  setGone(key, gone) {
    const line = this.lines.get(key);
    if (this.isGone(line) === gone) return;
    line.remove = gone === line.removed ? null : { seen: line.revision, to: gone };
    this.#moved();
    this.journal?.push({ key, gone });
  }

  /** One place up or down; past the edge of its category, into the next one. */
  move(key, down) {
    const line = this.lines.get(key);
    const category = Number(this.value(key, 'categoryId'));
    const mates = this.linesOf(category);
    const at = mates.indexOf(line);
    const neighbour = mates[at + (down ? 1 : -1)];
    if (neighbour) {
      const [mine, theirs] = [this.value(key, 'position'), this.value(neighbour.key, 'position')];
      if (mine === theirs) this.#spread(mates);
      const [a, b] = [this.value(key, 'position'), this.value(neighbour.key, 'position')];
      this.type(key, 'position', b);
      this.type(neighbour.key, 'position', a);
      return;
    }
    const categories = this.view.categories;
    const next = categories[categories.findIndex(c => c.id === category) + (down ? 1 : -1)];
    if (!next) return;
    const there = this.linesOf(next.id);
    const edge = there.length === 0 ? 0 : down ? Number(this.value(there[0].key, 'position')) - step : Number(this.value(there.at(-1).key, 'position')) + step;
    this.type(key, 'categoryId', String(next.id));
    this.type(key, 'position', String(edge));
  }

  /** Cells that somebody else changed after they were seen here: by field, what they hold now. */
  conflictsOf(line) {
    const conflicts = {};
    for (const [field, cell] of line.typed) {
      const mine = [cell.seen, cell.text, ...cell.tried];
      if (line.id !== null && !mine.some(text => this.same(field, text, line.base[field]))) conflicts[field] = line.base[field];
    }
    if (line.removed && !line.remove && line.typed.size) conflicts.line = 'removed';
    else if (line.remove && line.id !== null && line.remove.seen !== line.revision) conflicts.line = 'changed';
    return conflicts;
  }

  same(field, a, b) {
    if (a === b) return true;
    if (whole.test(a) && whole.test(b)) return false;
    return field === 'unitValue' || /^(units|period\d+)$/.test(field)
      ? (bare(a) || '0') === (bare(b) || '0') || !problem(a) && !problem(b) && parsed(bare(a) || '0', 4) === parsed(bare(b) || '0', 4)
      : String(a ?? '').trim() === String(b ?? '').trim();
  }

  isUnsaved(line) { return line.id === null ? !this.isGone(line) : line.typed.size > 0 || line.remove !== null; }

  get unsaved() { return [...this.lines.values()].filter(line => this.isUnsaved(line)); }

  /** What goes to the server of one line, or null: neither what cannot be right, nor what waits for a decision. */
  toSend(line) {
    const conflicts = this.conflictsOf(line);
    if (conflicts.line || line.id === null && this.isGone(line)) return null;
    const cells = {};
    if (line.id === null) for (const [field, text] of Object.entries(line.base)) if (text !== '') cells[field] = { seen: null, typed: text };
    for (const [field, cell] of line.typed) {
      const wrong = this.isNumber(field) && problem(cell.text);
      if (field in conflicts || line.refused[field] === cell.text || wrong) continue;
      cells[field] = { seen: cell.seen, typed: cell.text };
    }
    if (line.id !== null && !line.remove && Object.keys(cells).length === 0) return null;
    return { id: line.id, key: line.id === null ? line.key : null, seen: line.remove?.seen ?? null, remove: line.remove?.to ?? null, cells };
  }

  /** Until the answer comes, a cell may hold this at the server, or not. */
  sent(key, sent) {
    const line = this.lines.get(key);
    for (const [field, { typed }] of Object.entries(sent.cells)) {
      const cell = line.typed.get(field);
      if (cell && !cell.tried.includes(typed)) cell.tried.push(typed);
    }
  }

  /** What the server says the line holds now, after it was sent. */
  landed(key, saved, sent) {
    const line = this.lines.get(key);
    const gone = this.isGone(line);
    // the budget was read after this was saved, and somebody had changed the line again
    if (saved.revision < line.revision) saved = { ...saved, revision: line.revision, isRemoved: line.removed, cells: line.base };
    if (saved.id !== null) Object.assign(line, { id: saved.id, revision: saved.revision, removed: saved.isRemoved });
    // it may have been taken out or put back again while the answer was on its way
    if (!saved.conflicts.includes('line')) line.remove = gone === line.removed ? null : { seen: line.revision, to: gone };
    for (const [field, { typed }] of Object.entries(sent.cells)) {
      if (!saved.problems[field]) continue;
      if (!line.typed.has(field)) line.typed.set(field, { seen: saved.cells[field] ?? null, text: typed, tried: [] });
      line.refused[field] = typed;
    }
    if (saved.id !== null) {
      // a period that is gone: the sentence has what was typed there
      for (const field of Object.keys(sent.cells)) if (!(field in saved.cells)) line.typed.delete(field);
      this.#rebase(line, saved.cells, field => field in sent.cells);
    }
    for (const [field, sentence] of Object.entries(saved.problems)) {
      if (field === 'line' || line.typed.get(field)?.text === line.refused[field]) line.problems[field] = sentence;
    }
    this.#moved();
  }

  /** Mine over theirs, or theirs over mine. */
  decide(key, field, mine) {
    const line = this.lines.get(key);
    if (field === 'line') {
      if (line.remove) line.remove = mine ? { ...line.remove, seen: line.revision } : null;
      else if (mine) line.remove = { seen: line.revision, to: false };
      else line.typed.clear();
    } else if (mine) {
      line.typed.set(field, { seen: line.base[field], text: line.typed.get(field).text, tried: [] });
    } else {
      line.typed.delete(field);
    }
    this.#changed(line, field);
    this.#moved();
  }

  /** What draft.js keeps of the lines that are not all saved. */
  kept() {
    return this.unsaved.map(line => ({
      key: line.key, id: line.id, revision: line.revision, remove: line.remove, typed: [...line.typed],
      base: line.id === null ? line.base : { categoryId: line.base.categoryId, position: line.base.position, code: line.base.code, description: line.base.description },
    }));
  }

  /** A kept draft comes back over what the server holds. */
  restore(kept) {
    for (const one of kept) {
      const there = this.lines.get(one.key) ?? [...this.lines.values()].find(line => one.id !== null && line.id === one.id);
      const line = there ?? Object.assign(this.#put(one.key), { id: one.id, revision: one.revision, base: one.base, removed: one.id !== null });
      for (const [field, cell] of one.typed) line.typed.set(field, cell);
      if (one.remove) line.remove = one.remove.to === line.removed ? null : one.remove;
      this.#rebase(line, line.base);
      for (const field of line.typed.keys()) this.#changed(line, field);
    }
    this.#moved();
  }

  #put(key) {
    const line = { key, id: null, revision: 0, removed: false, base: {}, typed: new Map(), remove: null, problems: {}, refused: {}, record: { state: 'new' }, amounts: null };
    this.lines.set(key, line);
    return line;
  }

  #cellsOf(line, category) {
    const cells = {
      code: line.code, description: line.description, unitName: line.unitName, unitValue: line.unitValue,
      categoryId: String(category.id), position: String(line.position),
    };
    this.unitFields.forEach((field, at) => { cells[field] = this.view.periodList.length ? line.periodUnits[at] : line.units; });
    return cells;
  }

  /** The server's cells under what was typed: what it has by now is typed no more. */
  #rebase(line, cells, isAnswered = () => false) {
    const former = line.base;
    line.base = { ...cells };
    line.amounts = null;
    for (const [field, cell] of line.typed) {
      if (!(field in line.base) && field in former) line.base[field] = former[field];
      const { tried } = cell;
      if (isAnswered(field)) cell.tried = [];
      if (this.same(field, cell.text, line.base[field]) && cell.tried.every(text => text === cell.text)) {
        line.typed.delete(field);
        delete line.problems[field];
      } else if (tried.some(text => this.same(field, text, line.base[field]))) {
        cell.seen = line.base[field];
      }
    }
    if (!line.typed.size) line.problems = {};
  }

  /** Somebody took it out, or its category. */
  #left(line) {
    line.removed = true;
    if (line.remove?.to) line.remove = null;
  }

  #moved() { this.#order = this.#sums = null; }

  #changed(line, field) {
    line.amounts = this.#sums = null;
    delete line.refused[field];
    delete line.problems[field];
    delete line.problems.line;
    const wrong = this.isNumber(field) && problem(this.value(line.key, field));
    if (wrong) line.problems[field] = wrong;
    if (field === 'position' || field === 'categoryId') this.#moved();
  }

  #sorted() {
    const place = new Map(this.view.categories.map(category => [category.id, []]));
    for (const line of this.lines.values()) {
      if (!this.isGone(line) || line.typed.size && this.conflictsOf(line).line) place.get(Number(this.value(line.key, 'categoryId')))?.push(line);
    }
    const at = line => Number(this.value(line.key, 'position'));
    return this.view.categories.flatMap(category => [
      { kind: 'category', categoryId: category.id, category },
      ...place.get(category.id).sort((a, b) => at(a) - at(b) || (a.id ?? Infinity) - (b.id ?? Infinity)).map(line => ({ kind: 'line', categoryId: category.id, line })),
    ]);
  }

  #summed() {
    const none = () => this.unitFields.map(() => 0n);
    this.#incomplete = new Set();
    const sums = new Map([[null, none()], ...this.view.categories.map(category => [category.id, none()])]);
    for (const { kind, line, categoryId } of this.order) {
      if (kind !== 'line' || this.isGone(line)) continue;
      this.amountsOf(line).forEach((part, at) => {
        if (part === null) this.#incomplete.add(categoryId).add(null);
        sums.get(categoryId)[at] += part ?? 0n;
        sums.get(null)[at] += part ?? 0n;
      });
    }
    return sums;
  }

  /** Positions for new lines after the one at a place (-1: before the first). */
  #places(mates, at, count) {
    const place = line => Number(this.value(line.key, 'position'));
    const last = at === mates.length - 1;
    if (!last && (at < 0 ? Infinity : place(mates[at + 1]) - place(mates[at])) <= count) this.#spread(mates, at, count);
    const [from, to] = [at < 0 ? null : place(mates[at]), last ? null : place(mates[at + 1])];
    const gap = from === null || to === null ? step : Math.floor((to - from) / (count + 1));
    const first = from === null ? to === null ? 0 : to - step * count : from + gap;
    return Array.from({ length: count }, (_, n) => first + n * gap);
  }

  /** Sets the lines of a category apart, with room for new ones after one of them. */
  #spread(mates, at = -1, room = 0) {
    mates.forEach((line, n) => this.type(line.key, 'position', String((n + (n > at ? room : 0)) * step)));
  }
}

/** 1.3 after 1.2; HR.1 as the first of HR. */
function nextCodes(category, codes, count) {
  const numbered = codes.map(code => /^(.*?)(\d+)$/.exec(code)).filter(Boolean).at(-1);
  let [before, number] = numbered ? [numbered[1], Number(numbered[2]) + 1] : [`${category.code}.`, 1];
  const taken = new Set(codes);
  return Array.from({ length: count }, () => {
    while (taken.has(before + number)) number++;
    return before + number++;
  });
}

/** Where the page has no secure context, the browser makes none. */
function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = bytes[6] & 0x0f | 0x40;
  bytes[8] = bytes[8] & 0x3f | 0x80;
  const hex = [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
