/* A menu of curves: each choice shows its own shape. */

/** `curves`: [{label, samples}]; `pick(i)`; `badge(i, words, title, bad)` writes below a choice what has been found out about it. */
function thumbs({ name, curves, value, pick }) {
  const outputs = [];
  const buttons = curves.map(({ label, samples }, i) => {
    const finite = samples.filter(Number.isFinite);
    const [low, high] = [Math.min(...finite), Math.max(...finite)];
    const points = Array.from({ length: 41 }, (_, k) => {
      const v = samples[Math.round((k / 40) * (samples.length - 1))];
      return Number.isFinite(v) ? `${(2 + k * 1.3).toFixed(1)},${(28 - (24 * (v - low)) / (high - low || 1)).toFixed(1)}` : "";
    }).join(" ");
    const press = make("button", { type: "button", class: "thumb", onclick: () => { set(i); pick(i); } });
    press.innerHTML = `<svg viewBox="0 0 56 32" aria-hidden="true"><polyline points="${points}"/></svg>`;
    outputs[i] = make("small");
    press.append(make("span", {}, label), outputs[i]);
    return press;
  });
  const set = (chosen) => buttons.forEach((b, i) => b.setAttribute("aria-pressed", String(i === chosen)));
  set(value);
  return {
    element: make("div", { class: "thumbs", role: "group", "aria-label": name }, ...buttons), set,
    badge(i, words, title, bad = false) { Object.assign(outputs[i], { textContent: words, title, className: bad ? "bad" : "" }); },
  };
}
