# ---
# jupyter:
#   course:
#     title: "Core concept: small steps downhill"
#     minutes: 54
#     core: 36
#     step: 2
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown] id="title"
# # 02 Core concept: small steps downhill
#
# *54 minutes, 36 of them on the core path.
# Before: [01 Intuition](01_intuition.ipynb).
# Beside: [the exercises](02_core_concept_exercises.ipynb).*
#
# Afterwards you can
#
# - say why a small step goes down, and how small is small,
# - compute the border $2/L$ and find the fastest rate,
# - tell a minimum from a saddle and a plateau,
# - name a stopping rule, and a place where it lies,
# - say which decision changes direction, length or cost.

# %% [markdown] id="passport"
# ## The notes' claims
#
# That the gradient is the steepest way up, you judged in lesson 01.
# Now the rest of step 2:
#
# 1. Training changes parameters again and again, to lower a loss.
# 2. Step against the gradient, until the slope flattens: there the minimum is near.
# 3. A convex function is a perfect bowl, with a single lowest point that you surely reach.
# 4. Elsewhere local minima or saddles may hold you: a major challenge of deep learning.
# 5. Zoomed in, a smooth curve is a line, so small steps downhill go down.
# 6. Eta is the size of the step: too small crawls, too large overshoots.
# 7. SGD, momentum and Adam refine that size or direction; every rule is a variation of one.
# 8. Optimization is the engine, and you decide three things: eta, batches, acceleration.

# %% id="setup"
from types import SimpleNamespace

import matplotlib.pyplot as plt
import numpy as np

from course import plots
from course.datasets import reshuffled
from course.descent import minimize
from course.experiments import step02
from course.objectives import OBJECTIVES, quadratic
from course.quiz import ballot, outcome, predict, quiz, vote
from course.widgets import Dial, presets

plots.use_style()

# %% [markdown] id="zoom"
# ## 1. Zoom  *(12 minutes)*
#
# Training, in three views: thirty points and a line, its two numbers, its loss.
# Drag the step.

# %% id="line-widget" jupyter={"source_hidden": true}
fit = step02.line_fit(eta=0.5, seed=0)


def learn(figure, step):
    wide = figure.get_figwidth() > 5
    data, bowl, curve = figure.subplots(1, 3) if wide else figure.subplots(3, 1)
    x, theta = fit.data.X[:, 0], fit.run.theta[: step + 1]
    data.plot(x, fit.data.y, "o", color="#707070")
    data.plot(x, fit.data.X @ theta[-1], color="#0072B2")
    data.set(xlabel="x", ylabel="y", ylim=(-2, 4), title="data and line")
    plots.contour(
        SimpleNamespace(d=2, value=fit.model.value, box=((-1, 4), (-1, 2.5)), minimizers=[fit.best]),
        bowl,
        names=("slope", "intercept"),
    )
    bowl.plot(*theta.T, "o-", color="#0072B2")
    bowl.set(title="its two numbers")
    curve.semilogy(fit.run.t[: step + 1], fit.run.loss[: step + 1], "o-", color="#0072B2")
    curve.set(xlabel="steps", ylabel="loss", xlim=(-1, 31), ylim=(0.02, 2), title="the loss")
    curve.minorticks_off()
    return f"After {step} steps: y = {theta[-1, 0]:.3f} x + {theta[-1, 1]:.3f}, loss {fit.run.loss[step]:.4f}."


Dial(
    learn,
    step=range(31),
    at={"step": 3},
    steady=True,
    narrow=(3.9, 7.5),
    title="Drag the step. Which view tells you that training is done?",
)

# %% id="line-numbers"
for t in (0, 1, 5, 20, 100):
    slope, intercept = fit.run.theta[t]
    print(f"step {t:3}: y = {slope:.3f} x + {intercept:.3f}   loss {fit.run.loss[t]:.4f}")
print(f"best    : y = {fit.best[0]:.3f} x + {fit.best[1]:.3f}   (closed form)")

# %% [markdown] id="zoom-why"
# The loss stops near 0.03, not at 0: the points scatter, and no line meets them all.
#
# Why does it work?
# The walker knows only the slope here, and takes the ground for its tangent.

# %% id="zoom-predict" jupyter={"source_hidden": true}
predict(
    "02.tangent",
    "You go a tenth as far. On a smooth curve, the tangent's error becomes ...",
    ["10 times smaller", "100 times smaller", "1000 times smaller"],
)

# %% [markdown] id="zoom-move"
# Zoom in on both curves.
# Below, the same on real data: the loss of a model of 569 tumours.

# %% id="zoom-widget"
presets.zoom()

# %% id="zoom-numbers"
error = step02.tangent_error(seed=0)
for h, smooth, kink in zip(error.h, error.smooth, error.kink, strict=True):
    print(f"h = {h:<6g}  loss of 569 tumours: error {smooth:.2g}   the kink of |x|: {kink:.2g}")
