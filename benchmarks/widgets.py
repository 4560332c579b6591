"""How soon the picture answers, in a real JupyterLab and headless Chromium: the explorer beside two usual ways, in one run.

    python benchmarks/widgets.py            tables
    python benchmarks/widgets.py --json     the same as JSON
    python benchmarks/widgets.py --moves 40

All three show the same thing: five rules, 200 steps each, on a contour with a linked loss curve, 64 learning rates on a slider.
`interact` draws a new figure for each value (ipywidgets.interact and plt.show()); `image` keeps one Agg figure, blits what moves and
sends it to an ipywidgets.Image. A move counts until the frame that shows other pixels has been painted. It starts at a random
moment within a frame, so half a frame of waiting is in every number. Needs playwright and Chromium.
"""

import argparse
import json
import random
import sys
import tempfile
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "browser"))
import server

COMMON = """
import io, json, time
import numpy as np, ipywidgets, matplotlib.pyplot as plt
from course.descent import minimize
from course.objectives import OBJECTIVES
from course.plots import STYLE, contour
from course.widgets import Explorer
ravine = OBJECTIVES["ravine"]
rules = ("gradient_descent", "heavy_ball", "nesterov", "rmsprop", "adam")
etas = np.geomspace(1e-3, 0.2, 64)
"""
EXPLORER = "explorer = Explorer(ravine, rules, etas=(1e-3, 0.2), eta=0.02, steps=200)\nexplorer"
INTERACT = """
def show(k):
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.8))
    contour(ravine, left)
    for rule in rules:
        run = minimize(rule, ravine, ravine.start, 200, eta=etas[k])
        left.plot(*run.theta.T, color=STYLE[rule]["color"]); right.semilogy(run.t, run.loss, color=STYLE[rule]["color"])
    left.set(xlim=ravine.box[0], ylim=ravine.box[1]); right.set(ylim=(1e-6, 1e3))
    plt.show()
ipywidgets.interact(show, k=ipywidgets.IntSlider(value=30, min=0, max=63));
"""
IMAGE = """
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image
figure = Figure(figsize=(9, 3.8)); canvas = FigureCanvasAgg(figure); left, right = figure.subplots(1, 2)
contour(ravine, left); left.set(xlim=ravine.box[0], ylim=ravine.box[1]); right.set(yscale="log", xlim=(0, 200), ylim=(1e-6, 1e3))
lines = [(left.plot([], [], color=STYLE[r]["color"], animated=True)[0], right.plot([], [], color=STYLE[r]["color"], animated=True)[0]) for r in rules]
canvas.draw(); background = canvas.copy_from_bbox(figure.bbox)
slider, picture = ipywidgets.IntSlider(value=30, min=0, max=63), ipywidgets.Image(format="png")
def refresh(_=None):
    canvas.restore_region(background)
    for rule, (path, loss) in zip(rules, lines):
        run = minimize(rule, ravine, ravine.start, 200, eta=etas[slider.value])
        path.set_data(*run.theta.T); loss.set_data(run.t, run.loss)
        left.draw_artist(path); right.draw_artist(loss)
    out = io.BytesIO(); Image.fromarray(np.asarray(canvas.buffer_rgba())[..., :3]).save(out, "png", compress_level=1)
    picture.value = out.getvalue()
slider.observe(refresh, "value"); refresh()
ipywidgets.VBox([picture, slider])
"""
FAMILY = """
def family(i):
    began = time.perf_counter(); explorer.start = [10 - 0.01 * i, 1.0]; return 1e3 * (time.perf_counter() - began)
times = sorted(family(i) for i in range(1, 31)); explorer.start = [10.0, 1.0]
print("FAMILY", json.dumps({"median": times[15], "best": times[0], "bytes": len(explorer.family) + len(explorer.over)}))
"""
PAGE = """
window.bench = {
  pad: document.createElement('canvas').getContext('2d', { willReadFrequently: true }),
  sum(cell, which) {
    const root = document.querySelectorAll('.jp-CodeCell')[cell];
    const seen = [...root.querySelectorAll(which)].filter((e) => e.offsetWidth > 60);
    const one = seen[seen.length - 1];
    if (!one || (one.tagName === 'IMG' && !one.complete)) return null;
    if (this.pad.canvas.width !== 180) Object.assign(this.pad.canvas, { width: 180, height: 75 });
    this.pad.clearRect(0, 0, 180, 75);
    this.pad.drawImage(one, 0, 0, 180, 75);
    const data = this.pad.getImageData(0, 0, 180, 75).data;
    let sum = 0;
    for (let i = 0; i < data.length; i += 4) sum = (sum * 31 + data[i] * 65536 + data[i + 1] * 256 + data[i + 2]) >>> 0;
    return sum;
  },
  frame: () => new Promise((done) => requestAnimationFrame(done)),
  painted: () => new Promise((done) => { const { port1, port2 } = new MessageChannel(); port1.onmessage = () => done(performance.now()); port2.postMessage(0); }),
  move(cell, way) {
    const root = document.querySelectorAll('.jp-CodeCell')[cell];
    const input = root.querySelector('.course input[type=range]');
    if (input) { input.value = Number(input.value) + way; input.dispatchEvent(new Event('input', { bubbles: true })); return; }
    const handle = root.querySelector('.noUi-handle');
    handle.dispatchEvent(new KeyboardEvent('keydown', { key: way > 0 ? 'ArrowRight' : 'ArrowLeft', bubbles: true, cancelable: true }));
  },
  async one(cell, which, way) {
    const before = this.sum(cell, which);
    const began = performance.now();
    this.move(cell, way);
    while (performance.now() - began < 8000) {
      await this.frame();
      const now = this.sum(cell, which);
      if (now !== null && now !== before) return (await this.painted()) - began;
    }
    return null;
  },
  async burst(cell, which, n) {
    let drawn = 0, last = 0, over = false;
    let was = this.sum(cell, which);
    const see = async () => { while (!over) { await this.frame(); const now = this.sum(cell, which); if (now !== null && now !== was) { was = now; drawn += 1; last = performance.now(); } } };
    const seeing = see();
    for (let i = 0; i < n; i += 1) { this.move(cell, i % 50 < 25 ? 1 : -1); await new Promise((done) => setTimeout(done, 8)); }
    const ended = performance.now();
    while (performance.now() - Math.max(last, ended) < 2500) await this.frame();
    over = true;
    await seeing;
    return [drawn, Math.max(0, last - ended)];
  },
  drag(cell, which) {
    const root = document.querySelectorAll('.jp-CodeCell')[cell];
    this.log = { moved: 0, lags: [], drawn: 0, last: 0, open: null };
    root.addEventListener('pointermove', () => { this.log.moved = performance.now(); this.log.open ??= this.log.moved; }, true);
    let was = this.sum(cell, which);
    this.watching = true;
    (async () => {
      while (this.watching) {
        await this.frame();
        const now = this.sum(cell, which);
        if (now === was) continue;
        was = now;
        const at = await this.painted();
        this.log.drawn += 1;
        this.log.last = at;
        if (this.log.open !== null) { this.log.lags.push(at - this.log.open); this.log.open = null; }
      }
    })();
  },
};
"""
CELLS = {"explorer": (1, "canvas"), "interact": (2, "img"), "image": (3, "img")}


