# ---
# jupyter:
#   course:
#     title: "Gradient descent and SGD: ask a few, move on"
#     minutes: 43
#     core: 27
#     step: 3
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown] id="title"
# # 03a Gradient descent and SGD: ask a few, move on
#
# *43 minutes, 27 of them on the core path.
# Before: [02 Core concept](02_core_concept.ipynb).
# Beside: [the exercises](03a_gd_and_sgd_exercises.ipynb).*
#
# Afterwards you can
#
# - check a gradient, and say how well it can be checked,
# - say what a minibatch gets wrong, and by how much,
# - compare methods by rows read, not by steps,
# - predict where a constant learning rate stops,
# - say when noise helps, and when it harms.

# %% [markdown] id="passport"
# ## The notes' claims
#
# Keep them in mind; at the end you judge them.
#
# 1. Gradient descent is $\theta_{t+1} = \theta_t - \eta \nabla L(\theta_t)$.
# 2. $\nabla L$ is the direction of steepest ascent.
# 3. Full gradient descent uses all data points.
# 4. SGD samples a few, a minibatch, at each step:
# 5. $\theta_{t+1} = \theta_t - \eta \nabla L_i(\theta_t)$.
# 6. It is faster, for it uses less data a step.
# 7. Its noise can help to escape local minima.

# %% id="setup"
import matplotlib.pyplot as plt
import numpy as np

from course import plots
from course.descent import minimize
from course.experiments import step03a
from course.objectives import quadratic
from course.quiz import ballot, outcome, predict, quiz, vote
from course.widgets import Dial, GradientCloud, presets

plots.use_style()
BLUE, BROWN, GREY = "#0072B2", "#8A5F00", "#707070"

# %% [markdown] id="slope"
# ## 1. Is the gradient right?  *(8 minutes, further)*
#
# Somebody derived a gradient on paper.
# You check it with heights alone, as in lesson 01: a foot forward, a foot back, `h` each.

# %% id="slope-predict" jupyter={"source_hidden": true}
predict(
    "03a.small-h",
    "You shrink h from 0.1 to 1e-15. The error of the measured gradient ...",
    ["falls all the way", "falls, then rises again", "stays the same"],
)

# %% [markdown] id="slope-move"
# The loss is the logistic one of 569 real tumours: 30 weights say which are malignant.
# Shrink h.
# How many digits do the two heights share?

# %% id="slope-widget" jupyter={"source_hidden": true}
errors, loss = step03a.slope_errors(seed=0), step03a.tumours()
place, along = 0.1 * np.random.default_rng(0).standard_normal(loss.d), np.eye(loss.d)[0]


def shared_digits(figure, h):
    """How short may the foot be?"""
    ax = figure.subplots()
    walked = errors.h > 0.99 * h
    for error, color, words in ((errors.forward, GREY, "one foot forward"), (errors.central, BLUE, "forward and back")):
        ax.loglog(errors.h[walked], error[walked], "o-", color=color, markersize=4)
        ax.annotate(words, (0.3, error[0]), color=color, va="center", annotation_clip=False)
    ax.set(xlabel="h, the length of the foot", ylabel="error of the gradient", xlim=(3e-16, 100), ylim=(1e-11, 1))
    ahead, behind = (f"{loss.value(place + side * h * along):.15f}" for side in (1, -1))
    shared = next((i for i in range(17) if ahead[i] != behind[i]), 17)
    heights = [f"{words} {one[:shared]}|{one[shared:]}" for words, one in (("ahead ", ahead), ("behind", behind))]
    ax.set_title("\n".join(heights), family="monospace", fontweight="normal")
    return f"The two heights share {max(shared - 2, 0)} of 15 digits; only the others tell the slope."


Dial(shared_digits, h=errors.h.tolist(), at={"h": 0.001}, size=(7.2, 4.2))

# %% id="slope-numbers"
for way, error in (("one foot: ", errors.forward), ("two feet: ", errors.central)):
    print(way, f"h = 0.01 errs by {error[1]:.1e}, h = 0.001 by {error[2]:.1e}: {error[1] / error[2]:.0f} times less")
h, least = errors.best("central")
print(f"two feet are best at h = {h:.0e}, below 1e-9: {least < 1e-9}")
print("at h = 1e-15 the error is larger than at h = 0.1:", errors.central[-1] > errors.central[0])

# %% id="slope-outcome" jupyter={"source_hidden": true}
outcome("03a.small-h", "falls, then rises again", "The heights become too alike to be subtracted.")

