/* Explorer: a landscape, the paths of several rules, their losses, and what became of them over the whole slider.
 * Python computed the paths for every value of the slider; moving it only chooses among them, so the picture answers in the same frame. */

function explorer({ model, el }) {
  const scene = model.get("scene");
  const { rules, values, frames, stride, knob } = scene;
  const frame = new Frame({ model, el });
  const wire = new Wire(frame);
  const shown = rules.map((rule) => rule.shown !== false);
  const shape = [rules.length, values.length, frames, 3];
  const last = frames - 1;
  let start = [...model.get("start")];
  let tuned = scene.tuned;
  const drags = scene.drags && !scene.alone;
  let moved = false;
  let moving = false; // the start is under way: what Python says of it is older
  let hover = null; // a frame that is looked at
  let family, over, grounds;
  let live = null; // paths of one value only, while the start is on its way

  const has = (name) => scene.views.includes(name);
  const map = frame.chart({ x: scene.x, y: scene.y, equal: scene.equal, aspect: 1.25, wide: scene.wide });
  const curve = has("loss") && frame.chart({ x: { lo: 0, hi: last * stride * 1.015, title: scene.unit }, y: scene.loss, aspect: 1.25, like: map });
  const whole = has("over") && frame.chart({ x: knob.axis, y: scene.over, aspect: 1.25, like: map });

  function renew() {
    family = new Family(model.get("family"), shape, scene.unpack);
    over = numbers(model.get("over"), Float32Array);
    live = null;
  }
  function relief() {
    const ranks = numbers(model.get("grid"), Uint8Array);
    const n = scene.grid ** 2;
    grounds = Array.from({ length: Math.floor(ranks.length / n) }, (_, i) => new Landscape(ranks.subarray(i * n, (i + 1) * n), scene.grid));
  }
  renew();
  relief();
  const fates = scene.fates && new Fates(frame, grounds[0]);

  const best = (r) => {
    let index = 0;
    for (let i = 1; i < values.length; i += 1) if (!(over[r * values.length + i] >= over[r * values.length + index])) index = i;
    return index;
  };
  const chosen = (r) => (tuned ? best(r) : main.index());
  const value = (r, k, what) => (live ? live.at(r, 0, k, what) : family.at(r, chosen(r), k, what));
  const settled = () => start.every((x, i) => x === model.get("start")[i]);
  const follow = () => wire.ask({ do: "paths", start, at: rules.map((_, r) => chosen(r)) });

  const main = slider({
    name: knob.name, values, value: model.get("at"), main: true, show: (v) => `${say(v)}${knob.unit}`,
    move: () => turn(false),
    rest,
  });
  function rest() {
    model.set("at", main.read());
    model.save_changes();
    if (fates && !scene.alone) wire.ask({ do: "fine", at: main.index(), start });
    frame.speak();
  }
  const tune = knob.tunes && rules.length > 1 && choice({
    options: ["equal", "tuned"], labels: [`one ${knob.symbol} for all`, `each at its best ${knob.symbol}`], value: tuned ? "tuned" : "equal",
    pick: (option) => { turn(option === "tuned"); frame.speak(); },
  });
  function turn(on) {
    tuned = on;
    tune?.set(on ? "tuned" : "equal");
    if (settled()) live = null;
    else follow(); // the family of the new start is not here yet
    player.whole();
    frame.now();
  }
  const player = new Player(last, () => frame.ask(), frame);
  const chips = legend(rules, shown, () => frame.now());
  frame.controls.append(main.element, ...(tune && scene.race ? [tune.element] : []), ...(curve ? [player.element] : []), ...(rules.length > 1 ? [chips.element] : []));
  if (tune && !scene.race) frame.more(tune.element);
  if (!scene.alone) {
    for (const hyper of scene.hyper) {
      frame.more(slider({ ...hyper, name: hyper.label, move: (v) => wire.ask({ do: "set", name: hyper.name, value: v, start }), rest: () => frame.speak() }).element);
    }
    if (scene.schedules.length > 1) {
      frame.more(choice({ name: "learning rate over time", options: scene.schedules, value: scene.schedule, pick: (v) => wire.ask({ do: "set", name: "schedule", value: v, start }) }).element);
    }
  }

  function draw() {
    const upto = player.frame + 1;
    const at = Math.min(hover ?? player.frame, player.frame);
    const looks = rules.map((rule) => ({ ...rule, colour: frame.colour(rule.colour) }));
    const each = (act) => looks.forEach((look, r) => { if (shown[r]) act(look, r); });
    map.paint((g) => {
      (fates || grounds[grounds.length > 1 ? main.index() : 0]).draw(g, map, main.index());
      fates?.names?.(g, map);
      if (!fates) for (const [x, y] of scene.minimizers) map.dot(g, x, y, { colour: map.colours.ink, shape: "P", radius: 4, ring: true });
      each((look, r) => map.line(g, upto, (i) => value(r, i, 0), (i) => value(r, i, 1), { ...look, halo: true }));
      if (scene.dots) each((look, r) => { for (let k = 1; k < Math.min(upto, 40); k += 1) map.dot(g, value(r, k, 0), value(r, k, 1), { colour: look.colour, radius: 2.3, ring: false }); });
      each((look, r) => map.dot(g, value(r, at, 0), value(r, at, 1), { colour: look.colour, shape: look.shape, radius: 4.5 }));
      const from = drags ? start : [value(0, 0, 0), value(0, 0, 1)];
      if (!drags) map.dot(g, ...from, { colour: map.colours.ink, radius: 7 });
      if (!moved) map.text(g, drags ? "start: drag me" : "start", ...from, { dx: 15, dy: -13, bold: true });
    });
    curve?.paint?.((g) => {
      curve.grid(g);
      if (hover !== null) curve.rule(g, { x: at * stride, words: `step ${at * stride}` });
      each((look, r) => curve.line(g, upto, (i) => i * stride, (i) => value(r, i, 2), look));
      each((look, r) => curve.dot(g, at * stride, value(r, at, 2), { colour: look.colour, shape: look.shape, radius: 4 }));
    });
    whole?.paint?.((g) => {
      const place = (i) => (knob.axis.log ? Math.log10(values[i]) : values[i]);
      if (fates) { fates.stack(g, whole, place, main.index()); return; }
      whole.grid(g);
      each((look, r) => whole.line(g, values.length, place, (i) => over[r * values.length + i], look));
      each((look, r) => whole.dot(g, place(chosen(r)), over[r * values.length + chosen(r)], { colour: look.colour, shape: look.shape, radius: 4.5 }));
    });
    tell(at);
  }

  function tell(at) {
    if (fates) {
      frame.tell(`With η = ${say(main.read())}: ${fates.words(main.index())}.`);
      map.describe(`Map of destinations on ${scene.name}, start at ${start.map(say).join(", ")}. ${frame.word.textContent}`);
      whole?.describe?.(frame.word.textContent);
      return;
    }
    const words = rules.map((_, r) => scene.counts ? outcome(over[r * values.length + chosen(r)]) : height(value(r, at, 2)));
    const when = `${scene.counts ? scene.over.title : scene.loss.title}${scene.counts ? "" : ` after ${at * stride} ${scene.unit}`}`;
    chips.values(words);
    const list = rules.map((rule, r) => (shown[r] ? `${rule.label} ${words[r]}${tuned ? ` at ${knob.symbol} = ${say(values[chosen(r)])}` : ""}` : "")).filter(Boolean);
    frame.tell(list.length ? sentence(at) : "Every rule is switched off. Press one above to bring it back.");
    map.describe(`Map of ${scene.name}, start at ${start.map(say).join(", ")}. ${when}: ${list.join("; ")}.`);
    curve?.describe?.(`Loss over steps. ${when}: ${list.join("; ")}. Arrow keys go through the steps.`);
    whole?.describe?.(`${scene.over.title} for every ${knob.name}. ${frame.word.textContent}`);
  }

  function sentence(at) {
    const where = tuned ? `each at its own best ${knob.symbol}` : `${knob.symbol} = ${say(main.read())}${knob.unit}`;
    const when = scene.counts ? "" : `, after ${at * stride} ${scene.unit}`;
    const list = rules.map((rule, r) => ({ label: rule.label, end: scene.counts ? over[r * values.length + chosen(r)] : value(r, at, 2) })).filter((_, r) => shown[r]);
    const lost = list.filter(({ end }) => gone(end)).map(({ label }) => label);
    const rest = list.filter(({ end }) => !gone(end)).sort((a, b) => a.end - b.end);
    const told = (one) => `${one.label} (${scene.counts ? outcome(one.end) : height(one.end)})`;
    const parts = [];
    if (rest.length > 1) parts.push(`${told(rest[0])} is ${scene.counts ? "first" : "lowest"}, ${told(rest.at(-1))} ${scene.counts ? "last" : "highest"}`);
    else if (rest.length) parts.push(`${told(rest[0])}`);
    if (lost.length) parts.push(`${lost.join(", ")} ${lost.length > 1 ? "have" : "has"} ${scene.counts ? "not arrived" : "left the map"}`);
    return `With ${where}${when}: ${parts.join("; ")}.`;
  }
  const gone = (end) => !Number.isFinite(end) || (!scene.counts && end > scene.loss.hi + (scene.loss.hi - scene.loss.lo) * 0.98);
  const outcome = (steps) => (Number.isFinite(steps) ? count(10 ** steps) : "never");
  const height = (h) => (gone(h) ? "off the map" : scene.loss.log ? (h < -12 ? "< 10⁻¹²" : say(10 ** h)) : say(h));

  if (drags) map.handle({
    name: "start point", at: () => start, anywhere: true,
    move: (x, y) => { start = [x, y]; moved = moving = true; player.whole(); follow(); frame.now(); },
    rest: () => { wire.drop("paths"); wire.ask({ do: "family", start }); frame.speak(); },
  }).element.classList.add("hint");
  if (whole) whole.handle({
    name: knob.name, at: () => [knob.axis.log ? Math.log10(main.read()) : main.read(), whole.y.lo], look: "bar", along: "x", anywhere: true,
    move: (x) => { main.set(knob.axis.log ? 10 ** x : x); turn(false); },
    keys: (a) => { main.input.value = main.index() + a; main.update(); turn(false); },
    rest,
  });
  const look = (k) => { hover = k; frame.ask(); };
  curve?.hover?.((x) => look(x === null ? null : Math.round(x / stride)), (by) => { look(Math.min(Math.max((hover ?? player.frame) + by, 0), last)); frame.speak(); });
  map.hover((x, y) => look(x === null ? null : nearest(x, y)));
  function nearest(x, y) {
    let [found, least] = [null, 14 ** 2]; // pixels
    rules.forEach((_, r) => {
      for (let k = 0; shown[r] && k <= player.frame; k += 1) {
        const far = (map.px(value(r, k, 0)) - map.px(x)) ** 2 + (map.py(value(r, k, 1)) - map.py(y)) ** 2;
        if (far < least) [found, least] = [k, far];
      }
    });
    return found;
  }

  wire.on("paths", (_, [bytes]) => {
    if (!bytes) return;
    live = new Family(bytes, [rules.length, 1, frames, 3], scene.unpack);
    frame.now();
  });
  frame.on("family over", () => {
    if (settled()) { moving = false; renew(); }
    frame.ask();
  });
  if (fates) frame.on("fates fine", () => { fates.read(); frame.ask(); });
  frame.on("grid", () => { relief(); frame.ask(); });
  frame.on("at", () => { main.set(model.get("at")); frame.ask(); });
  frame.on("start", () => { if (!moving) { start = [...model.get("start")]; renew(); frame.ask(); } });
  return frame.open(draw);
}
