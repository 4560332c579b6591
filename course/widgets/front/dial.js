/* Dial: pictures that Python drew, one for each combination of the sliders. Those that are here are flipped through at once; those that
 * are missing are asked for, and while nobody waits, the neighbours of what is shown. */

function dial({ model, el }) {
  const scene = model.get("scene");
  const frame = new Frame({ model, el });
  const wire = new Wire(frame);
  const files = new Map(); // by combination: {png, words}
  const ready = new Map(); // the last few, decoded, oldest first
  let shown = null;
  let failed = "";
  let asked = ""; // one question for each picture, however often the page is drawn meanwhile
  let turned = [0, 1]; // which slider moved last, and which way: its next picture is drawn first

  const canvas = make("canvas", { role: "img", tabindex: "0", style: "background: #fff" });
  const box = make("div", { class: "view", style: "flex: 1 1 300px" }, canvas);
  frame.views.append(box);
  const sliders = scene.sliders.map((one, i) => slider({
    name: one.label, values: one.values.map((_, k) => k), value: scene.at[i], main: i === 0,
    show: (k) => (typeof one.values[k] === "number" ? say(one.values[k]) : one.values[k]),
    move: (k) => { turned = [i, Math.sign(k - (now.at[i + 1] ?? k)) || 1]; frame.now(); }, rest: () => frame.speak(),
  }));
  frame.controls.append(...sliders.slice(0, 2).map((one) => one.element));
  if (sliders.length > 2) frame.more(...sliders.slice(2).map((one) => one.element));

  const now = { at: [] };
  const narrow = () => Number(box.clientWidth > 0 && box.clientWidth < 0.7 * scene.sizes[0][0]);
  const place = () => [narrow(), ...sliders.map((one) => one.index())];

  function keep(at, png, words) {
    files.set(String(at), { png, words });
    return decode(String(at));
  }
  async function decode(key) {
    const picture = await createImageBitmap(new Blob([files.get(key).png], { type: "image/png" }));
    ready.delete(key);
    ready.set(key, picture);
    if (ready.size > 30) { const [old] = ready; old[1].close(); ready.delete(old[0]); }
    frame.ask();
  }
  /** The trait holds pictures one after another, each after its length. */
  function open() {
    const bytes = numbers(model.get("pictures"), Uint8Array);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let from = 0;
    for (const { at, words } of scene.drawn) {
      const size = view.getUint32(from, true);
      const png = bytes.slice(from + 4, from + 4 + size);
      from += 4 + size;
      if (String(at.slice(1)) === String(scene.at)) keep(at, png, words);
      else files.set(String(at), { png, words });
    }
  }

  function draw() {
    now.at = place();
    const key = String(now.at);
    const [wide, high] = scene.sizes[now.at[0]];
    canvas.style.maxWidth = `${wide * 1.15}px`;
    canvas.style.aspectRatio = `${wide} / ${high}`;
    canvas.style.filter = scene.dark && theme(canvas).dark ? "invert(0.912) hue-rotate(180deg)" : "";
    const picture = ready.get(key);
    if (picture) {
      show(picture);
      shown = key;
      if (failed) { failed = ""; model.set("trouble", ""); model.save_changes(); }
    } else if (files.has(key)) decode(key);
    else if (!scene.alone && key !== failed && key !== asked) {
      asked = key;
      wire.ask({ do: "draw", at: now.at });
    }
    canvas.style.opacity = shown === key || key !== failed ? 1 : 0.35;
    const words = files.get(key)?.words;
    const values = scene.sliders.map((one, i) => `${one.label} ${one.values[now.at[i + 1]]}`).join(", ");
    frame.tell(words ?? (scene.alone && !files.has(key) ? `This page has no picture for ${values}.` : key === failed ? `No picture for ${values}.` : frame.word.textContent));
    canvas.setAttribute("aria-label", `${scene.title} ${values}. ${words ?? ""}`);
    if (shown === key) ahead();
  }
  function show(picture) {
    if (canvas.width !== picture.width || canvas.height !== picture.height) Object.assign(canvas, { width: picture.width, height: picture.height });
    canvas.getContext("2d").drawImage(picture, 0, 0);
  }

  /** Ask for the neighbour that is most likely wanted next and not here yet. */
  function ahead() {
    if (scene.alone || wire.busy) return;
    const [moved, way] = turned;
    const order = [[moved, way], [moved, 2 * way], [moved, -way], ...sliders.flatMap((_, i) => (i === moved ? [] : [[i, 1], [i, -1]]))];
    for (const [i, by] of order) {
      const at = [...now.at];
      at[i + 1] += by;
      if (at[i + 1] < 0 || at[i + 1] >= scene.sliders[i].values.length) continue;
      const key = String(at);
      if (files.has(key)) { if (!ready.has(key)) decode(key); continue; }
      if (hopeless.has(key)) continue;
      wire.ask({ do: "ahead", at });
      return;
    }
  }
  const hopeless = new Set(); // neighbours that could not be drawn: asked for again only when the slider is there

  wire.on("draw", (content, [png]) => {
    asked = "";
    if (png) keep(content.at, png, content.words);
    else if (!files.has(String(now.at))) { failed = String(now.at); frame.ask(); }
  });
  wire.on("ahead", (content, [png]) => {
    if (png) keep(content.at, png, content.words);
    else if (content.at) { hopeless.add(String(content.at)); frame.ask(); }
  });
  frame.cleanups.push(() => { for (const picture of ready.values()) picture.close(); });
  open();
  return frame.open(draw);
}
