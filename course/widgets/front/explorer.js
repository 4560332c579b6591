/* Explorer: a landscape, the paths of several rules, and their losses. Python computed the paths for every eta of the slider;
 * moving the slider only chooses among them, so the picture answers in the same frame. */

/** Paths as Python packs them: int16, rules x etas x frames x (x, y, height); -32768 is no number. */
class Family {
  constructor(bytes, rules, etas, frames, unpack) {
    Object.assign(this, { data: numbers(bytes, Int16Array), rules, etas, frames, unpack });
  }

  value(rule, eta, frame, what) {
    const q = this.data[((rule * this.etas + Math.min(eta, this.etas - 1)) * this.frames + frame) * 3 + what];
    if (q === -32768) return NaN;
    const [middle, scale] = this.unpack[what];
    return middle + q * scale;
  }
}

function explorer({ model, el }) {
  const scene = model.get("scene");
  const frame = new Frame(el, scene);
  const wire = new Wire(model);
  const { rules, etas, frames, stride } = scene;
  const shown = rules.map((rule) => rule.shown !== false);
  const ground = new Landscape(numbers(model.get("grid"), Uint8Array), scene.grid);
  let family = new Family(model.get("family"), rules.length, etas.length, frames, scene.unpack);
  let live = null; // paths of one eta only, while the start point is on its way
  let start = [...model.get("start")];
  let tuned = scene.tuned;
  let hover = null;

  const map = new Chart(frame.views, { x: scene.x, y: scene.y, aspect: 1.15 });
  const curve = new Chart(frame.views, { x: { lo: 0, hi: (frames - 1) * stride, title: scene.unit }, y: scene.loss, aspect: 1.15 });

  const column = (rule) => (live ? 0 : tuned ? best(rule) : eta.index());
  const paths = () => live ?? family;
  function best(rule) {
    let index = 0;
    let least = Infinity;
    for (let i = 0; i < etas.length; i += 1) {
      const end = family.value(rule, i, frames - 1, 2);
      if (end < least) { least = end; index = i; }
    }
    return index;
  }

  const eta = slider({
    name: "learning rate η", values: etas, value: model.get("eta"), main: true,
    move: () => { live = null; setTuned(false); player.whole(); frame.now(); },
    rest: (value) => { model.set("eta", value); model.save_changes(); frame.speak(); },
  });
  const player = new Player(frames - 1, () => frame.ask(draw));
  const tune = make("button", { type: "button", "aria-pressed": String(tuned), onclick: () => { setTuned(!tuned); live = null; frame.now(); frame.speak(); } },
    "each at its best η");
  function setTuned(on) {
    tuned = on;
    tune.setAttribute("aria-pressed", String(on));
  }
  frame.controls.append(eta.element, player.element, legend(rules, shown, () => frame.ask(draw)));
  const more = make("div", { class: "controls" }, tune);
  for (const hyper of scene.hyper) {
    more.append(slider({ ...hyper, move: (value) => wire.ask({ do: "set", name: hyper.name, value, start }), rest: () => frame.speak() }).element);
  }
  if (scene.schedules.length > 1) {
    more.append(choice({ name: "schedule", options: scene.schedules, value: scene.schedule, pick: (value) => wire.ask({ do: "set", name: "schedule", value, start }) }).element);
  }
  frame.root.insertBefore(make("details", {}, make("summary", {}, "More to try"), more), frame.word);

  function draw() {
    const p = paths();
    const upto = player.frame + 1;
    const ink = theme(frame.root).ink;
    const looks = rules.map((rule) => ({ ...rule, colour: rule.colour === "#000000" ? ink : rule.colour }));
    map.paint((g) => {
      ground.draw(g, map);
      for (const [x, y] of scene.minimizers) map.text(g, "✕", x, y, { align: "center", dy: 4, colour: map.colours.ink });
      looks.forEach((rule, r) => {
        if (!shown[r]) return;
        const e = column(r);
        map.line(g, upto, (i) => p.value(r, e, i, 0), (i) => p.value(r, e, i, 1), { ...rule, halo: true });
        const at = hover ?? upto - 1;
        map.dot(g, p.value(r, e, at, 0), p.value(r, e, at, 1), { colour: rule.colour, radius: 4.5 });
      });
      map.dot(g, start[0], start[1], { colour: map.colours.ink, radius: 8 });
      map.text(g, scene.alone ? "start" : "start: drag me", start[0], start[1], { dx: 12, dy: -10 });
    });
    curve.paint((g) => {
      curve.grid(g);
      looks.forEach((rule, r) => {
        if (!shown[r]) return;
        const e = column(r);
        curve.line(g, upto, (i) => i * stride, (i) => p.value(r, e, i, 2), rule);
        const at = hover ?? upto - 1;
        curve.dot(g, at * stride, p.value(r, e, at, 2), { colour: rule.colour, radius: 4 });
      });
      if (hover !== null) {
        g.strokeStyle = curve.colours.faint;
        g.beginPath();
        g.moveTo(curve.px(hover * stride), curve.top);
        g.lineTo(curve.px(hover * stride), curve.bottom);
        g.stroke();
      }
    });
    tell(p, upto - 1);
  }

  function tell(p, last) {
    const at = hover ?? last;
    const parts = rules.map((rule, r) => {
      if (!shown[r]) return null;
      const e = column(r);
      const value = p.value(r, e, at, 2);
      const height = scene.loss.log ? 10 ** value : value;
      const rate = tuned ? ` at η = ${say(etas[e])}` : "";
      return Number.isFinite(value) && value < scene.loss.hi ? `${rule.label} ${say(height)}${rate}` : `${rule.label} has left the map${rate}`;
    }).filter(Boolean);
    const where = `${scene.loss.title} after ${at * stride} steps`;
    frame.tell(parts.length ? `${tuned ? "" : `η = ${say(eta.read())}. `}${where}: ${parts.join("; ")}.` : "Every rule is switched off: press one in the legend.");
    map.describe(`Map of ${scene.name}; start at ${start.map(say).join(", ")}. ${scene.alone ? "" : "Arrow keys move the start. "}${frame.word.textContent}`);
    curve.describe(`Loss curves. ${frame.word.textContent}`);
  }

  if (!scene.alone) map.grab({
    at: () => start,
    move: (x, y) => {
      start = [x, y];
      player.whole();
      wire.ask({ do: "paths", start, etas: rules.map((_, r) => etas[tuned ? best(r) : eta.index()]) });
      frame.now();
    },
    rest: () => { wire.ask({ do: "family", start }); frame.speak(); },
  });
  const peek = (event) => {
    const box = curve.canvas.getBoundingClientRect();
    const at = Math.round(curve.ux(event.clientX - box.left) / stride);
    hover = at >= 0 && at <= player.frame ? at : null;
    frame.ask(draw);
  };
  curve.canvas.addEventListener("pointermove", peek);
  curve.canvas.addEventListener("pointerleave", () => { hover = null; frame.ask(draw); });
  curve.canvas.addEventListener("course-key", (event) => {
    const turn = { ArrowLeft: -1, ArrowRight: 1 }[event.detail.key];
    if (!turn) return;
    event.preventDefault();
    hover = Math.min(Math.max((hover ?? player.frame) + turn, 0), player.frame);
    frame.now();
    frame.speak();
  });

  wire.on("paths", (message, [bytes]) => {
    live = new Family(bytes, rules.length, 1, frames, scene.unpack);
    frame.now();
  });
  const renew = () => {
    family = new Family(model.get("family"), rules.length, etas.length, frames, scene.unpack);
    live = null;
    frame.ask(draw);
  };
  const trouble = () => { frame.trouble.textContent = model.get("trouble"); };
  const moved = () => { start = [...model.get("start")]; eta.set(model.get("eta")); frame.ask(draw); };
  model.on("change:family", renew);
  model.on("change:trouble", trouble);
  model.on("change:start change:eta", moved);
  trouble();
  frame.watch(draw);
  return () => {
    player.pause();
    wire.close();
    model.off("change:family", renew);
    model.off("change:trouble", trouble);
    model.off("change:start change:eta", moved);
    frame.close();
  };
}
