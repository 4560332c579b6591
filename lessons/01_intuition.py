# ---
# jupyter:
#   course:
#     title: "Intuition: which way, and how far?"
#     minutes: 45
#     core: 29
#     step: 1
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown] id="title"
# # 01 Intuition: which way, and how far?
#
# *45 minutes, 29 of them on the core path.
# Before: [00 Start here](00_start_here.ipynb).
# Beside: [the exercises](01_intuition_exercises.ipynb).*
#
# Afterwards you can
#
# - read direction and slope off a contour map,
# - tell direction from step length,
# - spot a zigzag by counting flips,
# - measure a gradient to 1e-7,
# - say what no slope can tell.

# %% [markdown] id="passport"
# ## The notes' claims
#
# Keep them in mind; at the end you judge them.
#
# 1. A gradient gives a direction; optimization decides how to move.
# 2. The goal is a low loss: efficiently, accurately, stably.
# 3. It is a walk down a mountain in fog: the gradient says where down is.
# 4. You must choose how far to step,
# 5. how fast to move,
# 6. how not to zigzag,
# 7. and how not to get stuck in pits.
# 8. The gradient is the steepest way *up*.

# %% id="setup"
import matplotlib.pyplot as plt
import numpy as np

from course import plots
from course.descent import minimize
from course.experiments import step01
from course.objectives import OBJECTIVES
from course.quiz import ballot, outcome, predict, quiz, vote
from course.widgets import FogHike, presets

plots.use_style()

# %% [markdown] id="fog"
# ## 1. The fog  *(8 minutes)*
#
# You stand on a mountain in thick fog.
# You feel two things: how high you are, and how the ground tilts under your feet.
# Gradient descent feels even less: the tilt, and nothing else.

# %% id="fog-predict" jupyter={"source_hidden": true}
predict(
    "01.hidden-pit",
    "Gradient descent walks down a bowl. Now we dig a deep pit beside its track. What does its track do?",
    ["It bends towards the pit", "It stays the same, to the last digit", "It gets slower near the pit"],
)

# %% [markdown] id="fog-move"
# Walk to the lowest place: click, tap, or press the arrow keys.
# Try all three maps.
# Then lift the fog and compare your track with gradient descent's, from the same start.

# %% id="fog-hike"
FogHike()

# %% id="fog-score"
for name in step01.fog_maps():
    steps = step01.fog_hike(name).steps
    print(f"{name:10} gradient descent:", f"{steps} steps" if steps else "never reaches the lowest place")

# %% id="two-worlds"
pit, radius = (0.3, 0.8), 0.45
worlds = step01.two_worlds(at=pit, radius=radius)
print("largest difference between the two tracks:", worlds.difference)
print("both end at height", round(worlds.height, 6), "- the lowest heights are", [round(z, 3) for z in worlds.lowest])

# %% id="two-worlds-figure" jupyter={"source_hidden": true}
fig, ax = plt.subplots(figsize=(5.6, 4.6))
bowl = step01.fog_maps()["bowl"]
plots.contour(bowl, ax, names=("east", "north"))
plots.path(worlds.runs[0], ax)
ax.add_patch(plt.Circle(pit, radius, facecolor="#444444", alpha=0.85, zorder=3))
ax.annotate("the pit", pit, color="white", ha="center", va="center", zorder=4)
ax.set(aspect="equal")
ax.set_title("The track passes the pit and never knows")
plots.alt(
    fig, "The track runs from the upper right to the bottom of the bowl. A deep pit close beside it does not bend it."
)

# %% id="fog-outcome" jupyter={"source_hidden": true}
outcome(
    "01.hidden-pit",
    "It stays the same, to the last digit",
    "The difference printed above is exactly 0.",
)

# %% [markdown] id="fog-explain"
# A slope speaks of the ground it touches.
# A pit elsewhere does not change it.
# So nothing that only feels its way can promise the lowest place, unless the whole landscape is known to be simple.
# Such a promise has a name, *convexity*, and a lesson of its own.

# %% id="fog-check" jupyter={"source_hidden": true}
quiz(
    "01.local",
    "What can the slope under your feet tell you?",
    {
        "How far away the lowest place is": "A gentle slope may be close to the bottom, or far away on a plain.",
        "Which way the ground falls right here": "And that is all: direction and steepness, here.",
        "Whether a deeper pit exists": "The two worlds above feel the same at every step, and one has a deeper pit.",
    },
    answer="Which way the ground falls right here",
)

