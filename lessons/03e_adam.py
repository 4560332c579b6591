# ---
# jupyter:
#   course:
#     title: "Adam: a rate for every coordinate"
#     minutes: 43
#     core: 27
#     step: 3
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown] id="title"
# # 03e Adam: a rate for every coordinate
#
# *43 minutes, 27 of them on the core path.
# Before: [03d Schedules](03d_schedules.ipynb).
# Beside: [the exercises](03e_adam_exercises.ipynb).*
#
# Afterwards you can
#
# - write RMSProp and Adam,
# - explain bias correction by numbers,
# - say which problems Adam makes easy, and what undoes that,
# - break Adam on a convex problem, and mend it,
# - catch a broken Adam by examples.

# %% [markdown] id="passport"
# ## The notes' claims
#
# 1. Adam combines momentum with a rate for each coordinate.
# 2. $m$ is a moving average of the gradients,
# 3. $v$ one of their squares,
# 4. and the step is $\eta\, m / (\sqrt v + \epsilon)$.
# 5. It works fast.
# 6. It may fail to converge on certain convex problems,
# 7. because it over-adapts its rates: its steps are uneven.

# %% id="setup"
import matplotlib.pyplot as plt
import numpy as np

from course import plots
from course.datasets import breast_cancer
from course.descent import minimize
from course.experiments import step03e
from course.objectives import ravine
from course.quiz import ballot, outcome, predict, quiz, vote
from course.widgets import Dial, StepAnatomy, presets

plots.use_style()
WORDS = {"adam_uncorrected": "as the notes write it", "adam": "as published"}

# %% [markdown] id="inside"
# ## 1. Inside one step  *(8 minutes)*
#
# The notes' Adam (a line break got lost there; the square is taken coordinate by coordinate):
#
# $$ m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, g_t $$
#
# $$ v_t = \beta_2 v_{t-1} + (1 - \beta_2)\, g_t^2 $$
#
# $$ \theta_{t+1} = \theta_t - \eta\, \frac{m_t}{\sqrt{v_t} + \epsilon} $$
#
# Both averages start at 0.
# Usual values are $\beta_1 = 0.9$ and $\beta_2 = 0.999$.
# Now suppose the slope never changes.

# %% id="inside-predict" jupyter={"source_hidden": true}
predict(
    "03e.first-step",
    "The slope is 1 at every step. How long is the very first step of the notes' formula?",
    ["about 0.1 eta", "exactly eta", "about 3.2 eta", "about 100 eta"],
)

# %% [markdown] id="inside-move"
# First a real bowl, 25 times as curved in the second coordinate.
# At t = 1, switch the bias correction off: which bars change?
# Then drag t to the end, and switch again: is the difference gone?
# (The slope that never changes comes below.)

# %% id="inside-widget"
StepAnatomy()

# %% id="inside-numbers"
start = step03e.constant_gradient()
print("   t      m   root of v   step / eta   with correction")
for t in (1, 2, 3, 12, 100, 1000):
    notes, published = start.steps["adam_uncorrected"][t - 1], start.steps["adam"][t - 1]
    print(f"{t:4} {start.m[t - 1]:6.3f} {start.root_v[t - 1]:9.4f} {notes:11.2f} {published:14.2f}")
print("the step stays below 1.05 eta from t =", np.flatnonzero(start.steps["adam_uncorrected"] >= 1.05)[-1] + 2)

# %% id="inside-figure" jupyter={"source_hidden": true}
fig, ax = plt.subplots(figsize=(6.4, 3.6))
t = np.arange(1, len(start.m) + 1)
for rule, words in (("adam_uncorrected", "as the notes write it"), ("adam", "as published")):
    look = plots.style(rule)
    ax.plot(t, start.steps[rule], color=look["color"], linestyle=look["linestyle"], linewidth=2)
    ax.annotate(words, (t[2], start.steps[rule][2]), xytext=(0, -14), textcoords="offset points", color=look["color"])
