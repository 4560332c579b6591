/* A chart: one canvas with axes, on which curves, paths, marks and words are drawn (marks.js) and things are taken hold of (handle.js). */

/** Round numbers between lo and hi, about `count` of them. */
function ticks(lo, hi, count) {
  const raw = (hi - lo) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((m) => m * power).find((s) => s >= raw * (1 - 1e-9)) ?? 10 * power;
  const list = [];
  for (let v = Math.ceil(lo / step - 1e-9) * step; v <= hi + 1e-9 * step; v += step) list.push(Math.abs(v) < step * 1e-9 ? 0 : v);
  return list;
}

/** Whole powers between lo and hi, at most `count` of them. */
function decades(lo, hi, count) {
  const step = Math.max(1, Math.ceil((hi - lo) / Math.max(1, count)));
  const list = [];
  for (let p = Math.ceil(lo / step - 1e-9) * step; p <= hi + 1e-9; p += step) list.push(p);
  return list;
}

/** Words cut short where there is no room for them. */
function fit(g, words, room) {
  if (g.measureText(words).width <= room) return words;
  let cut = words;
  while (cut.length > 1 && g.measureText(`${cut}…`).width > room) cut = cut.slice(0, -1);
  return `${cut.trimEnd()}…`;
}

/** A chart's y title stands level above the plot, its x title below; ticks are [{at, text}] or found. */
class Chart extends Marks {
  /** `x`, `y`: {lo, hi, title, log, ticks, hide}; a log axis is given in powers of ten. Height = width / aspect (at most `tallest`),
   * with `equal` so that both axes have one scale, or that of the chart `like` while it stands beside it. `wide`: the share of the row it takes. */
  constructor(parent, { x, y, aspect = 1.35, tallest = 400, equal = false, like = null, wide = 1, least = 300, describe = "" }) {
    super();
    Object.assign(this, { x: { ...x }, y: { ...y }, aspect, tallest, equal, like, stale: true });
    this.canvas = make("canvas", { role: "img", tabindex: "0", "aria-label": describe });
    this.box = make("div", { class: "view", style: `flex: ${wide} 1 ${least}px` }, this.canvas);
    parent.append(this.box);
    this.context = this.canvas.getContext("2d");
  }

  describe(text) {
    if (this.canvas.getAttribute("aria-label") !== text) this.canvas.setAttribute("aria-label", text);
  }

  /** Read size and colours again where they may have changed; false while there is no place to draw. */
  measure() {
    if (!this.stale) return true;
    this.wide = this.box.clientWidth;
    if (this.wide < 40) return false;
    this.colours = theme(this.canvas);
    this.left = this.y.hide ? 6 : 46;
    this.right = this.wide - (this.y.hide ? 6 : 12);
    this.top = this.y.title ? 24 : 8;
    const below = this.x.hide ? (this.x.title ? 24 : 6) : this.x.title ? 40 : 22;
    const plot = this.right - this.left;
    const high = this.equal ? (plot * (this.y.hi - this.y.lo)) / (this.x.hi - this.x.lo) + this.top + below : this.wide / this.aspect;
    const beside = this.like?.box.offsetTop === this.box.offsetTop;
    const follows = this.box !== this.box.parentElement.firstElementChild && this.box.closest(".views").clientWidth < NARROW;
    const tallest = this.equal ? 2 * this.tallest : follows ? Math.min(this.tallest, 230) : this.tallest; // the first view is the one to look at
    this.high = beside ? this.like.high : Math.round(Math.min(high, tallest));
    this.bottom = this.high - below;
    const dots = window.devicePixelRatio || 1;
    this.canvas.width = Math.round(this.wide * dots);
    this.canvas.height = Math.round(this.high * dots);
    this.canvas.style.height = `${this.high}px`;
    this.context.setTransform(dots, 0, 0, dots, 0, 0);
    this.stale = false;
    return true;
  }

