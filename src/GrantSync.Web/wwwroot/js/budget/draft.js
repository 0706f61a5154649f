// What was typed and not saved, kept in this browser for one grant and one person, so that a reload or a lost connection loses nothing.
const form = 1;

export class Draft {
  constructor(person, grant) {
    this.key = `grantsync:draft:${person}:${grant}`;
    this.works = true;
  }

  /** Edits by row key, or null. */
  load() {
    try {
      const kept = JSON.parse(localStorage.getItem(this.key));
      return kept?.form === form ? kept : null;
    } catch {
      return null;
    }
  }

  /** False when this browser cannot keep it. */
  keep(edits) {
    try {
      if (edits.size === 0) localStorage.removeItem(this.key);
      else localStorage.setItem(this.key, JSON.stringify({ form, at: new Date().toISOString(), edits: Object.fromEntries(edits) }));
      this.works = true;
    } catch {
      this.works = false;
    }
    return this.works;
  }
}