print(f"on log-log paper: slope {error.smooth_order:.3f}, at the kink {error.kink_order:.3f}")

# %% id="zoom-figure" jupyter={"source_hidden": true}
fig, ax = plt.subplots()
ax.loglog(error.h, error.half_curvature * error.h**2, color="#8C8C8C", linewidth=1)
ax.loglog(error.h, error.smooth, "o", color="#0072B2")
ax.loglog(error.h, error.kink, "s--", color="#D55E00")
ax.annotate("loss on real data", (1e-3, 1.4e-6), xytext=(12, -8), textcoords="offset points", color="#0072B2")
ax.annotate("kink of |x|", (1e-3, 1e-3), xytext=(-4, 10), textcoords="offset points", color="#D55E00", ha="right")
ax.annotate(
    "theory: half the curvature × h²", (1e-2, 1.4e-4), xytext=(14, -14), textcoords="offset points", color="#707070"
)
ax.set(xlabel="distance h", ylabel="error of the tangent")
ax.set_title("Ten times closer, a hundred times straighter")
plots.alt(
    fig,
    "On doubly logarithmic axes the tangent's error on real data falls with slope two, on theory's line; at a kink with slope one.",
)

# %% id="zoom-outcome" jupyter={"source_hidden": true}
outcome("02.tangent", "100 times smaller", "And at a kink only 10 times: no zoom makes it straight.")

# %% id="small-predict" jupyter={"source_hidden": true}
predict(
    "02.too-long",
    "L is the largest curvature. Theory promises descent for eta below 2 / L. We take 2.5 / L instead, one step from each of 1000 random places in 50 dimensions. How many go down?",
    ["none", "about half", "more than 90 %"],
)

# %% id="small-numbers"
small = step02.small_steps(seed=0)
for share, down, least, worst in zip(small.shares, small.down, small.least, small.worst_place_falls, strict=True):
    promise = f"each at least {least:.2f} x the fall promised below" if share < 2 else "nothing is promised"
    print(f"eta = {share} / L: {down:6.1%} go down, {promise}; on the steepest axis {'down' if worst else 'UP'}")
print("against the arrow, +g: all go up:", bool(np.all(small.up == 1)))

# %% id="small-outcome" jupyter={"source_hidden": true}
outcome(
    "02.too-long",
    "more than 90 %",
    "Random places are kind. But on the steepest axis the border is exactly 2 / L, and repeated steps blow up that axis most.",
)

# %% [markdown] id="zoom-explain"
# The line gains $\eta |g|^2$; the bend takes at most the share $\eta L / 2$ of it back:
#
# $$ f(\theta - \eta g) \le f(\theta) - \eta \left(1 - \tfrac{\eta L}{2}\right) |g|^2 $$
#
# Here $L$ is the largest curvature anywhere.
# Below $2/L$ the bracket is positive: **small enough is a number.**
# The promise is best at $1/L$.

# %% id="zoom-check" jupyter={"source_hidden": true}
quiz(
    "02.bend",
    "One step with eta = 3 / L went down. What does that show?",
    {
        "eta = 3 / L is safe here": "One step from one place is no promise: on the steepest axis that step goes up.",
        "Nothing about the next step": "Above 2 / L a step may go down, from many places. The steepest axis grows all the same.",
        "L was computed wrongly": "At 3 / L nearly half of the random places above went down, with the right L.",
    },
    answer="Nothing about the next step",
)

# %% [markdown] id="zoom-do"
# **Do.** Replace the dots by what the tangent says.

# %% id="zoom-faded"
x, step = 2.0, -0.1
truth = (x + step) ** 3
tangent = ...  # height at x, plus slope at x times step
print("error:", "yours to find" if tangent is ... else round(truth - tangent, 6), "  half the curvature × h²:", 0.06)

# %% [markdown] id="step"
# ## 2. Crawl, settle, bounce, fly  *(8 minutes)*
#
# A valley that curves by 1 along and by 10 across.
# You start at (1, 1); within a millionth of the bottom you have arrived.
# With eta = 0.01 that takes 1375 steps.

# %% id="step-predict" jupyter={"source_hidden": true}
predict(
    "02.twin",
    "Which other eta needs just as many steps?",
    ["0.02", "0.1", "0.199", "none"],
)

# %% [markdown] id="step-move"
# Drag eta from left to right.
# The slower direction has the large dot: where is that dot lowest?

# %% id="step-widget" jupyter={"source_hidden": true}
ETAS = (0.005, *np.arange(0.01, 0.2, 0.01).round(2).tolist(), 0.195, 0.199, 0.2, 0.202, 0.205)
valley = quadratic([1.0, 10.0])
valley_map = SimpleNamespace(d=2, value=valley.value, box=((-0.3, 1.2), (-1.6, 1.6)), minimizers=valley.minimizers)
runs = minimize("gradient_descent", valley, [1.0, 1.0], 3000, eta=np.array(ETAS))


