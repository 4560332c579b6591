/* A point in the plane of two hyperparameters: the map says how fast, the traces say what each direction of the valley does. */

function plane({ model, el }) {
  const scene = model.get("scene");
  const frame = new Frame({ model, el });
  const wire = new Wire(frame);
  const family = new Family(model.get("family"), scene.shape, scene.unpack);
  const rates = numbers(model.get("rates"), Float32Array);
  const [up, across, frames, ways] = scene.shape;
  const slowest = Float32Array.from({ length: scene.sharp ** 2 }, (_, i) => Math.max(...rates.subarray(i * ways, (i + 1) * ways)));
  const ground = new Rates(slowest, scene.sharp);
  let at = [...model.get("at")];
  let exact = null; // what Python says of this very point; until then the nearest of the family
  let moved = false;

  const map = frame.chart({ x: scene.x, y: scene.y, aspect: 1.15 });
  const column = make("div", { class: "column" });
  frame.views.append(column);
  const traces = scene.eigenvalues.map((_, k) => frame.chart({
    x: { lo: 0, hi: scene.steps, title: k === ways - 1 ? "steps" : "", hide: k < ways - 1 }, y: { lo: -1.25, hi: 1.25, title: " ", ticks: [{ at: -1, text: "−1" }, { at: 0, text: "0" }, { at: 1, text: "1" }] },
    aspect: k < ways - 1 ? 4 : 3, tallest: k < ways - 1 ? 116 : 150,
  }, column));

  const cell = (v, axis, n) => Math.min(Math.max(Math.round(((v - axis.lo) / (axis.hi - axis.lo)) * (n - 1)), 0), n - 1);
  const trace = (k) => {
    if (exact) return (i) => exact.traces.at(0, 0, i, k);
    const [i, j] = [cell(at[1], scene.y, up), cell(at[0], scene.x, across)];
    return (t) => family.at(i, j, t, k);
  };
  const rate = (k) => exact?.rates[k] ?? rates[(cell(at[1], scene.y, scene.sharp) * scene.sharp + cell(at[0], scene.x, scene.sharp)) * ways + k];

  function draw() {
    const rate_ = scene.eigenvalues.map((_, k) => rate(k));
    const slow = rate_.indexOf(Math.max(...rate_));
    map.paint((g) => {
      ground.draw(g, map);
      map.text(g, "too long: flies off", map.x.hi, map.y.lo, { align: "right", dx: -8, dy: -10, bold: true });
      map.dot(g, ...scene.best, { colour: frame.colour("#D55E00"), shape: "D", radius: 5 });
      map.text(g, "best", ...scene.best, { dx: 11, dy: -5, colour: frame.colour("#D55E00"), bold: true });
      if (scene.alone) map.dot(g, ...at, { colour: map.colours.ink, radius: 7 });
      if (!moved) map.text(g, "drag me", ...at, { dx: 15, dy: -13, bold: true });
    });
    traces.forEach((chart, k) => {
      chart.y.title = `curvature ${say(scene.eigenvalues[k])}: × ${rate_[k] === Infinity ? "?" : rate_[k].toFixed(3)} a step${rate_[k] > 1 + 1e-9 ? ", grows" : rate_[k] > 1 - 1e-9 ? ", stays" : k === slow ? ", the slowest" : ""}`;
      chart.describe(chart.y.title);
    });
    traces.forEach((chart, k) => chart.paint((g) => {
      chart.rule(g, { y: 0, dash: [], colour: chart.colours.rule });
      const lost = rate_[k] > 1 - 1e-9;
      const colour = frame.colour(lost ? "#D55E00" : "#0072B2");
      const y = trace(k);
      chart.line(g, frames, (i) => i, y, { colour, width: 1.5 });
      for (let i = 0; i < frames; i += 1) chart.dot(g, i, y(i), { colour, radius: 2.4, ring: false });
    }));
    const worst = rate_[slow];
    const where = `η = ${say(at[0])}, β = ${say(Number(at[1].toFixed(2)))}`;
    if (worst === Infinity) frame.tell("Nothing to show: the rule failed.");
    else frame.tell(Math.abs(worst - 1) < 1e-9 ? `${where}: curvature ${say(scene.eigenvalues[slow])} keeps its distance for ever.` : worst > 1
      ? `${where}: curvature ${say(scene.eigenvalues[slow])} does not settle. The whole run goes with it.`
      : `${where}: in the long run each step leaves ${worst.toFixed(3)} of the distance, a tenth after ${say(Math.ceil(-1 / Math.log10(worst)))} steps. Curvature ${say(scene.eigenvalues[slow])} decides.`);
    map.describe(`Map of learning rate and momentum. ${frame.word.textContent}`);
  }

  map.handle({
    name: "learning rate and momentum", at: () => at, anywhere: true, words: () => `learning rate ${say(at[0])}, momentum ${say(at[1])}`,
    move: (x, y) => {
      at = [x, y];
      moved = true;
      exact = null;
      if (!scene.alone) wire.ask({ do: "traces", at });
      frame.now();
    },
    rest: () => { if (!scene.alone) wire.ask({ do: "rest", at }); frame.speak(); },
  }).element.classList.add("hint");
  wire.on("traces", (content, [bytes]) => {
    if (!bytes || wire.waiting.size) return;
    exact = { rates: content.rates, traces: new Family(bytes, [1, 1, frames, ways], scene.unpack) };
    frame.now();
  });
  frame.on("at", () => {
    const told = model.get("at");
    if (told.some((v, i) => Math.abs(v - at[i]) > 1e-12)) { at = [...told]; exact = null; frame.ask(); }
  });
  return frame.open(draw);
}

/** A landscape of rates: bands from fast (paper) to slow (slate), hatched where nothing settles. */
class Rates extends Landscape {
  /** Bands are even in the logarithm of the steps that shrink the distance tenfold, from 2 to 500 of them. */
  field(wide, high) {
    this.slow = between(this.ranks, this.n, wide, high);
    return this.slow.map((rate) => {
      const steps = rate < 1 ? -1 / Math.log10(Math.max(rate, 1e-6)) : 500;
      return 0.999 * this.bands * Math.min(1, Math.max(0, Math.log(steps / 2) / Math.log(500 / 2)));
    });
  }

  render(wide, high, colours, dots) {
    const picture = super.render(wide, high, colours, dots);
    const g = picture.getContext("2d");
    const image = g.getImageData(0, 0, wide, high);
    const pixels = new Uint32Array(image.data.buffer);
    const [plain, stripe] = [0.1, 0.38].map((share) => pixel(mix(rgb(colours.paper), rgb(onPaper("#D55E00", colours)), share)));
    for (let i = 0; i < pixels.length; i += 1) {
      if (this.slow[i] >= 1) pixels[i] = ((i % wide) + ((i / wide) | 0)) % Math.round(9 * dots) < dots ? stripe : plain;
    }
    g.putImageData(image, 0, 0);
    return picture;
  }
}
