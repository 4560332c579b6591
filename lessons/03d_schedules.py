# ---
# jupyter:
#   course:
#     title: "Schedules: when to slow down?"
#     minutes: 43
#     core: 27
#     step: 3
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown] id="title"
# # 03d Schedules: when to slow down?
#
# *43 minutes, 27 of them on the core path.
# Before: [03a Gradient descent and SGD](03a_gd_and_sgd.ipynb).
# Beside: [the exercises](03d_schedules_exercises.ipynb).*
#
# Afterwards you can
#
# - say when a learning rate has to fall, and when it must not,
# - predict where a constant rate stalls,
# - recognize a decay that is too fast to arrive,
# - write four schedules,
# - do without any, by averaging.

# %% [markdown] id="passport"
# ## The notes' claims
#
# 1. Rather than keep $\eta$ fixed, let it decay over time,
# 2. for example as $\eta_t = \eta_0 / (1 + k t)$,
# 3. or in cycles,
# 4. or along a cosine.
# 5. So steps are large early and small late.

# %% id="setup"
from functools import cache

import matplotlib.pyplot as plt
import numpy as np

from course import plots
from course.experiments import step03d
from course.quiz import ballot, outcome, predict, quiz, vote
from course.widgets import Dial, ScheduleLab

plots.use_style()

# %% [markdown] id="floor"
# ## 1. The floor  *(8 minutes)*
#
# Two valleys of the same shape, $x^2/2$.
# In both, every gradient is off by a random amount.
# In the first the noise stays, even at the minimum.
# In the second it dies there.

# %% id="floor-predict" jupyter={"source_hidden": true}
predict(
    "03d.floor",
    "You walk with eta = 0.1, always the same, from x = 5. In which valley do you arrive at the minimum?",
    ["in both", "only where the noise dies", "in neither"],
)

# %% [markdown] id="floor-move"
# Drag the first learning rate up and down.
# One of the two curves has a floor.
# What moves it?

# %% id="floor-widget"
ScheduleLab("constant", 0.1, title="A constant rate: drag it. Where does the distance stop falling?")

# %% id="floor-numbers"
floor = step03d.noise_floor(steps=2000, runs=200, seed=0)
print("distance² after many steps, in 200 runs")
for eta, runs, theory in zip(floor.etas, floor.sampled, floor.theory, strict=True):
    print(f"   eta = {eta:.2f}: {runs:.2g} (theory {theory:.2g})")
print("where the noise dies:", "below 1e-60" if np.all(floor.dies < 1e-60) else floor.dies)

# %% id="floor-outcome" jupyter={"source_hidden": true}
outcome("03d.floor", "only where the noise dies", "There, 2000 steps leave nothing. In the other valley you stall.")

# %% [markdown] id="floor-explain"
# A step multiplies the mean squared distance by $(1-\eta)^2$ and adds the noise, $\eta^2$.
# The two balance at
#
# $$ \frac{\eta}{2 - \eta} $$
#
# That is the floor: half the rate, about half the floor.
# Where the noise dies nothing is added: with eta below 1, nothing stops you.

# %% id="floor-check" jupyter={"source_hidden": true}
quiz(
    "03d.stalled",
    "Your loss has stalled at a floor of noise. Which of these lowers it?",
    {
        "Many more steps with the same eta": "The floor is where shrinking and noise balance. More steps keep the balance.",
        "A smaller eta from here on": "The floor is about eta / 2 here: a tenth of the rate, about a tenth of the floor.",
        "A larger eta from here on": "Each step then adds more noise: the floor rises.",
    },
    answer="A smaller eta from here on",
)

# %% [markdown] id="floor-do"
# **Do.** Worked: the balance, found by walking.
# Change `eta` and predict the last number first.

# %% id="floor-worked"
square, eta = 25.0, 0.2
for _ in range(100):
    square = (1 - eta) ** 2 * square + eta**2
print(round(square, 4), round(eta / (2 - eta), 4))

# %% [markdown] id="digits"
# ## 2. Digits without noise  *(8 minutes, further)*
#
# A network of 12 hidden units learns 1078 handwritten digits, eight at a time, ten passes.
# It can fit every label, so in the end all rows agree: the noise dies.
# Every schedule begins at the same rate, or peaks there.
# The notes' decay ends at an eleventh of it, halving at a sixteenth, the cosine at 0.

