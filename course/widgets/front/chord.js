/* Chord: a curve, two points on it, the straight line between them, and the room between line and curve. */

function chord({ model, el }) {
  const scene = model.get("scene");
  const frame = new Frame({ model, el });
  const wire = new Wire(frame);
  const { functions, points } = scene;
  const all = numbers(model.get("curves"), Float32Array);
  const samples = functions.map((_, f) => all.subarray(f * points, (f + 1) * points));
  let chosen = model.get("chosen");
  let [a, b, lam] = model.get("place");
  let thrown = [];
  let moved = false;

  const menu = thumbs({ name: "function", curves: functions.map((f, i) => ({ label: f.label, samples: [...samples[i]] })), value: chosen, pick: (i) => { take(i); frame.now(); rest(); } });
  if (functions.length > 1) frame.root.insertBefore(menu.element, frame.views);
  const graph = frame.chart({ x: { lo: 0, hi: 1, title: "x" }, y: { lo: 0, hi: 1, title: "f(x)" }, aspect: 1.4, wide: 1.5 });
  const room = frame.chart({ x: { lo: 0, hi: 1, title: "λ, the share of a" }, y: { lo: -1, hi: 1, title: "chord minus graph" }, aspect: 1.2, like: graph });
  let height;
  function take(i, first = true) {
    chosen = i;
    const { lo, hi, bottom, top } = functions[i];
    Object.assign(graph.x, { lo, hi });
    Object.assign(graph.y, { lo: bottom, hi: top });
    Object.assign(room.y, { lo: -0.5 * (top - bottom), hi: 0.8 * (top - bottom) });
    height = heights(samples[i], lo, hi);
    thrown = [];
    if (first) [a, b] = scene.first.map((share) => lo + share * (hi - lo));
  }
  take(chosen, false);
  const rest = () => { if (!scene.alone) wire.ask({ do: "rest", chosen, place: [a, b, lam] }); frame.speak(); };

  const throwing = [1, 100, 10000].map((n) => button(`${count(n)}`, () => wire.ask({ do: "throw", n, chosen })));
  if (scene.hunts && !scene.alone) {
    frame.controls.append(make("span", { class: "choice" }, make("span", { class: "name" }, "Or let chance throw chords:"), make("span", { class: "row", role: "group", "aria-label": "throw chords" }, ...throwing)));
  }

  const line = (x) => (a === b ? height(a) : height(a) + ((x - a) / (b - a)) * (height(b) - height(a)));
  const gap = (l) => line(l * a + (1 - l) * b) - height(l * a + (1 - l) * b);
  const steps = 120;
  const tolerance = () => 1e-3 * (graph.y.hi - graph.y.lo); // half a pixel: the curve is sampled

  function draw() {
    const [blue, orange] = [frame.colour("#0072B2"), frame.colour("#D55E00")];
    const between = (i) => a + (i / steps) * (b - a);
    let least = Infinity;
    for (let i = 0; i <= steps; i += 1) least = Math.min(least, gap(i / steps));
    const breaks = least < -tolerance();
    const here = gap(lam);
    const x = lam * a + (1 - lam) * b;
    graph.paint((g) => {
      graph.grid(g);
      for (const [from, to, bad] of thrown) graph.line(g, 2, (i) => (i ? to : from), (i) => height(i ? to : from), { colour: bad ? orange : graph.colours.faint, width: 1, alpha: bad ? 0.6 : 0.25, dash: bad ? [4, 2] : [] });
      shade(g, graph, between, (i) => height(between(i)), (i) => line(between(i)), blue, orange);
      graph.line(g, points, (i) => graph.x.lo + (i / (points - 1)) * (graph.x.hi - graph.x.lo), (i) => samples[chosen][i], { colour: graph.colours.ink, width: 2.5 });
      graph.line(g, 2, (i) => (i ? b : a), (i) => height(i ? b : a), { colour: breaks ? orange : blue, width: 2.5 });
      graph.line(g, 2, () => x, (i) => (i ? line(x) : height(x)), { colour: here < -tolerance() ? orange : blue, width: 4 });
      graph.dot(g, x, height(x), { colour: graph.colours.ink, radius: 3.5 });
      graph.text(g, moved ? "a" : "a: drag me", a, height(a), { dx: -5, dy: -16, bold: true });
      graph.text(g, "b", b, height(b), { dx: -4, dy: -16, bold: true });
    });
    room.paint((g) => {
      room.grid(g);
      shade(g, room, (i) => i / steps, () => 0, (i) => gap(i / steps), blue, orange);
      room.rule(g, { y: 0, dash: [], colour: room.colours.ink });
      room.line(g, steps + 1, (i) => i / steps, (i) => gap(i / steps), { colour: breaks ? orange : blue });
      room.line(g, 2, () => lam, (i) => (i ? here : 0), { colour: here < -tolerance() ? orange : blue, width: 4 });
    });
    const told = model.get("tally");
    functions.forEach((_, i) => {
      const [n, broken] = told[i];
      menu.badge(i, n ? `${count(broken)} / ${count(n)}` : "", `${count(broken)} of ${count(n)} chords broken`, broken > 0);
    });
    frame.tell(words(here, breaks, least));
    graph.describe(`Graph of ${functions[chosen].label} with a chord from ${say(a)} to ${say(b)}. ${frame.word.textContent}`);
    room.describe(`Chord minus graph over λ. ${frame.word.textContent}`);
  }

  function words(here, breaks, least) {
    const { label, fact } = functions[chosen];
    const [n, broken] = model.get("tally")[chosen];
    const size = (v) => say(Number(Math.abs(v).toPrecision(2)));
    const now = Math.abs(here) <= tolerance() ? "chord and graph meet" : here > 0 ? `the graph is ${size(here)} below its chord` : `the graph is ${size(here)} above its chord`;
    const verdict = breaks ? `Somewhere it rises ${size(least)} above: these two points prove that ${label} is not convex.`
      : broken ? "This chord is fine; others were not, and one is enough." : n ? `${count(n)} chords thrown, none broken. That proves nothing, but it would surprise us.` : "Nowhere between a and b does it rise above.";
    return `At λ = ${lam.toFixed(2)} ${now}. ${verdict} ${breaks || !fact ? "" : fact}`.trim();
  }

  /** Between two lines: blue where the chord has room below it, orange and striped where the graph breaks through. */
  function shade(g, chart, x, low, high, blue, orange) {
    for (const [colour, side] of [[blue, 1], [orange, -1]]) {
      const edge = (i) => low(i) + Math.max(0, side * (high(i) - low(i))) * side;
      chart.area(g, steps + 1, x, edge, low, { colour, alpha: side > 0 ? 0.22 : 0.3 });
      if (side > 0) continue;
      g.save();
      g.beginPath();
      for (let i = 0; i <= steps; i += 1) g.lineTo(chart.px(x(i)), chart.py(edge(i)));
      for (let i = steps; i >= 0; i -= 1) g.lineTo(chart.px(x(i)), chart.py(low(i)));
      g.clip();
      chart.hatch(g, { colour });
      g.restore();
    }
  }

  const hold = (set) => (u) => { set(u); moved = true; thrown = []; frame.now(); };
  const first = graph.handle({ name: "point a", at: () => [a, height(a)], along: "x", look: "ring", words: () => say(a), move: hold((u) => { a = u; }), rest });
  first.element.classList.add("hint");
  graph.handle({ name: "point b", at: () => [b, height(b)], along: "x", look: "ring", words: () => say(b), move: hold((u) => { b = u; }), rest });
  const slide = (u) => { lam = Math.min(Math.max(u, 0), 1); };
  graph.handle({ name: "point between", at: () => [lam * a + (1 - lam) * b, line(lam * a + (1 - lam) * b)], along: "x", words: () => `λ = ${lam.toFixed(2)}`, colour: "var(--touch)", move: hold((u) => slide(a === b ? 0.5 : (u - b) / (a - b))), rest });
  room.handle({ name: "share of a", at: () => [lam, room.y.lo], along: "x", look: "bar", anywhere: true, words: () => lam.toFixed(2), move: hold(slide), rest });

  wire.on("throw", ({ thrown: some, worst }) => {
    if (!some) return;
    thrown = some;
    moved = true;
    if (worst) [a, b, lam] = worst;
    else if (some.length === 1) [a, b] = some[0];
    frame.now();
    frame.speak();
  });
  frame.on("tally", () => frame.ask());
  frame.on("place chosen", () => {
    if (model.get("chosen") !== chosen) { take(model.get("chosen")); menu.set(chosen); }
    [a, b, lam] = model.get("place");
    frame.ask();
  });
  return frame.open(draw);
}