ax.set(xscale="log", xlabel="steps", ylabel="length of the step, in eta", ylim=(0, 7.2))
ax.set_title("Without correction the first thousand steps are too long")
plots.alt(
    fig,
    "On a constant slope the notes' steps grow from 3.2 to 6.6 eta within 12 steps and need thousands to come down to eta. The published Adam's are eta throughout.",
)

# %% id="inside-outcome" jupyter={"source_hidden": true}
outcome(
    "03e.first-step",
    "about 3.2 eta",
    "0.1 divided by 0.0316. It gets worse before it gets better.",
)

# %% [markdown] id="inside-explain"
# After one step $m$ stands at a tenth of the slope, and $\sqrt v$ at 3 % of its size.
# $v$ wakes up later than $m$, so the ratio is too large.
# The published Adam (Kingma and Ba 2015) divides each average by the weights it has given away so far:
#
# $$ \hat m_t = \frac{m_t}{1 - \beta_1^t} \qquad \hat v_t = \frac{v_t}{1 - \beta_2^t} $$
#
# With $\hat m$ and $\hat v$ in the step, **every step on a constant slope is $\eta$, however steep it is.**

# %% id="inside-check" jupyter={"source_hidden": true}
quiz(
    "03e.longer-memory",
    "You raise beta2 to 0.9999 and leave the correction out. The first step is now ...",
    {
        "shorter": "v starts smaller than before, and it stands below the line.",
        "the same": "The first m is the same, 0.1 g. But v is only 0.0001 g².",
        "10 eta": "0.1 divided by the root of 0.0001. The next widget shows it.",
    },
    answer="10 eta",
)

# %% [markdown] id="inside-do"
# **Do.** Worked: the first step, below.
# Half worked: the published one; replace the two `...`.
# Yours: [`rmsprop_step` and `adam_step`](03e_adam_exercises.ipynb).

# %% id="inside-worked"
g, t, eta = -4.0, 1, 0.1
m, v = 0.9 * 0 + 0.1 * g, 0.999 * 0 + 0.001 * g**2
m_hat, v_hat = ..., ...
print("the notes' step:", round(-eta * m / v**0.5, 3))
print("the published step:", "yours to write" if m_hat is ... else round(-eta * m_hat / v_hat**0.5, 3))

# %% [markdown] id="matter"
# ## 2. Does it matter?  *(8 minutes)*
#
# A parabola whose minimum lies exactly one eta away, 0.05.
# Drag beta2 to the right end.


# %% id="matter-widget" jupyter={"source_hidden": true}
def first_steps(figure, beta2):
    ax = figure.subplots()
    beta2 = float(beta2)
    runs = step03e.overshoot(beta2s=(beta2,), steps=60).runs
    for rule, words in (("adam_uncorrected", "as the notes write it"), ("adam", "as published")):
        theta, look = runs[rule, beta2].theta[:, 0], plots.style(rule)
        ax.plot(theta, color=look["color"], linestyle=look["linestyle"], label=words)
    ax.axhline(0, color="#888888", linewidth=0.8)
    ax.set(xlabel="steps", ylabel="place (the minimum is at 0)", ylim=(-0.5, 0.5))
    ax.legend(loc="upper right")
    low = {rule: run.theta.min() for (rule, _), run in runs.items()}
    return f"Lowest place: {low['adam_uncorrected']:.3f} as the notes write it, {low['adam']:.3f} as published."


Dial(first_steps, beta2=["0.9", "0.99", "0.999", "0.9999"], at={"beta2": "0.99"}, title="How far past the minimum?")

# %% id="matter-numbers"
for curvature in (1, 10):
    lowest = step03e.overshoot(curvature=curvature).lowest
    for (rule, beta2), place in lowest.items():
        print(f"curvature {curvature:2}   beta2 = {beta2:<6}   {WORDS[rule]:21} goes to {place:.3f}")

# %% [markdown] id="matter-digits"
# And on real digits, with a small network?

# %% id="matter-predict" jupyter={"source_hidden": true}
predict(
    "03e.digits",
    "One epoch at eta = 0.001, the usual value. Which Adam has the lower loss?",
    ["the notes' one", "the published one", "no difference"],
)

