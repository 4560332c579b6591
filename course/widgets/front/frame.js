/* The frame of a widget: elements, theme, controls, and the words for those who do not see the picture. */

/** An element with attributes and children; `on*` attributes are listeners. */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/** Colours of the page at this moment: they are empty while a widget is being made, and change with the theme. */
function theme(element) {
  const style = getComputedStyle(element);
  const read = (name, fallback) => style.getPropertyValue(name).trim() || fallback;
  return {
    ink: read("--ink", "#1a1a1a"), faint: read("--faint", "#5c5c5c"),
    paper: read("--paper", "#ffffff"), rule: read("--rule", "#d8d8d8"), touch: read("--touch", "#0072b2"),
  };
}

function isDark(colour) {
  const probe = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  probe.fillStyle = colour;
  probe.fillRect(0, 0, 1, 1);
  const [r, g, b] = probe.getImageData(0, 0, 1, 1).data;
  return 0.3 * r + 0.59 * g + 0.11 * b < 110;
}

/** A number as a person writes it: three digits, powers of ten beyond a thousand and below a thousandth. */
function say(x) {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? "not a number" : x > 0 ? "infinite" : "minus infinite";
  const size = Math.abs(x);
  if (size === 0) return "0";
  if (size >= 1e4 || size < 1e-3) {
    const [digits, power] = x.toExponential(1).split("e");
    return `${digits}·10${[...String(Number(power))].map((c) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[c] ?? "⁻").join("")}`;
  }
  return String(Number(x.toPrecision(3)));
}

/** A frame: title, lead, views, controls, a word on the state (announced when a move ends) and a place for trouble. */
class Frame {
  constructor(el, { title = "", lead = "" }) {
    this.title = make("p", { class: "title" }, title);
    this.views = make("div", { class: "views" });
    this.controls = make("div", { class: "controls" });
    this.word = make("p", { class: "word" });
    this.trouble = make("p", { class: "trouble", role: "alert" });
    this.spoken = make("span", { class: "unseen", "aria-live": "polite" });
    this.root = make("div", { class: "course", role: "group", "aria-label": title || "interactive figure" },
      this.title, make("p", { class: "lead" }, lead), this.views, this.controls, this.word, this.trouble, this.spoken);
    el.append(this.root);
    this.cleanups = [keepArrowKeys(this.root)];
    this.pending = 0;
  }

  /** Ask for a drawing in the next frame; many asks make one drawing. */
  ask(draw) {
    this.draw = draw ?? this.draw;
    if (!this.pending) this.pending = requestAnimationFrame(() => { this.pending = 0; this.draw(); });
  }

  /** Draw now: inside an input event, so that the picture changes in the frame that shows the slider move. */
  now() {
    cancelAnimationFrame(this.pending);
    this.pending = 0;
    this.draw();
  }

  /** Tell the state in words: seen at once, spoken when the move has ended. */
  tell(text) {
    if (this.word.textContent !== text) this.word.textContent = text;
  }

  speak() { this.spoken.textContent = this.word.textContent; }

  /** Redraw when the size or the theme changes. */
  watch(draw) {
    this.draw = draw;
    const size = new ResizeObserver(() => this.ask());
    size.observe(this.root);
    const look = new MutationObserver(() => this.ask());
    look.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light", "data-jp-theme-name", "class"] });
    const scheme = matchMedia("(prefers-color-scheme: dark)");
    const turn = () => this.ask();
    scheme.addEventListener("change", turn);
    this.cleanups.push(() => { size.disconnect(); look.disconnect(); scheme.removeEventListener("change", turn); });
    this.ask();
  }

  close() {
    cancelAnimationFrame(this.pending);
    for (const cleanup of this.cleanups) cleanup();
  }
}

/** Notebook programs take the arrow keys for themselves; inside a widget they belong to its slider or canvas.
 * Stopped at the window they still move a slider (its own default); a canvas hears of them as "course-key". */
function keepArrowKeys(root) {
  const keep = (event) => {
    if (!root.contains(event.target) || !/^(Arrow|Home$|End$|Page)/.test(event.key)) return;
    event.stopImmediatePropagation();
    const taken = !event.target.dispatchEvent(new CustomEvent("course-key", { detail: event, cancelable: true }));
    if (taken) event.preventDefault();
  };
  window.addEventListener("keydown", keep, true);
  return () => window.removeEventListener("keydown", keep, true);
}

/** A slider over a list of values (`values`) or over lo..hi; `move(value, index)` at once, `rest(value)` when let go. */
function slider({ name, values, lo, hi, step, value, show = say, move, rest = () => {}, main = false }) {
  const at = (i) => (values ? values[i] : i);
  const nearest = (v) => (values ? values.reduce((best, x, i) => (Math.abs(x - v) < Math.abs(values[best] - v) ? i : best), 0) : v);
  const input = make("input", {
    type: "range", "aria-label": name, min: values ? 0 : lo, max: values ? values.length - 1 : hi, step: values ? 1 : step, value: nearest(value),
  });
  const output = make("output", {}, show(at(nearest(value))));
  const label = make("label", { class: main ? "slider main" : "slider" }, make("span", { class: "name" }, name), input, output);
  const read = () => at(Number(input.value));
  const update = () => {
    output.textContent = show(read());
    input.setAttribute("aria-valuetext", show(read()));
  };
  input.addEventListener("input", () => { update(); move(read(), Number(input.value)); });
  input.addEventListener("change", () => rest(read()));
  update();
  return {
    element: label, input, read,
    set(v) { input.value = nearest(v); update(); },
    index: () => Number(input.value),
  };
}

/** Choice among named options. */
function choice({ name, options, value, pick }) {
  const select = make("select", { "aria-label": name, onchange: () => pick(select.value) },
    ...options.map((option) => make("option", { value: option, selected: option === value }, option.replaceAll("_", " "))));
  return { element: make("label", {}, `${name} `, select), select, read: () => select.value };
}

/** Legend: one button an entry, drawn with its own colour and dash; press to switch it off and on. */
function legend(entries, shown, toggled) {
  const buttons = entries.map((entry, i) => {
    const dash = (entry.dash ?? []).join(" ");
    const swatch = `<svg viewBox="0 0 30 10" aria-hidden="true"><line x1="0" y1="5" x2="30" y2="5" stroke="${entry.colour === "#000000" ? "currentColor" : entry.colour}" stroke-width="3" stroke-dasharray="${dash}"/></svg>`;
    const button = make("button", { type: "button", "aria-pressed": String(shown[i]), onclick: () => {
      shown[i] = !shown[i];
      button.setAttribute("aria-pressed", String(shown[i]));
      toggled(i);
    } });
    button.innerHTML = swatch;
    button.append(entry.label);
    return button;
  });
  return make("div", { class: "legend", role: "group", "aria-label": "show and hide" }, ...buttons);
}

function button(text, press, primary = false) {
  return make("button", { type: "button", class: primary ? "primary" : "", onclick: press }, text);
}
