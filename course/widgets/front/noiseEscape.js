/* Noise escape: many runs on one curve with two wells; where they are, and what share has found the deep one. */

function noiseEscape({ model, el }) {
  const scene = model.get("scene");
  const frame = new Frame({ model, el });
  const { sigmas, runs, frames, stride, lo, hi, deep } = scene;
  const balls = numbers(model.get("balls"), Uint8Array);
  const height = heights(scene.heights, lo, hi);
  const bins = 44;

  const ground = frame.chart({ x: { lo, hi, title: "θ" }, y: { lo: -1.05, hi: 3.6, hide: true, title: "height, and how many runs are where" }, aspect: 1.35, wide: 1.25 });
  const share = frame.chart({ x: { lo: 0, hi: 12, title: "noise σ" }, y: { lo: 0, hi: 1, title: "share in the deep well at the end" }, aspect: 1.35, like: ground });
  const main = slider({
    name: "noise σ", values: sigmas, value: model.get("at"), main: true, move: () => { player.whole(); frame.now(); },
    rest: (v) => { model.set("at", v); model.save_changes(); frame.speak(); },
  });
  const player = new Player(frames - 1, () => frame.ask(), { seconds: 4, cleanups: frame.cleanups });
  frame.controls.append(main.element, player.element);

  const place = (k, t, run) => lo + (balls[(k * frames + t) * runs + run] / 255) * (hi - lo);
  const lift = Float32Array.from({ length: runs }, (_, i) => ((i * 0.618034) % 1) ** 1.5); // so that balls do not hide one another

  function draw() {
    const k = main.index();
    const t = player.frame;
    const counts = new Array(bins).fill(0);
    let inside = 0;
    ground.paint((g) => {
      const n = scene.heights.length;
      const u = (i) => lo + (i / (n - 1)) * (hi - lo);
      const [blue, orange] = [frame.colour("#0072B2"), frame.colour("#E69F00")];
      for (let run = 0; run < runs; run += 1) {
        const x = place(k, t, run);
        counts[Math.min(bins - 1, Math.floor(((x - lo) / (hi - lo)) * bins))] += 1;
        if (x < scene.hill) inside += 1;
      }
      ground.line(g, n, u, (i) => scene.heights[i], { colour: ground.colours.faint, width: 2 });
      for (let run = 0; run < runs; run += 1) {
        const x = place(k, t, run);
        ground.dot(g, x, height(x) + 0.12 + 0.7 * lift[run], { colour: x < scene.hill ? blue : orange, radius: 2.6, ring: false, alpha: 0.5, shape: x < scene.hill ? "o" : "^" });
      }
      counts.forEach((c, i) => {
        const x = lo + (i / bins) * (hi - lo);
        ground.bar(g, x, -1.05, x + (hi - lo) / bins * 0.86, -1.05 + Math.min(0.6, (c / runs) * 2.4), { colour: x < scene.hill ? blue : orange });
      });
      ground.dot(g, 1, height(1), { colour: ground.colours.ink, radius: 6, hollow: true });
      ground.text(g, "deep well", -1.04, 3.6, { align: "center", dy: 18, colour: blue, bold: true });
      ground.text(g, "shallow well", 0.96, 3.6, { align: "center", dy: 18, colour: orange, bold: true });
    });
    share.paint((g) => {
      share.grid(g);
      share.line(g, sigmas.length, (i) => sigmas[i], (i) => deep[i], { colour: frame.colour("#0072B2") });
      sigmas.forEach((s, i) => share.dot(g, s, deep[i], { colour: frame.colour("#0072B2"), radius: i === k ? 6 : 2.4, ring: i === k }));
    });
    frame.tell(`σ = ${say(sigmas[k])}: after ${count(t * stride)} steps ${inside} of ${runs} runs are in the deep well. ${
      deep[k] < 0.01 ? "Too little noise: nobody leaves." : sigmas[k] > 8 ? "Much noise leaves the deep well, too." : deep[k] > 0.75 ? "About the best there is." : "Some have crossed the hill."}`);
    ground.describe(`Curve with two wells. ${frame.word.textContent}`);
    share.describe(`Share in the deep well over the noise: it rises to about ${Math.max(...deep).toFixed(2)} and falls again.`);
  }

  share.handle({
    name: "noise", at: () => [main.read(), 0], look: "bar", along: "x", anywhere: true, words: () => main.output(),
    move: (v) => { main.set(v); player.whole(); frame.now(); }, keys: (by) => { main.step(by); player.whole(); frame.now(); },
    rest: () => { model.set("at", main.read()); model.save_changes(); frame.speak(); },
  });
  frame.on("at", () => { main.set(model.get("at")); frame.ask(); });
  return frame.open(draw);
}