# %% id="matter-run"
epoch = step03e.digits_epoch()
for eta in (1e-3, 1e-2, 1e-1):
    k = np.argmin(abs(epoch.etas - eta))
    notes, published = epoch.median("adam_uncorrected")[k], epoch.median("adam")[k]
    print(f"eta = {eta:5}: loss {notes:4.1f} as the notes write it, {published:4.1f} as published (median of 3 seeds)")
for rule, eta in epoch.best.items():
    print(f"{WORDS[rule]:21} best at about {eta:.2f}, with {epoch.median(rule).min():.1f}")

# %% id="matter-figure" jupyter={"source_hidden": true}
fig, ax = plt.subplots(figsize=(6.4, 3.6))
for rule, words, at in (("adam_uncorrected", "as the notes write it", 12), ("adam", "as published", 4)):
    look = plots.style(rule)
    ax.plot(epoch.etas, epoch.median(rule), color=look["color"], linestyle=look["linestyle"], linewidth=2)
    place = (epoch.etas[at], epoch.median(rule)[at])
    right = rule == "adam"
    ax.annotate(words, place, xytext=(6, 6) if right else (-8, 0), textcoords="offset points", color=look["color"],
                ha="left" if right else "right")  # fmt: skip
ax.set(xscale="log", yscale="log", xlabel="learning rate eta", ylabel="loss after one epoch")
ax.set_title("The same valley, at a smaller eta")
plots.alt(
    fig,
    "Loss after one epoch over the learning rate: both Adams draw a valley of the same depth, the notes' one at a rate several times smaller.",
)

# %% id="matter-outcome" jupyter={"source_hidden": true}
outcome(
    "03e.digits",
    "the notes' one",
    "And at eta = 0.1 it is the other way round, by far.",
)

# %% [markdown] id="matter-explain"
# The missing correction acts like a larger rate early on.
# Where eta is too small, that helps; where it is large, it does harm.
# Each at its own best rate, the two do equally well here.
# The notes' formula is usable; **its eta does not mean what the eta of papers and libraries means.**
#
# Curvature 1 or 10: the same numbers.
# The size of the gradient cancels.

# %% id="matter-check" jupyter={"source_hidden": true}
quiz(
    "03e.change-library",
    "You move from the notes' Adam to a library's, with the same small eta. The first epoch goes slower. What now?",
    {
        "Go back, the library is worse": "Look at the figure: its valley is as deep, only further right.",
        "Try a larger eta": "The early steps became shorter; eta has to make up for it.",
        "Raise beta2": "With the correction, the first step does not depend on it.",
    },
    answer="Try a larger eta",
)

# %% [markdown] id="matter-do"
# **Do.** Other people's Adams have slips, too.
# [`is_correct_adam`](03e_adam_exercises.ipynb) catches them: you write the examples.

# %% [markdown] id="parts"
# ## 3. Take it apart  *(8 minutes, further)*

# %% id="parts-predict" jupyter={"source_hidden": true}
predict(
    "03e.no-memory",
    "Set beta1 = beta2 = 0. One coordinate has the slope 0.01, another 100. How far do they move?",
    ["both by eta", "the steep one 10,000 times as far", "the gentle one further"],
)

# %% [markdown] id="parts-move"
# A long valley, four rules: plain, with $m$ alone, with $v$ alone, with both.
# Drag eta.
# Then let each rule take its own best.

# %% id="parts-widget"
presets.race(rules=("gradient_descent", "momentum", "rmsprop", "adam"))

# %% id="parts-numbers"
for rule in ("gradient_descent", "momentum", "rmsprop", "adam"):
    run = minimize(rule, ravine(100), [10.0, 1.0], 200, eta=np.geomspace(1e-3, 1, 64))
    print(f"{rule:16} at its best eta: loss {np.nanmin(run.loss[-1]):.0e} after 200 steps")