# %% [markdown] id="slope-explain"
# Two errors fight.
# A long foot feels the bend of the ground; with two feet that error falls like $h^2$.
# A short one subtracts two nearly equal numbers of 16 digits, and what remains is rounding, about $10^{-16} / h$.
# At their truce the two gradients agree to nine digits: the paper was right.
# The one from paper needs a single look at the data; measuring took 60 heights.
#
# With the right gradient the rule holds no surprise.
# On a bowl, coordinate $i$ after $t$ steps is $(1 - \eta\lambda_i)^t$ times its start:

# %% id="slope-closed"
eta, curvature = 0.15, np.array([1.0, 4.0, 10.0])
path = minimize("gradient_descent", quadratic(curvature), np.ones(3), 100, eta=eta).theta
formula = (1 - eta * curvature) ** np.arange(101)[:, None]
print("path and formula differ by less than 1e-12:", np.abs(path - formula).max() < 1e-12)

# %% id="slope-check" jupyter={"source_hidden": true}
quiz(
    "03a.which-error",
    "At h = 1e-5, with two feet, your gradient and the measured one differ in the third digit. The likeliest reason?",
    {
        "Rounding": "Look at the curve: at 1e-5 rounding is far below the ninth digit here.",
        "h is too large": "The bend's error falls like the square of h; at 1e-5 nothing of it is left.",
        "A slip in one of the two": "Yes. Compare coordinate by coordinate: usually one of them is off.",
    },
    answer="A slip in one of the two",
)

# %% [markdown] id="few"
# ## 2. Ask a few  *(8 minutes)*
#
# The loss is a mean over $n = 569$ rows, and so is its gradient.
# Must you ask them all before each step?
# SGD asks a minibatch of $B$ rows:
#
# $$ \theta_{t+1} = \theta_t - \eta\,\nabla L_i(\theta_t) $$
#
# (Read $i$ as the *set* of rows in minibatch number $t$.)
# What does a single row know?

# %% id="few-one"
law = step03a.batch_law(draws=4000, seed=0)
print(f"the full gradient is {law.full:.2f} long")
print(f"the gradient of one row misses it by a squared distance of {law.one:.1f} on average: its variance")

# %% id="few-predict" jupyter={"source_hidden": true}
predict(
    "03a.sixteen",
    "What is the variance for a minibatch of 16 rows?",
    ["5.2: a row more tells nothing new", "about 1.3, a quarter", "about 0.33, a sixteenth"],
)

# %% [markdown] id="few-move"
# Drag B from 1 to all rows.
# Then drag the big dot down into the valley.
# (Two weights only, so that you can see them.)

# %% id="few-widget"
GradientCloud()

# %% id="few-numbers"
print("4000 draws, 30 weights, independent rows | from a shuffle")
print("   B  variance  times B   bias  by chance | times B")
for row in zip(law.B, law.times_B / law.B, law.times_B, law.bias, law.chance, law.times_B_shuffled, strict=True):
    print("{:4}  {:8.2f}  {:7.1f}  {:5.3f}  {:9.3f} | {:7.1f}".format(*row))

# %% id="few-outcome" jupyter={"source_hidden": true}
outcome("03a.sixteen", "about 0.33, a sixteenth", "Variance times B stays at about 5.2.")

# %% [markdown] id="few-explain"
# Drawn independently, a minibatch gradient is *unbiased*, right on average: the bias above is what chance leaves.
# Its variance is that of one row, divided by $B$.
# **So the distance falls like $1 / \sqrt{B}$: a quarter of the error costs sixteen times the rows.**
#
# In practice hardly anybody draws independently.
# One shuffles, deals all rows out, shuffles again.
# Each such batch, taken alone, is unbiased too, with a little less variance, by the factor $(n - B) / (n - 1)$.

# %% id="few-check" jupyter={"source_hidden": true}
quiz(
    "03a.half-distance",
    "You want minibatch gradients that miss the full one by half the distance. You need ...",
    {
        "twice the rows": "That halves the variance, which is the squared distance.",
        "four times the rows": "The distance falls with the root of B.",
        "all rows": "All rows bring it to zero. For half of it much less will do.",
    },
    answer="four times the rows",
)

# %% [markdown] id="few-do"
# **Do.** Worked: one shuffled pack of five.
# Half worked: which slice is the third hand of two?
# Yours: [`minibatches`](03a_gd_and_sgd_exercises.ipynb), for any pack and hand.

# %% id="few-worked"
order = np.random.default_rng(0).permutation(5)
print(order, "->", order[0:2], order[2:4], "...")