# %% id="digits-predict" jupyter={"source_hidden": true}
predict(
    "03d.digits",
    "Which schedule leaves the lowest training loss?",
    ["constant", "1 / (1 + kt)", "cosine"],
)

# %% [markdown] id="digits-move"
# Now spoil it.
# Slide to the right: some labels are replaced by random digits, and the network is trained again, for you, each time.

# %% id="digits-widget" jupyter={"source_hidden": true}
race = cache(step03d.digits_race)


def scrambled_labels(figure, labels_scrambled, eta):
    share = int(labels_scrambled.strip(" %")) / 100
    found = race(share, (eta,))
    losses = {name: float(found.loss_of(name)[0]) for name in step03d.FAMILIES}
    ax = figure.subplots()
    colors = ["#D55E00" if name == "constant" else "#0072B2" for name in losses]
    ax.barh(list(losses), list(losses.values()), color=colors, height=0.6)
    for row, loss in enumerate(losses.values()):
        ax.annotate(f"{loss:.2g}", (loss, row), xytext=(4, 0), textcoords="offset points", va="center")
    ax.set(xlabel="training loss after ten passes", xlim=(0, 1.18 * max(losses.values())))
    ax.invert_yaxis()
    best, worst = min(losses, key=losses.get), max(losses, key=losses.get)
    return f"Lowest: {best}, {losses[best]:.2g}. Highest: {worst}, {losses[worst]:.2g}."


Dial(
    scrambled_labels,
    labels_scrambled=["0 %", "5 %", "10 %", "20 %", "40 %"],
    eta=[0.5, 1.0, 1.5],
    at={"labels_scrambled": "0 %", "eta": 1.0},
    labels={"labels_scrambled": "labels scrambled", "eta": "first rate η"},
    title="Scramble some labels. Which schedule wins now?",
)

# %% id="digits-numbers"
for share in (0.0, 0.2):
    found = step03d.digits_race(share, etas=(0.5, 1.0, 1.5), seeds=3)
    print(f"labels scrambled: {share:.0%}    eta = 0.5      1    1.5")
    for name in step03d.FAMILIES:
        print(f"   {name:20}", *(f"{loss:6.2g}" for loss in found.loss_of(name)))
patient = step03d.digits_race(0.2, etas=(0.5,), passes=60, families=("constant",))
print(f"20% scrambled, constant 0.5, 60 passes: {patient.loss_of('constant')[0]:.2g}")

# %% id="digits-outcome" jupyter={"source_hidden": true}
outcome("03d.digits", "constant", "At all three rates: each decay only took shorter steps towards the same place.")

# %% [markdown] id="digits-explain"
# On true labels, slowing down only wastes steps.
# With a fifth of them scrambled the network does not get there: after sixty passes the loss is still 0.54.
# The rows keep pulling apart, and a constant 1.5 ends highest of all.
# At 0.5 constant still wins: a small rate lets little noise in.
# **Decay cures noise that survives.**

# %% id="digits-check" jupyter={"source_hidden": true}
quiz(
    "03d.when",
    "When does a constant rate need no decay?",
    {
        "When the loss is convex": "The noisy valley above is convex, and has a floor.",
        "When the model fits every example": "Then all rows agree at the minimum, and no noise is left there.",
        "When the network is small": "The same network did and did not need decay. Only its labels changed.",
    },
    answer="When the model fits every example",
)

# %% [markdown] id="trap"
# ## 3. The trap  *(8 minutes)*
#
# Back to the valley where the noise stays.
# The notes' decay is
#
# $$ \eta_t = \frac{\eta_0}{1 + k t}. $$
#
# Robbins and Monro (1951) proved that such rates arrive, if two things hold: their sum diverges, so that no start is too far, and the sum of their squares converges, so that the noise dies out.
# For every $k > 0$ both hold.

# %% id="trap-predict" jupyter={"source_hidden": true}
predict(
    "03d.trap",
    "The valley x²/2, noise of spread 1, start at x = 5, eta = 0.2 / (1 + t) with t from 0. How far away are you, typically, after 10,000 steps?",
    ["about 0.01", "about 0.07", "about 0.7"],
)

# %% [markdown] id="trap-move"
# Drag k.
# Too small, and the noise lingers.
# Too large, and the start lingers.
# Where is the turn, for each $\eta_0$?

