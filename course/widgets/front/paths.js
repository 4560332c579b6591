/* Paths of several rules: for every value of the slider from the family, for a start on its way from Python, one question at a time. */

class Paths {
  /** `at(rule)`: number of the value that a rule is shown at. Traits: family, over, start; questions: paths, family. */
  constructor(frame, wire, at) {
    const { model, scene } = frame;
    Object.assign(this, { frame, wire, at, model, shape: [scene.rules.length, scene.values.length, scene.frames, scene.unpack.length] });
    this.start = [...model.get("start")];
    this.moving = false; // the start is under way: what Python says of it is older
    this.renew();
    wire.on("paths", (_, [bytes]) => {
      if (!bytes) return;
      this.live = new Family(bytes, [this.shape[0], 1, this.shape[2], this.shape[3]], scene.unpack);
      frame.now();
    });
    frame.on("family over", () => {
      if (this.settled()) { this.moving = false; this.renew(); }
      frame.ask();
    });
    frame.on("start", () => {
      if (this.moving) return;
      this.start = [...model.get("start")];
      this.renew();
      frame.ask();
    });
  }

  renew() {
    this.family = new Family(this.model.get("family"), this.shape, this.frame.scene.unpack);
    this.over = numbers(this.model.get("over"), Float32Array);
    this.live = null; // paths of one value only
  }

  value(rule, frame, channel) {
    return this.live ? this.live.at(rule, 0, frame, channel) : this.family.at(rule, this.at(rule), frame, channel);
  }

  outcome(rule, index = this.at(rule)) { return this.over[rule * this.shape[1] + index]; }

  /** Number of the value with the least outcome; what is no number is none. */
  best(rule) {
    let [index, least] = [0, Infinity];
    for (let i = 0; i < this.shape[1]; i += 1) if (this.outcome(rule, i) < least) [index, least] = [i, this.outcome(rule, i)];
    return index;
  }

  settled() { return this.start.every((x, i) => x === this.model.get("start")[i]); }
  follow() { this.wire.ask({ do: "paths", start: this.start, at: Array.from({ length: this.shape[0] }, (_, r) => this.at(r)) }); }

  /** The slider was turned. */
  turned() {
    if (this.settled()) this.live = null;
    else this.follow(); // the family of the new start is not here yet
  }

  /** The start is dragged, or let go. */
  drag(start) {
    this.start = start;
    this.moving = true;
    this.follow();
  }
  drop() {
    this.wire.drop("paths");
    this.wire.ask({ do: "family", start: this.start });
  }

  /** Ask for another value of a hyperparameter or another schedule. */
  set(name, value) { this.wire.ask({ do: "set", name, value, start: this.start }); }
}

/** Controls under "More to try": the rules' hyperparameters and the schedule. */
function moreOf(frame, paths) {
  const { scene } = frame;
  if (scene.alone) return;
  for (const hyper of scene.hyper) frame.more(slider({ ...hyper, name: hyper.label, move: (v) => paths.set(hyper.name, v), rest: () => frame.speak() }).element);
  if (scene.schedules.length < 2) return;
  frame.more(choice({ name: "learning rate over time", options: scene.schedules, value: scene.schedule, pick: (v) => paths.set("schedule", v) }).element);
}
