/* Where every start ends: a map in the colours of the destinations, with level lines over it, and the shares over the slider. */

const LOST = 255;

class Fates {
  /** `places`: [{colour, label, shape}]; coarse maps for every value of the slider, a fine one for one of them. */
  constructor(frame, ground) {
    Object.assign(this, { frame, ground, model: frame.model, scene: frame.scene, key: "" });
    this.read();
  }

  read() {
    const n = this.scene.fates;
    this.coarse = numbers(this.model.get("fates"), Uint8Array);
    this.fine = numbers(this.model.get("fine"), Uint8Array);
    this.fineAt = this.model.get("fine_at");
    const kinds = this.scene.places.length + 1;
    this.shares = this.scene.values.map((_, k) => {
      const counts = new Array(kinds).fill(0);
      for (let i = k * n * n; i < (k + 1) * n * n; i += 1) counts[this.coarse[i] === LOST ? kinds - 1 : this.coarse[i]] += 1 / (n * n);
      return counts;
    });
    this.key = "";
  }

  draw(g, chart, k) {
    const [wide, high] = [Math.round(chart.right - chart.left), Math.round(chart.bottom - chart.top)];
    const key = `${wide}x${high}${chart.colours.paper}${k}${k === this.fineAt}`;
    if (key !== this.key) {
      this.key = key;
      this.picture = this.render(wide, high, chart.colours, k);
    }
    g.drawImage(this.picture, chart.left, chart.top, wide, high);
  }

  render(wide, high, colours, k) {
    const sharp = k === this.fineAt && this.fine.length > 0;
    const n = sharp ? this.scene.fine : this.scene.fates;
    const fate = sharp ? this.fine : this.coarse.subarray(k * n * n, (k + 1) * n * n);
    const paper = rgb(colours.paper);
    const [ink, size] = [rgb(colours.ink), `${wide}x${high}`];
    const shade = [...this.scene.places.map(({ colour }) => rgb(onPaper(colour, colours))), mix(paper, ink, 0.6)];
    const fills = shade.map((c) => mix(c, paper, 0.42));
    const tones = blends(fills, fills.map((c) => mix(c, ink, 0.28)));
    if (this.size !== size) {
      this.size = size;
      this.lines = levelLines(this.ground.field(wide, high), wide, high, 1);
    }
    const columns = Int32Array.from({ length: wide }, (_, x) => Math.round((x / (wide - 1)) * (n - 1)));
    const rows = Int32Array.from({ length: high }, (_, y) => Math.round(((high - 1 - y) / (high - 1)) * (n - 1)) * n);
    return paintPixels(wide, high, (i) => {
      const one = fate[rows[(i / wide) | 0] + columns[i % wide]];
      return tones[(one === LOST ? shade.length - 1 : one) * BLENDS + this.lines[i]];
    });
  }

  /** Letters and marks at the destinations. */
  names(g, chart) {
    this.scene.minimizers.forEach(([x, y], i) => {
      const { colour, shape, label } = this.scene.places[i];
      chart.dot(g, x, y, { colour: this.frame.colour(colour), shape, radius: 6 });
      chart.text(g, label, x, y, { dx: 11, dy: 5, bold: true });
    });
  }

  /** Shares of the destinations, stacked, over the slider's values at x(k). */
  stack(g, chart, x, now) {
    const below = this.shares.map(() => 0);
    const looks = [...this.scene.places.map((p) => ({ ...p, colour: this.frame.colour(p.colour) })), { label: "none", colour: chart.colours.faint }];
    looks.forEach((look, j) => {
      const base = [...below];
      this.shares.forEach((share, k) => { below[k] += share[j]; });
      chart.area(g, below.length, x, (k) => below[k], (k) => base[k], { colour: look.colour, alpha: 0.58 });
      chart.line(g, below.length, x, (k) => below[k], { colour: chart.colours.paper, width: 1 });
      const inner = (k) => k > 0.1 * below.length && k < 0.88 * below.length; // where there is room for a word
      const widest = this.shares.reduce((most, share, k) => (inner(k) && share[j] > this.shares[most][j] ? k : most), Math.round(below.length / 2));
      const middle = j < looks.length - 1 ? Math.round(below.length * 0.25) : widest;
      if (this.shares[middle][j] > 0.08) chart.text(g, look.label, x(middle), base[middle] + this.shares[middle][j] / 2, { align: "center", dy: 4, bold: true });
    });
    return this.shares[now];
  }

  words(k) {
    const part = (share) => `${Math.round(100 * share)} %`;
    const share = this.shares[k];
    const list = this.scene.places.map(({ label }, i) => `${part(share[i])} ${i ? "" : "of all starts end "}in ${label}`);
    return `${list.join(", ")}${share.at(-1) > 0.005 ? `; ${part(share.at(-1))} in none of them` : ""}`;
  }
}