  /** Clear, draw axes, then hand over to the painter inside the clipped plot. */
  paint(painter) {
    const g = this.context;
    g.fillStyle = this.colours.paper;
    g.fillRect(0, 0, this.wide, this.high);
    g.font = this.colours.font;
    this.axes(g);
    g.save();
    g.beginPath();
    g.rect(this.left, this.top, this.right - this.left, this.bottom - this.top);
    g.clip();
    painter(g, this);
    g.restore();
    g.strokeStyle = this.colours.rule;
    g.lineWidth = 1;
    g.strokeRect(this.left - 0.5, this.top - 0.5, this.right - this.left + 1, this.bottom - this.top + 1);
  }

  px(v) { return this.left + ((v - this.x.lo) / (this.x.hi - this.x.lo)) * (this.right - this.left); }
  py(v) { return this.bottom - ((v - this.y.lo) / (this.y.hi - this.y.lo)) * (this.bottom - this.top); }
  ux(p) { return this.x.lo + ((p - this.left) / (this.right - this.left)) * (this.x.hi - this.x.lo); }
  uy(p) { return this.y.lo + ((this.bottom - p) / (this.bottom - this.top)) * (this.y.hi - this.y.lo); }

  axes(g) {
    const { ink, faint } = this.colours;
    g.fillStyle = faint;
    g.textAlign = "center";
    g.textBaseline = "alphabetic";
    if (!this.x.hide) {
      let free = -Infinity; // labels that would touch are left out
      for (const { at, text } of this.marks(this.x, (this.right - this.left) / 75)) {
        const half = g.measureText(text).width / 2;
        const middle = Math.min(Math.max(this.px(at), half + 2), this.wide - half - 2);
        if (middle - half < free + 6) continue;
        g.fillText(text, middle, this.bottom + 16);
        free = middle + half;
      }
    }
    if (!this.y.hide) {
      g.textAlign = "right";
      g.textBaseline = "middle";
      for (const { at, text } of this.marks(this.y, (this.bottom - this.top) / 48)) g.fillText(text, this.left - 7, this.py(at));
    }
    g.fillStyle = ink;
    g.textBaseline = "alphabetic";
    g.textAlign = "center";
    if (this.x.title) g.fillText(fit(g, this.x.title, this.right - this.left), (this.left + this.right) / 2, this.bottom + (this.x.hide || this.x.ticks?.length === 0 ? 16 : 34));
    g.textAlign = "left";
    if (this.y.title) g.fillText(fit(g, this.y.title, this.wide - this.left), this.left, this.top - 9);
  }

  /** Ticks of an axis as [{at, text}], about `count`. Powers of ten are written as such where there are many of them. */
  marks(axis, count) {
    if (axis.ticks) return axis.ticks;
    if (!axis.log) return ticks(axis.lo, axis.hi, count).map((at) => ({ at, text: say(Number(at.toPrecision(6))) }));
    if (axis.hi - axis.lo < 2) {
      const steps = decades(Math.floor(axis.lo), axis.hi, 9).flatMap((p) => [1, 2, 5].map((m) => Math.log10(m) + p));
      return steps.filter((at) => at >= axis.lo - 1e-9 && at <= axis.hi + 1e-9).map((at) => ({ at, text: say(10 ** at) }));
    }
    const plain = axis.lo >= -2.01 && axis.hi <= 3.01;
    return decades(axis.lo, axis.hi, count).map((at) => ({ at, text: plain ? say(10 ** at) : tenTo(at) }));
  }

  /** Grid lines behind the curves. */
  grid(g) {
    g.strokeStyle = this.colours.rule;
    g.globalAlpha = 0.55;
    g.lineWidth = 1;
    g.beginPath();
    if (!this.x.hide) for (const { at } of this.marks(this.x, (this.right - this.left) / 75)) { g.moveTo(this.px(at), this.top); g.lineTo(this.px(at), this.bottom); }
    if (!this.y.hide) for (const { at } of this.marks(this.y, (this.bottom - this.top) / 48)) { g.moveTo(this.left, this.py(at)); g.lineTo(this.right, this.py(at)); }
    g.stroke();
    g.globalAlpha = 1;
  }
}