# %% [markdown] id="fog-do"
# **Do.** Nobody hands you a slope, so measure one: a foot forward, a foot back, two heights.
# Worked, in one dimension:

# %% id="fog-worked"
x, h = 3.0, 1e-3
print(round(((x + h) ** 3 - (x - h) ** 3) / (2 * h), 6), "measured for x³ at 3,", 3 * x**2, "exact")

# %% [markdown] id="compass"
# ## 2. The compass  *(10 minutes)*
#
# The fog lifts for a moment.
# You are at the ring, the lowest place is at the cross.

# %% id="compass-map" jupyter={"source_hidden": true}
place, here = OBJECTIVES["tilted_ravine"], np.array([7.0, 6.0])
fig, ax = plt.subplots(figsize=(5.2, 4.8))
plots.contour(place, ax, names=("east", "north"))
turns, ways = np.deg2rad(np.arange(0, 360, 45)), ("E", "NE", "N", "NW", "W", "SW", "S", "SE")
for turn, way in zip(turns, ways, strict=True):
    tip = here + 3.4 * np.array([np.cos(turn), np.sin(turn)])
    ax.annotate("", tip, here, arrowprops={"arrowstyle": "-|>", "color": "#0072B2", "linewidth": 1.6})
    ax.text(*(here + 4.3 * np.array([np.cos(turn), np.sin(turn)])), way, ha="center", va="center", fontsize=9)
ax.plot(*here, "o", markersize=9, markerfacecolor="white", markeredgecolor="#0072B2")
ax.set(aspect="equal")
ax.set_title("Eight ways to go")
plots.alt(
    fig,
    "A long valley runs from lower left to upper right. You stand high on its northern side, far from the lowest place, which lies to the south-west.",
)

# %% id="compass-predict" jupyter={"source_hidden": true}
predict(
    "01.fastest-way",
    "Which way does the ground fall fastest under your feet?",
    ["west", "south-west, straight to the cross", "south", "east"],
)

# %% [markdown] id="compass-move"
# Turn the arrow all the way round.
# Where is the bar longest?

# %% id="compass-widget"
presets.compass()

# %% id="compass-numbers"
g = place.gradient(here)
for turn, way in zip(turns, ways, strict=True):
    print(f"{way:2} falls {-(g @ [np.cos(turn), np.sin(turn)]):6.1f}")
print(f"-g falls {np.linalg.norm(g):6.1f}")

# %% id="compass-outcome" jupyter={"source_hidden": true}
outcome(
    "01.fastest-way",
    "south",
    "Straight to the cross the ground falls less than half as fast.",
)

# %% [markdown] id="compass-explain"
# Along a direction $u$ of length 1 the ground falls by $-g \cdot u$, where $g$ is the gradient.
# That is largest for $u = -g / |g|$, and then it is $|g|$.
# The way $-g$ crosses the contour lines squarely.
# **It points down the nearest slope, not to the lowest place.**
#
# Two dimensions are kind to guessers.
# Take 30: the logistic loss on 569 real tumours, 30 measurements each.

# %% id="thirty-predict" jupyter={"source_hidden": true}
predict(
    "01.random-directions",
    "We try 10,000 random directions in 30 dimensions. How fast does the best of them fall, compared with minus the gradient?",
    ["just as fast", "about 60 % as fast", "about 5 % as fast"],
)

# %% id="thirty"
found = step01.compass(n=10_000, seed=0)
print(f"minus the gradient: {found.steepest:.3f}   best of 10,000: {found.best:.2f} ({found.share:.0%})")
print(f"half of them manage less than {np.median(np.abs(found.slopes)) / found.steepest:.0%}, up or down")

# %% id="thirty-figure" jupyter={"source_hidden": true}
fig, ax = plt.subplots()
marks = [(found.steepest, "minus the gradient"), (found.best, "best of\n10,000")]
plots.spread(found.slopes, ax, marks=marks, name="fall of the loss per unit of way", count="directions")
ax.set_title("In 30 dimensions almost every way is nearly level")
plots.alt(fig, "Ten thousand random directions pile up around zero. The best falls 0.8 a unit, minus the gradient 1.3.")

# %% id="thirty-outcome" jupyter={"source_hidden": true}
outcome(
    "01.random-directions",
    "about 60 % as fast",
    "One gradient is worth more than ten thousand guesses.",
)

