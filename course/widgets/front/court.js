/* MythCourt: two sides, each at its learning rate, on the evidence that the learner chooses. All runs came from Python. */

function court({ model, el }) {
  const scene = model.get("scene");
  const { problems, optimizers, etas, metrics, rates } = scene;
  const frame = new Frame({ model, el });
  const wire = new Wire(frame);
  const table = numbers(model.get("table"), Float32Array);
  const at = scene.sides.map((side) => side.at);
  const heard = new Set([0]);
  let problem = 0;
  let metric = 0;
  let said = scene.said;

  const run = (m, p, o, k, seed) => table[(((m * problems.length + p) * optimizers.length + o) * etas.length + k) * scene.seeds + seed];
  const many = () => Math.round(seeds.read());
  const draws = (o, k, m = metric, p = problem) => Array.from({ length: many() }, (_, i) => run(m, p, o, k, i));
  const middle = (list) => {
    const s = [...list].sort((a, b) => a - b);
    return s.some(Number.isNaN) ? NaN : (s[Math.floor((s.length - 1) / 2)] + s[Math.ceil((s.length - 1) / 2)]) / 2;
  };
  const here = (side) => draws(scene.sides[side].optimizer, at[side]);
  const x = (k) => (scene.log ? Math.log10(etas[k]) : etas[k]);
  const best = (o) => etas.reduce((found, _, k) => (middle(draws(o, k)) < middle(draws(o, found)) ? k : found), 0);

  const ends = [x(0), x(etas.length - 1)];
  const pad = 0.03 * (ends[1] - ends[0]);
  const range = frame.chart({ x: { lo: ends[0] - pad, hi: ends[1] + pad, log: scene.log, title: "learning rate η" }, y: { lo: 0, hi: 1, log: true, title: "" }, aspect: 1.45, wide: 1.5, least: 340 });
  const duel = frame.chart({ x: { lo: -0.5, hi: 1.5, ticks: [] }, y: { lo: 0, hi: 1, log: true, title: "run against run" }, aspect: 0.95, tallest: 385, least: 240 });

  const which = choice({ name: "problem", options: problems.map((_, i) => String(i)), labels: problems, value: "0", pick: (i) => { problem = Number(i); heard.add(problem); move(); } });
  const seeds = slider({ name: "runs (seeds)", lo: 1, hi: scene.seeds, step: 1, value: scene.first, show: String, move: () => frame.now(), rest: () => frame.speak() });
  const measure = choice({ name: "measured by", options: metrics.map((_, i) => String(i)), labels: metrics.map((one) => one.label), value: "0", pick: (i) => { metric = Number(i); move(); } });
  const tune = button("Tune both", () => { scene.sides.forEach((side, i) => { at[i] = best(side.optimizer); }); move(); });
  frame.controls.append(which.element, seeds.element, ...(rates ? [] : [tune]));
  if (metrics.length > 1) frame.more(measure.element);
  const fairness = make("ul", { class: "fairness", style: "margin: 6px 0 0; padding-left: 1.3em; min-height: 1.45em" });
  const finding = make("p", { style: "margin-top: 6px; font-weight: 600", "aria-live": "polite" });
  const judge = choice({ name: "Your verdict", options: scene.options, value: said, pick: (option) => { said = option; wire.ask({ do: "vote", said }); found(); } });
  const bench = make("div", { style: "margin-top: 10px" }, judge.element, finding);
  frame.word.after(fairness, bench);
  const found = (note = "") => { finding.textContent = said ? `The court: ${/\.\.\.$/.test(scene.verdict) ? "" : `${scene.verdict}. `}${scene.because} ${note}` : ""; };
  found();
  wire.on("vote", (content) => found(content.note ?? ""));
  function move() { frame.now(); frame.speak(); }

  function draw() {
    const colours = scene.colours.map((hex) => frame.colour(hex));
    const axis = metrics[metric];
    for (const chart of [range, duel]) Object.assign(chart.y, { lo: axis.lo, hi: axis.hi, ticks: ticksBelow(axis, chart) });
    range.y.title = axis.label;
    const y = (v) => (Number.isNaN(v) ? NaN : v === Infinity ? (axis.top + axis.hi) / 2 : Math.min(Math.max(Math.log10(v), axis.lo + 0.02), axis.top));
    range.paint((g) => {
      never(g, range, axis);
      optimizers.forEach((one, o) => {
        const colour = rates ? range.colours.faint : frame.colour(one.colour);
        etas.forEach((_, k) => draws(o, k).forEach((v) => range.dot(g, x(k), y(v), { colour, radius: 2, ring: false, alpha: 0.35 })));
        range.line(g, etas.length, x, (k) => y(middle(draws(o, k))), { colour, width: 2 });
      });
      if (!rates) range.labels(g, optimizers.map((one, o) => { // above the first run, below the band of what never arrived
        const first = y(middle(draws(o, 0)));
        return { text: one.label, x: x(0), y: range.uy(range.py(first) + (first > axis.top ? 20 : -14)), colour: frame.colour(one.colour), bold: true };
      }));
      scene.sides.forEach((side, i) => {
        range.rule(g, { x: x(at[i]), colour: colours[i], width: 1.5 });
        range.dot(g, x(at[i]), y(middle(here(i))), { colour: colours[i], radius: 6.5 });
      });
    });
    const pair = [here(0), here(1)];
    duel.paint((g) => {
      never(g, duel, axis);
      pair[0].forEach((v, i) => duel.line(g, 2, (k) => k, (k) => y(pair[k][i]), { colour: duel.colours.faint, width: 1, alpha: 0.7 }));
      pair.forEach((list, k) => {
        list.forEach((v) => duel.dot(g, k, y(v), { colour: colours[k], radius: 3.5, ring: false, alpha: 0.75 }));
        duel.line(g, 2, (i) => k - 0.14 + 0.28 * i, () => y(middle(list)), { colour: colours[k], width: 4 });
        const lines = duel.right - duel.left < 340 ? name(k).split(", ") : [name(k)];
        lines.forEach((line, i) => duel.text(g, line, k, axis.lo, { align: "center", dy: -6 - 15 * (lines.length - 1 - i), bold: true, colour: colours[k] }));
      });
    });
    tell(pair);
  }
  const ticksBelow = (axis, chart) => { // none in the band of what never arrived
    const part = { ...axis, log: true, hi: axis.top };
    const list = chart.marks({ ...part, ticks: null }, (chart.bottom - chart.top) / 48);
    const fine = list.length > 2 ? list : [1, 2, 5].flatMap((m) => decades(part.lo - 1, part.hi, 9).map((p) => p + Math.log10(m))).filter((v) => v >= part.lo && v <= part.hi).map((v) => ({ at: v, text: say(Number((10 ** v).toPrecision(1))) }));
    return fine;
  };
  function never(g, chart, axis) {
    chart.grid(g);
    if (!table.includes(Infinity)) return;
    chart.bar(g, chart.x.lo, axis.top, chart.x.hi, axis.hi, { colour: chart.colours.faint, alpha: 0.15 });
    chart.text(g, "never", (chart.x.lo + chart.x.hi) / 2, (axis.top + axis.hi) / 2, { dy: 4, align: "center", colour: chart.colours.faint });
  }
  function name(i) {
    const rate = `η = ${say(etas[at[i]])}`;
    return rates ? rate : `${optimizers[scene.sides[i].optimizer].label}, ${rate}`;
  }

  function tell(pair) {
    const [a, b] = pair.map(middle);
    const axis = metrics[metric];
    const words = (v) => (v === Infinity ? "never" : Number.isNaN(v) ? "not run" : say(Number(v.toPrecision(3))));
    // On trial is that the second side is better; with two rates, that the bigger one is.
    const favoured = rates && etas[at[0]] > etas[at[1]] ? 0 : 1;
    const [own, other] = favoured ? [b, a] : [a, b];
    const wins = pair[0].filter((_, i) => pair[favoured][i] < pair[1 - favoured][i]).length;
    const ratio = other / own;
    const speaks = a === b || Math.abs(ratio - 1) < 0.02 ? "Neither for nor against" : ratio > 1 ? "Speaks for the statement" : "Speaks against the statement";
    const times = ratio > 1 ? ratio : 1 / ratio;
    const factor = Number.isFinite(times) && Math.abs(ratio - 1) >= 0.02 ? ` ${say(Number(times.toPrecision(2)))} times ${ratio > 1 ? "better" : "worse"},` : "";
    const told = (i, v) => `${words(v)} ${rates ? "at" : "for"} ${name(i).replace(",", " at")}`;
    frame.tell(`${speaks}. On ${problems[problem]}, ${axis.label}: ${told(1 - favoured, other)}, ${told(favoured, own)}.${factor ? `${factor.replace(",", ";")} better` : " Better"} in ${wins} of ${many()} run${many() > 1 ? "s" : ""}.`);
    const complaints = unfair();
    fairness.replaceChildren(...(complaints.length ? complaints.map((text) => make("li", {}, text)) : [make("li", { style: "list-style: '✓  '" }, "A fair trial: enough runs, every problem heard, both sides given their chance.")]));
    range.describe(`${axis.label} over the learning rate. ${frame.word.textContent}`);
    duel.describe(`${axis.label} of both sides, run against run. ${frame.word.textContent}`);
  }

  /** What is wrong with the trial as it stands. */
  function unfair() {
    const list = [];
    if (many() < 3 && scene.seeds > 2) list.push(`${many() === 1 ? "One run" : "Two runs"} a side: luck alone could do this. Take more.`);
    if (heard.size < problems.length) list.push(`${heard.size} of ${problems.length} problems heard so far.`);
    scene.sides.forEach((side, i) => {
      const [own, least] = [middle(here(i)), middle(draws(side.optimizer, best(side.optimizer)))];
      if (!rates && own > 1.5 * least) list.push(`${optimizers[side.optimizer].label} at η = ${say(etas[at[i]])} is far from its best (η = ${say(etas[best(side.optimizer)])}): an untuned opponent.`);
    });
    if (rates) {
      const top = best(scene.sides[0].optimizer);
      if (at[0] === at[1]) list.push("Both sides have the same rate.");
      else if (at.every((k) => k <= top)) list.push(`Both rates lie below the best one here (η = ${say(etas[top])}). Has anybody heard what happens above?`);
      else if (at.every((k) => k >= top)) list.push(`Both rates lie above the best one here (η = ${say(etas[top])}). Has anybody heard what happens below?`);
    }
    return list;
  }

  scene.sides.forEach((side, i) => range.handle({
    name: `learning rate of ${rates ? ["the first side", "the second side"][i] : optimizers[side.optimizer].label}`, look: "bar", along: "x", colour: scene.colours[i],
    at: () => [x(at[i]), metrics[metric].lo], words: () => say(etas[at[i]]), rest: () => frame.speak(),
    move: (u) => { at[i] = etas.reduce((found, _, k) => (Math.abs(x(k) - u) < Math.abs(x(found) - u) ? k : found), 0); frame.now(); },
    keys: (by) => { at[i] = Math.min(Math.max(at[i] + by, 0), etas.length - 1); frame.now(); },
  }));
  return frame.open(draw);
}
