/* The frame of a widget: its parts in order, the theme, drawing, the words for those who do not see the picture. */

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

/** A number as a person writes it: three digits, powers of ten beyond ten thousand and below a thousandth. */
function say(x) {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? "not a number" : x > 0 ? "infinite" : "minus infinite";
  const size = Math.abs(x);
  if (size === 0) return "0";
  if (size < 1e4 && size >= 1e-3) return String(Number(x.toPrecision(3))).replace("-", "−");
  const [digits, power] = x.toExponential(1).split("e");
  const front = digits.replace(/\.0$/, "").replace("-", "−");
  return (front === "1" ? "" : front === "−1" ? "−" : `${front}·`) + tenTo(Number(power));
}

/** 10 to a whole power, with raised digits. */
function tenTo(power) {
  return power === 0 ? "1" : power === 1 ? "10" : `10${[...String(power)].map((c) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[c] ?? "⁻").join("")}`;
}

/** A whole number with thin spaces: 12 345. */
function count(n) { return String(Math.round(n)).replace(/\B(?=(\d{3})+$)/g, "\u2009"); }

const NARROW = 560; // pixels, as in style.css: below it the views stand one below the other

class Frame {
  /** Title, lead and trouble come from the model; `chart`, `controls`, `more` fill the frame; `open(draw)` starts it and returns the cleanup. */
  constructor({ model, el }) {
    this.model = model;
    const { title = "", lead = "" } = (this.scene = model.get("scene"));
    this.views = make("div", { class: "views" });
    this.controls = make("div", { class: "controls" });
    this.extra = make("div", { class: "controls" });
    this.details = make("details", { hidden: true }, make("summary", {}, "More to try"), this.extra);
    this.word = make("p", { class: "word" });
    this.trouble = make("p", { class: "trouble", role: "alert" });
    this.spoken = make("span", { class: "unseen", "aria-live": "polite" });
    this.root = make("div", { class: "course", role: "group", "aria-label": title || "interactive figure" },
      make("p", { class: "title" }, title), lead ? make("p", { class: "lead" }, lead) : "",
      this.views, this.controls, this.word, this.trouble, this.details, this.spoken);
    el.append(this.root);
    this.cleanups = [keepKeys(this.root)];
    this.charts = [];
    this.pending = 0;
    this.on("trouble", () => { this.trouble.textContent = model.get("trouble"); })();
  }

  /** A chart of this frame; its size and colours are read again when they change. */
  chart(options, parent = this.views) {
    const chart = new Chart(parent, options);
    this.charts.push(chart);
    return chart;
  }

  /** Controls that wait under "More to try". */
  more(...elements) {
    this.details.hidden = false;
    this.extra.append(...elements);
  }

  /** Listen to traits ("family", "start eta"); gives the listener back. */
  on(traits, hear) {
    const events = traits.split(" ").map((name) => `change:${name}`).join(" ");
    this.model.on(events, hear);
    this.cleanups.push(() => this.model.off(events, hear));
    return hear;
  }

  /** A colour of the course on this page: black is the theme's ink, and on dark paper all are a little lighter. */
  colour(hex) { return onPaper(hex, this.charts[0].colours); }

  /** Ask for a drawing in the next frame; many asks make one drawing. */
  ask() {
    if (!this.pending) this.pending = requestAnimationFrame(() => { this.pending = 0; this.paint(); });
  }

  /** Draw now: inside an input event, so that the picture changes in the frame that shows the slider move. */
  now() {
    cancelAnimationFrame(this.pending);
    this.pending = 0;
    this.paint();
  }

  paint() {
    if (!this.charts.every((chart) => chart.measure())) return;
    this.draw();
    // Words on a canvas ask for the page's style: what changes the page comes after all drawing, or style is worked out chart by chart.
    for (const chart of this.charts) for (const handle of chart.handles ?? []) handle.follow();
  }

  /** The state in words: seen at once, spoken when the move has ended. */
  tell(text) {
    if (this.word.textContent !== text) this.word.textContent = text;
  }

  speak() { this.spoken.textContent = this.word.textContent; }

  /** Where the views stand one below the other, what is moved first stands right below the first of them: both stay in sight. */
  arrange(wide) {
    const main = this.root.querySelector(".main");
    const narrow = wide < NARROW;
    if (!main || narrow === (main.parentElement === this.views)) return;
    if (!narrow) { this.controls.prepend(main); return; }
    const row = [...this.views.children];
    row.findLast((view) => view.offsetTop === row[0].offsetTop).after(main);
  }

  open(draw) {
    this.draw = draw;
    const again = () => { for (const chart of this.charts) chart.stale = true; this.ask(); };
    let wide = 0;
    const size = new ResizeObserver(([{ contentRect }]) => { // a longer sentence changes the height: that is no reason to draw
      if (contentRect.width === wide) return;
      wide = contentRect.width;
      this.arrange(wide);
      again();
    });
    size.observe(this.root);
    const look = new MutationObserver(again);
    look.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light", "data-jp-theme-name", "class"] });
    const scheme = matchMedia("(prefers-color-scheme: dark)");
    scheme.addEventListener("change", again);
    this.cleanups.push(() => { size.disconnect(); look.disconnect(); scheme.removeEventListener("change", again); });
    this.ask();
    return () => {
      cancelAnimationFrame(this.pending);
      for (const cleanup of this.cleanups) cleanup();
    };
  }
}

/** Notebook programs take plain keys for themselves (arrows leave the cell, letters are commands); inside a widget they belong to it.
 * Stopped at the window, a key still does what the browser does with it (a slider moves, a button is pressed); handles and
 * canvases hear of it as "course-key". Tab, Escape and keys held with Ctrl, Alt, Meta or Shift + Enter pass. */
function keepKeys(root) {
  const keep = (event) => {
    if (!root.contains(event.target) || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Tab" || event.key === "Escape" || (event.key === "Enter" && event.shiftKey)) return;
    event.stopImmediatePropagation();
    if (!event.target.dispatchEvent(new CustomEvent("course-key", { detail: event, cancelable: true }))) event.preventDefault();
  };
  window.addEventListener("keydown", keep, true);
  return () => window.removeEventListener("keydown", keep, true);
}
