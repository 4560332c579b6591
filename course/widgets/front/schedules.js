/* ScheduleLab: eta over time, and the mean squared distance it leaves where the noise stays and where it dies. All curves came from Python. */

function schedules({ model, el }) {
  const scene = model.get("scene");
  const { kinds, etas, records, times, steps } = scene;
  const frame = new Frame({ model, el });
  const wire = new Wire(frame);
  const lg = Math.log10;
  const tables = takeApart();
  let kind = kinds.findIndex((one) => one.name === scene.kind);
  const knobAt = kinds.map((one, i) => (i === kind ? one.values.indexOf(scene.knob) : Math.floor(one.values.length / 2)));
  let average = false;

  const x = { lo: -0.15, hi: lg(steps) + 0.05, log: true, title: "steps" };
  const rate = frame.chart({ x: { ...x, title: "step" }, y: { lo: -5, hi: 0.4, log: true, title: "learning rate η" }, aspect: 1.1, least: 240 });
  const noisy = frame.chart({ x, y: { ...scene.square, log: true, title: "noise stays: mean distance²" }, aspect: 1.1, least: 240 });
  const dying = frame.chart({ x, y: { ...scene.square, log: true, title: "noise dies: mean distance²" }, aspect: 1.1, least: 240 });

  /** The three traits hold the kinds one after another; each is read where its own part begins. */
  function takeApart() {
    const cut = (bytes, size) => {
      const whole = numbers(bytes, Int16Array);
      let from = 0;
      return kinds.map((one) => whole.subarray(from, (from += one.values.length * size)));
    };
    const read = (q, [middle, step]) => (q === -32768 ? NaN : middle + step * q);
    const [shapes, squares, averages] = [["shapes", times.length], ["squares", etas.length * 2 * records.length], ["averages", etas.length * 2]].map(([name, size]) => cut(model.get(name), size));
    return {
      shape: (k, c, i) => read(shapes[k][c * times.length + i], scene.unpack.eta[0]),
      square: (k, c, e, problem, i) => read(squares[k][((c * etas.length + e) * 2 + problem) * records.length + i], scene.unpack.square[0]),
      average: (k, c, e, problem) => read(averages[k][(c * etas.length + e) * 2 + problem], scene.unpack.square[0]),
    };
  }
  const key = () => [kinds[kind].name, first.read(), kinds[kind].values[knobAt[kind]]].join(" ");

  const first = slider({ name: "first learning rate η₀", values: etas, value: scene.eta0, main: true, move: () => frame.now(), rest });
  const knobs = kinds.map((one, i) => one.knob && slider({
    name: one.knob, values: one.values, value: one.values[knobAt[i]], show: (v) => (one.name === "inverse_time" ? say(v) : `${count(v)} steps`),
    move: (_, at) => { knobAt[i] = at; frame.now(); }, rest,
  }));
  let dots = { of: key(), log: numbers(model.get("dots"), Float32Array) };
  const pick = choice({
    name: "", options: kinds.slice(0, 4).map((one) => one.name), labels: kinds.slice(0, 4).map((one) => one.label), value: scene.kind,
    pick: (name) => { restart.set(false); turn(kinds.findIndex((one) => one.name === name)); },
  });
  const restart = toggle({ name: "restart the cosine (cycles twice as long each time)", on: kind === 4, flip: (on) => { pick.set("cosine"); turn(on ? 4 : 3); } });
  frame.controls.append(first.element, ...knobs.filter(Boolean).map((one) => one.element), pick.element);
  frame.more(toggle({ name: "average the last half of the path", flip: (on) => { average = on; frame.now(); frame.speak(); } }).element, restart.element);
  function turn(to) { kind = to; frame.now(); rest(); }
  function rest() {
    frame.speak();
    if (!scene.alone && dots.of !== key()) wire.ask({ do: "runs", kind: kinds[kind].name, eta0: first.read(), knob: kinds[kind].values[knobAt[kind]] });
  }
  wire.on("runs", (content, [bytes]) => {
    if (bytes) dots = { of: content.of.join(" "), log: numbers(bytes, Float32Array) };
    frame.ask();
  });

  function draw() {
    const [c, e] = [knobAt[kind], first.index()];
    knobs.forEach((one, i) => { if (one) one.element.style.display = i === kind ? "" : "none"; });
    const colour = Object.fromEntries(Object.entries(scene.colours).map(([name, hex]) => [name, frame.colour(hex)]));
    rate.paint((g) => {
      rate.grid(g);
      rate.line(g, 2, (i) => i * x.hi, () => lg(etas[e]), { colour: rate.colours.faint, dash: [5, 4], width: 1.2 });
      rate.line(g, times.length, (i) => lg(times[i]), (i) => lg(etas[e]) + tables.shape(kind, c, i), { colour: colour.eta, width: 2.6 });
    });
    [[noisy, colour.noisy], [dying, colour.interpolating]].forEach(([chart, own], problem) => chart.paint((g) => {
      chart.grid(g);
      chart.line(g, records.length, (i) => lg(records[i]), (i) => tables.square(0, 0, e, problem, i), { colour: chart.colours.faint, dash: [5, 4], width: 1.5 });
      if (!problem) chart.line(g, 2, (i) => i * x.hi, (i) => -i * x.hi, { colour: chart.colours.faint, width: 1 });
      chart.line(g, records.length, (i) => lg(records[i]), (i) => tables.square(kind, c, e, problem, i), { colour: own, width: 2.8, halo: true });
      if (!problem && dots.of === key()) scene.at.forEach((t, i) => chart.dot(g, lg(t), dots.log[i], { colour: own, radius: 3, hollow: true }));
      if (average) chart.dot(g, lg(steps), tables.average(kind, c, e, problem), { colour: own, shape: "D", radius: 6 });
      names(g, chart, e, problem);
    }));
    tell(c, e);
  }

  /** What the thin lines are, written beside them where there is room. */
  function names(g, chart, e, problem) {
    const level = tables.square(0, 0, e, problem, records.length - 1);
    const faint = chart.colours.faint;
    if (kind && level > scene.square.lo + 0.5) chart.text(g, `constant η₀`, x.hi, Math.min(level, chart.y.hi - 0.8), { align: "right", dx: -4, dy: -7, colour: faint });
    else if (kind) chart.text(g, "constant η₀", lg(records.find((_, i) => tables.square(0, 0, e, problem, i) < scene.square.lo + 1.2) ?? 1), scene.square.lo + 1.2, { dx: -4, dy: 10, align: "right", colour: faint });
    if (!problem) chart.text(g, "1/t", 0.9, -0.9, { dx: -10, dy: 14, align: "right", colour: faint });
  }

  function tell(c, e) {
    const one = kinds[kind];
    const end = (k, at, problem) => tables.square(k, at, e, problem, records.length - 1);
    const words = (h) => (h > scene.square.hi + 8 ? "off the map" : h < -12 ? "< 10⁻¹²" : say(Number((10 ** h).toPrecision(2))));
    const setting = `${one.label}, η₀ = ${say(etas[e])}${one.knob ? `, ${one.knob.split(" ").at(-1) === "k" ? "k" : one.knob} = ${say(one.values[c])}` : ""}`;
    const ends = `after ${count(steps)} steps the mean distance² is ${words(end(kind, c, 0))} where the noise stays, ${words(end(kind, c, 1))} where it dies.`;
    const ratio = etas[e] / one.values[c];
    const why = kind === 0 ? ` Where it stays, a constant step stalls at η/(2 − η) = ${etas[e] < 2 ? say(Number((etas[e] / (2 - etas[e])).toPrecision(2))) : "∞"}.`
      : one.name === "inverse_time" && ratio < 0.5 ? ` η₀/k = ${say(Number(ratio.toPrecision(2)))} is below 1/2: the steps shrink before the start is forgotten.`
        : ` A constant η₀ ends at ${words(end(0, 0, 0))} and ${words(end(0, 0, 1))}.`;
    const mean = average ? ` Averaging the last half: ${words(tables.average(kind, c, e, 0))} and ${words(tables.average(kind, c, e, 1))}.` : "";
    frame.tell(`${setting}: ${ends}${why}${mean}`);
    rate.describe(`Learning rate over ${count(steps)} steps, both logarithmic: ${setting}.`);
    noisy.describe(`Mean squared distance over steps where the noise stays: ends at ${words(end(kind, c, 0))}. Dots: ${scene.runs} runs.`);
    dying.describe(`Mean squared distance over steps where the noise dies at the minimum: ends at ${words(end(kind, c, 1))}.`);
  }

  rate.handle({
    name: "first learning rate", at: () => [0, lg(first.read())], along: "y", look: "ring", colour: "var(--touch)", words: () => say(first.read()),
    move: (_, y) => { first.set(10 ** y); frame.now(); }, keys: (_, by) => { first.step(by); frame.now(); }, rest,
  }).element.classList.add("hint");
  rate.handle({
    name: "decay", look: "ring", along: "x", colour: "var(--touch)", words: () => (knobs[kind] ? say(knobs[kind].read()) : ""), rest,
    at: () => { const t = knee(); return [t, t === null ? NaN : lg(first.read()) + tables.shape(kind, knobAt[kind], nearest(10 ** t))]; },
    move: (u) => { knobs[kind].set(kinds[kind].name === "inverse_time" ? 9 * 10 ** -u : 10 ** u); knobAt[kind] = knobs[kind].index(); frame.now(); },
    keys: (by) => { knobs[kind].step(kinds[kind].name === "inverse_time" ? -by : by); knobAt[kind] = knobs[kind].index(); frame.now(); },
  });
  /** Where the decay is taken hold of: where eta has fallen to a tenth, or where its first stretch ends; null where there is nothing to hold. */
  function knee() {
    if (!knobs[kind]) return null;
    const v = knobs[kind].read();
    return kinds[kind].name === "inverse_time" ? Math.max(0, lg(9 / v)) : lg(v);
  }
  const nearest = (t) => times.findIndex((one) => one >= t - 1e-9);
  return frame.open(draw);
}
