/* StepAnatomy: one step of a rule taken apart. Python went through all steps and kept what was inside each; t only chooses among them. */

function anatomy({ model, el }) {
  const scene = model.get("scene");
  const { columns, steps, variants } = scene;
  const frame = new Frame({ model, el });
  const wire = new Wire(frame);
  const parts = 3 + 2 * columns.length; // theta, gradient, each column raw and corrected, move
  let start = [...model.get("start")];
  let inside = numbers(model.get("inside"), Float32Array);
  let eta = scene.eta;
  let variant = 0;
  let touched = false;

  /** At step t (from 1), coordinate c, part p of the variant that is shown. */
  const part = (t, c, p, v = variant) => inside[((v * steps + t - 1) * 2 + c) * parts + p];
  const move = (t, c, v) => part(t, c, parts - 1, v);
  const filled = (t, c, i) => part(t, c, 3 + 2 * i);
  const hollow = (t, c, i) => part(t, c, 2 + 2 * i);

  const map = frame.chart({ x: scene.x, y: scene.y, equal: scene.equal, aspect: 1, least: 250 });
  const n = columns.length + 2;
  const bars = frame.chart({ x: { lo: -0.5, hi: n - 0.5, hide: true }, y: { lo: -1.3, hi: 1.3, ticks: [], title: `θ₁ left, θ₂ right${columns.some((one) => one.hat) ? "; grey: before correction" : ""}` }, aspect: 1.05, tallest: 350, least: 290, wide: 1.2 });
  const times = frame.chart({ x: { lo: 1 - 0.045 * steps, hi: steps, title: "step t" }, y: { lo: -1, hi: 1, title: "step / η" }, aspect: 0.74, tallest: 350, least: 215 });

  const at = slider({ name: "step t", lo: 1, hi: steps, step: 1, value: scene.t, main: true, show: String, move: (t) => { player.pause(); player.frame = t; frame.now(); }, rest: () => frame.speak() });
  const player = new Player(steps, (t) => { at.set(Math.max(1, t)); frame.ask(); }, { seconds: 8, cleanups: frame.cleanups });
  player.frame = scene.t;
  const correct = toggle({ name: "bias correction", on: true, flip: (on) => { variant = on ? 0 : 1; frame.now(); frame.speak(); } });
  frame.controls.append(at.element, player.element, ...(variants > 1 ? [correct.element] : []));
  if (!scene.alone) for (const one of scene.sliders) {
    frame.more(slider({ ...one, name: one.label, move: (v) => wire.ask({ do: "set", name: one.name, value: v, start }), rest: () => frame.speak() }).element);
  }

  const two = (x) => say(Number(x.toPrecision(2)));
  const span = (list) => Math.max(...list.filter(Number.isFinite).map(Math.abs), 1e-12);

  function draw() {
    const t = Math.round(at.read());
    const colour = { g: frame.colour(scene.colours.g), step: frame.colour(scene.colours.step), parts: columns.map((one) => frame.colour(one.colour)) };
    drawMap(t, colour);
    drawBars(t, colour);
    drawTimes(t, colour);
    tell(t);
  }

  function drawMap(t, colour) {
    const here = [part(t, 0, 0), part(t, 1, 0)];
    const reach = 0.2 * (map.x.hi - map.x.lo);
    const ray = (g, x, y, look, share = 1) => { const long = Math.hypot(x, y) / share; if (long > 0) map.arrow(g, ...here, (-x / long) * reach, (-y / long) * reach, { ...look, halo: true }); };
    map.paint((g) => {
      landscape.draw(g, map);
      for (let v = variants - 1; v >= 0; v -= 1) {
        const look = v === variant ? { colour: colour.step, width: 1.6, halo: true } : { colour: map.colours.faint, width: 1, dash: [4, 3] };
        map.line(g, steps, (i) => part(i + 1, 0, 0, v), (i) => part(i + 1, 1, 0, v), look);
      }
      ray(g, part(t, 0, 1), part(t, 1, 1), { colour: colour.g, width: 2 });
      const average = columns.findIndex((one) => !one.label.startsWith("√"));
      if (average >= 0) ray(g, filled(t, 0, average), filled(t, 1, average), { colour: colour.parts[average], width: 2 }, 0.8);
      map.arrow(g, ...here, move(t, 0), move(t, 1), { colour: colour.step, width: 4, halo: true });
      map.dot(g, ...here, { colour: map.colours.ink, radius: 5 });
      if (scene.alone || t > 1) map.dot(g, ...start, { colour: map.colours.ink, radius: scene.alone ? 6 : 4 });
      const end = [map.px(here[0]), map.py(here[1])];
      const word = (text, x, y, c) => { const long = Math.hypot(x, y) || 1; map.text(g, text, ...here, { dx: (-x / long) * (map.px(reach) - map.px(0)) * 1.12 - 8, dy: (y / long) * (map.px(reach) - map.px(0)) * 1.12 + 6, colour: c, bold: true }); };
      if (end.every(Number.isFinite)) word("−g", part(t, 0, 1), part(t, 1, 1), colour.g);
      if (variants > 1) map.text(g, `dashed: ${variant ? "with" : "without"} correction`, map.x.lo, map.y.lo, { dx: 4, dy: -8, colour: map.colours.faint });
      if (!touched && !scene.alone && t === 1) map.text(g, "drag me too", ...start, { dx: 14, dy: -12, bold: true });
    });
  }

  function drawBars(t, colour) {
    const scale = span([0, 1].flatMap((c) => [part(t, c, 1), ...columns.map((_, i) => filled(t, c, i))]));
    const whole = span([0, 1].flatMap((c) => Array.from({ length: variants * Math.min(steps, 40) }, (_, i) => move(1 + (i % Math.min(steps, 40)), c, Math.floor(i / Math.min(steps, 40))) / eta)));
    const list = [{ label: "g", hat: "", tone: colour.g, value: (c) => part(t, c, 1), over: scale }];
    columns.forEach((one, i) => list.push({ ...one, tone: colour.parts[i], value: (c) => filled(t, c, i), raw: (c) => hollow(t, c, i), over: scale }));
    list.push({ label: "step/η", hat: "", tone: colour.step, value: (c) => move(t, c) / eta, over: whole });
    bars.paint((g) => {
      bars.rule(g, { y: 0, dash: [] });
      bars.rule(g, { x: n - 1.5, dash: [2, 3] });
      list.forEach((one, i) => {
        [0, 1].forEach((c) => {
          const [a, b] = [i - 0.36 + 0.37 * c, i - 0.02 + 0.37 * c];
          const high = one.value(c) / one.over;
          bars.bar(g, a, 0, b, high, { colour: one.tone, alpha: c ? 0.62 : 1 });
          if (one.raw && one.hat && !variant) bars.bar(g, a, 0, b, one.raw(c) / one.over, { colour: bars.colours.ink, alpha: 0.3 });
          const up = high >= 0;
          bars.text(g, Number.isFinite(high) ? two(one.value(c)) : "–", (a + b) / 2, Math.min(Math.max(high, -1.2), 1.2), { align: "center", dy: up ? -5 : 15, colour: one.tone });
        });
        const name = one.hat && !variant ? one.hat : one.label;
        bars.text(g, name, i, -1.3, { align: "center", dy: -4, bold: true, colour: one.tone });
      });
    });
  }

  function drawTimes(t, colour) {
    const all = [0, 1].flatMap((c) => Array.from({ length: variants * steps }, (_, i) => move(1 + (i % steps), c, Math.floor(i / steps)) / eta));
    const high = span(all) * 1.1;
    Object.assign(times.y, { lo: -high, hi: high });
    times.paint((g) => {
      times.grid(g);
      if (variants > 1) [1, -1].forEach((y) => times.rule(g, { y }));
      const other = 1 - variant;
      if (variants > 1) [0, 1].forEach((c) => times.line(g, steps, (i) => i + 1, (i) => move(i + 1, c, other) / eta, { colour: times.colours.faint, width: 1, dash: c ? [3, 3] : [] }));
      [0, 1].forEach((c) => times.line(g, steps, (i) => i + 1, (i) => move(i + 1, c) / eta, { colour: colour.step, width: 2.2, dash: c ? [6, 3] : [] }));
      [0, 1].forEach((c) => times.dot(g, t, move(t, c) / eta, { colour: colour.step, radius: 4.5, hollow: c === 1 }));
      times.text(g, "— θ₁", steps, times.y.hi, { align: "right", dx: -4, dy: 17, colour: colour.step });
      times.text(g, "- - θ₂", steps, times.y.hi, { align: "right", dx: -4, dy: 34, colour: colour.step });
    });
  }

  function tell(t) {
    const pair = (f) => `${two(f(0))} and ${two(f(1))}`;
    const shown = columns.map((one, i) => `${one.hat && !variant ? one.hat : one.label} = ${pair((c) => filled(t, c, i))}`);
    const times_ = pair((c) => Math.abs(move(t, c)) / eta);
    const rest = variants > 1 && t === 1 ? (variant ? " Without correction both averages still lean towards zero, the root more than m." : " The first step has length η in each coordinate, however steep the ground.") : "";
    frame.tell(`Step ${t}: the slopes are ${pair((c) => part(t, c, 1))}${shown.length ? `; ${shown.join("; ")}` : ""}. The step is ${times_} times η.${rest}`);
    map.describe(`Map with the path of ${scene.rule}. At step ${t} it stands at ${pair((c) => part(t, c, 0))}. ${frame.word.textContent}`);
    bars.describe(`Bars for both coordinates. ${frame.word.textContent}`);
    times.describe(`Step over η for both coordinates over t: ${times_} at t = ${t}.`);
  }

  const landscape = new Landscape(numbers(model.get("grid"), Uint8Array), scene.grid);
  if (!scene.alone) map.handle({
    name: "start", at: () => start, anywhere: true, words: () => start.map(two).join(", "),
    move: (x, y) => { start = [x, y]; touched = true; wire.ask({ do: "from", start }); frame.now(); },
    rest: () => { wire.ask({ do: "rest", start }); frame.speak(); },
  });
  times.handle({
    name: "step t", at: () => [Math.round(at.read()), 0], look: "bar", along: "x", anywhere: true, words: () => String(at.read()),
    move: (x) => { player.pause(); at.set(Math.round(x)); player.frame = at.read(); frame.now(); }, rest: () => frame.speak(),
    keys: (by) => { at.set(Math.min(Math.max(at.read() + by, 1), steps)); player.frame = at.read(); frame.now(); },
  });
  const hear = (content, [bytes]) => {
    if (!bytes) return;
    inside = numbers(bytes, Float32Array);
    eta = content.eta ?? eta;
    frame.now();
  };
  wire.on("from", hear);
  wire.on("set", hear);
  frame.on("inside", () => { inside = numbers(model.get("inside"), Float32Array); frame.ask(); });
  frame.on("start", () => { start = [...model.get("start")]; frame.ask(); });
  return frame.open(draw);
}
