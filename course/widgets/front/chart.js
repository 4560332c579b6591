/* A chart: one canvas with axes, on which curves, paths, marks and words are drawn. */

const FONT = "12px system-ui, sans-serif";

/** Round numbers between lo and hi, about `count` of them. */
function ticks(lo, hi, count) {
  const raw = (hi - lo) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((m) => m * power).find((s) => s >= raw) ?? 10 * power;
  const list = [];
  for (let v = Math.ceil(lo / step - 1e-9) * step; v <= hi + 1e-9 * step; v += step) list.push(Math.abs(v) < step * 1e-9 ? 0 : v);
  return list;
}

/** Powers of ten between 10^lo and 10^hi, at most `count` of them. */
function decades(lo, hi, count) {
  const step = Math.max(1, Math.ceil((hi - lo) / count));
  const list = [];
  for (let p = Math.ceil(lo); p <= hi; p += step) list.push(p);
  return list;
}

class Chart {
  /** `x`, `y`: {lo, hi, title, log}; a log axis is given in powers of ten. `aspect` = width / height. */
  constructor(parent, { x, y, aspect = 1.25, describe = "", height = null }) {
    Object.assign(this, { x: { ...x }, y: { ...y }, aspect, height });
    this.canvas = make("canvas", { role: "img", tabindex: "0", "aria-label": describe });
    this.box = make("div", { class: "view" }, this.canvas);
    parent.append(this.box);
    this.context = this.canvas.getContext("2d");
  }

  describe(text) {
    if (this.canvas.getAttribute("aria-label") !== text) this.canvas.setAttribute("aria-label", text);
  }

  /** Measure, clear, draw axes, then hand over to the painter inside the clipped plot. */
  paint(painter, { axes = true } = {}) {
    const wide = this.box.clientWidth;
    if (wide < 20) return;
    const high = Math.round(this.height ?? Math.min(wide / this.aspect, 460));
    const dots = window.devicePixelRatio || 1;
    if (this.canvas.width !== Math.round(wide * dots) || this.canvas.height !== Math.round(high * dots)) {
      this.canvas.width = Math.round(wide * dots);
      this.canvas.height = Math.round(high * dots);
      this.canvas.style.height = `${high}px`;
    }
    const g = this.context;
    this.colours = theme(this.canvas);
    this.left = axes ? 56 : 4;
    this.right = wide - 10;
    this.top = 8;
    this.bottom = high - (axes ? 38 : 4);
    g.setTransform(dots, 0, 0, dots, 0, 0);
    g.fillStyle = this.colours.paper;
    g.fillRect(0, 0, wide, high);
    g.save();
    g.beginPath();
    g.rect(this.left, this.top, this.right - this.left, this.bottom - this.top);
    g.clip();
    painter(g, this);
    g.restore();
    if (axes) this.axes(g);
  }

  px(v) { return this.left + ((v - this.x.lo) / (this.x.hi - this.x.lo)) * (this.right - this.left); }
  py(v) { return this.bottom - ((v - this.y.lo) / (this.y.hi - this.y.lo)) * (this.bottom - this.top); }
  ux(p) { return this.x.lo + ((p - this.left) / (this.right - this.left)) * (this.x.hi - this.x.lo); }
  uy(p) { return this.y.lo + ((this.bottom - p) / (this.bottom - this.top)) * (this.y.hi - this.y.lo); }

  axes(g) {
    const { ink, faint, rule } = this.colours;
    g.strokeStyle = rule;
    g.lineWidth = 1;
    g.strokeRect(this.left + 0.5, this.top + 0.5, this.right - this.left - 1, this.bottom - this.top - 1);
    g.font = FONT;
    g.fillStyle = faint;
    g.textAlign = "center";
    g.textBaseline = "top";
    for (const v of this.marks(this.x, (this.right - this.left) / 70)) g.fillText(this.mark(this.x, v), this.px(v), this.bottom + 5);
    g.textAlign = "right";
    g.textBaseline = "middle";
    for (const v of this.marks(this.y, (this.bottom - this.top) / 45)) g.fillText(this.mark(this.y, v), this.left - 6, this.py(v));
    g.fillStyle = ink;
    g.textAlign = "center";
    g.textBaseline = "bottom";
    g.fillText(this.x.title ?? "", (this.left + this.right) / 2, this.bottom + 37);
    g.save();
    g.translate(11, (this.top + this.bottom) / 2);
    g.rotate(-Math.PI / 2);
    g.textBaseline = "middle";
    g.fillText(this.y.title ?? "", 0, 0);
    g.restore();
  }

  marks(axis, count) { return axis.log ? decades(axis.lo, axis.hi, count) : ticks(axis.lo, axis.hi, count); }
  mark(axis, v) { return axis.log ? say(10 ** v).replace(/^1(\.0)?·/, "") : say(Number(v.toPrecision(6))); }

  /** Grid lines behind the curves. */
  grid(g) {
    g.strokeStyle = this.colours.rule;
    g.globalAlpha = 0.6;
    g.lineWidth = 1;
    g.beginPath();
    for (const v of this.marks(this.x, (this.right - this.left) / 70)) { g.moveTo(this.px(v), this.top); g.lineTo(this.px(v), this.bottom); }
    for (const v of this.marks(this.y, (this.bottom - this.top) / 45)) { g.moveTo(this.left, this.py(v)); g.lineTo(this.right, this.py(v)); }
    g.stroke();
    g.globalAlpha = 1;
  }

