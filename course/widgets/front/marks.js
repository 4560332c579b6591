/* What is drawn on a chart, in the chart's own numbers: lines, bands, bars, marks, arrows, words. */

const SHAPES = { // corners on a circle of radius 1, as turns; a circle has none
  s: [0.125, 0.375, 0.625, 0.875], D: [0, 0.25, 0.5, 0.75], "^": [0.25, 0.583, 0.917], v: [0.75, 0.083, 0.417],
  "<": [0.5, 0.833, 0.167], ">": [0, 0.333, 0.667], P: [0, 0.25, 0.5, 0.75], X: [0.125, 0.375, 0.625, 0.875],
};

class Marks {
  /** A line through points i = 0..count-1 at (x(i), y(i)); a point that is no number breaks it. */
  line(g, count, x, y, { colour, width = 2, dash = [], halo = false, alpha = 1, from = 0 }) {
    g.beginPath();
    let drawing = false;
    for (let i = from; i < count; i += 1) {
      const u = this.px(x(i));
      const v = this.py(y(i));
      if (!Number.isFinite(u) || !Number.isFinite(v)) { drawing = false; continue; }
      if (drawing) g.lineTo(u, v);
      else g.moveTo(u, v);
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

  /** The area between y(i) and base(i). */
  area(g, count, x, y, base, { colour, alpha = 0.25 }) {
    g.beginPath();
    for (let i = 0; i < count; i += 1) g.lineTo(this.px(x(i)), this.py(y(i)));
    for (let i = count - 1; i >= 0; i -= 1) g.lineTo(this.px(x(i)), this.py(base(i)));
    g.globalAlpha = alpha;
    g.fillStyle = colour;
    g.fill();
    g.globalAlpha = 1;
  }

  /** A filled box between two corners; `hatch` for those who do not see the colour. */
  bar(g, x0, y0, x1, y1, { colour, alpha = 1 }) {
    const [a, b] = [this.px(x0), this.px(x1)];
    const [c, d] = [this.py(y0), this.py(y1)];
    g.globalAlpha = alpha;
    g.fillStyle = colour;
    g.fillRect(Math.min(a, b), Math.min(c, d), Math.abs(b - a), Math.abs(d - c));
    g.globalAlpha = 1;
  }

  /** Slanted lines over what is clipped at the moment. */
  hatch(g, { colour, gap = 8, alpha = 0.7 }) {
    g.globalAlpha = alpha;
    g.strokeStyle = colour;
    g.lineWidth = 1;
    g.beginPath();
    for (let p = this.left - this.high; p < this.right; p += gap) { g.moveTo(p, this.bottom); g.lineTo(p + this.bottom - this.top, this.top); }
    g.stroke();
    g.globalAlpha = 1;
  }

  /** A straight line over the whole plot at x (or at y), with words at its end. */
  rule(g, { x = null, y = null, colour = this.colours.faint, dash = [4, 3], width = 1, words = "", bold = false }) {
    g.setLineDash(dash);
    g.strokeStyle = colour;
    g.lineWidth = width;
    g.beginPath();
    if (x !== null) { g.moveTo(this.px(x), this.top); g.lineTo(this.px(x), this.bottom); }
    else { g.moveTo(this.left, this.py(y)); g.lineTo(this.right, this.py(y)); }
    g.stroke();
    g.setLineDash([]);
    if (words && x !== null) this.text(g, words, x, this.y.hi, { dx: 6, dy: 15, colour, bold });
    else if (words) this.text(g, words, this.x.hi, y, { dx: -6, dy: -6, align: "right", colour, bold });
  }

  /** A mark with a rim of paper: `shape` as in Matplotlib (o s D ^ v < > P X). */
  dot(g, x, y, { colour, radius = 5, ring = true, shape = "o", hollow = false, alpha = 1 }) {
    const [u, v] = [this.px(x), this.py(y)];
    if (!Number.isFinite(u) || !Number.isFinite(v)) return;
    const corners = SHAPES[shape];
    const bars = shape === "P" || shape === "X";
    g.beginPath();
    if (!corners) g.arc(u, v, radius, 0, 2 * Math.PI);
    else corners.forEach((turn, i) => {
      const [cx, cy] = [u + 1.25 * radius * Math.cos(2 * Math.PI * turn), v - 1.25 * radius * Math.sin(2 * Math.PI * turn)];
      if (bars) { g.moveTo(u, v); g.lineTo(cx, cy); }
      else if (i) g.lineTo(cx, cy);
      else g.moveTo(cx, cy);
    });
    if (corners && !bars) g.closePath();
    g.globalAlpha = alpha;
    if (bars) {
      if (ring) { g.lineWidth = 0.8 * radius + 3; g.strokeStyle = this.colours.paper; g.stroke(); }
      g.lineWidth = 0.8 * radius;
      g.strokeStyle = colour;
      g.stroke();
    } else {
      if (ring) { g.lineWidth = hollow ? 6 : 3.5; g.strokeStyle = this.colours.paper; g.stroke(); }
      g.fillStyle = hollow ? this.colours.paper : colour;
      g.fill();
      if (hollow) { g.lineWidth = 2; g.strokeStyle = colour; g.stroke(); }
    }
    g.globalAlpha = 1;
  }

  arrow(g, x, y, dx, dy, { colour, width = 2.5, halo = false }) {
    const [a, b] = [this.px(x), this.py(y)];
    const [c, d] = [this.px(x + dx), this.py(y + dy)];
    const length = Math.hypot(c - a, d - b);
    if (!(length > 1)) return;
    const head = Math.min(4 + 2 * width, length * 0.6);
    const [ux, uy] = [(c - a) / length, (d - b) / length];
    const shaft = () => { g.beginPath(); g.moveTo(a, b); g.lineTo(c - ux * head * 0.8, d - uy * head * 0.8); g.stroke(); };
    if (halo) { g.strokeStyle = this.colours.paper; g.lineWidth = width + 3; shaft(); }
    g.strokeStyle = g.fillStyle = colour;
    g.lineWidth = width;
    shaft();
    g.beginPath();
    g.moveTo(c, d);
    g.lineTo(c - ux * head - uy * head * 0.45, d - uy * head + ux * head * 0.45);
    g.lineTo(c - ux * head + uy * head * 0.45, d - uy * head - ux * head * 0.45);
    g.fill();
  }

  /** Words with a halo, kept inside the plot. */
  text(g, words, x, y, { colour, align = "left", dx = 0, dy = 0, bold = false } = {}) {
    g.font = bold ? `600 ${this.colours.font}` : this.colours.font;
    const wide = g.measureText(words).width;
    let left = this.px(x) + dx - (align === "center" ? wide / 2 : align === "right" ? wide : 0);
    left = Math.min(Math.max(left, this.left + 4), this.right - wide - 4);
    const base = Math.min(Math.max(this.py(y) + dy, this.top + 12), this.bottom - 6);
    g.textAlign = "left";
    g.textBaseline = "alphabetic";
    g.lineJoin = "round";
    g.lineWidth = 3.5;
    g.strokeStyle = this.colours.paper;
    g.strokeText(words, left, base);
    g.fillStyle = colour ? legible(colour, this.colours) : this.colours.ink;
    g.fillText(words, left, base);
    return { left, base, wide };
  }

  /** Words at points [{text, x, y, colour}], moved up or down where they would lie on one another. */
  labels(g, list, { dx = 8, gap = 15 } = {}) {
    const placed = [...list].sort((a, b) => b.y - a.y);
    let last = -Infinity;
    for (const label of placed) {
      const v = Math.max(Math.min(Math.max(this.py(label.y), this.top + 10), this.bottom - 8), last + gap);
      this.text(g, label.text, label.x, this.uy(v), { colour: label.colour, dx, dy: 4, align: label.align, bold: label.bold });
      last = v;
    }
  }
}