# %% id="compass-check" jupyter={"source_hidden": true}
quiz(
    "01.contours",
    "On a map with evenly spaced heights, contour lines crowd together here. The gradient here is ...",
    {
        "long, and crosses the lines": "Much height over a short way, and the steepest way is the shortest way between two lines.",
        "long, and runs along the lines": "Long, yes. But along a line the height does not change at all.",
        "short": "The other way round: crowded lines mean much height over a short way.",
    },
    answer="long, and crosses the lines",
)

# %% [markdown] id="compass-do"
# **Do.** Half worked: replace the three dots, with a foot forward and back along `y`.
# The exact slopes are 12 and 4.
# Then write [`numerical_gradient`](01_intuition_exercises.ipynb) for any number of coordinates.


# %% id="compass-faded"
def height(x, y):
    return x**2 * y


x, y, h = 2.0, 3.0, 1e-5
slope_x = (height(x + h, y) - height(x - h, y)) / (2 * h)
slope_y = ...
print("along x:", round(slope_x, 6), "  along y:", "yours to write" if slope_y is ... else round(slope_y, 6))

# %% [markdown] id="step"
# ## 3. One step  *(8 minutes)*
#
# The compass is settled.
# Now: how far?
# The ground is $f(x) = 5x^2$, you start at $x = 1$, and each step is
#
# $$ \theta_{t+1} = \theta_t - \eta\, g_t $$

# %% id="step-predict" jupyter={"source_hidden": true}
predict(
    "01.double-eta",
    "You raise the learning rate eta from 0.01 to 0.21. The number of steps to arrive ...",
    ["falls all the way", "falls, rises again, then there is none", "stays the same"],
)

# %% [markdown] id="step-move"
# Drag eta slowly from left to right.
# Stop where the picture changes its mind.

# %% id="step-widget"
presets.dial(curvature=10, eta=0.01)

# %% id="step-numbers"
etas = [0.01, 0.02, 0.04, 0.08, 0.16, 0.18, 0.19, 0.20, 0.21]
runs = minimize("gradient_descent", OBJECTIVES["parabola"], [1.0], 1000, eta=np.array(etas))
for eta, steps in zip(etas, runs.steps_to(1e-6), strict=True):
    print(f"eta = {eta:.2f}:", f"{steps:.0f} steps" if np.isfinite(steps) else "never")
for eta, x in step01.eta_slider().after.items():
    print(f"eta = {eta:.2f}: after 100 steps you are {x:.3g} away")

# %% id="step-outcome" jupyter={"source_hidden": true}
outcome(
    "01.double-eta",
    "falls, rises again, then there is none",
    "Longer steps help until they jump across.",
)

# %% [markdown] id="step-explain"
# Each step multiplies $x$ by $1 - 10\eta$.
# At $\eta = 0.1$ that factor is 0: one step arrives.
# At 0.2 it is -1: you jump across for ever.
# The border is $2/L$, with $L = 10$ the curvature: **the valley decides how far you may step.**
#
# Same compass, three ways to use it, on a valley with 50 dimensions.
# (The third is told the lowest height beforehand, which nobody in the fog knows.)

# %% id="policies"
walk = step01.three_policies()
print("eta = 1 / L, always the same:", walk.steps["fixed"], "steps")
print("steps of one fixed length:   ", walk.steps["normalized"] or "never arrives")
print("eta from height and slope:    about", round(walk.steps["polyak"], -2), "steps")

# %% id="policies-figure" jupyter={"source_hidden": true}
names = {"fixed": "eta = 1 / L", "normalized": "fixed length", "polyak": "eta from height (Polyak)"}
fig, ax = plt.subplots(figsize=(6.6, 4))
plots.loss_curves({names[name]: run for name, run in walk.runs.items()}, ax, floor=1e-14, until=1300, every=10)
ax.set_title("One compass, three walkers, three different fates")
plots.alt(
    fig,
    "With a constant rate the loss falls steadily for 1182 steps; with Polyak's rate in about 200; with steps of fixed length it stops falling early.",
)

# %% [markdown] id="score"
# And what is *good*?
# A small network, three learning rates, a score card:

# %% id="score-card"
card = step01.score_card()
for eta, steps, loss, up in zip(card.etas, card.steps_to_tol, card.final_loss, card.share_up, strict=True):
    soon = f"{steps:.0f} steps" if np.isfinite(steps) else "never"
    print(f"eta = {eta:4}   to loss 0.05: {soon:9}   after 1000: {loss:.2f}   uphill: {up:.0%}")