apart = step03e.special_cases()
print("largest difference of the paths, on the tumour data")
print("  the notes' Adam with beta1 = 0, and RMSProp:            ", apart.rmsprop)
print("  Adam with beta1 = beta2 = 0, and steps of eta by sign: ", f"{apart.sign_descent:.4f}")

# %% id="parts-outcome" jupyter={"source_hidden": true}
outcome(
    "03e.no-memory",
    "both by eta",
    "g divided by its own size is a sign. Only eps, below the line, tells the two apart.",
)

# %% [markdown] id="parts-explain"
# $m$ is the momentum of 03b.
# $v$ is RMSProp: a slope measured in its own usual size.
# Without memory that is **sign descent**, a step of eta in every coordinate.
# Memory makes the sign softer: where slopes disagree, $m$ shrinks and $v$ does not.
# In this valley $m$ does most of the work.
# On the next data $v$ earns its keep.

# %% id="parts-check" jupyter={"source_hidden": true}
quiz(
    "03e.units",
    "Your loss is now measured in cents: every gradient is 100 times as large. Adam's path ...",
    {
        "stays the same": "m and the root of v both grow by 100. (But for eps.) Gradient descent would step 100 times as far.",
        "takes steps 100 times as long": "That is gradient descent. Look at curvature 1 and 10 above.",
        "takes shorter steps": "v grows by 10,000, its root by 100, and so does m.",
    },
    answer="stays the same",
)

# %% [markdown] id="parts-do"
# **Do.** In the [exercises](03e_adam_exercises.ipynb) your own `rmsprop_step` and `adam_step` race in such a valley.

# %% [markdown] id="fast"
# ## 4. Fast, on what?  *(8 minutes)*
#
# The tumour data as they come: 30 measurements, their spreads from 0.003 to 569.
# Logistic loss, 200 steps on all rows, each rule at the best of 19 rates.

# %% id="fast-predict" jupyter={"source_hidden": true}
predict(
    "03e.standardize",
    "Raw, Adam leads gradient descent by 0.15 in the loss. Standardize the columns: how much of that lead is left?",
    ["all of it", "about half", "less than a tenth"],
)

# %% id="fast-numbers"
spread = breast_cancer().X.std(axis=0)
print(f"standard deviations of the columns: {spread.min():.3f} to {spread.max():.0f}")
raw, scaled = step03e.tumours(), step03e.tumours(scaled=True)
print("                      raw            standardized")
for rule, on_raw in raw.items():
    then = scaled[rule]
    print(f"{rule:17} {on_raw.loss:.3f} ({on_raw.accuracy:.1%})   {then.loss:.3f} ({then.accuracy:.1%})")

# %% id="fast-outcome" jupyter={"source_hidden": true}
outcome(
    "03e.standardize",
    "less than a tenth",
    "Standardized, even gradient descent beats every rule on the raw data.",
)

# %% [markdown] id="fast-explain"
# Raw, momentum helps, RMSProp helps, and Adam helps more than either.
# (We expected the published Adam to win; the notes' one did, with 0.094.
# The two differ in nothing but the early rate, which here may be high and then falls.)
# Standardizing does beforehand what $v$ does on the way: it gives every column its own unit.
#
# But what if the steep direction is no column at all?
# Turn the valley.

# %% id="fast-widget"
presets.rotation()

# %% id="fast-rotation"
turned = step03e.rotated(kappa=1000)
for angle in turned.adam:
    print(f"{angle:2} degrees: gradient descent {turned.gradient_descent[angle]} steps, Adam {turned.adam[angle]}")

# %% [markdown] id="fast-rotation-explain"
# Gradient descent does not know where the axes are.
# Adam's rates belong to coordinates: along the axes it needs 157 steps, at 45 degrees 1042, and stays ahead here.
# **Adam is fast where the scales differ along the coordinates.**

# %% id="fast-check" jupyter={"source_hidden": true}
quiz(
    "03e.where",
    "Where do you expect Adam to gain most over well-tuned gradient descent?",
    {
        "Columns in metres, grams and years": "A scale of its own for each coordinate: this is what v measures.",
        "Columns that were standardized": "The table above: 0.042 and 0.035.",
        "A valley that runs across the coordinates": "At 45 degrees it needed 1042 steps instead of 157.",
    },
    answer="Columns in metres, grams and years",
)

