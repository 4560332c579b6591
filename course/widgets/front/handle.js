/* A handle: what is taken hold of on a chart. It is an element of its own over the canvas, so that a finger beside it still
 * scrolls the page, the keyboard finds it with Tab, and it is announced by name. */

/** `at()` is where it is now [x, y]; `move(x, y)` follows at once; `rest()` when let go; `words()` says where it is.
 * `along`: "both", "x" or "y"; arrow keys move it by a fiftieth of the plot, with Shift by a tenth.
 * `anywhere`: a press on the plot beside it brings it there. `look`: "point", "ring" or "bar". */
Chart.prototype.handle = function handle({
  name, at, move, rest = () => {}, words = () => at().map(say).join(", "), along = "both", anywhere = false, look = "point", colour = "",
  keys = null,
}) {
  const chart = this;
  const element = make("span", {
    class: `handle ${look} ${along}`, tabindex: "0", role: "slider", "aria-label": name, "aria-roledescription": "handle",
    "aria-orientation": along === "y" ? "vertical" : "horizontal", style: colour ? `--own:${colour}` : "",
  });
  this.box.append(element);
  const clamp = (v, axis) => Math.min(Math.max(v, axis.lo), axis.hi);
  let held = null;
  let timer = 0;

  const to = (u, v) => {
    const [x, y] = at();
    move(along === "y" ? x : clamp(u, chart.x), along === "x" ? y : clamp(v, chart.y));
  };
  const place = (event) => {
    const box = chart.canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  const grip = (event, offset) => {
    if (event.button) return;
    held = offset;
    chart.held = true;
    element.classList.add("held", "known");
    element.focus({ preventScroll: true });
    event.target.setPointerCapture(event.pointerId);
    event.preventDefault();
  };
  const follow = (event) => {
    if (!held) return;
    const [p, q] = place(event);
    to(chart.ux(p - held[0]), chart.uy(q - held[1]));
  };
  const drop = () => {
    if (!held) return;
    held = null;
    chart.held = false;
    element.classList.remove("held");
    rest();
  };
  const listen = (target, down) => {
    target.addEventListener("pointerdown", down);
    target.addEventListener("pointermove", follow);
    target.addEventListener("pointerup", drop);
    target.addEventListener("pointercancel", drop);
  };
  listen(element, (event) => {
    const [p, q] = place(event);
    const [x, y] = at();
    grip(event, [p - chart.px(x), q - chart.py(y)]);
  });
  if (anywhere) {
    chart.canvas.classList.add("press");
    listen(chart.canvas, (event) => {
      if (event.pointerType === "touch") return; // a finger scrolls; a tap is heard below
      grip(event, [0, 0]);
      follow(event);
    });
    chart.canvas.addEventListener("click", (event) => {
      if (event.pointerType !== "touch") return;
      const [p, q] = place(event);
      to(chart.ux(p), chart.uy(q));
      rest();
    });
  }
  element.addEventListener("course-key", (event) => {
    const { key, shiftKey } = event.detail;
    const turn = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[key];
    if (!turn) return;
    event.preventDefault();
    element.classList.add("known");
    const size = shiftKey ? 0.1 : 0.02;
    const [x, y] = at();
    // Along one axis all four arrows are of use: up and right are more.
    const [a, b] = along === "both" ? turn : along === "x" ? [turn[0] + turn[1], 0] : [0, turn[0] + turn[1]];
    if (keys) keys(a, b, shiftKey);
    else to(x + a * size * (chart.x.hi - chart.x.lo), y + b * size * (chart.y.hi - chart.y.lo));
    clearTimeout(timer);
    timer = setTimeout(rest, 250);
  });

  const own = {
    element,
    /** After each drawing: the element goes where the thing is. */
    follow() {
      const [x, y] = at();
      const [u, v] = [chart.px(x), chart.py(y)];
      const out = !(u >= chart.left - 1 && u <= chart.right + 1 && v >= chart.top - 1 && v <= chart.bottom + 1);
      element.style.visibility = out ? "hidden" : "visible";
      if (out) return;
      element.style.transform = look === "bar" ? `translate(${u}px, ${chart.top}px)` : `translate(${u}px, ${v}px)`;
      if (look === "bar") element.style.height = `${chart.bottom - chart.top}px`;
      const axis = along === "y" ? chart.y : chart.x;
      element.setAttribute("aria-valuemin", String(axis.lo));
      element.setAttribute("aria-valuemax", String(axis.hi));
      element.setAttribute("aria-valuenow", String(Number((along === "y" ? y : x).toPrecision(3))));
      element.setAttribute("aria-valuetext", words());
    },
  };
  (this.handles ??= []).push(own);
  return own;
};

/** `look(x, y)` while the pointer is over the plot (a finger too), `look(null)` when it leaves; `step(±1)` by arrow keys on the canvas. */
Chart.prototype.hover = function hover(look, step = null) {
  const see = (event) => {
    if (this.held) return; // what is dragged is looked at already
    const box = this.canvas.getBoundingClientRect();
    const [p, q] = [event.clientX - box.left, event.clientY - box.top];
    const inside = p >= this.left && p <= this.right && q >= this.top && q <= this.bottom;
    if (inside) look(this.ux(p), this.uy(q));
    else look(null, null);
  };
  this.canvas.addEventListener("pointermove", see);
  this.canvas.addEventListener("pointerdown", see);
  this.canvas.addEventListener("pointerleave", () => look(null, null));
  if (step) this.canvas.addEventListener("course-key", (event) => {
    const turn = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }[event.detail.key];
    if (!turn) return;
    event.preventDefault();
    step(turn);
  });
};