# %% id="step-check" jupyter={"source_hidden": true}
quiz(
    "01.scale",
    "You measure the loss in cents instead of euros: every value is 100 times larger. With the same eta, each step is ...",
    {
        "the same": "The gradient grew by 100, and eta multiplies the gradient.",
        "100 times shorter": "The slopes grew, so the steps grow with them.",
        "100 times longer": "A step is eta times the gradient. Eta is a multiplier, not a length.",
    },
    answer="100 times longer",
)

# %% [markdown] id="step-do"
# **Do.** Worked: three steps by hand, below.
# Half worked: make them ten.
# Yours: [`gradient_descent`](01_intuition_exercises.ipynb), for any gradient, with the whole path kept.

# %% id="step-worked"
x, eta = 1.0, 0.05
for t in range(3):
    x = x - eta * 10 * x
    print(t + 1, x)

# %% [markdown] id="zigzag"
# ## 4. Zigzag  *(8 minutes, further)*
#
# A valley that curves 25 times as much across as along.
# You start at (10, 1), with 90 % of the largest stable eta.

# %% id="zigzag-predict" jupyter={"source_hidden": true}
predict(
    "01.crossings",
    "In 30 steps, how often do you cross the bottom of the valley?",
    ["never", "about 8 times", "30 times"],
)

# %% [markdown] id="zigzag-move"
# Drag eta from the left end to the right: a crawl, a zigzag, a flight.
# Is there any eta that is good along the valley and across it?

# %% id="zigzag-widget"
presets.ravine(25, rules=["gradient_descent"], steps=30, eta=0.02)

# %% id="zigzag-numbers"
zigzag = step01.zigzag()
for eta, crossings in zigzag.crossings.items():
    way, steps = zigzag.detour[eta], zigzag.arrival[eta]
    print(f"eta = {eta:.4f}: {crossings:2} crossings, path / straight line = {way:.2f}, arrives after {steps} steps")
print("the loss falls at every step:", bool(np.all(np.diff(zigzag.run.loss, axis=0) < 0)))

# %% id="zigzag-figure" jupyter={"source_hidden": true}
fig, (top, bottom) = plt.subplots(2, 1, figsize=(6, 5.2), height_ratios=(1.2, 1))
plots.contour(OBJECTIVES["ravine"], top, names=("along the valley", "across"))
plots.path(zigzag.run.run(1), top)
plots.strip(zigzag.run.run(1), 1, bottom, name="position across")
top.set_title("At 90 % of the limit every step crosses the valley")
bottom.set_title("Every diamond is a turn")
plots.alt(
    fig,
    "From above, the path is a saw that narrows toward the bottom of the valley. Over the steps the position across flips its sign each time.",
)

# %% id="zigzag-outcome" jupyter={"source_hidden": true}
outcome(
    "01.crossings",
    "30 times",
    "Once at every step.",
)

# %% [markdown] id="zigzag-explain"
# Along the steep direction each step multiplies $y$ by $1 - 25\eta$, which is -0.8 here: a flip at every step.
# Along the gentle one it multiplies $x$ by $1 - \eta$: a crawl.
# One eta serves both, so the walker without a zigzag arrives last.
# The ratio of the two curvatures, $\kappa = L / \mu$, says how bad the bargain is.
# Memory (03b) and a rate for each coordinate (03e) are two ways out.

# %% id="zigzag-check" jupyter={"source_hidden": true}
quiz(
    "01.spot-zigzag",
    "You see only a list of positions, no map. What gives a zigzag away?",
    {
        "The loss goes up": "Look above: the loss fell at every step, and the path zigzagged all the same.",
        "The steps get shorter": "They do that on every good way down, too.",
        "One coordinate turns round at almost every step": "Counting turns needs nothing but the positions.",
    },
    answer="One coordinate turns round at almost every step",
)

# %% [markdown] id="zigzag-do"
# **Do.** Worked: the arrows of a short track.
# Half worked: how many neighbours differ?
# Yours: [`zigzag_count`](01_intuition_exercises.ipynb), which also survives a pause.

# %% id="zigzag-worked"
print(np.sign(np.diff([0.0, 1.0, 0.5, 0.7, 0.6, 0.65])))

# %% [markdown] id="pits"
# ## 5. Pits  *(8 minutes, further)*
#
# The map with two wells again: one is deeper.
# A thousand walkers start at random.

# %% id="pits-predict" jupyter={"source_hidden": true}
predict(
    "01.basins",
    "How many of the 1000 end in the deeper well?",
    ["almost all", "about half", "fewer than 100"],
)