# %% id="trap-widget" jupyter={"source_hidden": true}


def decay(figure, eta0, k):
    run, ax = step03d.too_fast(eta0, k), figure.subplots()
    ax.loglog(run.t, 1 / np.sqrt(run.t), color="#8C8C8C", linewidth=1)
    ax.annotate("the best\npossible", (1500, 0.02), ha="right", va="top", color="#707070")
    ax.loglog(run.t, np.sqrt(run.square), color="#222222", linewidth=2.4)
    parts = [("left of the start", np.sqrt(run.memory), "#0072B2", "--"), ("noise", np.sqrt(run.noise), "#D55E00", ":")]
    for name, part, color, dash in parts:
        ax.loglog(run.t, part, dash, color=color, label=name)
    ax.legend(loc="lower left")
    ax.set(xlabel="steps", ylabel="typical distance", ylim=(3e-3, 9))
    steps = float(f"{run.to_a_tenth:.2g}")
    steps = f"{steps:,.0f}" if steps < 1e12 else "more than a million million"
    return f"η₀/k = {eta0 / k:.2g}. After 10,000 steps you are {run.distance:.2g} away; within 0.1 after about {steps} steps."


Dial(
    decay,
    eta0=[0.1, 0.2, 0.5, 0.8],
    k=[0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0],
    at={"eta0": 0.2, "k": 0.1},
    labels={"eta0": "first rate η₀", "k": "decay k"},
    title="Too fast? Drag k until the start is hardly forgotten.",
)

# %% id="trap-numbers"
print("distance after 10,000 steps")
for (eta0, k), run in step03d.inverse_decay().items():
    start = np.sqrt(run.memory[-1])
    print(f"{eta0} / (1 + {k} t): {run.distance:.2g}, without noise {start:.2g}")
trap = step03d.too_fast(0.2, 1.0)
print(f"until it is 0.1: about {round(trap.to_a_tenth / 1e7)}0 million steps")

# %% id="trap-outcome" jupyter={"source_hidden": true}
outcome("03d.trap", "about 0.7", "Nearly all of it is the start, not yet forgotten.")

# %% [markdown] id="trap-explain"
# The start fades like $t^{-\eta_0 \mu / k}$, where $\mu$ is the curvature, 1 here.
# With $\eta_0/k = 0.2$, ten times nearer costs $10^5$ times the steps.
# The noise leaves at best $1/\sqrt{t}$.
# **So keep $\eta_0/k$ above $1/(2\mu)$**: the condition that counts hides in the constants.
# Practice lets $t$ count passes rather than steps, which makes $k$ small.

# %% id="trap-check" jupyter={"source_hidden": true}
quiz(
    "03d.promise",
    "Robbins and Monro's conditions hold for 0.2 / (1 + t). What do they promise?",
    {
        "Arrival, some day": "In the limit it does arrive. The cell above says when it is within 0.1.",
        "A distance near 1/√t": "That needs eta0 / k above 1 / (2 mu), and here it is 0.2.",
        "Nothing: the run above refutes them": "Your run is finite, the theorem is about the limit. Both are right.",
    },
    answer="Arrival, some day",
)

# %% [markdown] id="trap-do"
# **Do.** Half worked: the third rate is yours.
# Then write [`inverse_time_decay`](03d_schedules_exercises.ipynb) and, as an extra, the judge `robbins_monro`.

# %% id="trap-faded"
eta0, k = 0.6, 0.5
rates = [eta0, eta0 / (1 + k), ...]
print(["yours to write" if rate is ... else round(rate, 3) for rate in rates])

# %% [markdown] id="order"
# ## 4. Large early, small late  *(8 minutes)*
#
# Least squares, 20 weights, 2000 noisy rows, one row a step, ten passes.
# The first rate is 0.03; the notes' decay has $k = 0.03$, halving comes after every pass.
# The cosine schedule is
#
# $$ \eta_t = \eta_{\min} + \tfrac{1}{2} (\eta_{\max} - \eta_{\min}) \left(1 + \cos \frac{\pi t}{T}\right), $$
#
# with $T$ the steps you can afford.

# %% id="order-predict" jupyter={"source_hidden": true}
predict(
    "03d.backwards",
    "Play the cosine backwards: the same rates, the small ones first. Its last loss, above the minimum, is ...",
    ["the same", "about twice as high", "more than 20 times as high"],
)

