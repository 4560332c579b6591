/* Explorer: a landscape, the paths of several rules, their losses, and what became of them over the whole slider.
 * Python computed the paths for every value of the slider; moving it only chooses among them, so the picture answers in the same frame. */

function explorer({ model, el }) {
  const scene = model.get("scene");
  const { rules, values, frames, stride, knob } = scene;
  const frame = new Frame({ model, el });
  const wire = new Wire(frame);
  const shown = rules.map((rule) => rule.shown !== false);
  const last = frames - 1;
  const drags = scene.drags && !scene.alone;
  let tuned = scene.tuned;
  let moved = false;
  let hover = null; // a frame that is looked at

  const has = (name) => scene.views.includes(name);
  const map = frame.chart({ x: scene.x, y: scene.y, equal: scene.equal, aspect: 1.25, wide: scene.wide });
  const curve = has("loss") ? frame.chart({ x: { lo: 0, hi: last * stride * 1.015, title: scene.unit }, y: scene.loss, aspect: 1.25, like: map }) : null;
  const whole = has("over") ? frame.chart({ x: knob.axis, y: scene.over, aspect: 1.25, like: map }) : null;
  const place = (i) => (knob.axis.log ? Math.log10(values[i]) : values[i]);

  const main = slider({ name: knob.name, values, value: model.get("at"), main: true, show: (v) => `${say(v)}${knob.unit}`, move: () => turn(false), rest });
  const paths = new Paths(frame, wire, (r) => (tuned ? paths.best(r) : main.index()));
  const tune = knob.tunes && rules.length > 1 ? choice({
    options: ["equal", "tuned"], labels: [`one ${knob.symbol} for all`, `each at its best ${knob.symbol}`], value: tuned ? "tuned" : "equal",
    pick: (option) => { turn(option === "tuned"); frame.speak(); },
  }) : null;
  const player = new Player(last, () => frame.ask(), frame);
  const chips = legend(rules, shown, () => frame.now());
  frame.controls.append(main.element, tune && scene.race ? tune.element : "", curve ? player.element : "", rules.length > 1 ? chips.element : "");
  if (tune && !scene.race) frame.more(tune.element);
  moreOf(frame, paths);

  let grounds;
  function relief() {
    const ranks = numbers(model.get("grid"), Uint8Array);
    const n = scene.grid ** 2;
    const many = Math.floor(ranks.length / n); // one, or one for each value of the slider
    grounds = Array.from({ length: many }, (_, i) => new Landscape(ranks.subarray(i * n, (i + 1) * n), scene.grid, { finest: many > 1 ? 1 : 3 }));
  }
  relief();
  const fates = scene.fates ? new Fates(frame, grounds[0]) : null;

  function turn(on) {
    tuned = on;
    tune?.set(on ? "tuned" : "equal");
    paths.turned();
    player.whole();
    frame.now();
  }
  function rest() {
    model.set("at", main.read());
    model.save_changes();
    if (fates && !scene.alone) wire.ask({ do: "fine", at: main.index(), start: paths.start });
    frame.speak();
  }

  function draw() {
    const upto = player.frame + 1;
    const at = Math.min(hover ?? player.frame, player.frame);
    const looks = rules.map((rule) => ({ ...rule, colour: frame.colour(rule.colour) }));
    const each = (act) => looks.forEach((look, r) => { if (shown[r]) act(look, r); });
    const x = (r) => (i) => paths.value(r, i, 0);
    const y = (r) => (i) => paths.value(r, i, 1);
    const loss = (r) => (i) => paths.value(r, i, 2);
    map.paint((g) => {
      (fates ?? grounds[grounds.length > 1 ? main.index() : 0]).draw(g, map, main.index());
      if (fates) fates.names(g, map);
      else for (const [u, v] of scene.minimizers) map.dot(g, u, v, { colour: map.colours.ink, shape: "P", radius: 4 });
      each((look, r) => map.line(g, upto, x(r), y(r), { ...look, halo: true }));
      if (scene.dots) each((look, r) => { for (let k = 1; k < Math.min(upto, 40); k += 1) map.dot(g, x(r)(k), y(r)(k), { colour: look.colour, radius: 2.3, ring: false }); });
      each((look, r) => map.dot(g, x(r)(at), y(r)(at), { colour: look.colour, shape: look.shape, radius: 4.5 }));
      const from = drags ? paths.start : [x(0)(0), y(0)(0)];
      if (!drags) map.dot(g, ...from, { colour: map.colours.ink, radius: 7 });
      if (!moved) map.text(g, drags ? "start: drag me" : "start", ...from, { dx: 15, dy: -13, bold: true });
    });
    if (curve && !scene.loss.log) curve.y.hi = Math.max(scene.loss.lo + 1e-9, loss(0)(0)) + 0.08 * Math.abs(loss(0)(0) - scene.loss.lo);
    curve?.paint((g) => {
      curve.grid(g);
      if (hover !== null) curve.rule(g, { x: at * stride, words: `step ${at * stride}` });
      each((look, r) => curve.line(g, upto, (i) => i * stride, loss(r), look));
      each((look, r) => curve.dot(g, at * stride, loss(r)(at), { colour: look.colour, shape: look.shape, radius: 4 }));
    });
    whole?.paint((g) => {
      if (fates) { fates.stack(g, whole, place); return; }
      whole.grid(g);
      each((look, r) => whole.line(g, values.length, place, (i) => paths.outcome(r, i), look));
      each((look, r) => whole.dot(g, place(paths.at(r)), paths.outcome(r), { colour: look.colour, shape: look.shape, radius: 4.5 }));
    });
    tell(at);
  }

  function tell(at) {
    const where = tuned ? `each at its own best ${knob.symbol}` : `${knob.symbol} = ${say(main.read())}${knob.unit}`;
    if (fates) frame.tell(`With ${where}: ${fates.words(main.index())}.`);
    else {
      const ends = rules.map((_, r) => (scene.counts ? paths.outcome(r) : paths.value(r, at, 2)));
      chips.values(ends.map((end, r) => `${write(end)}${tuned ? ` at ${say(values[paths.at(r)])}` : ""}`));
      frame.tell(sentence(ends, `With ${where}${scene.counts ? "" : `, after ${at * stride} ${scene.unit}`}`));
    }
    map.describe(`Map of ${scene.name}, start at ${paths.start.map(say).join(", ")}. ${frame.word.textContent}`);
    curve?.describe(`${scene.loss.title} over steps. ${frame.word.textContent} Arrow keys go through the steps.`);
    whole?.describe(`${scene.over.title}, for every ${knob.name}. ${frame.word.textContent}`);
  }

  const digits = Math.max(0, Math.floor(-Math.log10(2 * scene.unpack.at(-1)[1]))); // of a loss as it was packed
  const gone = (end) => !Number.isFinite(end) || (!scene.counts && end > 1.97 * scene.loss.hi - 0.97 * scene.loss.lo);
  const write = (end) => {
    if (gone(end)) return scene.counts ? "never" : "off the map";
    if (scene.counts) return count(10 ** end);
    return scene.loss.log ? (end < -12 ? "< 10⁻¹²" : say(10 ** end)) : say(Number(end.toFixed(digits)));
  };
  function sentence(ends, opening) {
    const list = rules.map((rule, r) => ({ label: rule.label, end: ends[r] })).filter((_, r) => shown[r]);
    if (!list.length) return "Every rule is switched off. Press one above to bring it back.";
    const lost = list.filter(({ end }) => gone(end)).map(({ label }) => label);
    const rest_ = list.filter(({ end }) => !gone(end)).sort((a, b) => a.end - b.end);
    const told = ({ label, end }) => `${label} (${write(end)})`;
    const parts = [];
    if (rest_.length > 1 && write(rest_[0].end) === write(rest_.at(-1).end)) parts.push(`${rest_.map(({ label }) => label).join(", ")} at ${write(rest_[0].end)}`);
    else if (rest_.length > 1) parts.push(`${told(rest_[0])} is ${scene.counts ? "first" : "lowest"}, ${told(rest_.at(-1))} ${scene.counts ? "last" : "highest"}`);
    else if (rest_.length) parts.push(told(rest_[0]));
    if (lost.length) parts.push(`${lost.join(", ")} ${lost.length > 1 ? "have" : "has"} ${scene.counts ? "not arrived" : "left the map"}`);
    return `${opening}: ${parts.join("; ")}.`;
  }

  if (drags) map.handle({
    name: "start point", at: () => paths.start, anywhere: true,
    move: (u, v) => { moved = true; player.whole(); paths.drag([u, v]); frame.now(); },
    rest: () => { paths.drop(); frame.speak(); },
  }).element.classList.add("hint");
  whole?.handle({
    name: knob.name, at: () => [tuned ? NaN : place(main.index()), whole.y.lo], look: "bar", along: "x", anywhere: true, words: () => main.output(),
    move: (u) => { main.set(knob.axis.log ? 10 ** u : u); turn(false); },
    keys: (by) => { main.step(by); turn(false); }, rest,
  });
  const see = (k) => { hover = k; frame.ask(); };
  curve?.hover((u) => see(u === null ? null : Math.round(u / stride)), (by) => { see(Math.min(Math.max((hover ?? player.frame) + by, 0), last)); frame.speak(); });
  map.hover((u, v) => see(u === null ? null : nearest(u, v)));
  function nearest(u, v) {
    let [found, least] = [null, 14 ** 2]; // pixels
    rules.forEach((_, r) => {
      for (let k = 0; shown[r] && k <= player.frame; k += 1) {
        const far = (map.px(paths.value(r, k, 0)) - map.px(u)) ** 2 + (map.py(paths.value(r, k, 1)) - map.py(v)) ** 2;
        if (far < least) [found, least] = [k, far];
      }
    });
    return found;
  }

  frame.on("grid", () => { relief(); frame.ask(); });
  frame.on("at", () => { main.set(model.get("at")); frame.ask(); });
  if (fates) frame.on("fates fine", () => { fates.read(); frame.ask(); });
  return frame.open(draw);
}