# %% id="pits-numbers"
basins = step01.basin_map(n=1000, seed=0)
deep, shallow = np.bincount(basins.destination)
print(deep, "in the deep well,", shallow, "in the shallow one")

# %% id="pits-figure" jupyter={"source_hidden": true}
fig, ax = plt.subplots(figsize=(5.8, 4.8))
plots.basin_map(basins.starts, basins.destination, basins.wells, ax, names=("east", "north"))
for text, (x, y), color in zip(
    ("the deep well", "the shallow well"), basins.wells, ("#0072B2", "#8A5F00"), strict=True
):
    plots.points((x, y), ax, text, color=color, offset=(14, -2))
ax.set(aspect="equal")
ax.set_title("Where you start decides where you stop")
plots.alt(
    fig,
    "Two regions, divided by a slanting border. Every start on one side ends in the deep well, every start on the other in the shallow one.",
)

# %% id="pits-outcome" jupyter={"source_hidden": true}
outcome(
    "01.basins",
    "about half",
    "Depth has no pull from the other side of the ridge.",
)

# %% [markdown] id="pits-move"
# Would speed help?
# Give a ball memory: drag beta until it rolls over the ridge.

# %% id="pits-widget"
presets.rolling()

# %% id="pits-speed"
for start in (1.8, -1.8):
    deep = step01.velocity_trace(start=start).deep
    print(f"from {start:4}: the deep pit with beta", [beta for beta in deep if deep[beta]])

# %% [markdown] id="pits-explain"
# Speed carries the ball over a ridge.
# From the right it escapes the shallow pit.
# From the left, the same ball rolls out of the *deep* one.
# It does not know which pit is better; nobody in the fog does.

# %% id="pits-check" jupyter={"source_hidden": true}
quiz(
    "01.start-decides",
    "Plain gradient descent, eta small and fixed. What decides in which pit it stops?",
    {
        "Where it starts": "Same start, same end, every time.",
        "The depth of the pits": "Nearly half of the walkers above stopped in the shallower one.",
        "Chance": "There is none in it: no step is random. Only the starts were.",
    },
    answer="Where it starts",
)

# %% [markdown] id="pits-do"
# **Do.** The last cell of the [exercises](01_intuition_exercises.ipynb) sends your own hiker through the ravine.

# %% [markdown] id="verdicts"
# ## Your verdicts
#
# The notes' claims, again.
# Vote first; then you read what our runs say.

# %% id="verdict-cards" jupyter={"source_hidden": true}
ballot(
    vote(
        "claim.1",
        "A gradient gives a direction; optimization decides how to move.",
        verdict="true",
        because="One compass, three walkers: 1182 steps, about 200, never.",
    ),
    vote(
        "claim.2",
        "The goal is a low loss, reached efficiently, accurately and stably.",
        verdict="true if ...",
        because="you say which comes first. On the score card the quickest run went uphill in more than a third of its steps.",
    ),
    vote(
        "claim.3",
        "It is a walk in fog, and the gradient says where down is.",
        verdict="true",
        because="And the fog is half of the lesson: a pit beside the track changed nothing, to the last digit.",
    ),
    vote(
        "claim.4",
        "You must choose how far to step.",
        verdict="true",
        because="On the parabola you arrive below 2 / L, jump for ever at 2 / L, and fly away above it.",
    ),
    vote(
        "claim.5",
        "You must choose how fast to move.",
        verdict="true",
        because="Memory decides which pit keeps the ball. More of it is not always better.",
    ),
    vote(
        "claim.6",
        "Zigzag should be avoided.",
        verdict="true if ...",
        because="you cure its cause, kappa. Short steps avoid it too, and took 882 steps instead of 119. At 99 % of the limit it cost both way and time.",
    ),
    vote(
        "claim.7",
        "The danger is to get stuck in pits.",
        verdict="true if ...",
        because="there are few dimensions, as in our runs. With many, saddles and plateaus are the commoner trouble (Dauphin et al. 2014); 03c looks at them.",
    ),
    vote(
        "claim.9",
        "The gradient is the direction of steepest increase.",
        verdict="true",
        because="None of 10,000 directions came near. (For the ordinary length of a step; measure it otherwise, and another way is steepest.)",
    ),
)

# %% [markdown] id="next"
# ## Next
#
# Do the [exercises](01_intuition_exercises.ipynb), then `python3 start.py check`.
# Then: [02 Core concept](02_core_concept.ipynb), on why a small enough step goes downhill.
# Back: [00 Start here](00_start_here.ipynb).