def settle(figure, eta):
    wide = figure.get_figwidth() > 5
    vee, ground, far = figure.subplots(1, 3) if wide else figure.subplots(3, 1)
    every, kept = np.linspace(0, 0.21, 211), (abs(1 - eta), abs(1 - 10 * eta))
    vee.plot(every, np.abs(1 - every), color="#009E73")
    vee.plot(every, np.abs(1 - 10 * every), "--", color="#D55E00")
    vee.axhline(1, color="#B8B8B8", linewidth=0.8)
    vee.text(0.21, 0.7, "along", color="#00734F", ha="right")
    vee.text(0.12, 0.04, "across", color="#B34700")
    vee.plot([eta, eta], kept, "o", color="#222222", markersize=5)
    vee.plot(eta, max(kept), "o", color="#222222", markersize=10)
    vee.set(xlabel="η", xticks=(0, 0.1, 0.2), ylim=(0, 1.15), title="kept by one step")
    plots.contour(valley_map, ground, names=("along", "across"))
    path = runs.theta[:41, ETAS.index(eta)]
    ground.plot(*path.T, "-o", color="#0072B2", markersize=3, linewidth=0.9)
    ground.set(title="40 steps", xticks=(0, 1), yticks=(-1, 0, 1))
    steps = np.arange(151)
    far.semilogy(steps, kept[0] ** steps, color="#009E73")
    far.semilogy(steps, kept[1] ** steps, "--", color="#D55E00")
    far.axhline(1e-6, color="#B8B8B8", linewidth=0.8)
    far.set(xlabel="steps", xticks=(0, 50, 100, 150), ylim=(1e-8, 1e3), title="distance left")
    far.minorticks_off()
    near = np.linalg.norm(runs.theta[:, ETAS.index(eta)], axis=-1) <= 1e-6
    word = "crawls" if eta < 0.05 else "settles" if eta <= 0.1 else "bounces" if eta < 0.2 else "never settles"
    end = f"arrives after {near.argmax()} steps" if near.any() else "has not arrived after 3000 steps"
    return (
        f"At η = {eta} the slower direction keeps {max(kept):.1%} of its distance a step. The walker {word}, and {end}."
    )


Dial(
    settle,
    eta=ETAS,
    at={"eta": 0.01},
    labels={"eta": "learning rate η"},
    steady=True,
    narrow=(3.9, 7.5),
    title="Drag η to the right. Two directions, one η: who is slower?",
)

# %% id="step-numbers"
sweep = step02.eta_sweep()
for eta, steps in zip(sweep.etas, sweep.steps, strict=True):
    print(f"eta = {eta:.4g}:", f"{steps:.0f} steps" if np.isfinite(steps) else "never")
print(f"theory: fastest at 2 / (L + mu) = {sweep.best:.4f}, border 2 / L = {sweep.border}")

# %% id="step-figure" jupyter={"source_hidden": true}
curve = step02.eta_sweep(etas=np.linspace(0.005, 0.199, 98))
rate = np.abs(curve.factors).max(axis=1)
fig, ax = plt.subplots()
ax.semilogy(curve.etas, np.log(1e-6) / np.log(rate), color="#8C8C8C", linewidth=1)
ax.semilogy(curve.etas, curve.steps, ".", color="#0072B2")
for eta, steps, where in ((0.01, 1375, (8, 2)), (0.199, 1375, (-8, 2)), (2 / 11, 71, (-9, -14))):
    side = "left" if where[0] > 0 else "right"
    ax.annotate(
        f"η = {eta:.3g}: {steps} steps",
        (eta, steps),
        xytext=where,
        textcoords="offset points",
        ha=side,
        color="#222222",
    )
ax.axvline(0.2, color="#D55E00", linestyle="--", linewidth=1)
ax.annotate("2 / L", (0.2, 200), xytext=(5, 0), textcoords="offset points", color="#D55E00")
ax.set(xlabel="learning rate η", ylabel="steps to arrive", ylim=(40, 4000), xlim=(0, 0.217))
ax.set_title("A long slope on the left, a cliff on the right")
plots.alt(
    fig,
    "Steps to arrive over eta: from 1375 at 0.01 they fall slowly to 71 at 0.182, then rise steeply to 1375 again at 0.199, just below the border 2 / L. The theory's grey line lies on the measured dots.",
)

# %% id="step-outcome" jupyter={"source_hidden": true}
outcome("02.twin", "0.199", "Twenty times the rate, the same time: one crawls along, the other rattles across.")

