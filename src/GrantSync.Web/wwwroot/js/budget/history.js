// Undo and redo: an act is all that one key, paste or fill did, and goes back as one. What somebody else changed since stays theirs.
const most = 200;

export class History {
  #done = [];
  #undone = [];

  constructor(budget) { this.budget = budget; }

  get canUndo() { return this.#done.length > 0; }

  get canRedo() { return this.#undone.length > 0; }

  /** Runs an act and remembers what it did. */
  act(does) {
    const outer = this.budget.journal;
    if (outer) return does();
    const journal = this.budget.journal = [];
    try {
      return does();
    } finally {
      this.budget.journal = null;
      if (journal.length) {
        this.#done.push(journal);
        if (this.#done.length > most) this.#done.shift();
        this.#undone = [];
      }
    }
  }

  /** Answers how many cells were left alone, because they hold something else by now; null when there is nothing to undo. */
  undo() {
    const act = this.#done.pop();
    if (!act) return null;
    this.#undone.push(act);
    return act.toReversed().reduce((left, step) => left + this.#back(step), 0);
  }

  redo() {
    const act = this.#undone.pop();
    if (!act) return null;
    this.#done.push(act);
    return act.reduce((left, step) => left + this.#again(step), 0);
  }

  #back(step) {
    if ('add' in step) this.budget.setGone(step.key, true);
    else if ('gone' in step) this.budget.setGone(step.key, !step.gone);
    else return this.#set(step, step.to, step.from);
    return 0;
  }

  #again(step) {
    if ('add' in step) this.budget.setGone(step.key, false);
    else if ('gone' in step) this.budget.setGone(step.key, step.gone);
    else return this.#set(step, step.from, step.to);
    return 0;
  }

  #set({ key, field }, from, to) {
    if (!this.budget.lines.has(key) || !this.budget.same(field, this.budget.value(key, field), from)) return 1;
    this.budget.type(key, field, to);
    return 0;
  }
}
