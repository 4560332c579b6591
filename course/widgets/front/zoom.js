/* Zoom: a window that shrinks round a point, the tangent in it, and the tangent's error on log-log paper. */

function zoom({ model, el }) {
  const scene = model.get("scene");
  const frame = new Frame({ model, el });
  const { places, widths, points } = scene;
  const views = numbers(model.get("views"), Float32Array);
  const errors = numbers(model.get("errors"), Float32Array);
  const n = widths.length;
  let chosen = 0;

  const lens = frame.chart({ x: { lo: -1, hi: 1, title: " " }, y: { lo: -1, hi: 1, hide: true, title: " " }, aspect: 1.3 });
  const paper = frame.chart({ x: { lo: Math.log10(widths[0]), hi: 0, log: true, title: "half width of the window h" }, y: { lo: -9, hi: 0.5, log: true, title: "error of the tangent at the edge" }, aspect: 1.3, like: lens });
  const main = slider({
    name: "half width of the window h", values: widths, value: model.get("at"), main: true, move: () => frame.now(),
    rest: (v) => { model.set("at", v); model.save_changes(); frame.speak(); },
  });
  const which = choice({ options: places.map((place) => place.label), value: places[0].label, pick: (label) => { chosen = places.findIndex((p) => p.label === label); frame.now(); frame.speak(); } });
  frame.controls.append(main.element, places.length > 1 ? which.element : "");

  const error = (p, k) => errors[p * n + k];

  function draw() {
    const k = main.index();
    const h = widths[k];
    const { at, slope, reach, label } = places[chosen];
    const blue = frame.colour("#0072B2");
    const flaw = frame.colour("#D55E00");
    const way = slope > 0 ? -1 : 1;
    const view = (i) => views[(chosen * n + k) * points + i];
    const u = (i) => -1 + (2 * i) / (points - 1);
    lens.y.lo = -reach;
    lens.y.hi = reach;
    lens.x.ticks = [-1, 0, 1].map((side) => ({ at: side, text: side ? `${say(at)} ${side > 0 ? "+" : "−"} ${say(h)}` : say(at) }));
    lens.y.title = `${label}, magnified ${count(1 / h)} times`;
    lens.paint((g) => {
      lens.rule(g, { x: 0, colour: lens.colours.rule });
      lens.area(g, points, u, view, (i) => slope * u(i), { colour: flaw, alpha: 0.3 });
      lens.line(g, 2, (i) => 2 * i - 1, (i) => slope * (2 * i - 1), { colour: blue, width: 2, dash: [7, 4] });
      lens.line(g, points, u, view, { colour: lens.colours.ink, width: 3 });
      const edge = way > 0 ? points - 1 : 0;
      lens.line(g, 2, () => way * 0.995, (i) => (i ? view(edge) : slope * way), { colour: flaw, width: 4 });
      lens.dot(g, 0, 0, { colour: lens.colours.ink, radius: 6 });
      lens.text(g, "tangent", -way * 0.9, -way * 0.9 * slope, { dx: 4, dy: 24, colour: blue, bold: true });
    });
    paper.paint((g) => {
      paper.grid(g);
      paper.line(g, 2, (i) => -4 * i, (i) => -8 * i + error(0, n - 1), { colour: paper.colours.faint, width: 1, dash: [3, 3] });
      paper.text(g, "slope 2", -2.9, -5.8 + error(0, n - 1), { dx: -44, dy: -10, colour: paper.colours.faint });
      places.forEach((place, p) => {
        paper.line(g, n, (i) => Math.log10(widths[i]), (i) => error(p, i), { colour: p === chosen ? flaw : paper.colours.faint, width: p === chosen ? 3 : 1.5, dash: p ? [7, 4] : [] });
      });
      places.forEach((place, p) => paper.text(g, place.label, -2.5, error(p, Math.round(0.375 * n)), { dx: 10, dy: 22, bold: p === chosen, colour: p === chosen ? flaw : paper.colours.faint }));
      paper.dot(g, Math.log10(h), error(chosen, k), { colour: flaw, radius: 6 });
    });
    const size = 10 ** error(chosen, k);
    frame.tell(`h = ${say(h)}: the tangent is off by ${size < 1e-15 ? "less than a computer can tell" : say(size)}, ${say(size / h)} of the window. ${
      places[chosen].order > 1.5 ? "Each tenfold zoom shrinks that share tenfold: from near enough, the tangent is the curve." : "No zoom shrinks that share: here no straight line fits."}`);
    lens.describe(`${label} around ${say(at)}. ${frame.word.textContent}`);
    paper.describe(`Error of the tangent over the width of the window, slope ${places[chosen].order.toFixed(2)}.`);
  }

  paper.handle({
    name: "half width of the window", at: () => [Math.log10(main.read()), paper.y.lo], look: "bar", along: "x", anywhere: true, words: () => main.output(),
    move: (v) => { main.set(10 ** v); frame.now(); }, keys: (by) => { main.step(by); frame.now(); },
    rest: () => { model.set("at", main.read()); model.save_changes(); frame.speak(); },
  });
  frame.on("at", () => { main.set(model.get("at")); frame.ask(); });
  return frame.open(draw);
}