# %% [markdown] id="step-explain"
# Each step multiplies the distance along by $1 - \eta\mu$ and across by $1 - \eta L$; here $\mu = 1$, $L = 10$.
# The slower of the two decides.
# **Crawl**: along, nearly nothing happens.
# **Settle**, up to $1/L$.
# **Bounce**, up to $2/L$: across, you change sides at every step and still arrive.
# **Fly**: across grows.
# The fastest rate, $2/(L+\mu)$, bounces.
#
# And is eta the *size* of the step?
# Take the loss on the tumours, multiply it by 1000, keep eta:

# %% id="scale-numbers"
scale = step02.loss_scale()
for rule, moved in scale.moved.items():
    before, after = scale.loss[rule]
    far = f"{moved:.0f} times" if moved > 1 else f"{moved:.0e} of"
    print(f"{rule:17} ends at loss {before:.3f}, then (old unit) {after:.3f}; its weights moved by {far} their length")

# %% [markdown] id="scale-explain"
# The landscape is the same, only the unit is new.
# A step is $\eta |g|$ long: **eta is a multiplier.**
# Adam divides the unit out again (03e).

# %% id="step-check" jupyter={"source_hidden": true}
quiz(
    "02.safe-side",
    "In the valley above, 0.1 and 0.19 both take 132 steps. Which one would you take to a valley you know less well?",
    {
        "0.1": "If the curvature is 10 % higher than you think, the border falls to 0.182: at 0.19 you fly, at 0.1 you arrive.",
        "0.19": "Where curvature is higher than you think, you fly. The right side of the curve is a cliff.",
        "No matter which": "Equal here. But the curve is gentle on one side and a cliff on the other.",
    },
    answer="0.1",
)

# %% [markdown] id="step-do"
# **Do.** Worked: `2 / max(1, 10)` is 0.2.
# Half worked: `[[6, 2], [2, 3]]` holds the second derivatives of a tilted bowl, its Hessian.
# Its eigenvalues, by `np.linalg.eigvalsh`, are the curvatures: 2 and 7.
# Yours: [`max_stable_step`](02_core_concept_exercises.ipynb), and `steps_to_tol`, your stopwatch.

# %% [markdown] id="flat"
# ## 3. Where is it flat?  *(10 minutes)*
#
# A common rule: stop when the slope is below 0.001.
# Three walkers obey it: in a bowl, near a saddle (up one way, down another), on a plateau.

# %% id="flat-predict" jupyter={"source_hidden": true}
predict("02.first-stop", "Who stops first?", ["the one in the bowl", "the one at the saddle", "the one on the plateau"])

# %% id="flat-stop"
for name, stop in step02.stopping(tol=1e-3).items():
    print(
        f"{name:8} stops at step {stop.step:2}, slope {stop.slope:.1e}, height {stop.height:.4g}; had it gone on: {stop.later:.4g}"
    )
crossed = step02.plateau()
print("steps to cross the plateau:", crossed)

# %% id="flat-outcome" jupyter={"source_hidden": true}
outcome("02.first-stop", "the one on the plateau", "Before its first step, and almost at the top.")

# %% id="clock-predict" jupyter={"source_hidden": true}
predict(
    "02.saddle-clock",
    "A ball lies 0.0001 beside the ridge of a saddle. It needs 97 steps to leave. How many, if it lies 0.00000001 beside it?",
    ["194", "970", "970,000", "it never leaves"],
)

# %% [markdown] id="flat-move"
# Shrink the nudge, and wait.

# %% id="flat-widget"
presets.flat_places()

# %% id="clock-numbers"
clock = step02.saddle_clock()
for offset, steps, theory in zip(clock.offsets, clock.steps, clock.theory, strict=True):
    print(f"{offset:<6g} beside the ridge:", f"{steps:.0f} steps (theory {theory:.0f})" if offset else "never left")

# %% id="clock-figure" jupyter={"source_hidden": true}
nudges = 10.0 ** -np.arange(1, 17)
waits = step02.saddle_clock(offsets=nudges)
fig, ax = plt.subplots()
ax.plot(nudges, np.log(1 / nudges) / np.log(1.1), color="#8C8C8C", linewidth=1)
ax.plot(nudges, waits.steps, "o", color="#0072B2")
ax.set(xscale="log", xlabel="distance from the ridge at the start", ylabel="steps until the saddle is left")
ax.invert_xaxis()
ax.annotate("97", (1e-4, 97), xytext=(-4, 8), textcoords="offset points", ha="right")
ax.annotate("194", (1e-8, 194), xytext=(-4, 8), textcoords="offset points", ha="right")
ax.set_title("Ten thousand times nearer costs 97 steps more")
plots.alt(fig, "The waiting time at a saddle grows by about 24 steps whenever the start is ten times nearer the ridge.")

# %% id="clock-outcome" jupyter={"source_hidden": true}
outcome(
    "02.saddle-clock", "194", "Each step multiplies the distance by 1.1. Only exactly on the ridge it waits for ever."
)