# %% [markdown] id="order-move"
# Try every kind, and bring the orange curve as low as you can.
# Then go back to constant, open "More to try", and average the last half of the path.

# %% id="order-widget"
ScheduleLab("cosine", 0.2, title="Which kind ends lowest? And what does averaging do?")

# %% id="order-numbers"
runs = step03d.early_late(eta0=0.03, passes=10, seeds=10)
print("loss above the minimum")
print("after           1 pass     10   10, averaged")
for name, curve in runs.curves.items():
    print(f"{name:16} {curve[1]:5.2g} {runs.last[name]:7.2g} {runs.average[name]:9.2g}")

# %% id="order-figure" jupyter={"source_hidden": true}
fig, ax = plt.subplots(figsize=(7.2, 4.4))
looks = {
    "constant": ("#222222", "-", (6.2, 0.27), "constant"),
    "a hundredth": ("#707070", ":", (3.3, 0.36), "a hundredth of it"),
    "cosine backwards": ("#CC79A7", "-.", (1.3, 3.0), "cosine backwards"),
    "cosine": ("#0072B2", "--", (7.5, 0.035), "cosine"),
    "1 / (1 + kt)": ("#D55E00", "-", (0.6, 0.0013), "1 / (1 + kt)"),
}
for name, (color, dash, place, words) in looks.items():
    ax.semilogy(runs.passes, runs.curves[name], linestyle=dash, color=color)
    ax.annotate(words, place, color=color)
ax.plot(10.3, runs.average["constant"], "D", color="#222222", markersize=7, clip_on=False)
ax.annotate("constant,\naveraged", (10.55, runs.average["constant"]), va="center", annotation_clip=False)
ax.set(xlabel="passes over the data", ylabel="loss above the minimum", xlim=(0.3, 12.2), xticks=range(0, 11, 2))
ax.set_title("Large early is quick, small late is near")
plots.alt(
    fig,
    "The constant rate falls within a pass and stalls at 0.2. A hundredth of it falls slowly for ten passes. The cosine and the inverse decay do both: quick, then low. The cosine backwards ends where the constant does. The averaged constant ends as low as the decays.",
)

# %% id="order-outcome" jupyter={"source_hidden": true}
outcome("03d.backwards", "more than 20 times as high", "It ends where the constant does. The last rates decide.")

# %% [markdown] id="order-explain"
# Large steps forget the start; small steps forget the noise.
# The order matters, because the last thing you do remains.
# The small constant is not wrong, only slow.
# And a constant rate, averaged over the last half of its path, lands among the decays (Polyak and Juditsky 1992): it circles the minimum, and the mean of a circle is its center.

# %% id="order-check" jupyter={"source_hidden": true}
quiz(
    "03d.averaging",
    "Why does averaging lower the loss of a run that has stalled?",
    {
        "It makes the steps smaller": "The path stays as it is. Only what you keep of it changes.",
        "The late errors point all ways, and cancel": "That is why the early part is left out: there the errors all point to the start.",
        "It finds the best step of the path": "The mean is not on the path, and nobody looked at the loss.",
    },
    answer="The late errors point all ways, and cancel",
)

# %% [markdown] id="order-do"
# **Do.** [`cosine_schedule`](03d_schedules_exercises.ipynb), which stays down when the budget is over.

# %% [markdown] id="cycles"
# ## 5. Up again  *(8 minutes, further)*
#
# Cyclic schedules come back up.
# Smith's wave (2017) is a triangle, always of the same length.
# Loshchilov and Hutter (2017) restart the cosine, here each time twice as long.

# %% id="cycles-predict" jupyter={"source_hidden": true}
predict(
    "03d.waves",
    "The valley where noise stays, 31 triangular waves. At the end of the last wave, compared with the first, you are ...",
    ["much nearer", "just as far", "farther"],
)

# %% [markdown] id="cycles-move"
# Switch between the two.
# Look at the dots, the ends of the cycles.

# %% id="cycles-widget" jupyter={"source_hidden": true}