# %% [markdown] id="fast-do"
# **Do.** Worked: the valley above, with kappa = 1000.
# Yours: set `kappa` to 10 and run that cell again.
# A rounder valley: does Adam still mind the turning, and who is ahead?

# %% [markdown] id="break"
# ## 5. Break it  *(8 minutes, further)*
#
# A game that repeats three rounds.
# You play $x$ in [-1, 1] and pay $3x$, then $-x$, then $-x$: in sum $x$, so -1 is best.
# What you pay beyond the best is your *regret*.
# Straight lines are convex.
# Adam plays with $\beta_1 = 0$, $\beta_2 = 0.1$ and $\eta_t = 0.5 / \sqrt t$, from 0.
# This Adam is uncorrected, as in the paper that found this game (Reddi, Kale and Kumar 2018).

# %% id="break-predict" jupyter={"source_hidden": true}
predict("03e.game", "Where is Adam after 6000 rounds?", ["at -1, the best", "near 0", "at +1, the worst"])

# %% [markdown] id="break-move"
# Compare Adam's steps in the last twelve rounds: left, right, right.
# Then drag beta2 until it turns round.

# %% id="break-widget"
presets.breaking_adam(title="One convex game, three players. Where does each of them end?")

# %% id="break-numbers"
games = step03e.reddi()
for rule, game in games.items():
    grew = f"its rate grew in {np.mean(game.Gamma < -1e-9):.0%} of the rounds"
    print(f"{rule:16} ends at {game.end:+.3f}   regret a round {game.regret:.3f}   {grew}")
print(f"adam, corrected  ends at {step03e.play('adam', beta1=0.0, beta2=0.1).end:+.3f}")
rates = games["adam_uncorrected"].rates[-3:]
print("Adam's rates in the last three rounds:", rates.round(4))
print(f"left: 3 x {rates[0]:.4f} = {3 * rates[0]:.4f}   right: {rates[1]:.4f} + {rates[2]:.4f} = {rates[1:].sum():.4f}")

# %% id="break-figure" jupyter={"source_hidden": true}
fig, ax = plt.subplots(figsize=(6.4, 3.6))
rounds = np.arange(5989, 6001)
for rule, words, up in (("adam_uncorrected", "Adam", 8), ("amsgrad", "AMSGrad", -14)):
    look, rate = plots.style("adam" if up > 0 else rule), games[rule].rates[-12:]
    ax.plot(rounds, rate, color=look["color"], linestyle=look["linestyle"], marker=look["marker"])
    ax.annotate(
        words, (rounds[-1], rate[-1]), xytext=(-4, up), textcoords="offset points", ha="right", color=look["color"]
    )
for big in rounds[rounds % 3 == 1]:
    ax.axvline(big, color="#BBBBBB", linewidth=1, zorder=0)
ax.annotate("grey: the slope is 3", (5993.5, 0.0072), color="#666666", ha="center")
ax.set(xlabel="rounds", ylabel="rate, eta over the root of v", ylim=(0, 0.008))
ax.set_title("Adam meets the large slope with its smallest rate")
plots.alt(
    fig,
    "Adam's rate falls to its lowest whenever the large slope comes and grows again in the two rounds after it. AMSGrad's stays low throughout.",
)

# %% id="break-outcome" jupyter={"source_hidden": true}
outcome(
    "03e.game",
    "at +1, the worst",
    "Theory for many rounds: a regret of 2/3 a round. It stays for ever.",
)

# %% [markdown] id="break-explain"
# The large slope raises $v$ at once, so it is divided by its own size; then $v$ forgets it, and the small ones push harder.
# The proof for Adam had assumed that the rate never grows:
#
# $$ \Gamma_t = \frac{\sqrt{v_{t+1}}}{\eta_{t+1}} - \frac{\sqrt{v_t}}{\eta_t} \ge 0 $$
#
# Adam breaks this in two rounds of three.
# The paper's AMSGrad divides by the largest $v$ so far, and arrives.
#
# How narrow is this case?

