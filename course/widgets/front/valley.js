/* Valley: steps on a curve, and where they stand over time. */

function valley({ model, el }) {
  const scene = model.get("scene");
  const { rules, values, frames, stride, gauge } = scene;
  const frame = new Frame({ model, el });
  const wire = new Wire(frame);
  const shown = rules.map(() => true);
  const last = frames - 1;
  const samples = numbers(model.get("curve"), Float32Array);
  const height = heights(samples, scene.x.lo, scene.x.hi);
  let hover = null;
  let moved = false;

  const ground = frame.chart({ x: scene.x, y: scene.y, aspect: 1.35 });
  const meter = gauge ? frame.chart({ x: { lo: 0, hi: 1, ticks: [], title: " " }, y: { lo: 0, hi: 1.25, title: "|1 − ηλ|" }, wide: 0.22, least: 92, like: ground, aspect: 0.3, tallest: 220 }) : null;
  const places = scene.shows === "place";
  const time = frame.chart({ x: { lo: 0, hi: last * stride * 1.015, title: "steps" }, y: places ? { ...scene.x, title: "θ after each step" } : scene.loss, aspect: 1.35, least: 240, like: meter ?? ground });

  const main = slider({
    name: scene.knob.name, values, value: model.get("at"), main: true, zones: scene.zones.length ? scene.zones : null,
    move: () => { paths.turned(); player.whole(); frame.now(); },
    rest: (v) => { model.set("at", v); model.save_changes(); frame.speak(); },
  });
  const paths = new Paths(frame, wire, () => main.index());
  const player = new Player(last, () => frame.ask(), { seconds: 4, cleanups: frame.cleanups });
  const chips = legend(rules, shown, () => frame.now());
  frame.controls.append(main.element, player.element, rules.length > 1 ? chips.element : "");
  moreOf(frame, paths);

  const x = (r, k) => paths.value(r, k, 0);
  const inside = (v) => v >= scene.x.lo && v <= scene.x.hi;

  function draw() {
    const upto = player.frame + 1;
    const at = Math.min(hover ?? player.frame, player.frame);
    const looks = rules.map((rule) => ({ ...rule, colour: frame.colour(rule.colour) }));
    const each = (act) => looks.forEach((look, r) => { if (shown[r]) act(look, r); });
    ground.paint((g) => {
      ground.area(g, samples.length, (i) => scene.x.lo + (i / (samples.length - 1)) * (scene.x.hi - scene.x.lo), (i) => samples[i], () => scene.y.lo, { colour: ground.colours.faint, alpha: 0.1 });
      ground.line(g, samples.length, (i) => scene.x.lo + (i / (samples.length - 1)) * (scene.x.hi - scene.x.lo), (i) => samples[i], { colour: ground.colours.faint, width: 2 });
      each((look, r) => {
        for (let k = Math.min(upto, 60) - 1; k > 0; k -= 1) hop(g, x(r, k - 1), x(r, k), look.colour, Math.max(0.15, 1 - k / 25));
        for (let k = Math.min(upto, 60) - 1; k > 0; k -= 1) ground.dot(g, x(r, k), height(x(r, k)), { colour: look.colour, radius: 3.5, ring: k < 12, shape: look.shape });
        ground.dot(g, x(r, at), height(x(r, at)), { colour: look.colour, radius: 6, shape: look.shape });
      });
      if (scene.alone) ground.dot(g, paths.start[0], height(paths.start[0]), { colour: ground.colours.ink, radius: 7 });
      if (!moved) ground.text(g, scene.alone ? "start" : "start: drag me", paths.start[0], height(paths.start[0]), { dx: 14, dy: -12, bold: true });
    });
    meter?.paint((g) => {
      const left = Math.abs(1 - main.read() * gauge);
      const colour = frame.colour(left > 1 + 1e-9 ? "#D55E00" : "#0072B2");
      meter.grid(g);
      meter.bar(g, 0.25, 0, 0.75, left, { colour });
      meter.rule(g, { y: 1, dash: [], colour: meter.colours.ink, width: 1.5 });
      meter.text(g, left.toFixed(2), 0.5, left, { align: "center", dy: left > 1.1 ? 18 : -6, bold: true });
      meter.describe(`Factor of one step: ${left.toFixed(2)}; below 1 it shrinks, above 1 it grows.`);
    });
    if (!places && !scene.loss.log) time.y.hi = Math.max(...rules.map((_, r) => paths.value(r, 0, 1))) + 0.08 * (scene.loss.hi - scene.loss.lo);
    time.paint((g) => {
      time.grid(g);
      if (places) for (const [point] of scene.minimizers) time.rule(g, { y: point });
      if (hover !== null) time.rule(g, { x: at * stride, words: `step ${at * stride}` });
      const v = places ? (r) => (k) => x(r, k) : (r) => (k) => paths.value(r, k, 1);
      each((look, r) => time.line(g, upto, (k) => k * stride, v(r), { ...look, width: 1.5 }));
      each((look, r) => { for (let k = 0; frames < 80 && k < upto; k += 1) time.dot(g, k * stride, v(r)(k), { colour: look.colour, radius: 2.6, ring: false }); });
      each((look, r) => time.dot(g, at * stride, v(r)(at), { colour: look.colour, radius: 4.5, shape: look.shape }));
    });
    tell(at);
  }

  /** From one point of the curve to the next: over the valley in a low arc. */
  function hop(g, from, to, colour, alpha) {
    if (!inside(from)) return;
    const far = inside(to) ? to : to > from ? scene.x.hi : scene.x.lo;
    const [a, b] = [ground.px(from), ground.px(far)];
    const [c, d] = [ground.py(height(from)), ground.py(height(far))];
    g.beginPath();
    g.moveTo(a, c);
    g.quadraticCurveTo((a + b) / 2, Math.min(c, d) - Math.abs(b - a) * 0.22, b, d);
    g.globalAlpha = alpha;
    g.strokeStyle = colour;
    g.lineWidth = 1.8;
    g.stroke();
    g.globalAlpha = 1;
  }

  function tell(at) {
    const end = (r) => (Number.isFinite(x(r, at)) && Math.abs(x(r, at)) < 1.4 * (scene.x.hi - scene.x.lo) ? say(Number(x(r, at).toFixed(4))) : "off the map");
    chips.values(rules.map((_, r) => end(r)));
    const steps = `${at * stride} step${at * stride === 1 ? "" : "s"}`;
    if (gauge) {
      const factor = 1 - main.read() * gauge;
      const what = Math.abs(factor) > 1 + 1e-9 ? "you fly away" : Math.abs(factor) > 1 - 1e-9 ? "you jump to and fro and never lose height"
        : factor < -1e-9 ? "you land on the other side, and still come down" : Math.abs(factor) < 1e-9 ? "one step lands in the middle" : factor > 0.8 ? "you crawl" : "you come down on one side";
      const after = (10 ** Math.min(300, at * stride * Math.log10(Math.abs(factor) || 1e-300)) * Math.abs(paths.start[0]));
      frame.tell(`η = ${say(main.read())}: each step multiplies θ by ${factor < 0 ? "−" : ""}${Math.abs(factor).toFixed(2)}; ${what}. After ${steps} the distance is ${after < 1e-12 ? "below 10⁻¹²" : say(after)}.`);
    } else frame.tell(`${scene.knob.symbol} = ${say(main.read())}: after ${steps} ${rules.map((rule, r) => (shown[r] ? `${rule.label} is ${end(r) === "off the map" ? "" : "at "}${end(r)}` : "")).filter(Boolean).join(", ")}.`);
    ground.describe(`${scene.name}, start at ${say(paths.start[0])}. ${frame.word.textContent}`);
    time.describe(`${frame.word.textContent} Arrow keys go through the steps.`);
  }

  if (!scene.alone) ground.handle({
    name: "start point", at: () => [paths.start[0], height(paths.start[0])], along: "x", anywhere: true, words: () => say(paths.start[0]),
    move: (u) => { moved = true; player.whole(); paths.drag([u]); frame.now(); },
    rest: () => { paths.drop(); frame.speak(); },
  }).element.classList.add("hint");
  const see = (k) => { hover = k; frame.ask(); };
  time.hover((u) => see(u === null ? null : Math.round(u / stride)), (by) => { see(Math.min(Math.max((hover ?? player.frame) + by, 0), last)); frame.speak(); });
  frame.on("at", () => { main.set(model.get("at")); frame.ask(); });
  return frame.open(draw);
}