# %% [markdown] id="count"
# ## 3. Count rows, not steps  *(8 minutes)*
#
# Gradients are what training pays for, row by row.
# Two passes over the tumours, counted:

# %% id="count-rows"
for B, (steps, rows, _, most) in step03a.rows_read(sizes=(569, 16, 1)).items():
    print(f"B = {B:3}: {steps:4} steps read {rows} rows, {most} at most in a step")

# %% [markdown] id="count-race"
# A race at equal price: softmax regression (a linear model for ten classes) on 1078 digits; each batch size may read them five times.
# Each takes the best of nine learning rates, judged by the median of three shuffles.

# %% id="count-predict" jupyter={"source_hidden": true}
predict(
    "03a.five-passes",
    "Five passes over 1078 digits. Which ends with the lower loss?",
    ["all rows a step: 5 exact steps", "1 row a step: 5390 shaky steps", "about the same"],
)

# %% id="count-run"
race = step03a.five_passes()

# %% [markdown] id="count-move"
# Choose a batch size.
# Then count by steps: who is lowest at step 5?

# %% id="count-widget" jupyter={"source_hidden": true}


def race_of_sizes(figure, rows_a_step, count_by):
    """The same runs, counted in two ways"""
    ax, k = figure.subplots(), words.index(rows_a_step)
    for i, (t, losses) in enumerate(race.curves.values()):
        look = {"color": BLUE, "zorder": 3, "linewidth": 2.4} if i == k else {"color": "#C8C8C8", "linewidth": 1.2}
        ax.semilogy(t / (race.steps[i] / 5 if count_by == "passes" else 1), losses, **look)
        if count_by == "steps":
            ax.annotate(
                f"B = {race.B[i]}", (t[-1], losses[-1]), (0, -12), textcoords="offset points", ha="center", fontsize=8
            )
    if count_by == "passes":
        ax.set(xlabel="passes over the data", xlim=(0, 5))
    else:
        ax.set(xlabel="steps", xlim=(0.9, 6000), xscale="log")
    ax.set(ylabel="loss", ylim=(0.05, 20), title=f"{race.steps[k]:.0f} steps at η = {race.eta[k]:g}")
    return f"Blue: {rows_a_step} a step. The first shuffle of each batch size is drawn; grey are the others."


words = [*(f"{B} row{'s'[: B - 1]}" for B in race.B[:0:-1]), "all 1078 rows"][::-1]
Dial(race_of_sizes, rows_a_step=words[::-1], count_by=["passes", "steps"], size=(7.2, 4.2),
     at={"rows_a_step": "all 1078 rows", "count_by": "passes"})  # fmt: skip

# %% id="count-numbers"
print("rows a step  steps   eta     loss  test accuracy  loss at step 5")
for row in zip(race.B, race.steps, race.eta, race.loss, race.accuracy, race.after_5, strict=True):
    print("{:11.0f} {:6.0f} {:5g} {:8.2g} {:14.1%} {:15.2g}".format(*row))
print(f"all rows a step: below {race.target} after {race.catch_up:.0f} passes, at the best eta for that")

# %% id="count-outcome" jupyter={"source_hidden": true}
outcome("03a.five-passes", "1 row a step: 5390 shaky steps", "About twelve times lower. Now look at 16 rows.")

# %% [markdown] id="count-explain"
# Step by step, exact ones are better.
# Row by row, small batches win by far, down to about 16.
# From there on more steps gain nothing: their noise eats it.
# **Five exact answers are worth less than hundreds of rough ones.**
#
# By the clock it is a third story.
# A processor likes wide tables, so 340 steps on 16 rows may beat 5390 on one: try `%timeit`.

# %% id="count-check" jupyter={"source_hidden": true}
quiz(
    "03a.fair-count",
    "Two curves of loss over steps: B = 256 falls faster than B = 16. What do you know?",
    {
        "256 is the better choice": "Each of its steps read 16 times as many rows. Compare at equal rows.",
        "A step with 256 rows does more than one with 16": "That is all. Whether it does 16 times as much, the axis hides.",
        "16 had a bad learning rate": "It may. But a rougher gradient alone explains it.",
    },
    answer="A step with 256 rows does more than one with 16",
)

# %% [markdown] id="count-do"
# **Do.** Yours: [`sgd`](03a_gd_and_sgd_exercises.ipynb), the whole loop, on your own minibatches.