def quantile(values, q):
    return sorted(values)[min(len(values) - 1, int(q * len(values)))]


def sliders(page, moves):
    """{way: milliseconds of each move}: the ways take turns, so that a busy moment of the machine meets all of them."""
    found = {way: [] for way in CELLS}
    for i in range(moves):
        for way, (cell, which) in CELLS.items():
            page.evaluate("(c) => document.querySelectorAll('.jp-CodeCell')[c].scrollIntoView()", cell)
            page.wait_for_timeout(40 + random.random() * 30)
            took = page.evaluate("([c, w, d]) => bench.one(c, w, d)", [cell, which, 1 if i % 20 < 10 else -1])
            if i:  # the first one warms up
                found[way].append(took if took is not None else 8000.0)
    return found


def bursts(page, moves=150):
    """{way: (how many of the fast moves were drawn, lag after the last in ms)}."""
    found = {}
    for way, (cell, which) in CELLS.items():
        page.evaluate("(c) => document.querySelectorAll('.jp-CodeCell')[c].scrollIntoView()", cell)
        page.wait_for_timeout(300)
        found[way] = page.evaluate("([c, w, n]) => bench.burst(c, w, n)", [cell, which, moves])
    return found


def drags(page, moves):
    """The start point by real mouse events: milliseconds to the new paths, and the lag after 150 moves in a row."""
    cell, _ = CELLS["explorer"]
    page.evaluate("(c) => document.querySelectorAll('.jp-CodeCell')[c].scrollIntoView()", cell)
    page.wait_for_timeout(300)
    box = page.locator(".jp-CodeCell").nth(cell).locator(".handle").first.bounding_box()
    x, y = box["x"] + 22, box["y"] + 22
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 4, y)
    page.wait_for_timeout(400)
    page.evaluate("(c) => bench.drag(c, '.view:first-child canvas')", cell)
    for i in range(moves):
        page.mouse.move(x - 10 - 3 * (i % 30), y - i % 7)
        page.wait_for_timeout(90 + random.random() * 30)
    lags = page.evaluate("bench.log.lags")
    page.evaluate("bench.log.drawn = 0")
    for i in range(150):
        page.mouse.move(x - 10 - i % 100, y - i % 11)
    ended = page.evaluate("bench.log.moved")
    page.wait_for_timeout(1000)
    drawn, last = page.evaluate("[bench.log.drawn, bench.log.last]")
    page.evaluate("bench.watching = false")
    page.mouse.up()
    return lags, (drawn, max(0.0, last - ended))


