// What was typed and is not saved yet, kept in this browser: a reload, a crash or a lost connection loses nothing. Each open page keeps its own,
// and takes over those of pages that are gone.
const form = 2;
const abandoned = 30000;

export class Draft {
  constructor(person, grant) {
    this.about = `grantsync:draft:${person}:${grant}:`;
    this.key = this.about + this.#page();
    this.works = true;
    this.held = navigator.locks?.request(this.key, () => new Promise(() => {})) ?? null;
  }

  /** The drafts of this page before its reload, and of pages that are not open any more; null when there is none. */
  async load() {
    const kept = [];
    for (const key of this.#keys()) {
      const draft = read(key);
      if (!draft || key !== this.key && !await this.#isAbandoned(key, draft)) continue;
      kept.push({ key, ...draft });
    }
    if (kept.length === 0) return null;
    kept.sort((a, b) => a.at.localeCompare(b.at));
    this.adopted = kept.map(draft => draft.key).filter(key => key !== this.key);
    return { at: kept.at(-1).at, lines: kept.flatMap(draft => draft.lines) };
  }

  /** False when this browser cannot keep it. */
  keep(lines) {
    try {
      if (lines.length === 0) localStorage.removeItem(this.key);
      else localStorage.setItem(this.key, JSON.stringify({ form, at: new Date().toISOString(), lines }));
      // only now is what they held kept here
      for (const key of this.adopted ?? []) localStorage.removeItem(key);
      this.adopted = [];
      this.works = true;
    } catch {
      this.works = false;
    }
    return this.works;
  }

  #page() {
    try {
      const known = sessionStorage.getItem('grantsync:page') ?? Math.random().toString(36).slice(2);
      sessionStorage.setItem('grantsync:page', known);
      return known;
    } catch {
      return 'page';
    }
  }

  #keys() {
    try {
      return Object.keys(localStorage).filter(key => key.startsWith(this.about));
    } catch {
      return [];
    }
  }

  /** A page that lives holds its lock; without locks (no HTTPS) it would have saved or kept its draft anew long ago. */
  async #isAbandoned(key, draft) {
    if (!navigator.locks) return Date.now() - Date.parse(draft.at) > abandoned;
    return navigator.locks.request(key, { ifAvailable: true }, lock => lock !== null);
  }
}

function read(key) {
  try {
    const draft = JSON.parse(localStorage.getItem(key));
    return draft?.form === form ? draft : null;
  } catch {
    return null;
  }
}