# %% [markdown] id="floor"
# ## 4. The trembling floor  *(8 minutes)*
#
# Fog, and now a shaky compass: on $x^2 / 2$ the slope is $x$ plus noise of size 1.
# At $\eta = 0.1$, after 1000 steps, $x^2$ is about 0.05 on average.

# %% id="floor-predict" jupyter={"source_hidden": true}
predict(
    "03a.more-steps",
    "Same eta. What is the average of x² after 10,000 steps?",
    ["about 0.05", "about 0.005", "about 0.0005"],
)

# %% [markdown] id="floor-move"
# Give it more steps.
# Then change eta.
# Which of the two shrinks the cloud, and which brings the diamond home?

# %% id="floor-widget" jupyter={"source_hidden": true}
rates, lengths = [0.02, 0.05, 0.1, 0.2, 0.5, 1.0], [100, 300, 1000, 3000, 10_000]
dice, bowl = np.random.default_rng(0), quadratic([1.0, 1.0])
walks = np.empty((lengths[-1] + 1, len(rates), 2))
walks[0] = 1.8
for t in range(lengths[-1]):
    g = bowl.gradient(walks[t]) + dice.standard_normal(2)
    walks[t + 1] = walks[t] - np.array(rates)[:, None] * g


def shaky_compass(figure, eta, steps):
    """A walk with a shaky compass, and the mean of its second half"""
    ax = figure.subplots()
    walk = walks[: steps + 1, rates.index(eta)]
    tail, ring = walk[steps // 2 + 1 :], np.sqrt(2 * eta / (2 - eta))
    ax.plot(*walk[: min(steps, round(4 / eta))].T, color="#B8B8B8", linewidth=1, zorder=1)
    ax.plot(*tail[:: max(1, len(tail) // 500)].T, ".", color=BLUE, markersize=3, alpha=0.5)
    ax.add_patch(plt.Circle((0, 0), ring, fill=False, color="#222222", linestyle=(0, (4, 2)), zorder=3))
    ax.plot(*tail.mean(axis=0), "D", color="#E69F00", markeredgecolor="#222222", markersize=9, zorder=4)
    ax.set(xlim=(-2.6, 2.6), ylim=(-2.6, 2.6), aspect="equal", xlabel="east", ylabel="north")
    ax.set_title(f"η = {eta:g}, {steps} steps")
    off = np.linalg.norm(tail.mean(axis=0))
    return f"Dashed: the typical distance from the middle, {ring:.2g}. The diamond, the mean of the second half, is {off:.1g} off."


Dial(shaky_compass, eta=rates, steps=lengths, at={"eta": 0.1, "steps": 1000}, size=(5.2, 4.8), narrow=(3.9, 4.0))

# %% id="floor-numbers"
floor = step03a.noise_floor(runs=200, seed=0)
at_1000 = floor.squares[1][floor.squares[0] == 1000][0]
print("mean of x² over 200 runs")
print(" eta  step 1000  5,000 to 10,000  eta / (2 - eta)  second half averaged")
for row in zip(floor.eta, at_1000, floor.last, floor.floor, floor.averaged, strict=True):
    print("{:4}  {:9.2f}  {:15.3f}  {:15.3f}  {:20.4f}".format(*row))

# %% id="floor-outcome" jupyter={"source_hidden": true}
outcome("03a.more-steps", "about 0.05", "More steps change nothing: there is a floor.")

# %% [markdown] id="floor-explain"
# Each step makes $(1 - \eta)^2 q + \eta^2$ of the mean square $q$: the distance shrinks, new noise comes in.
# That stands still at $q = \eta / (2 - \eta)$.
# A smaller eta lowers the floor, and walks slower.
# **The mean of the second half lies far below the floor**, at about 2 / steps for all four (Polyak and Juditsky 1992).
#
# On real data too?
# The tumours, $B = 8$, 30 passes:

# %% id="floor-real"
for eta in (0.5, 0.1):
    found = step03a.averaged_tumours(B=8, eta=eta, epochs=30)
    print(f"eta = {eta}, above the minimum: last point {found.last:.0e}, last 15 averaged {found.epochs_averaged:.0e}")

# %% [markdown] id="floor-honest"
# At 0.5 averaging helps much, at 0.1 hardly.
# It cures noise, and little was there.

# %% id="floor-check" jupyter={"source_hidden": true}
quiz(
    "03a.lower-floor",
    "Constant eta, noise that never dies. What does NOT bring the last point closer?",
    {
        "A smaller eta": "It does: the floor is eta / (2 - eta). You pay with a longer way.",
        "A larger batch": "It does: less noise, a lower floor. You pay with rows.",
        "More steps": "The last point trembles on the same floor for ever.",
    },
    answer="More steps",
)

# %% [markdown] id="floor-do"
# **Do.** Yours: [`tail_average`](03a_gd_and_sgd_exercises.ipynb), two lines that calm a walk.

# %% [markdown] id="escape"
# ## 5. Noise as a way out  *(8 minutes, further)*
#
# A curve with two wells.
# 500 runs start in the shallow one; without noise, all stay.

# %% id="escape-predict" jupyter={"source_hidden": true}
predict(
    "03a.more-noise",
    "You turn the noise up from 0 to 12. The share of runs that end in the deep well ...",
    ["grows all the way", "grows, then falls", "stays at zero"],
)

# %% id="escape-widget"
presets.noise_escape()

# %% id="escape-numbers"
sigmas = np.array([0, 2, 3, 4, 6, 8, 12])
out = step03a.noise_escape(sigmas, eta=0.02, steps=3000, runs=500, seed=0)
half = step03a.noise_escape(np.sqrt(2) * sigmas, eta=0.01, steps=6000, seed=1)
print("share of 500 runs that end in the deep well, from the ...")
print("noise  shallow one  deep one  shallow, half eta, twice the variance")
for row in zip(sigmas, out.from_shallow, out.from_deep, half.from_shallow, strict=True):
    print("{:5}  {:11.2f}  {:8.2f}  {:37.2f}".format(*row))

# %% id="escape-outcome" jupyter={"source_hidden": true}
outcome("03a.more-noise", "grows, then falls", "The noise that lets you out of one well lets you out of the other.")

# %% [markdown] id="escape-explain"
# Little noise: nobody leaves in time.
# Some: most find the deep well, and most stay.
# Much: runs leave the deep well too, and where they began is forgotten.
#
# Last column: half of eta with twice the variance, which is half the batch, does the same (in twice the steps).
# **Noise counts by $\eta / B$.**
# This was one curve; in networks the same ratio was seen at work (Jastrzebski et al. 2017; Smith and Le 2018).

# %% id="escape-check" jupyter={"source_hidden": true}
quiz(
    "03a.eta-over-b",
    "You halve the batch size and want the noise to count as before. Eta should be ...",
    {
        "doubled": "Then eta / B is four times as large: much noisier.",
        "halved": "Eta / B stays, as in the last column above.",
        "left alone": "Half the batch has twice the variance: eta / B doubles.",
    },
    answer="halved",
)

# %% [markdown] id="verdicts"
# ## Your verdicts
#
# The notes' claims, again.
# Vote first; then you read what our runs say.

# %% id="verdict-cards" jupyter={"source_hidden": true}
ballot(
    vote(
        "claim.28",
        "Gradient descent is: new theta = theta - eta times the gradient.",
        verdict="true",
        because="And on a bowl a formula foretells every step of it, to rounding.",
    ),
    vote(
        "claim.29",
        "The gradient is the direction of steepest ascent.",
        verdict="true",
        because="Heights alone gave the same numbers to nine digits, at the right h. (That no direction is steeper: lesson 01.)",
    ),
    vote(
        "claim.30",
        "Full gradient descent uses all data points.",
        verdict="true",
        because="Counted: 569 rows in each of its steps.",
    ),
    vote(
        "claim.31",
        "SGD samples a few points, a minibatch, at each step.",
        verdict="true",
        because="Its gradient is right on average, and its variance is that of one row divided by B. The classic SGD draws one row.",
    ),
    vote(
        "claim.32",
        "SGD is: new theta = theta - eta times the gradient of L_i.",
        verdict="true if ...",
        because="i stands for a set of rows. Drawn independently or dealt from a shuffle: both are called SGD, and nearly everybody runs the second.",
    ),
    vote(
        "claim.33",
        "SGD is faster, for it uses less data a step.",
        verdict="true if ...",
        because="you count rows: 0.09 against 1.1 after five passes. Step by step exact gradients win, and below 16 rows nothing more is gained.",
    ),
    vote(
        "claim.34",
        "Its noise can help to escape local minima.",
        verdict="true if ...",
        because="the amount is right. Up to 2: nobody escaped; at 6: most; at 12 runs left the deep well, too.",
    ),
)

# %% [markdown] id="next"
# ## Next
#
# Do the [exercises](03a_gd_and_sgd_exercises.ipynb), then `python3 start.py check`.
# Then [03b Momentum](03b_momentum.ipynb): a walker with memory.
# Back: [02 Core concept](02_core_concept.ipynb).
