/* GradientCloud: minibatch gradients around the full one, how their spread shrinks with the batch, and what each batch size buys.
 * Python drew the minibatches and made the runs for every batch size and learning rate; the sliders only choose among them. */

function cloud({ model, el }) {
  const scene = model.get("scene");
  const { batches, etas, seen, records, draws, reach, n } = scene;
  const frame = new Frame({ model, el });
  const wire = new Wire(frame);
  const all = batches.length - 1;
  let at = [...model.get("start")];
  let grains, facts, family;
  let touched = false;

  const map = frame.chart({ x: scene.x, y: scene.y, equal: true, wide: 1.6, least: 300 });
  const law = frame.chart({
    x: { lo: 0, hi: Math.log10(n), log: true, title: "batch size B", ticks: [1, 4, 16, 64, 256].filter((b) => b < n).map((b) => ({ at: Math.log10(b), text: String(b) })) },
    y: { lo: -1.75, hi: 0.25, log: true, title: "distance to the full gradient" }, aspect: 0.72, tallest: 385, least: 215,
  });
  const curve = frame.chart({ x: { lo: 0, hi: scene.passes * n, title: `passes over the ${n} rows`, ticks: passTicks() }, y: scene.loss, aspect: 0.77, tallest: 385, least: 235 });

  function passTicks() { return Array.from({ length: scene.passes + 1 }, (_, i) => ({ at: i * n, text: String(i) })); }
  function settle(look, bytes) {
    facts = look;
    grains = new Family(bytes, [1, batches.length, draws, 2], scene.grain);
  }
  const renew = () => {
    settle(model.get("facts"), model.get("cloud"));
    family = new Family(model.get("family"), [batches.length, etas.length, records, 3], scene.unpack);
  };
  renew();

  const size = slider({
    name: "batch size B", values: batches, value: scene.batch, main: true, show: (b) => (b === n ? `all ${n}` : String(b)),
    move: () => frame.now(), rest: () => frame.speak(),
  });
  const rate = slider({ name: "learning rate η", values: etas, value: scene.eta, move: () => frame.now(), rest: () => frame.speak() });
  frame.controls.append(size.element, rate.element);

  const settled = () => at.every((x, i) => x === model.get("start")[i]);
  const landscape = new Landscape(numbers(model.get("grid"), Uint8Array), scene.grid);
  const tip = (b, i) => [-reach * grains.at(0, b, i, 0), -reach * grains.at(0, b, i, 1)];

  function draw() {
    const [b, j] = [size.index(), rate.index()];
    const [full, mini] = [frame.colour(scene.colours.full), frame.colour(scene.colours.mini)];
    const last = seen[b].length - 1;
    map.paint((g) => {
      landscape.draw(g, map);
      if (settled()) map.line(g, last + 1, (i) => family.at(b, j, i, 0), (i) => family.at(b, j, i, 1), { colour: b === all ? full : mini, width: 1.4, halo: b > 1 });
      for (let i = 0; i < draws; i += 1) {
        const [dx, dy] = tip(b, i);
        if (i % 8 === 0 && b < all) map.line(g, 2, (k) => at[0] + k * dx, (k) => at[1] + k * dy, { colour: mini, width: 1, alpha: 0.55 });
        if (b < all) map.dot(g, at[0] + dx, at[1] + dy, { colour: mini, radius: 2.2, ring: false, alpha: 0.65 });
      }
      map.arrow(g, ...at, -reach * facts.full[0], -reach * facts.full[1], { colour: full, width: 3, halo: true });
      if (scene.alone) map.dot(g, ...at, { colour: map.colours.ink, radius: 7 });
      if (!touched && !scene.alone) map.text(g, "drag me too", ...at, { dx: -34, dy: -17, bold: true });
    });
    const err = (i) => Math.log10(i < all ? facts.spread[i] : NaN);
    law.paint((g) => {
      law.grid(g);
      law.line(g, 2, (i) => i * Math.log10(n), (i) => Math.log10(facts.one) - (i * Math.log10(n)) / 2, { colour: law.colours.faint, width: 1.2 });
      law.text(g, "1/√B", Math.log10(n) * 0.8, Math.log10(facts.one) - 0.4 * Math.log10(n), { dx: 8, dy: -6, colour: law.colours.faint });
      for (let i = 0; i < all; i += 1) law.dot(g, Math.log10(batches[i]), err(i), { colour: mini, radius: 3, hollow: true });
      if (b < all) law.dot(g, Math.log10(batches[b]), err(b), { colour: mini, radius: 6 });
      else law.text(g, "all rows: distance 0", Math.log10(n), law.y.lo, { align: "right", dx: -4, dy: -8, bold: true, colour: full });
    });
    const path = (i, look) => curve.line(g0, seen[i].length, (k) => seen[i][k], (k) => family.at(i, j, k, 2), look);
    let g0;
    curve.paint((g) => {
      g0 = g;
      curve.grid(g);
      const alpha = settled() ? 1 : 0.35; // while the point is on its way, the runs are those of where it was
      batches.forEach((_, i) => { if (i !== b) path(i, { colour: i === all ? full : curve.colours.faint, width: i === all ? 2 : 1, alpha: (i === all ? 1 : 0.3) * alpha }); });
      path(b, { colour: b === all ? full : mini, width: 2.8, halo: true, alpha });
      const steps = (k) => `${count(scene.steps[k])} step${scene.steps[k] > 1 ? "s" : ""}`;
      const key = (line, text, colour, bold) => curve.text(g, text, curve.x.hi, curve.y.hi, { align: "right", dx: -6, dy: 17 * line, colour, bold });
      key(1, `all ${n} rows a step: ${steps(all)}`, full, b === all);
      if (b < all) key(2, `B = ${batches[b]}: ${steps(b)}`, mini, true);
    });
    tell(b, j);
  }

  function tell(b, j) {
    const end = (i) => family.at(i, j, seen[i].length - 1, 2);
    const words = (i) => (end(i) <= scene.loss.lo - 1 ? "at its minimum" : Number.isFinite(end(i)) ? `${say2(10 ** end(i))} above it` : "off the map");
    const off = `${say2(facts.spread[b])} off (root mean square of ${draws} draws)`;
    const first = b === all ? `All ${n} rows: the full gradient itself, at the price of ${n} rows a step.`
      : b ? `B = ${batches[b]}: a minibatch gradient is ${off}. One row is ${say2(facts.one)} off, about √${batches[b]} = ${say2(Math.sqrt(batches[b]))} times as much.`
        : `B = 1: the gradient of one row is ${off}, and the full gradient is only ${say2(Math.hypot(...facts.full))} long.`;
    const then = `After ${scene.passes} passes at η = ${say2(etas[j])} the loss is ${words(b).replace("it", "its minimum")}${b === all ? "" : `; with all rows a step, ${words(all)}`}.`;
    frame.tell(settled() ? `${first} ${then}` : first);
    map.describe(`Map of the loss. The full gradient at ${at.map(say2).join(", ")} and ${draws} minibatch gradients around it. ${first}`);
    law.describe(`Distance of a minibatch gradient to the full one over the batch size, both logarithmic: a line of slope minus one half. ${first}`);
    curve.describe(`Loss over passes, so that every batch size has looked at the same rows. ${then}`);
  }
  const say2 = (x) => say(Number(x.toPrecision(2)));

  if (!scene.alone) map.handle({
    name: "point at which the gradients are taken", at: () => at, anywhere: true,
    move: (x, y) => { at = [x, y]; touched = true; wire.ask({ do: "cloud", at }); frame.now(); },
    rest: () => { wire.drop("cloud"); wire.ask({ do: "run", at }); frame.speak(); },
  });
  wire.on("cloud", (content, [bytes]) => { if (bytes) { settle(content.facts, bytes); frame.now(); } });
  frame.on("start cloud family", () => {
    if (settled()) renew();
    frame.ask();
  });
  return frame.open(draw);
}
