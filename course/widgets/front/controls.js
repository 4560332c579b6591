/* Controls: sliders, choices, switches, and the legend whose entries are switches and read-outs in one. */

/** A slider over a list of `values` or over lo..hi; `move(value, index)` at once, `rest(value)` when let go.
 * `zones`: [{to, colour, label}] colours the track up to each share `to` of its length. */
function slider({ name, values, lo, hi, step, value, show = say, move, rest = () => {}, main = false, zones = null }) {
  const at = (i) => (values ? values[i] : i);
  const nearest = (v) => (values ? values.reduce((best, x, i) => (Math.abs(x - v) < Math.abs(values[best] - v) ? i : best), 0) : v);
  const input = make("input", {
    type: "range", "aria-label": name, min: values ? 0 : lo, max: values ? values.length - 1 : hi, step: values ? 1 : step, value: nearest(value),
  });
  const output = make("output", {});
  const track = make("span", { class: "track" }, input);
  if (zones) track.append(zoneStrip(zones));
  const element = make("label", { class: `slider${main ? " main" : ""}${zones ? " zoned" : ""}` }, make("span", { class: "name" }, name), track, output);
  let index = Number(input.value); // asking the element for every point of a curve would take longer than drawing it
  const read = () => at(index);
  const update = () => {
    index = Number(input.value);
    const words = show(read());
    output.textContent = words;
    input.setAttribute("aria-valuetext", words);
  };
  input.addEventListener("input", () => { index = Number(input.value); move(read(), index); update(); }); // the picture first
  input.addEventListener("change", () => rest(read()));
  update();
  return {
    element, input, read,
    set(v) { input.value = nearest(v); update(); },
    /** As by arrow keys: so many steps on. */
    step(by) { input.value = index + by * (values ? 1 : step); update(); },
    output: () => show(read()),
    index: () => index,
  };
}

function zoneStrip(zones) {
  let from = 0;
  const parts = zones.map(({ to, colour, label }) => {
    const part = make("span", { style: `left:${100 * from}%;width:${100 * (to - from)}%;--zone:${colour}` }, label);
    from = to;
    return part;
  });
  return make("span", { class: "zones", "aria-hidden": "true" }, ...parts);
}

/** Choice among named options: a row of buttons up to four, a menu beyond. `labels` are shown instead of the options' own names. */
function choice({ name = "", options, labels = options.map((option) => option.replaceAll("_", " ")), value, pick }) {
  if (options.length > 4) {
    const select = make("select", { "aria-label": name, onchange: () => pick(select.value) },
      ...options.map((option, i) => make("option", { value: option, selected: option === value }, labels[i])));
    return { element: make("label", { class: "choice" }, make("span", { class: "name" }, name), select), read: () => select.value, set: (v) => { select.value = v; } };
  }
  let chosen = value;
  const buttons = options.map((option, i) => make("button", { type: "button", onclick: () => { set(option); pick(option); } }, labels[i]));
  const set = (option) => {
    chosen = option;
    buttons.forEach((b, i) => b.setAttribute("aria-pressed", String(options[i] === option)));
  };
  set(value);
  const row = make("span", { class: "row", role: "group", "aria-label": name }, ...buttons);
  return { element: make("div", { class: "choice" }, ...(name ? [make("span", { class: "name" }, name)] : []), row), read: () => chosen, set };
}

/** One thing that is on or off. */
function toggle({ name, on = false, flip }) {
  const input = make("input", { type: "checkbox", onchange: () => flip(input.checked) });
  input.checked = on;
  return { element: make("label", { class: "toggle" }, input, name), read: () => input.checked, set: (v) => { input.checked = v; } };
}

/** Legend: one switch an entry ({label, colour, dash}), with its value beside it; `shown` is changed in place, then `toggled(i)`. */
function legend(entries, shown, toggled, heading = "") {
  const outputs = [];
  const words = make("span", { class: "name" }, heading);
  const buttons = entries.map((entry, i) => {
    const line = `<svg viewBox="0 0 30 10" aria-hidden="true"><line x1="1" y1="5" x2="29" y2="5" stroke-width="3" stroke-dasharray="${(entry.dash ?? []).join(" ")}"/></svg>`;
    const press = make("button", { type: "button", "aria-pressed": String(shown[i]), onclick: () => {
      shown[i] = !shown[i];
      press.setAttribute("aria-pressed", String(shown[i]));
      toggled(i);
    } });
    press.innerHTML = line;
    press.querySelector("line").style.stroke = entry.colour === "#000000" ? "currentColor" : `color-mix(in srgb, ${entry.colour} var(--full, 100%), white)`;
    outputs[i] = make("output", {});
    press.append(entry.label, outputs[i]);
    return press;
  });
  const element = make("div", { class: "legend", role: "group", "aria-label": "show and hide" }, ...(heading ? [words] : []), ...buttons);
  return {
    element,
    /** A value beside each entry; `head` is the line before them. */
    values(list, head = heading) {
      if (words.textContent !== head) words.textContent = head;
      list.forEach((text, i) => { if (outputs[i].textContent !== text) outputs[i].textContent = text; });
    },
  };
}

function button(text, press, primary = false) {
  return make("button", { type: "button", class: primary ? "primary" : "", onclick: press }, text);
}
