/* Time in a widget: play, pause, one step, back to the start. */

class Player {
  /** `last`: the last frame; `moved(frame)` is called for every frame shown. Starts at the end: the untouched picture is the whole story. */
  constructor(last, moved, { seconds = 3, cleanups = [] } = {}) {
    Object.assign(this, { last, moved, seconds, frame: last, playing: 0 });
    this.toggle = button("Play", () => (this.playing ? this.pause() : this.play()), true);
    this.toggle.classList.add("play");
    this.one = button("One step", () => { this.pause(); this.show(this.frame >= this.last ? 1 : this.frame + 1); });
    this.reset = button("Reset", () => { this.pause(); this.show(0); });
    this.element = make("div", { class: "row", role: "group", "aria-label": "time" }, this.toggle, this.one, this.reset);
    cleanups.push(() => this.pause());
  }

  show(frame) {
    this.frame = Math.min(Math.max(Math.round(frame), 0), this.last);
    this.moved(this.frame);
  }

  play() {
    const from = this.frame >= this.last ? 0 : this.frame;
    const began = performance.now();
    this.toggle.textContent = "Pause";
    const tick = (now) => {
      const frame = from + ((now - began) / 1000 / this.seconds) * this.last;
      this.show(frame);
      if (frame < this.last) this.playing = requestAnimationFrame(tick);
      else this.pause();
    };
    this.playing = requestAnimationFrame(tick);
  }

  pause() {
    cancelAnimationFrame(this.playing);
    this.playing = 0;
    this.toggle.textContent = "Play";
  }

  /** The whole story again, without touching a running film. */
  whole() { if (!this.playing) this.frame = this.last; }
}