  /** A line through points i = 0..count-1 at (x(i), y(i)); a point that is no number breaks off the line. */
  line(g, count, x, y, { colour, width = 2, dash = [], halo = false, alpha = 1 }) {
    g.beginPath();
    let drawing = false;
    for (let i = 0; i < count; i += 1) {
      const u = x(i);
      const v = y(i);
      if (!Number.isFinite(u) || !Number.isFinite(v)) { drawing = false; continue; }
      if (drawing) g.lineTo(this.px(u), this.py(v));
      else g.moveTo(this.px(u), this.py(v));
      drawing = true;
    }
    g.globalAlpha = alpha;
    g.lineJoin = "round";
    if (halo) {
      g.setLineDash([]);
      g.strokeStyle = this.colours.paper;
      g.lineWidth = width + 2.5;
      g.stroke();
    }
    g.setLineDash(dash);
    g.strokeStyle = colour;
    g.lineWidth = width;
    g.stroke();
    g.setLineDash([]);
    g.globalAlpha = 1;
  }

  dot(g, x, y, { colour, radius = 5, ring = true }) {
    if (!Number.isFinite(x) || !Number.isFinite(y)) return;
    g.beginPath();
    g.arc(this.px(x), this.py(y), radius, 0, 2 * Math.PI);
    g.fillStyle = colour;
    g.fill();
    if (ring) { g.lineWidth = 2; g.strokeStyle = this.colours.paper; g.stroke(); }
  }

  arrow(g, x, y, dx, dy, { colour, width = 2.5 }) {
    const [a, b] = [this.px(x), this.py(y)];
    const [c, d] = [this.px(x + dx), this.py(y + dy)];
    const length = Math.hypot(c - a, d - b);
    if (!(length > 1)) return;
    const head = Math.min(9, length * 0.6);
    const [ux, uy] = [(c - a) / length, (d - b) / length];
    g.strokeStyle = g.fillStyle = colour;
    g.lineWidth = width;
    g.beginPath();
    g.moveTo(a, b);
    g.lineTo(c - ux * head * 0.8, d - uy * head * 0.8);
    g.stroke();
    g.beginPath();
    g.moveTo(c, d);
    g.lineTo(c - ux * head - uy * head * 0.5, d - uy * head + ux * head * 0.5);
    g.lineTo(c - ux * head + uy * head * 0.5, d - uy * head - ux * head * 0.5);
    g.fill();
  }

  /** Words with a halo, kept inside the plot. */
  text(g, words, x, y, { colour, align = "left", dx = 0, dy = 0, bold = false } = {}) {
    g.font = bold ? `600 ${FONT}` : FONT;
    const wide = g.measureText(words).width;
    let left = this.px(x) + dx - (align === "center" ? wide / 2 : align === "right" ? wide : 0);
    left = Math.min(Math.max(left, this.left + 4), this.right - wide - 4);
    const base = Math.min(Math.max(this.py(y) + dy, this.top + 12), this.bottom - 6);
    g.textAlign = "left";
    g.textBaseline = "alphabetic";
    g.lineWidth = 3.5;
    g.strokeStyle = this.colours.paper;
    g.strokeText(words, left, base);
    g.fillStyle = colour ?? this.colours.ink;
    g.fillText(words, left, base);
  }

  /** Drag a thing on the canvas: `hit(u, v)` says whether the pointer has it, `move(u, v)` follows, `rest()` when let go;
   * arrow keys move it by a fiftieth of the box. `at()` is where it is now. */
  grab({ at, move, rest = () => {}, hit = () => true }) {
    const canvas = this.canvas;
    const place = (event) => {
      const frame = canvas.getBoundingClientRect();
      const clamp = (v, axis) => Math.min(Math.max(v, axis.lo), axis.hi);
      return [clamp(this.ux(event.clientX - frame.left), this.x), clamp(this.uy(event.clientY - frame.top), this.y)];
    };
    canvas.classList.add("grab");
    let held = false;
    canvas.addEventListener("pointerdown", (event) => {
      if (event.button || !hit(...place(event))) return;
      held = true;
      canvas.setPointerCapture(event.pointerId);
      move(...place(event));
    });
    canvas.addEventListener("pointermove", (event) => { if (held) move(...place(event)); });
    const drop = () => { if (held) { held = false; rest(); } };
    canvas.addEventListener("pointerup", drop);
    canvas.addEventListener("pointercancel", drop);
    let timer = 0;
    canvas.addEventListener("course-key", (event) => {
      const key = event.detail.key;
      const [u, v] = at();
      const [sx, sy] = [(this.x.hi - this.x.lo) / 50, (this.y.hi - this.y.lo) / 50];
      const d = { ArrowLeft: [-sx, 0], ArrowRight: [sx, 0], ArrowUp: [0, sy], ArrowDown: [0, -sy] }[key];
      if (!d) return;
      event.preventDefault();
      move(Math.min(Math.max(u + d[0], this.x.lo), this.x.hi), Math.min(Math.max(v + d[1], this.y.lo), this.y.hi));
      clearTimeout(timer);
      timer = setTimeout(rest, 250);
    });
  }
}