def open_notebook(chromium, lab, size, rate=1):
    path = lab.write(f"bench-{size[0]}-{rate}.ipynb", COMMON, EXPLORER, INTERACT, IMAGE, FAMILY)
    page = chromium.new_context(viewport={"width": size[0], "height": size[1]}).new_page()
    page.set_default_timeout(180_000)
    page.goto(lab.url("lab/tree/" + path.name))
    page.wait_for_function(
        "window.jupyterapp?.shell?.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'"
    )
    page.evaluate("jupyterapp.shell.collapseLeft()")
    page.evaluate("void jupyterapp.commands.execute('notebook:run-all-cells')")
    page.wait_for_function("document.body.innerText.includes('FAMILY {')")
    page.wait_for_function(
        "document.querySelectorAll('.noUi-handle').length >= 2 && document.querySelector('.course canvas') !== null"
    )
    page.wait_for_timeout(1500)
    page.evaluate(PAGE)
    if rate > 1:
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": rate})
    return page


def measure(moves):
    path, why = server.browser()
    if path is None:
        raise SystemExit(f"This benchmark needs a browser: {why}.")
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, server.Server(folder) as lab, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=server.CHROMIUM)
        wide = open_notebook(chromium, lab, (1280, 900))
        text = wide.evaluate("document.body.innerText")
        family = json.loads(text.split("FAMILY ")[-1].split("\n")[0])
        result = {"slider": sliders(wide, moves), "burst": bursts(wide), "family": family}
        result["drag"], result["drag_burst"] = drags(wide, moves)
        wide.context.close()
        narrow = open_notebook(chromium, lab, (400, 860), rate=4)
        result["throttled"] = sliders(narrow, max(8, moves // 2))
        narrow.context.close()
        chromium.close()
    return result


def report(result):
    for name, title in (
        ("slider", "Slider to changed pixels, ms"),
        ("throttled", "The same at 400 px with the CPU slowed down 4 times, ms"),
    ):
        print(f"\n{title}\n{'':12}{'median':>9}{'p95':>9}{'against explorer':>20}")
        base = median(result[name]["explorer"])
        for way, values in result[name].items():
            print(f"{way:12}{median(values):9.1f}{quantile(values, 0.95):9.1f}{median(values) / base:19.1f}x")
    print(f"\n150 fast moves\n{'':12}{'drawn':>9}{'lag after the last, ms':>26}")
    for way, (drawn, lag) in [*result["burst"].items(), ("start drag", result["drag_burst"])]:
        print(f"{way:12}{drawn:9}{lag:26.0f}")
    drag, family = result["drag"], result["family"]
    print(
        f"\nStart dragged, new paths from Python on the screen: median {median(drag):.1f} ms, p95 {quantile(drag, 0.95):.1f} ms"
    )
    print(
        f"Family of 5 rules x 64 learning rates x 200 steps: {family['median']:.1f} ms computed and sent (best {family['best']:.1f}), {family['bytes'] / 1e6:.2f} MB"
    )


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--moves", type=int, default=40)
    options.add_argument("--json", action="store_true")
    options = options.parse_args()
    outcome = measure(options.moves)
    print(json.dumps(outcome)) if options.json else report(outcome)