# %% id="break-phase"
phase = step03e.phase()
for beta2, end in zip(phase.beta2, phase.ends, strict=True):
    print(f"beta2 = {beta2:5}: Adam ends at {end:+.2f}")
print(f"theory turns it at beta2 = {phase.turns_at:.3f}; with beta1 = 0.9 it ends at", end=" ")
print(set(step03e.phase(beta1=0.9).ends.round(2).tolist()), "for all of these")
spike = step03e.rare_spike()["adam_uncorrected"]
print(f"slope 101 every 101 rounds, else -1; beta1 = 0.9, beta2 = 0.99: Adam ends at {spike.end:+.2f}")

# %% [markdown] id="break-narrow"
# A longer memory solves this game.
# But whoever may choose the game after the betas finds a rarer spike (Reddi et al., theorem 2, for $\beta_1 < \sqrt{\beta_2}$).
# Choose the betas after the problem, and Adam can converge (Zhang et al. 2022).

# %% id="break-check" jupyter={"source_hidden": true}
quiz(
    "03e.mend",
    "What exactly does AMSGrad change?",
    {
        "It corrects the bias": "The published AMSGrad corrects none, and correcting Adam does not move its end.",
        "It never lets the rate of a coordinate grow": "The largest v is remembered, so eta over its root can only fall.",
        "It takes out the momentum": "Adam had none here: beta1 was 0.",
    },
    answer="It never lets the rate of a coordinate grow",
)

# %% [markdown] id="break-do"
# **Do.** [`amsgrad_step` and `online_regret`](03e_adam_exercises.ipynb), then let them play.

# %% [markdown] id="verdicts"
# ## Your verdicts
#
# Vote first; then you read what our runs say.

# %% id="verdict-cards" jupyter={"source_hidden": true}
ballot(
    vote(
        "claim.51",
        "Adam is momentum together with a rate for each coordinate.",
        verdict="true",
        because="Take m away and RMSProp is left, digit for digit. On raw data momentum alone came to 0.203, RMSProp to 0.256, Adam to 0.134.",
    ),
    vote(
        "claim.52",
        "m is a moving average of the gradients.",
        verdict="true",
        because="It starts at zero: after one step it holds a tenth of the gradient.",
    ),
    vote(
        "claim.53",
        "v is a moving average of the squared gradients.",
        verdict="true",
        because="Coordinate by coordinate. It starts at zero too, and wakes up later than m.",
    ),
    vote(
        "claim.54",
        "Adam's step is eta m / (sqrt(v) + epsilon).",
        verdict="false",
        because="The published Adam corrects m and v first. Without that its steps were up to 6.57 eta long. A usable rule all the same, with an eta of its own.",
    ),
    vote(
        "claim.55",
        "Adam works fast.",
        verdict="true if ...",
        because="the scales differ along the coordinates. Standardizing left less than a tenth of its lead; turning the valley by 45 degrees made 157 steps 1042.",
    ),
    vote(
        "claim.56",
        "Adam may fail to converge on certain convex problems.",
        verdict="true",
        because="It ended at +1, the worst point. Narrow, though: with beta2 of 0.5 or more, or beta1 = 0.9, it solves this game, and fails on a rarer spike.",
    ),
    vote(
        "claim.57",
        "It fails because it over-adapts its rates: its steps are uneven.",
        verdict="true if ...",
        because="you mean this: its rate grows again when v forgets. Uneven rates alone need do no harm: AMSGrad's differ by coordinate too, and it arrives.",
    ),
)

# %% [markdown] id="next"
# ## Next
#
# Do the [exercises](03e_adam_exercises.ipynb), then `python3 start.py check`.
# Then: [04 Key ideas](04_key_ideas.ipynb), on what matters most.
# Back: [03d Schedules](03d_schedules.ipynb).
