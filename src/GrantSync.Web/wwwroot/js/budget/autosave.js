// Sends what was typed as soon as it is typed, a batch at a time, until the server has said what became of it.
const batch = 500;
const settle = 50;
const longest = 15000;

export class Autosave {
  #timer = null;
  #due = Infinity;
  #busy = null;
  #failures = 0;

  /** `post` answers as fetchJson does; `moved` is called whenever there is something new to show. */
  constructor(budget, post, moved) {
    Object.assign(this, { budget, post, moved, trouble: null, left: 0 });
    addEventListener('online', () => this.soon(0));
  }

  get isSaving() { return this.#busy !== null; }

  /** Saves in a moment: what is typed until then, or while a save is under way, goes together. */
  soon(after = settle) {
    const due = performance.now() + after;
    if (due >= this.#due) return;
    clearTimeout(this.#timer);
    this.#due = due;
    this.#timer = setTimeout(() => this.flush(), after);
  }

  /** Saves now. True when all that can be saved is saved. */
  async flush() {
    clearTimeout(this.#timer);
    this.#due = Infinity;
    this.#busy ??= this.#all();
    try {
      return await this.#busy;
    } finally {
      this.#busy = null;
      this.moved();
    }
  }

  async #all() {
    for (let lines = this.#ready(); lines.length; lines = this.#ready()) {
      this.left = lines.length;
      this.moved();
      if (!await this.#send(lines.slice(0, batch))) return false;
    }
    this.left = 0;
    return true;
  }

  #ready() {
    return this.budget.unsaved.map(line => ({ key: line.key, sent: this.budget.toSend(line) })).filter(({ sent }) => sent);
  }

  async #send(lines) {
    for (const { key, sent } of lines) this.budget.sent(key, sent);
    const answer = await this.post(lines.map(({ sent }) => sent));
    if (!answer.value) {
      this.trouble = answer;
      // a refusal of the whole stays one until something is typed; anything else passes
      if (['Lost', 'Failed', 'SignedOut', 'Conflict'].includes(answer.kind)) this.soon(Math.min(longest, 1000 * 2 ** this.#failures++));
      return false;
    }
    this.trouble = null;
    this.#failures = 0;
    this.budget.view.revision = Math.max(this.budget.view.revision, answer.value.revision);
    lines.forEach(({ key, sent }, at) => this.budget.landed(key, answer.value.lines[at], sent));
    return true;
  }
}
