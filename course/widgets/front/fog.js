/* FogHike: a game on a map that nobody shows. Python sampled heights and slopes; only those at the hiker's own place are told. */

const BEARINGS = ["east", "north-east", "north", "north-west", "west", "south-west", "south", "south-east"];

function fog({ model, el }) {
  const scene = model.get("scene");
  const { nodes, looks } = scene;
  const frame = new Frame({ model, el });
  const ground = numbers(model.get("ground"), Float32Array);
  const rivals = numbers(model.get("rivals"), Float32Array);
  const relief = numbers(model.get("relief"), Uint8Array);
  const landscapes = scene.maps.map((_, m) => new Landscape(relief.subarray(m * scene.grid ** 2, (m + 1) * scene.grid ** 2), scene.grid));
  let map = scene.map;
  let walk = [[...scene.starts[map]]];
  let lifted = false;
  let aim = null; // where a click would lead

  const hill = frame.chart({ x: { lo: -1, hi: 1, hide: true }, y: { lo: -1, hi: 1, hide: true }, equal: true, wide: 0.5, least: 300 });
  const profile = frame.chart({ x: { lo: -1, hi: scene.most[map], title: "steps" }, y: { lo: -4, hi: 0.4, log: true, title: "height left, as a share of the start's", ticks: [0, -1, -2, -3].map((p) => ({ at: p, text: `${say(100 * 10 ** p)} %` })) }, aspect: 1.45, tallest: 425, wide: 1.2, least: 300 });

  const stride = slider({ name: "step length", lo: 0.02, hi: 0.4, step: 0.01, value: scene.stride, show: (v) => v.toFixed(2), move: () => frame.now() });
  const which = choice({ name: "map", options: scene.maps.map((_, m) => String(m)), labels: scene.maps, value: String(map), pick: (m) => { map = Number(m); again(); } });
  const down = button("Step downhill", () => step(...downhill()), true);
  const lift = button("Lift the fog", () => { lifted = !lifted; lift.textContent = lifted ? "Fog again" : "Lift the fog"; told(); });
  frame.controls.append(make("span", { class: "choice main" }, down, stride.element), lift, button("Start again", () => again()), which.element);

  /** Height and slope at a place: slopes between the four nodes around it, the height from the nearest node along the mean of two slopes. */
  function feel([x, y]) {
    const at = (i, j, c) => ground[((map * nodes + j) * nodes + i) * 3 + c];
    const [u, v] = [((x + 1) / 2) * (nodes - 1), ((y + 1) / 2) * (nodes - 1)];
    const [i, j] = [Math.min(Math.floor(u), nodes - 2), Math.min(Math.floor(v), nodes - 2)];
    const [a, b] = [u - i, v - j];
    const slope = [1, 2].map((c) => (1 - b) * ((1 - a) * at(i, j, c) + a * at(i + 1, j, c)) + b * ((1 - a) * at(i, j + 1, c) + a * at(i + 1, j + 1, c)));
    const [ni, nj] = [Math.round(u), Math.round(v)];
    const width = 2 / (nodes - 1);
    const height = at(ni, nj, 0) + 0.5 * ((u - ni) * width * (slope[0] + at(ni, nj, 1)) + (v - nj) * width * (slope[1] + at(ni, nj, 2)));
    return { height: Math.max(height, 0), slope };
  }
  const here = () => walk.at(-1);
  const rival = (k, c) => rivals[(map * looks + Math.min(k, looks - 1)) * 3 + c];
  const lg = (h) => Math.log10(Math.max(h, 1e-9));
  function downhill() { return feel(here()).slope.map((s) => -s); }

  function step(dx, dy) {
    const long = Math.hypot(dx, dy);
    if (!(long > 1e-9)) return;
    const clamp = (v) => Math.min(Math.max(v, -1), 1);
    walk.push([clamp(here()[0] + (dx / long) * stride.read()), clamp(here()[1] + (dy / long) * stride.read())]);
    aim = null;
    told();
  }
  function again() {
    walk = [[...scene.starts[map]]];
    lifted = false;
    lift.textContent = "Lift the fog";
    told();
  }
  function told() { frame.now(); frame.speak(); }

  function draw() {
    const blue = frame.colour(scene.colours.descent);
    const ink = hill.colours.ink;
    hill.paint((g) => {
      if (lifted) landscapes[map].draw(g, hill);
      else mist(g);
      if (lifted) {
        hill.line(g, looks, (k) => rival(k, 0), (k) => rival(k, 1), { colour: blue, width: 1.5, halo: true });
        const taken = Math.min(walk.length, looks);
        for (let k = 0; k < taken; k += 1) hill.dot(g, rival(k, 0), rival(k, 1), { colour: blue, radius: 2.5, shape: "s" });
        hill.dot(g, ...scene.lowest[map], { colour: ink, shape: "P", radius: 5 });
      }
      hill.line(g, walk.length, (k) => walk[k][0], (k) => walk[k][1], { colour: ink, width: 2, halo: true });
      walk.slice(0, -1).forEach((place) => hill.dot(g, ...place, { colour: ink, radius: 3 }));
      const [dx, dy] = downhill();
      const steep = Math.hypot(dx, dy);
      const reach = 0.1 + 0.2 * Math.sqrt(Math.min(1, steep / Math.hypot(...feel(scene.starts[map]).slope)));
      if (steep > 1e-6) hill.arrow(g, ...here(), (dx / steep) * reach, (dy / steep) * reach, { colour: ink, width: 3, halo: true });
      if (aim) hill.line(g, 2, (k) => here()[0] + k * aim[0], (k) => here()[1] + k * aim[1], { colour: ink, width: 1.5, dash: [3, 3] });
      if (aim) hill.dot(g, here()[0] + aim[0], here()[1] + aim[1], { colour: ink, radius: 4, hollow: true });
      if (walk.length === 1 && !aim) hill.text(g, "you, and the way down", ...here(), { dx: -150, dy: -16, bold: true });
    });
    profile.x.hi = Math.max(scene.most[map], walk.length + 4);
    profile.paint((g) => {
      profile.grid(g);
      profile.rule(g, { y: lg(scene.arrived[map]), words: "arrived" });
      profile.line(g, looks, (k) => k, (k) => lg(rival(k, 2)), { colour: blue, width: 1.8 });
      profile.dot(g, walk.length - 1, lg(rival(walk.length - 1, 2)), { colour: blue, radius: 4.5 });
      profile.line(g, walk.length, (k) => k, (k) => lg(feel(walk[k]).height), { colour: ink, width: 2.4, halo: true });
      walk.forEach((place, k) => profile.dot(g, k, lg(feel(place).height), { colour: ink, radius: k === walk.length - 1 ? 6 : 3 }));
      const k = Math.round(profile.x.hi * 0.45);
      profile.text(g, "gradient descent", k, lg(rival(k, 2)), { dx: 8, dy: -8, colour: blue });
      profile.text(g, "you", walk.length - 1, lg(feel(here()).height), { dx: 10, dy: -8, bold: true });
    });
    tell();
  }

  /** Fog, and the little that a hiker has seen of the ground: light where it falls away, dark where it rises. */
  function mist(g) {
    const { dark, ink } = hill.colours;
    const wide = hill.right - hill.left;
    g.fillStyle = dark ? "#2a3038" : "#dfe4e9";
    g.fillRect(hill.left, hill.top, wide, hill.bottom - hill.top);
    const chance = (i, salt) => { const x = Math.sin(12.9898 * i + 78.233 * salt) * 43758.5453; return x - Math.floor(x); };
    for (let i = 1; i <= 40; i += 1) { // drifts, always the same
      const [x, y, r] = [hill.left + wide * chance(i, 1), hill.top + (hill.bottom - hill.top) * chance(i, 2), wide * (0.12 + 0.16 * chance(i, 3))];
      const tone = i % 2 ? (dark ? "84 96 110" : "255 255 255") : dark ? "18 22 28" : "186 197 208";
      const puff = g.createRadialGradient(x, y, 0, x, y, r);
      puff.addColorStop(0, `rgb(${tone} / 32%)`);
      puff.addColorStop(1, `rgb(${tone} / 0%)`);
      g.fillStyle = puff;
      g.fillRect(x - r, y - r, 2 * r, 2 * r);
    }
    walk.forEach((place, k) => {
      const { slope } = feel(place);
      const steep = Math.hypot(...slope) || 1;
      const [x, y] = [hill.px(place[0]), hill.py(place[1])];
      const r = k === walk.length - 1 ? 0.075 * wide : 0.035 * wide;
      const [dx, dy] = [(slope[0] / steep) * r, (-slope[1] / steep) * r];
      const tilt = g.createLinearGradient(x - dx, y - dy, x + dx, y + dy);
      tilt.addColorStop(0, dark ? "#161616" : "#ffffff");
      tilt.addColorStop(1, dark ? "#5c7694" : "#8ca4be");
      g.fillStyle = tilt;
      g.globalAlpha = 0.85;
      g.beginPath();
      g.arc(x, y, r, 0, 2 * Math.PI);
      g.fill();
      g.globalAlpha = 1;
    });
    hill.text(g, "fog", -1, 1, { dx: 8, dy: 20, colour: ink });
  }

  function tell() {
    const steps = walk.length - 1;
    const { height, slope } = feel(here());
    const share = (h) => (h < 1e-6 ? "nothing" : `${say(Number((100 * h).toPrecision(2)))} %`);
    const flat = Math.hypot(...slope) < 0.01 * Math.hypot(...feel(scene.starts[map]).slope);
    const way = BEARINGS[((Math.round(Math.atan2(-slope[1], -slope[0]) / (Math.PI / 4)) % 8) + 8) % 8];
    const first = walk.findIndex((place) => feel(place).height <= scene.arrived[map]);
    const needs = scene.needs[map];
    const rivalWords = needs ? `gradient descent needs ${needs}` : "gradient descent never arrives: it stops in the wrong pit";
    const standing = steps ? `Step ${steps}: ${share(height)} of the height left, gradient descent after as many steps ${share(rival(steps, 2))}.` : "You start with gradient descent, at the same place.";
    if (first > 0) frame.tell(`You arrived after ${first} step${first > 1 ? "s" : ""}; ${rivalWords}.${lifted ? "" : " Lift the fog to see why."}`);
    else frame.tell(`${standing} ${flat ? (height > 0.02 ? "Level ground, and you are not down. What now?" : "The ground is almost level.") : `Downhill is ${way}.`}${lifted ? ` In blue: ${rivalWords}.` : ""}`);
    hill.describe(`${lifted ? `Map of ${scene.maps[map]} with your walk and gradient descent's in blue.` : "A map in fog."} ${frame.word.textContent}`);
    profile.describe(`Height left over steps, yours and gradient descent's. ${frame.word.textContent}`);
  }

  /** From the hiker towards a point, one step long; null where the point gives no direction. */
  function towards(x, y) {
    const long = x === null ? 0 : Math.hypot(x - here()[0], y - here()[1]);
    return long > 0.01 ? [((x - here()[0]) / long) * stride.read(), ((y - here()[1]) / long) * stride.read()] : null;
  }
  let aiming = false; // by a press; the pointer that only hovers shows where it would lead
  const hiker = hill.handle({
    name: "you: arrow keys step, Enter steps downhill", at: here, anywhere: true, words: () => frame.word.textContent,
    move: (x, y) => { aim = towards(x, y); aiming = true; frame.now(); },
    rest: () => { if (aiming && aim) step(...aim); aiming = false; },
    keys: (a, b) => { if (a || b) step(a, b); },
  }).element;
  hiker.classList.add("hint");
  hiker.addEventListener("course-key", (event) => {
    if (event.detail.key !== "Enter" && event.detail.key !== " ") return;
    event.preventDefault();
    step(...downhill());
  });
  hill.hover((x, y) => { aim = towards(x, y); frame.ask(); });
  return frame.open(draw);
}
