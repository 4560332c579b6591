/* Breaking Adam: x over the rounds, the last pushes one by one, and where each rule ends for every beta2. */

function breakingAdam({ model, el }) {
  let scene = model.get("scene");
  const { beta2, frames, stride, last, rules } = scene;
  const frame = new Frame({ model, el });
  const wire = new Wire(frame);
  const shown = rules.map(() => true);
  let family, pushes;
  const renew = () => {
    scene = model.get("scene");
    family = new Family(model.get("family"), [rules.length, beta2.length, frames, 1], scene.unpack);
    pushes = numbers(model.get("pushes"), Float32Array);
  };
  renew();

  const goal = [{ at: -1, text: "−1" }, { at: 0, text: "0" }, { at: 1, text: "1" }];
  const time = frame.chart({ x: { lo: 0, hi: (frames - 1) * stride * 1.02, title: "rounds" }, y: { lo: -1.15, hi: 1.15, title: "x over the rounds (−1 is best)", ticks: goal }, aspect: 1.2 });
  const moves = frame.chart({ x: { lo: -0.2, hi: last - 0.2, title: "the last twelve rounds", ticks: [] }, y: { lo: -1.9, hi: 1.9, title: "Adam's steps, in units of η", ticks: goal }, aspect: 1.2, like: time });
  const ends = frame.chart({ x: { lo: 0, hi: 1, title: "β₂" }, y: { lo: -1.15, hi: 1.15, title: "where each ends", ticks: goal }, aspect: 1.2, like: time });
  const main = slider({
    name: "memory of squares β₂", values: beta2, value: model.get("at"), main: true, show: (v) => v.toFixed(2), move: () => { player.whole(); frame.now(); },
    rest: (v) => { model.set("at", v); model.save_changes(); frame.speak(); },
  });
  const player = new Player(frames - 1, () => frame.ask(), frame);
  const chips = legend(rules, shown, () => frame.now());
  frame.controls.append(main.element, player.element, chips.element);
  if (!scene.alone) {
    for (const [name, label, lo, hi, step] of [["C", "force C", 2, 10, 0.5], ["beta1", "momentum β₁", 0, 0.95, 0.05]]) {
      frame.more(slider({ name: label, lo, hi, step, value: scene[name], move: (v) => wire.ask({ do: "set", name, value: v }), rest: () => frame.speak() }).element);
    }
  }

  function draw() {
    const k = main.index();
    const upto = player.frame + 1;
    const looks = rules.map((rule) => ({ ...rule, colour: frame.colour(rule.colour) }));
    const each = (act) => looks.forEach((look, r) => { if (shown[r]) act(look, r); });
    const x = (r, t) => family.at(r, k, t, 0);
    time.paint((g) => {
      time.grid(g);
      each((look, r) => time.line(g, upto, (t) => t * stride, (t) => x(r, t), look));
      each((look, r) => time.dot(g, (upto - 1) * stride, x(r, upto - 1), { colour: look.colour, shape: look.shape, radius: 5 }));
    });
    const push = (i) => pushes[(0 * beta2.length + k) * last + i];
    const sum = push(last - 3) + push(last - 2) + push(last - 1);
    const [left, right] = [frame.colour("#0072B2"), frame.colour("#D55E00")];
    moves.paint((g) => {
      moves.rule(g, { y: 0, dash: [], colour: moves.colours.faint });
      for (let i = 0; i < last; i += 1) {
        const p = Math.min(Math.max(push(i), -1.9), 1.9);
        moves.bar(g, i, 0, i + 0.6, p, { colour: p < 0 ? left : right });
        moves.text(g, i % 3 === 0 ? `+${say(scene.C)}` : "−1", i + 0.3, 0, { align: "center", dy: p < 0 ? -6 : 16, colour: moves.colours.faint });
      }
      moves.text(g, `three rounds together: ${sum < 0 ? "−" : "+"}${Math.abs(sum).toFixed(2)}`, moves.x.hi, 1.9, { align: "right", dx: -8, dy: 18, bold: true, colour: sum < 0 ? left : right });
    });
    ends.paint((g) => {
      ends.grid(g);
      each((look, r) => ends.line(g, beta2.length, (i) => beta2[i], (i) => family.at(r, i, frames - 1, 0), look));
      each((look, r) => ends.dot(g, beta2[k], family.at(r, k, frames - 1, 0), { colour: look.colour, shape: look.shape, radius: 5 }));
    });
    chips.values(rules.map((_, r) => `${x(r, upto - 1) < 0 ? "−" : "+"}${Math.abs(x(r, upto - 1)).toFixed(2)}`));
    const wrong = x(0, frames - 1) > 0.5;
    frame.tell(`β₂ = ${main.output()}: Adam ends at ${x(0, frames - 1).toFixed(2).replace("-", "−")}${wrong ? ", the worst point" : ""}. ${sum > 0
      ? `The push of ${say(scene.C)} is divided by its own size, the two small ones are not: together they win.`
      : "The large push is remembered long enough to keep its weight."}`);
    time.describe(`x over the rounds. ${frame.word.textContent}`);
    moves.describe(`Adam's last steps; three rounds together move ${sum.toFixed(2)}.`);
    ends.describe(`Where each rule ends over β₂. ${frame.word.textContent}`);
  }

  ends.handle({
    name: "memory of squares", at: () => [main.read(), ends.y.lo], look: "bar", along: "x", anywhere: true, words: () => main.output(),
    move: (v) => { main.set(v); player.whole(); frame.now(); }, keys: (by) => { main.step(by); player.whole(); frame.now(); },
    rest: () => { model.set("at", main.read()); model.save_changes(); frame.speak(); },
  });
  frame.on("family pushes scene", () => { renew(); frame.ask(); });
  frame.on("at", () => { main.set(model.get("at")); frame.ask(); });
  return frame.open(draw);
}
