/* Three flat places: where each ball is after so many steps, how far it has moved, and how long each nudge has to wait. */

function flatPlaces({ model, el }) {
  const scene = model.get("scene");
  const frame = new Frame({ model, el });
  const { places, nudges, frames } = scene;
  const family = new Family(model.get("family"), [places.length, nudges.length, frames.length, 2], scene.unpack);
  const looks = [{ colour: "#0072B2", shape: "o", dash: [] }, { colour: "#E69F00", shape: "s", dash: [7, 3] }, { colour: "#009E73", shape: "^", dash: [2, 2] }];

  const curves = places.map((place) => {
    const room = 0.42 * (Math.max(...place.heights) - Math.min(...place.heights));
    return frame.chart({ x: { lo: place.lo, hi: place.hi, hide: true, title: place.label }, y: { lo: Math.min(...place.heights) - room * 0.35, hi: Math.max(...place.heights) + room, hide: true, title: " " }, aspect: 0.92, least: 80, tallest: 185 });
  });
  frame.views.append(make("span", { class: "break" }));
  const far = frame.chart({ x: { lo: 0, hi: 4, log: true, title: "steps" }, y: { lo: -16, hi: 1, log: true, title: "distance from the flat place" }, aspect: 1.7, tallest: 270 });
  const wait = frame.chart({ x: { lo: 0.5, hi: 16.5, title: "k, for a nudge of 10⁻ᵏ", ticks: [1, 4, 8, 12, 16].map((at) => ({ at, text: String(at) })) }, y: { lo: 0, hi: 440, title: "steps until the ball has left" }, aspect: 1.7, tallest: 270, like: far });

  const main = slider({
    name: "nudge", values: nudges, value: model.get("at"), main: true, show: (k) => tenTo(-k), move: () => { player.whole(); frame.now(); },
    rest: (k) => { model.set("at", k); model.save_changes(); frame.speak(); },
  });
  const player = new Player(frames.length - 1, () => frame.ask(), { seconds: 6, cleanups: frame.cleanups });
  frame.controls.append(main.element, player.element);

  function draw() {
    const i = main.index();
    const now = player.frame;
    const step = frames[now];
    const own = looks.map((look) => ({ ...look, colour: frame.colour(look.colour) }));
    curves.forEach((chart, p) => {
      const { lo, hi, heights: samples, leaves, label, slopes } = places[p];
      const height = heights(samples, lo, hi);
      const x = family.at(p, i, now, 0);
      const left = leaves[i] !== null && step >= leaves[i];
      chart.y.title = `slope ${say(slopes[i])}`;
      chart.paint((g) => {
        const u = (k) => lo + (k / (samples.length - 1)) * (hi - lo);
        chart.area(g, samples.length, u, (k) => samples[k], () => chart.y.lo, { colour: chart.colours.faint, alpha: 0.1 });
        chart.line(g, samples.length, u, (k) => samples[k], { colour: chart.colours.faint });
        const edge = 0.035 * (hi - lo);
        const on = Math.min(Math.max(x, lo + edge), hi - edge);
        chart.dot(g, on, height(on), { colour: own[p].colour, shape: own[p].shape, radius: 7 });
        chart.text(g, left ? `left at ${count(leaves[i])}` : leaves[i] === null ? "stays" : "still here", (lo + hi) / 2, chart.y.hi, { align: "center", dy: 15, bold: true, colour: left ? own[p].colour : chart.colours.ink });
      });
      chart.describe(`${label}, slope ${say(slopes[i])} at the start: ${left ? `left at step ${leaves[i]}` : "still there"}.`);
    });
    far.paint((g) => {
      far.grid(g);
      own.forEach((look, p) => {
        far.line(g, now + 1, (k) => Math.log10(frames[k]), (k) => family.at(p, i, k, 1), { ...look, from: 1 });
        far.dot(g, Math.log10(Math.max(step, 1)), family.at(p, i, now, 1), { ...look, radius: 4.5 });
      });
      far.text(g, "saddle", Math.log10(places[1].leaves[i]), 1, { align: "right", dx: -12, dy: 26, colour: own[1].colour, bold: true });
      far.text(g, "plateau", 3.4, -0.4, { dy: 20, colour: own[2].colour, bold: true });
      far.text(g, "minimum", 2.4, -12, { dx: 14, colour: own[0].colour, bold: true });
      far.rule(g, { x: Math.log10(Math.max(step, 1)) });
    });
    wait.paint((g) => {
      wait.grid(g);
      own.forEach((look, p) => {
        const y = (k) => places[p].leaves[k] ?? NaN;
        wait.line(g, nudges.length, (k) => nudges[k], y, look);
        nudges.forEach((k, j) => wait.dot(g, k, y(j), { ...look, radius: j === i ? 6 : 2.5, ring: j === i }));
      });
      wait.text(g, "saddle", 11, places[1].leaves[10], { align: "right", dx: -6, dy: -10, colour: own[1].colour, bold: true });
      wait.text(g, `plateau: ${count(places[2].leaves[i])} ↑`, 16.5, 440, { align: "right", dx: -8, dy: 16, colour: own[2].colour, bold: true });
      wait.text(g, "minimum: never", 16.5, 0, { align: "right", dy: -30, dx: -8, colour: own[0].colour, bold: true });
    });
    frame.tell(`Nudge ${tenTo(-nudges[i])}, ${count(step)} steps: ${places.map(({ label, leaves }) => (leaves[i] === null ? `the ${label} keeps its ball` : step >= leaves[i] ? `the ${label}'s ball left at step ${count(leaves[i])}` : `the ${label}'s ball is still there`)).join("; ")}. A nudge a thousand times smaller costs the saddle only 72 steps more.`);
    far.describe(frame.word.textContent);
    wait.describe(`Waiting time over the nudge: a straight line for the saddle, level for the plateau, none for the minimum.`);
  }

  wait.handle({
    name: "nudge", at: () => [main.read(), 0], look: "bar", along: "x", anywhere: true, words: () => main.output(),
    move: (v) => { main.set(v); player.whole(); frame.now(); }, keys: (by) => { main.step(by); player.whole(); frame.now(); },
    rest: () => { model.set("at", main.read()); model.save_changes(); frame.speak(); },
  });
  frame.on("at", () => { main.set(model.get("at")); frame.ask(); });
  return frame.open(draw);
}
