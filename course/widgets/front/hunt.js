/* The hunt: a list of losses with what the thrown chords found, and the worst chord of the last throw. */

function hunt({ model, el }) {
  const scene = model.get("scene");
  const frame = new Frame({ model, el });
  const wire = new Wire(frame);
  const { losses, margin, points } = scene;
  const list = make("div", { class: "list", role: "group", "aria-label": "loss" });
  frame.views.append(list);
  const graph = frame.chart({ x: { lo: -margin, hi: 1 + margin, title: "along the chord", ticks: [{ at: 0, text: "b" }, { at: 1, text: "a" }] }, y: { lo: 0, hi: 1, title: "loss" }, aspect: 1.45, wide: 1.4, least: 320 });
  let lam = 0.5;

  /** Without Python: what the thrown chords found lies ready for each loss. */
  function choose(i) {
    if (!scene.alone) { wire.ask({ do: "choose", chosen: i }); return; }
    const { tally, slice } = scene.finds[i];
    lam = scene.finds[i].lam;
    model.set("chosen", i);
    model.set("tally", model.get("tally").map((old, j) => (j === i ? tally : old)));
    model.set("slice", Float32Array.from(slice));
    frame.now();
    frame.speak();
  }
  const rows = losses.map(({ label }, i) => {
    const [told, bar] = [make("small"), make("i")];
    const row = make("button", { type: "button", onclick: () => choose(i) }, make("span", {}, label), told, bar);
    list.append(row);
    return { row, told, bar };
  });
  if (!scene.alone) {
    const throws = [1, 100, 10000].map((n) => button(count(n), () => wire.ask({ do: "throw", n, chosen: model.get("chosen") }), n === 100));
    frame.controls.append(make("span", { class: "choice" }, make("span", { class: "name" }, "Throw chords:"), make("span", { class: "row", role: "group", "aria-label": "throw chords" }, ...throws)));
  }

  function draw() {
    const chosen = model.get("chosen");
    const tally = model.get("tally");
    const samples = numbers(model.get("slice"), Float32Array);
    const height = heights(samples, -margin, 1 + margin);
    const [low, high] = [Math.min(...samples), Math.max(...samples)];
    const room = 0.12 * (high - low) || 1;
    Object.assign(graph.y, { lo: low - room, hi: high + room, title: `loss of ${losses[chosen].label}` });
    const line = (t) => height(0) + t * (height(1) - height(0));
    const gaps = Array.from({ length: 101 }, (_, i) => line(i / 100) - height(i / 100));
    const breaks = Math.min(...gaps) < -1e-6 * (high - low);
    const [blue, orange] = [frame.colour("#0072B2"), frame.colour("#D55E00")];
    graph.paint((g) => {
      graph.grid(g);
      for (const [colour, keep] of [[blue, (v) => Math.max(v, 0)], [orange, (v) => Math.min(v, 0)]]) graph.area(g, 101, (i) => i / 100, (i) => height(i / 100) + keep(gaps[i]), (i) => height(i / 100), { colour, alpha: 0.28 });
      graph.line(g, points, (i) => -margin + (i / (points - 1)) * (1 + 2 * margin), (i) => samples[i], { colour: graph.colours.ink, width: 2.5 });
      graph.line(g, 2, (i) => i, line, { colour: breaks ? orange : blue, width: 2.5, dash: breaks ? [7, 4] : [] });
      graph.line(g, 2, () => lam, (i) => (i ? line(lam) : height(lam)), { colour: breaks ? orange : blue, width: 4 });
      for (const end of [0, 1]) graph.dot(g, end, height(end), { colour: graph.colours.ink, radius: 6, hollow: true });
    });
    rows.forEach(({ row, told, bar }, i) => {
      const [n, broken] = tally[i];
      row.setAttribute("aria-pressed", String(i === chosen));
      told.textContent = n ? `${count(broken)} of ${count(n)} broken` : "";
      told.className = broken ? "bad" : "";
      bar.style.width = `${n ? (100 * broken) / n : 0}%`;
    });
    const [n, broken] = tally[chosen];
    const { label } = losses[chosen];
    frame.tell(broken ? `${label}: ${count(broken)} of ${count(n)} chords dip below the graph. One is enough: it is not convex. You see the worst of the last throw.`
      : n ? `${label}: ${count(n)} chords thrown, none broken${n >= 10000 ? ". No proof, but a strong hint" : ". Throw more"}.`
        : `${label}: this is one random chord through its ${losses[chosen].d} weights. Throw more before you judge.`);
    graph.describe(`The loss along a chord. ${frame.word.textContent}`);
  }

  wire.on("throw", (told) => { lam = told.lam ?? lam; frame.now(); frame.speak(); });
  wire.on("choose", (told) => { lam = told.lam ?? lam; frame.now(); frame.speak(); });
  frame.on("tally slice chosen", () => frame.ask());
  return frame.open(draw);
}