# %% [markdown] id="flat-explain"
# The notes say: the slope flattens near a minimum.
# Your run says: at the top of a plateau, too.
# Both are right when the ground curves up on all sides.
# A saddle holds you for a time that grows like the logarithm of 1 / distance, then lets go.
# On a plateau steps are as short as the slope; Adam's are not, and cross in 61 steps instead of 3001.

# %% id="flat-check" jupyter={"source_hidden": true}
quiz(
    "02.flat",
    "Training stands still, the gradient is tiny. What do you know?",
    {
        "You are near a minimum": "So thought the rule above, at step 0 on a plateau.",
        "You are stuck for good": "The saddle let go after some hundred steps, the plateau after 3001.",
        "The ground is flat here": "That is all. Ask for the curvature, or wait, or try longer steps.",
    },
    answer="The ground is flat here",
)

# %% [markdown] id="flat-do"
# **Do.** Worked: the Hessian of $x^2 - y^2$ has eigenvalues 2 and -2: a saddle.
# Half worked: what are those of $xy$, `[[0, 1], [1, 0]]`?
# Yours: [`classify_critical_point`](02_core_concept_exercises.ipynb).

# %% [markdown] id="bowl"
# ## 4. Bowls and bumps  *(10 minutes, further)*
#
# A function is convex when no chord dips below its graph.
# The notes promise: then you surely reach the single lowest point.

# %% id="bowl-predict" jupyter={"source_hidden": true}
predict(
    "02.convex",
    "Four convex functions, on each a constant eta of our choice. On how many do all walkers end at the single lowest point?",
    ["all four", "two", "none"],
)

# %% [markdown] id="bowl-move"
# Choose a function, then let the steps run.

# %% id="bowl-widget" jupyter={"source_hidden": true}
PLACES = {
    "the kink |x|": (OBJECTIVES["absolute"], [1.0], 0.3, (-1.5, 1.5)),
    "eˣ": (OBJECTIVES["exponential"], [0.0], 0.3, (-9.0, 1.0)),
    "a flat bottom": (OBJECTIVES["flat_bottom"], [-2.6, 0.4, 2.5], 0.3, (-3.0, 3.0)),
    "5 x² at 2 / L": (quadratic([10.0]), [1.0], 0.2, (-1.5, 1.5)),
}
WALKS = {
    name: minimize("gradient_descent", f, np.array(starts)[:, None], 10_000, eta=eta)
    for name, (f, starts, eta, _) in PLACES.items()
}