def up_again(figure, schedule, largest_rate):
    run = step03d.cycles(largest_rate)
    top, bottom = figure.subplots(2, 1, sharex=True, height_ratios=(1, 2))
    t, ends = np.arange(1, len(run.eta[schedule]) + 1), run.ends[schedule]
    top.semilogx(t, run.eta[schedule], color="#0072B2", linewidth=1)
    bottom.loglog(t, run.square[schedule], color="#E69F00", linewidth=1.2)
    bottom.loglog(ends, run.at_ends[schedule], "o", color="#222222", markersize=4)
    top.set(ylabel="rate", xlim=(20, 1.06 * len(t)))
    bottom.set(xlabel="steps", ylabel="mean distance²", ylim=(5e-4, 1))
    first, last = run.at_ends[schedule][[0, -1]]
    return f"Mean distance² at the end of the first cycle {first:.2g}, of the last {last:.2g}."


Dial(
    up_again,
    schedule=["triangular", "cosine with restarts"],
    largest_rate=[0.05, 0.1, 0.2, 0.4, 0.8],
    at={"schedule": "triangular", "largest_rate": 0.2},
    title="Which of the two gets nearer, cycle after cycle?",
)

# %% id="cycles-numbers"
waves = step03d.cycles(eta_max=0.2)
for name, at_ends in waves.at_ends.items():
    print(f"{name}: distance² at the ends\n  ", ", ".join(f"{x:.2g}" for x in [*at_ends[:4], at_ends[-1]]))
found = step03d.digits_race(0.0)
print("digits, eta = 1    training loss   test accuracy")
for name in ("constant", "cosine", "restarts", "triangular"):
    print(f"   {name:12} {found.loss_of(name)[1]:13.2g} {found.accuracy_of(name)[1]:14.3f}")

# %% id="cycles-outcome" jupyter={"source_hidden": true}
outcome("03d.waves", "just as far", "A wave that gets neither longer nor lower never gets nearer.")

# %% [markdown] id="cycles-explain"
# A cycle is no decay.
# At its end you are near, for its last rates were small; then the next one throws you back.
# Only cycles that get longer, or lower, bring you nearer.
# On digits we hoped that restarts would win something.
# They did not: a constant rate had the lower training loss, and the test accuracies differ by less than one point.

# %% id="cycles-check" jupyter={"source_hidden": true}
quiz(
    "03d.stop",
    "You train with restarts. When may you stop?",
    {
        "At any step": "Right after a restart the noise is back at its largest.",
        "Just before a restart": "There the rate has been small for longest.",
        "Just after a restart": "There the rate is largest, and so is the noise.",
    },
    answer="Just before a restart",
)

# %% [markdown] id="cycles-do"
# **Do.** As extras, [`triangular_schedule` and `sgdr`](03d_schedules_exercises.ipynb); then let all of yours run through the noisy valley.

# %% [markdown] id="verdicts"
# ## Your verdicts

# %% id="verdict-cards" jupyter={"source_hidden": true}
ballot(
    vote(
        "claim.46",
        "Rather than keep eta fixed, let it decay over time.",
        verdict="true if ...",
        because="noise survives at the minimum. In the noisy valley a constant 0.1 stalls at a squared distance of 0.053. On digits whose labels the network fits, constant was best at all three rates.",
    ),
    vote(
        "claim.47",
        "eta_t = eta_0 / (1 + k t).",
        verdict="true if ...",
        because="eta_0 / k is above 1 / (2 mu). 0.5 / (1 + t/2) came as near as anything can; 0.2 / (1 + t) was still 0.68 away after 10,000 steps.",
    ),
    vote(
        "claim.48",
        "Or use a cyclic schedule.",
        verdict="true if ...",
        because="you stop at the end of a cycle. It is no decay: 31 waves ended as far away as one.",
    ),
    vote(
        "claim.49",
        "Or use a cosine schedule.",
        verdict="true if ...",
        because="noise survives and you know your budget. On noisy rows it ended more than 20 times below the constant rate; on fitted digits above it, with restarts and without.",
    ),
    vote(
        "claim.50",
        "Large steps early, small steps late.",
        verdict="true if ...",
        because="noise survives. Backwards, the same rates ended where the constant did. Averaging the late path does the same job without any schedule.",
    ),
)

# %% [markdown] id="next"
# ## Next
#
# Do the [exercises](03d_schedules_exercises.ipynb), then `python3 start.py check`.
# Forward: [03e Adam](03e_adam.ipynb), a rate for each weight.
# Back: [03c Convexity](03c_convexity.ipynb).
