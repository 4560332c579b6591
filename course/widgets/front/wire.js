/* The wire to Python: one question under way at a time, and the latest wins. Without a kernel nothing is asked. */

class Wire {
  constructor(model) {
    this.model = model;
    this.busy = false;
    this.waiting = new Map(); // by kind of question: of each kind the latest
    this.listeners = {};
    this.hear = (message, buffers) => {
      if (message.answers !== undefined) this.answered();
      this.listeners[message.do]?.(message, buffers);
    };
    model.on("msg:custom", this.hear);
  }

  on(what, listener) { this.listeners[what] = listener; }

  /** Ask; a question that waits is replaced by a newer one of its kind. */
  ask(question) {
    if (this.busy) { this.waiting.set(`${question.do} ${question.name ?? ""}`, question); return; }
    this.busy = true;
    this.patience = setTimeout(() => this.answered(), 5000); // a kernel that is busy elsewhere must not freeze the wire for ever
    this.model.send(question);
  }

  answered() {
    clearTimeout(this.patience);
    this.busy = false;
    const [next] = this.waiting;
    if (!next) return;
    this.waiting.delete(next[0]);
    this.ask(next[1]);
  }

  close() {
    clearTimeout(this.patience);
    this.model.off("msg:custom", this.hear);
  }
}

/** A trait of bytes as a typed array over the same memory. */
function numbers(bytes, Type) {
  const view = bytes instanceof DataView ? bytes : new DataView(bytes.buffer ?? bytes);
  const start = view.byteOffset;
  if (start % Type.BYTES_PER_ELEMENT) return new Type(view.buffer.slice(start, start + view.byteLength));
  return new Type(view.buffer, start, Math.floor(view.byteLength / Type.BYTES_PER_ELEMENT));
}