def promise(figure, function, steps):
    wide = figure.get_figwidth() > 5
    ground, time = figure.subplots(1, 2) if wide else figure.subplots(2, 1)
    f, _, _, box = PLACES[function]
    path = WALKS[function].theta[: steps + 1, :, 0]
    plots.curve(f, ground, box=box)
    for walker, mark in zip(path.T, "osD", strict=False):
        shown = walker[:: max(1, steps // 200)]
        ground.plot(shown, f.value(shown[:, None]), mark, color="#B8B8B8", markersize=4)
        ground.plot(walker[-1], f.value(walker[-1:]), mark, color="#0072B2", markersize=9)
        time.plot(np.arange(steps + 1), walker, "-" + mark, color="#0072B2", markevery=max(1, steps // 20))
    ground.set(yticks=(), title="the ground")
    time.set(xlabel="steps", ylim=box, title="where they are")
    places = " and ".join(f"{x:.2f}".replace("-", "−") for x in path[-1])
    return f"After {steps} steps at x = {places}."


Dial(
    promise,
    function=list(PLACES),
    steps=[0, 1, 2, 3, 4, 5, 10, 11, 30, 100, 300, 1000, 3000, 10_000],
    at={"function": "the kink |x|", "steps": 4},
    steady=True,
    narrow=(3.9, 6.4),
    title="All four are convex. Who arrives at the single lowest point?",
)

# %% id="bowl-numbers"
traps = step02.convex_traps(seed=0)
print("5 x² at eta = 2 / L:", *traps.at_the_border, "for ever")
print(f"eˣ, 10,000 steps: x = {traps.runaway:.2f}, and still going")
print("|x|, eta = 0.3:", *(round(x, 2) for x in traps.kink), "for ever")
for w, loss in zip(traps.twins, traps.twins_loss, strict=True):
    print("a column of the data repeated: w =", w.round(2), f" loss {loss:.6f}")
print("without the repetition:        w =", *(w.round(2) for w in traps.single))

# %% id="bowl-outcome" jupyter={"source_hidden": true}
outcome("02.convex", "none", "A step too long, no lowest point, many lowest points, a kink.")

# %% [markdown] id="bowl-explain"
# The notes say: a convex function, so the single lowest point.
# Your run says: none of four.
# Both are right when a lowest point exists, the curvature has a largest value $L$, and $\eta < 2/L$.
# *Strictly* convex functions have at most one.
#
# And bumps?
# In one dimension the start decides, as in lesson 01.
# And a network: to learn XOR, one hidden layer needs at least two units.

# %% id="bumps-predict" jupyter={"source_hidden": true}
predict(
    "02.stuck",
    "100 networks with two units, 100 random starts, 2000 steps. Then 100 with eight units. How many get stuck, far from the solution?",
    ["few, then more", "about a quarter, then none", "about half, then half"],
)

# %% id="bumps-numbers"
wells = step02.well_starts(seed=0)
print(f"double well: from the left {wells.from_left:.0%} reach the deeper pit, from the right {wells.from_right:.0%}")
nets = step02.stuck_networks(n=100, seed=0)
for width, stuck in nets.stuck.items():
    slope = f", median slope there {np.median(nets.slope[width]):.0e}" if stuck else ""
    print(f"{width} hidden units: {stuck:2} of {nets.n} stuck{slope}")

# %% id="bumps-figure" jupyter={"source_hidden": true}
fig, panels = plt.subplots(1, 3, figsize=(8, 3.2), sharey=True)
for ax, (width, run) in zip(panels, nets.runs.items(), strict=True):
    ax.plot(run.t, run.loss, color="#0072B2", linewidth=0.6, alpha=0.5)
    ax.set(xlabel="steps", xticks=(0, 1000, 2000))
    ax.text(1950, 0.95, f"{width} units", ha="right", fontweight="bold")
panels[0].set(ylabel="loss", ylim=(0, 1.05))
fig.suptitle(
    "A quarter of the smallest networks get stuck, of the wider ones none", x=0.02, ha="left", fontweight="bold"
)
plots.alt(
    fig,
    "Loss of 100 networks each: with 2 hidden units about a quarter stay at a loss of 0.25, with 4 and 8 all reach 0.",
)

# %% id="bumps-outcome" jupyter={"source_hidden": true}
outcome(
    "02.stuck",
    "about a quarter, then none",
    "With two more units it was already none. Stuck means: a loss above 0.05 after 2000 steps, on flat ground. Whether it is a minimum, the slope cannot tell.",
)

# %% id="bowl-check" jupyter={"source_hidden": true}
quiz(
    "02.promise",
    "A convex loss, 10,000 steps, and it still falls. Which is possible?",
    {
        "It has no lowest point": "As with eˣ: the loss falls for ever, and the weights never arrive.",
        "It is stuck in a local minimum": "A convex function has none that is not also the lowest.",
        "eta is far above 2 / L": "Then a bowl throws you out, and the loss does not keep falling.",
    },
    answer="It has no lowest point",
)

# %% [markdown] id="decide"
# ## 5. Which decision does what?  *(8 minutes, further)*
#
# The same loop, `theta - eta * g`, trains three models below; only loss and gradient are exchanged.
# Whoever computes the gradient and does not move learns nothing.
# Three decisions remain: eta, batch, memory.

# %% id="loop-numbers"
for name, (size, first, last, idle) in step02.one_loop().rows.items():
    print(f"{name:20} {size:4} numbers: loss {first:.3f} -> {last:.3f};  gradient known, never used: {idle:.3f}")

# %% id="decide-predict" jupyter={"source_hidden": true}
predict(
    "02.sgd",
    "SGD reads 20 rows instead of all 200. Averaged over many draws, its step points ...",
    ["nearer to the minimum than the full gradient", "the same way as the full gradient", "nowhere in particular"],
)

# %% [markdown] id="decide-move"
# Change one decision at a time.
# Which one shakes the path, which one turns it, which one saves rows?

# %% id="decide-widget" jupyter={"source_hidden": true}
rows = step02.two_weights()
land = SimpleNamespace(d=2, value=rows.value, box=((-12, 5), (-2.5, 4)), minimizers=rows.minimizers)


def decide(figure, share, batch, memory):
    wide = figure.get_figwidth() > 5
    ground, cost = figure.subplots(1, 2) if wide else figure.subplots(2, 1)
    n = 2000 // batch
    draws = reshuffled(200, batch, np.random.default_rng(0))
    run = minimize("heavy_ball", rows, [-10.0, 2.0], n, batches=draws, eta=share * 2 / rows.L, beta=memory)
    plots.contour(land, ground, names=("first weight", "second weight"))
    ground.plot(*run.theta.T, "-o", color="#0072B2", markersize=2 if n < 200 else 0, linewidth=0.9)
    gap, seen = run.loss - rows.minimum, run.t * 2000 / n
    last = np.mean(gap[seen > 1800])
    cost.semilogy(seen, gap, color="#0072B2" if n < 100 else "#9CC7E5", linewidth=1)
    if n >= 100:  # the mean of each hundred rows
        cost.semilogy(np.arange(50, 2000, 100), gap[1:].reshape(20, -1).mean(axis=1), color="#0072B2")
    cost.set(
        xlabel="rows read", ylabel="loss above the minimum", ylim=(1e-6, 1e3), xlim=(0, 2000), xticks=(0, 1000, 2000)
    )
    cost.minorticks_off()
    end = f"{last:.2g} above the minimum" if last < gap[0] else "higher than it began"
    return f"{n} steps for 2000 rows. Over the last 200 of them the loss is {end}."


Dial(
    decide,
    share=[0.02, 0.1, 0.3, 0.6, 0.9, 1.05],
    batch=[1, 20, 200],
    memory=[0.0, 0.5, 0.9],
    at={"share": 0.9, "batch": 200, "memory": 0.0},
    labels={"share": "eta as a share of 2 / L", "batch": "rows a step", "memory": "memory β"},
    steady=True,
    narrow=(3.9, 6.4),
    title="Three decisions, one budget of 2000 rows. Change one at a time.",
)

# %% id="readers-numbers"
read = step02.readers(seed=0)
for name, angle in read.angle.items():
    print(
        f"{name:16} turned by {angle:4.1f}°, {read.length[name]:.2f} times as long, {20 if name == 'minibatch' else 200} rows"
    )
print(
    f"(minibatch: mean of 4000 draws; a single draw is off by {read.single_angle:.0f}°. The minimum lies at {read.to_minimizer:.0f}°.)"
)

# %% id="readers-figure" jupyter={"source_hidden": true}
fig, ax = plt.subplots(figsize=(7.2, 4))
near = SimpleNamespace(d=2, value=rows.value, box=((-11, 1), (-2.9, 2.7)), minimizers=rows.minimizers)
plots.contour(near, ax, names=("first weight", "second weight"))
ax.plot(*read.path.T, "-o", color="#707070", markersize=3, linewidth=0.8)
looks = {
    "gradient descent": ("#0072B2", "-", (-6, -6), "right"),
    "momentum": ("#8A5F00", "--", (6, -6), "left"),
    "Adam": ("#00734F", "-.", (6, 4), "left"),
}
for name, (color, dash, where, side) in looks.items():
    tip = read.place + 3 * read.steps[name] / np.linalg.norm(read.steps[name])
    arrow = {"arrowstyle": "-|>", "color": color, "linestyle": dash, "linewidth": 2, "shrinkA": 0}
    ax.annotate("", tip, read.place, arrowprops=arrow)
    ax.annotate(name, tip, xytext=where, textcoords="offset points", color=color, ha=side, fontweight="bold")
ax.set(aspect="equal")
ax.set_title("Momentum and Adam read the zigzag and turn (equal lengths drawn)")
plots.alt(
    fig,
    "After eight zigzag steps, minus the gradient points across the valley. Momentum and Adam, fed with the same gradients, point along it, toward the minimum.",
)

# %% id="decide-outcome" jupyter={"source_hidden": true}
outcome(
    "02.sgd",
    "the same way as the full gradient",
    "A single draw is far off; the mean is not. SGD saves rows, it does not aim.",
)

# %% id="decisions-numbers"
print("eta:    loss after 100 steps:", {eta: round(loss, 3) for eta, loss in step02.choose_eta().items()})
for batch, (steps, loss, eta) in step02.choose_batch(seed=0).items():
    print(
        f"batch:  {batch:3} rows a step, {steps:3} steps for five readings of the data: loss {loss:.3f} (best eta {eta})"
    )
for kappa, (plain, memory) in step02.choose_memory().items():
    print(f"memory: L / mu = {kappa:4.0f}: {plain:4} steps without, {memory:3} with")

# %% [markdown] id="decide-explain"
# **Eta** decides whether you crawl, settle or fly.
# **The batch** decides what a step costs and how much it shakes; not where it aims.
# **Memory** turns the step along the valley: the steps grow like $\sqrt\kappa$, not like $\kappa = L/\mu$.
# Adam also scales each coordinate: a matrix stands before its gradient.

# %% id="decide-check" jupyter={"source_hidden": true}
quiz(
    "02.which",
    "A path zigzags in a narrow valley, all rows in use. Which decision helps?",
    {
        "Smaller batches": "They make steps cheaper and add a shake. The valley stays as narrow.",
        "A longer step": "Above 1 / L you bounce already; above 2 / L you fly.",
        "Memory": "Opposite moves across cancel, moves along add up.",
    },
    answer="Memory",
)

# %% [markdown] id="decide-do"
# **Do.** The last cell of the [exercises](02_core_concept_exercises.ipynb) tests your border with a hundred walkers.

# %% [markdown] id="verdicts"
# ## Your verdicts
#
# Vote first; then you read what our runs say.

# %% id="verdict-steps" jupyter={"source_hidden": true}
ballot(
    vote(
        "claim.8",
        "Training is a repeated change of the parameters that lowers a loss.",
        verdict="true",
        because="The line found its data in this way: loss 1.1961 at the start, 0.0294 at the end, the closed form's line.",
    ),
    vote(
        "claim.17",
        "Zoom in close enough, and a smooth curve looks like a line.",
        verdict="true",
        because="Ten times closer, a hundred times straighter. Smooth is the word that matters: the kink stayed a kink.",
    ),
    vote(
        "claim.18",
        "So small steps downhill lower the value.",
        verdict="true",
        because="Small enough has a number, eta below 2 / L: all 1000 places went down, each at least as far as promised.",
    ),
    vote(
        "claim.10",
        "A step against the gradient goes down.",
        verdict="true if ...",
        because="eta is small enough. At 4 / L only 2 % of the places went down.",
    ),
    vote(
        "claim.19",
        "The learning rate is the size of the step.",
        verdict="true if ...",
        because="you read it as a multiplier: the step is eta times the slope. A loss in other units moved gradient descent's end 146 times its length.",
    ),
    vote(
        "claim.20",
        "Too small a learning rate is slow.",
        verdict="true",
        because="1375 steps at 0.01, 71 at 0.18.",
    ),
    vote(
        "claim.21",
        "Too large a learning rate overshoots or bounces.",
        verdict="true",
        because="Keep the two apart: between 1 / L and 2 / L you bounce and arrive (the fastest rate does), above it you fly.",
    ),
)

# %% id="verdict-flat" jupyter={"source_hidden": true}
ballot(
    vote(
        "claim.11",
        "Stop where the slope flattens: the minimum is near.",
        verdict="false",
        because="The rule stopped at step 0 on a plateau, at height 0.9997, and on top of a saddle. Flat is not lowest.",
    ),
    vote(
        "claim.12",
        "A convex function is a perfect bowl.",
        verdict="true if ...",
        because="you mean that a bowl is convex. |x| has a kink, e to the x has no bottom, and a bottom may be flat.",
    ),
    vote(
        "claim.13",
        "On a convex function you are sure to reach the single lowest point.",
        verdict="false",
        because="On none of four convex functions. It needs a lowest point, smoothness and eta below 2 / L; strict convexity makes it the only one.",
    ),
    vote(
        "claim.14",
        "On a non-convex function you may get stuck in a local minimum.",
        verdict="true",
        because="From the right of the ridge no walker reached the deeper well.",
    ),
    vote(
        "claim.15",
        "... or at a saddle point.",
        verdict="true if ...",
        because="you mean held up: 194 steps from 0.00000001 beside the ridge. Almost every start leaves (Lee et al. 2016); a chain of saddles can hold you very long (Du et al. 2017).",
    ),
    vote(
        "claim.16",
        "Local minima and saddles are a major challenge of deep learning.",
        verdict="true if ...",
        because="the network is small: about a quarter of ours got stuck with two hidden units (nobody proved these places minima: Hamey 1998), none with eight. What makes large ones hard is contested.",
    ),
)

# %% id="verdict-decisions" jupyter={"source_hidden": true}
ballot(
    vote(
        "claim.22",
        "SGD, momentum and Adam refine the size of the step or its direction.",
        verdict="true if ...",
        because="you leave out SGD: on average its step points the same way as the full one. It is cheaper. Momentum and Adam did turn the step.",
    ),
    vote(
        "claim.23",
        "Optimization is the engine; a gradient alone is knowledge, not action.",
        verdict="true",
        because="With the gradient computed and never used, each loss stayed where it was.",
    ),
    vote(
        "claim.24",
        "Every training step is a variation of: new theta = theta - eta times the gradient.",
        verdict="true if ...",
        because="a matrix may stand before the gradient (Adam, Newton). Some methods, such as EM and Frank-Wolfe, have another form.",
    ),
    vote(
        "claim.25",
        "First decision: the learning rate.",
        verdict="true",
        because="Same 100 steps: 0.545 at 0.001, 0.103 at 1, far above the start at 100.",
    ),
    vote(
        "claim.26",
        "Second decision: all data at once, or batches.",
        verdict="true",
        because="Five readings of the data: 0.125 with all rows, 0.103 with 64 or 8 a step.",
    ),
    vote(
        "claim.27",
        "Third decision: accelerate or not.",
        verdict="true",
        because="At L / mu = 1000: 7048 steps without memory, 325 with it.",
    ),
)

# %% [markdown] id="next"
# ## Next
#
# Do the [exercises](02_core_concept_exercises.ipynb), then `python3 start.py check`.
# Then: [03a Gradient descent and SGD](03a_gd_and_sgd.ipynb), on what a shaky compass costs and what it buys.
# Back: [01 Intuition](01_intuition.ipynb).
