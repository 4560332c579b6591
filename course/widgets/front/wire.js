/* The wire to Python: one question under way at a time, and the latest of a kind wins. Without a kernel nothing is asked. */

class Wire {
  /** `frame.wire` is made on first use; `alone` (a page without Python) makes it deaf. */
  constructor(frame) {
    this.model = frame.model;
    this.busy = false;
    this.waiting = new Map(); // by kind of question: of each kind the latest
    this.listeners = {};
    const hear = (message, buffers) => {
      this.listeners[message.answers]?.(message, buffers);
      if (message.answers !== undefined) this.answered();
    };
    this.model.on("msg:custom", hear);
    frame.cleanups.push(() => { clearTimeout(this.patience); this.waiting.clear(); this.model.off("msg:custom", hear); });
  }

  /** Hear the answers to one kind of question: `listener(content, buffers)`. */
  on(kind, listener) { this.listeners[kind] = listener; }

  /** Ask {do: kind, ...}; a question that waits is replaced by a newer one of its kind (and name). */
  ask(question) {
    if (this.busy) { this.waiting.set(`${question.do} ${question.name ?? ""}`, question); return; }
    this.busy = true;
    this.patience = setTimeout(() => this.answered(), 5000); // a kernel that is busy elsewhere must not freeze the wire for ever
    this.model.send(question);
  }

  /** Forget a kind of question that still waits: its answer would come too late. */
  drop(kind) {
    for (const key of this.waiting.keys()) if (key.startsWith(`${kind} `)) this.waiting.delete(key);
  }

  answered() {
    clearTimeout(this.patience);
    this.busy = false;
    const [next] = this.waiting;
    if (!next) return;
    this.waiting.delete(next[0]);
    this.ask(next[1]);
  }
}
