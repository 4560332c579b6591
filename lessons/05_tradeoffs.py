# ---
# jupyter:
#   course:
#     title: "Trade-offs: what you pay, and for what"
#     minutes: 44
#     core: 20
#     step: 5
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown] id="title"
# # 05 Trade-offs: what you pay, and for what
#
# *44 minutes, 20 of them on the core path.
# Before: [04 Key ideas](04_key_ideas.ipynb).
# Beside: [the exercises](05_tradeoffs_exercises.ipynb).*
#
# Afterwards you can
#
# - say what a step costs as models grow,
# - tell a plateau from a poor minimum,
# - build data on which Adam fits all and learns nothing, and say why,
# - ask "robust to what?",
# - judge a switch by its timing and its control.

# %% [markdown] id="passport"
# ## The notes' claims
#
# 1. Gradient methods scale to millions of parameters.
# 2. Momentum and adaptive rates speed training up dramatically.
# 3. Convex functions guarantee convergence.
# 4. Non-convex surfaces trap in poor minima or on plateaus.
# 5. Hyperparameters are tricky to choose.
# 6. Adaptive optimizers may generalize worse.
# 7. SGD is slower, but robust, and generalizes better.
# 8. Adam and RMSProp converge faster, but may over-adapt.
# 9. Start with Adam, finish with SGD.

# %% id="setup"
import matplotlib.pyplot as plt
import numpy as np

from course import plots
from course.experiments import step05
from course.quiz import ballot, outcome, predict, quiz, vote
from course.widgets import Dial

plots.use_style()

# %% [markdown] id="cost"
# ## 1. What does a step cost?  *(8 minutes, further)*
#
# A bowl that curves 100 times as much in its steepest direction as in its flattest.
# In 10 dimensions, or in 100,000.

# %% id="cost-predict" jupyter={"source_hidden": true}
predict(
    "05.dimensions",
    "Gradient descent needs 660 steps in 10 dimensions. In 100,000, with the same two extremes?",
    ["about as many", "about 100 times as many", "about 10,000 times as many"],
)

# %% [markdown] id="cost-move"
# And what must a step keep in memory?
# Drag the number of parameters up to a million.


# %% id="cost-widget" jupyter={"source_hidden": true}
def memory(figure, parameters):
    ax = figure.subplots()
    d = 10 ** int(str(parameters).count("0"))
    numbers = {"gradient descent": d, "momentum": 2 * d, "Adam": 3 * d, "Newton": d + d * d}
    ax.barh(list(numbers), list(numbers.values()), color=["#0072B2", "#E69F00", "#009E73", "#707070"])
    ax.set(
        xscale="log", xlim=(1, 1e13), xlabel="numbers to keep", xticks=[1, 1e3, 1e6, 1e9, 1e12]
    )
    ax.minorticks_off()
    ax.invert_yaxis()
    return f"Adam keeps {3 * d:,} numbers. Newton's method keeps {8e-9 * d * d:,.6g} GB of curvatures."


Dial(
    memory,
    parameters=["10", "100", "1,000", "10,000", "100,000", "1,000,000"],
    at={"parameters": "1,000"},
    title="How much does a step have to remember?",
)

# %% id="cost-numbers"
found = step05.dimensions()
for d, steps in found.steps.items():
    print(f"{d:7,} parameters: {steps} steps to a millionth of the distance (seed 0)")

# %% id="cost-speed"
rates = step05.quadratic_rates(kappas=(10, 100, 1000), seed=0).steps
print("steps to a distance of 1e-6, 50 dimensions, each rule tuned by theory")
for rule in ("gradient_descent", "nesterov", "heavy_ball"):
    print(f"  {rule:17}", "   ".join(f"kappa {k}: {rates[k, rule]:4}" for k in (10, 100, 1000)))

# %% id="cost-outcome" jupyter={"source_hidden": true}
outcome("05.dimensions", "about as many", "Its factor a step depends on kappa alone: 99 / 101, whatever d is.")

# %% [markdown] id="cost-explain"
# The number of steps follows the *shape* of the valley, not its dimension; a step's price grows in proportion to $d$.
# Newton's method would need one step here, and $d^2$ numbers for it: nobody trains large models with it as it stands.
#
# Momentum buys much for one more copy: steps grow like $\sqrt\kappa$ instead of $\kappa$.

# %% id="cost-check" jupyter={"source_hidden": true}
quiz(
    "05.memory",
    "Your model just fits into memory with plain gradient descent. You change to Adam. What happens?",
    {
        "It still fits": "Adam keeps m and v, each as large as the model.",
        "It may not fit any more": "The gradient, m and v: three numbers for each parameter instead of one.",
        "It needs the square of the memory": "That is Newton's method.",
    },
    answer="It may not fit any more",
)

# %% [markdown] id="cost-do"
# **Do.** Worked: kappa = 100, above.
# Yours: guess the steps for kappa = 10, then ask `step05.dimensions(kappa=10.0).steps` in a cell of your own.

# %% [markdown] id="traps"
# ## 2. Guarantees and traps  *(8 minutes, further)*
#
# First a loss that is *not* convex: a 6 x 3 table $U$, and $|U U^\top - M|^2 / 4$.
# At $U = 0$ lies a saddle.
# Its lowest value is 3.5.

# %% id="traps-predict" jupyter={"source_hidden": true}
predict(
    "05.trapped",
    "200 random starts, gradient descent. How many end at the lowest value?",
    ["about 10", "about 100", "all 200"],
)

# %% [markdown] id="traps-move"
# Drag the start towards the saddle.
# What grows, and what does not change?


# %% id="traps-widget" jupyter={"source_hidden": true}
def staircase(figure, start):
    ax = figure.subplots()
    loss = step05.stairs(float(start))
    ax.plot(loss, color=plots.style("gradient_descent")["color"])
    for height in (22.75, 13.75, 7.5):
        ax.axhline(height, color="#BBBBBB", linewidth=0.8, zorder=0)
    ax.axhline(3.5, color="#888888", linewidth=1, linestyle="--", zorder=0)
    ax.set(xlabel="steps", ylabel="loss", ylim=(0, 25), xlim=(0, 450))
    return f"It falls below 22 at step {np.argmax(loss < 22)}, and ends at {loss[-1]:.2f}."


Dial(
    staircase,
    start=["1e-2", "1e-4", "1e-6", "1e-8", "1e-10", "1e-12"],
    at={"start": "1e-4"},
    steady=True,
    title="How long does the saddle hold it?",
    lead="Grey lines: saddles. Dashed: the minimum.",
)

# %% id="traps-numbers"
exact = step05.landscape()
print("random starts at the lowest value:", int(np.sum(exact.ends < 3.5 + 1e-6)), "of", len(exact.ends))
print(f"kinds of flat places: {len(exact.loss)}, of them minima: {np.sum(exact.index == 0)}")
print(f"correlation of a place's loss with its ways down: {exact.correlation:.2f}")
waits = [int(np.argmax(step05.stairs(size) < 22)) for size in (1e-4, 1e-6, 1e-8)]
print("steps until the staircase falls, from 1e-4, 1e-6, 1e-8:", waits)
xor = step05.stuck_networks(widths=(2, 4), n=50)
for width, stuck in xor.stuck.items():
    print(f"XOR with {width} hidden units: {stuck} of 50 runs held at a poor loss")

# %% id="traps-line"
for words, hidden in (("tanh networks with 32 units", 32), ("softmax regressions", 0)):
    line = step05.between(hidden=hidden)
    print(f"two {words}: loss {line.loss[0]:.4f} and {line.loss[-1]:.4f}, rise above the chord {line.rise:.4f}")

# %% id="traps-convex"
convex = step05.convex_traps()
print("5 x^2 at eta = 2/L, last two places:", convex.at_the_border)
print(f"e^x after 10,000 steps: x = {convex.runaway:.2f}, and it has no lowest point")
card = step05.score_card(etas=(0.5,))
print(f"a network on digits at eta = 0.5: loss {card.run.loss[0, 0]:.2f} to {card.final_loss[0]:.2f}, ", end="")
print(f"{card.share_up[0]:.0%} of the steps up, curvature in the end {card.sharpness[0]:.1f} (2/eta = 4)")

# %% id="traps-outcome" jupyter={"source_hidden": true}
outcome("05.trapped", "all 200", "Of 42 kinds of flat places one is a minimum; it is the global one.")

# %% [markdown] id="traps-explain"
# Plateaus are real: a start 100 times as close waits 41 steps longer.
# Poor losses held runs too, in the smallest network; with two more units none was held.
# Between two good networks stands a ridge, and each of them is good all the same.
#
# And convexity alone guarantees no convergence: a minimizer must exist, and eta be small enough.
# Networks live beyond that guarantee: one settled where its curvature is $2/\eta$, going up and down, and learned (Cohen and others, 2021).
# **Convex is not always safe, non-convex is not always a trap.**

# %% id="traps-check" jupyter={"source_hidden": true}
quiz(
    "05.stalled",
    "Your loss has not moved for 100 steps. Which statement is safe?",
    {
        "It is a poor local minimum": "The staircase stood still for 100 steps as well, at a saddle.",
        "It is a saddle": "Perhaps. A minimum looks the same from the loss alone.",
        "The loss alone does not say": "Curvature does, or patience: lesson 02 again.",
    },
    answer="The loss alone does not say",
)

# %% [markdown] id="traps-do"
# **Do.** Is the ridge between narrower networks higher?
# `step05.between(hidden=8).rise` says.

# %% [markdown] id="solutions"
# ## 3. Two solutions  *(8 minutes)*
#
# 100 rows, 600 columns, labels +1 and -1.
# Column 0 *is* the label.
# Columns 1 and 2 are always 1.
# The rest are private: 1 in a single row, one column for a positive row and five for a negative one.
# (Wilson and others built this in 2017.)

# %% id="solutions-predict" jupyter={"source_hidden": true}
predict(
    "05.wilson",
    "Adam fits all 100 rows. 60 % of fresh rows are positive. How many fresh rows does it get right?",
    ["100 %", "about 80 %", "about 60 %"],
)

# %% [markdown] id="solutions-move"
# Change the rule.
# Which weights does it trust?

# %% id="solutions-widget" jupyter={"source_hidden": true}
ends = step05.solutions()


def weights(figure, rule):
    ax = figure.subplots()
    end = ends[rule.replace(" ", "_")]
    ax.bar(["the label", "one", "one again"], end.first, color=["#0072B2", "#B8B8B8", "#B8B8B8"], width=0.6)
    ax.set(ylabel="weight", ylim=(0, 1.05))
    return f"Right on the training rows: {end.train:.0%}. On fresh rows: {end.fresh:.1%}."


Dial(
    weights,
    rule=["gradient descent", "heavy ball", "adagrad", "rmsprop", "adam"],
    at={"rule": "gradient descent"},
    steady=True,
    title="All fit. Which one learned?",
)

# %% id="solutions-numbers"
print("                  training   fresh   label   both ones   norm   cosine to sign(X'y)")
for name, end in ends.items():
    print(f"{name:17} {end.train:7.0%} {end.fresh:9.1%}", end="")
    print(f" {end.first[0]:6.2f} {end.first[1:].sum():9.2f} {end.norm:9.2f} {end.cosine:8.2f}")

# %% id="solutions-outcome" jupyter={"source_hidden": true}
outcome("05.wilson", "about 60 %", "It calls every fresh row positive.")

# %% [markdown] id="solutions-explain"
# Many $w$ fit all rows.
# From 0, gradient descent only adds up multiples of rows, and so finds the one of smallest norm.
# Adam gives every column the same speed, rare or common: it ends along $\mathrm{sign}(X^\top y)$.
# Then the label weighs 0.25 and the two ones together 0.5: always positive.
# Which solution a rule picks is its **implicit bias**.
#
# This proves that it *can* happen.
# On digits, next, it does not.

# %% id="solutions-check" jupyter={"source_hidden": true}
quiz(
    "05.bias",
    "Why do the private columns not pull gradient descent away from the label?",
    {
        "Their gradient is small": "Each gets a push from one row only, the label's column from all 100. Gradient descent keeps these sizes.",
        "Their gradient is zero": "Then they would stay at 0. They move, a little.",
        "Gradient descent stops early": "It fits all rows, to rounding.",
    },
    answer="Their gradient is small",
)

# %% [markdown] id="solutions-do"
# **Do.** Worked: the table above.
# Yours: [`min_norm_solution`](05_tradeoffs_exercises.ipynb), in one line if you find it.

# %% [markdown] id="robust"
# ## 4. Robust to what?  *(8 minutes, further)*
#
# A small network on digits (pixels not centered this time), five passes, 13 rates from 0.00001 to 10.

# %% id="robust-predict" jupyter={"source_hidden": true}
predict(
    "05.scale",
    "You multiply the loss by 100. Whose best rate changes?",
    ["only that of SGD", "only that of Adam", "both", "neither"],
)

# %% [markdown] id="robust-move"
# Tune blindly: find a rate above 0.94, in as few moves as you can.
# First for SGD, then for Adam, then with the loss times 100.

# %% id="robust-widget" jupyter={"source_hidden": true}
valleys = {"1": step05.rate_valley(), "100": step05.rate_valley(scale=100.0)}
NAMES = {"SGD": "gradient_descent", "Adam": "adam"}


def blind(figure, rule, loss_times, eta):
    ax = figure.subplots()
    valley = valleys[loss_times]
    k = [f"{one:.1g}" for one in valley.etas].index(eta)
    right = np.median(valley.accuracy[NAMES[rule]][:, k])
    ax.barh([rule], [right], color=plots.style(NAMES[rule])["color"], height=0.5)
    ax.axvline(0.94, color="#888888", linewidth=1)
    ax.set(xlim=(0, 1), ylim=(-0.6, 0.6), xlabel="share of test digits that are right")
    return f"{rule} at eta = {eta}: {right:.3f} of the test digits are right."


Dial(
    blind,
    eta=[f"{one:.1g}" for one in valleys["1"].etas],
    rule=["SGD", "Adam"],
    loss_times=["1", "100"],
    at={"eta": "0.001", "rule": "SGD", "loss_times": "1"},
    size=(7.2, 2.6),
    narrow=(3.9, 2.6),
    title="Can you find a rate above 0.94?",
)

# %% id="robust-numbers"
for times, valley in valleys.items():
    for rule in NAMES.values():
        eta, median, low, high = valley.best(rule)
        good = len(valley.good(rule))
        print(
            f"loss x {times:3}  {rule:16} best at {eta:5.2g}: {median:.3f} ({low:.3f} to {high:.3f}, 3 seeds), ", end=""
        )
        print(f"{good} of {len(valley.etas)} rates within 0.02 of it")

# %% id="robust-figure" jupyter={"source_hidden": true}
fig, axs = plt.subplots(1, 2, figsize=(7.2, 3.4), sharey=True)
for ax, (times, valley) in zip(axs, valleys.items(), strict=True):
    for words, rule in NAMES.items():
        look, median = plots.style(rule), np.median(valley.accuracy[rule], axis=0)
        ax.plot(valley.etas, median, color=look["color"], marker=look["marker"], label=words)
    ax.set(xscale="log", xlabel="learning rate eta", ylim=(0, 1))
    ax.set_title("Two narrow hills" if times == "1" else "Loss x 100: one has moved")
    ax.set_xticks([1e-5, 1e-3, 1e-1, 10])
    ax.minorticks_off()
axs[0].set_ylabel("test accuracy")
axs[0].legend(loc="upper left")
plots.alt(
    fig,
    "Test accuracy over the rate. Both rules have one narrow hill. With the loss times 100, the hill of SGD moves to rates 100 times smaller; that of Adam stays.",
)

# %% id="robust-outcome" jupyter={"source_hidden": true}
outcome("05.scale", "only that of SGD", "By exactly the factor 100. Adam divides the scale out.")

# %% [markdown] id="robust-explain"
# To the scale of the loss Adam is the robust one.
# To the rate both are touchy: two of 13 rates are good.
# On a straight scale from 0 to 10 Adam's good rates fill less than a hundredth: search by factors.
#
# Better generalization?
# After five passes the best accuracies differ by less than the seeds do.
# We looked for SGD's advantage here and did not find it.
# (Tuned with enough care, Adam can do what SGD does: Choi and others 2019.)

# %% id="robust-check" jupyter={"source_hidden": true}
quiz(
    "05.sum",
    "You change the loss from a mean over 32 rows to a sum. What do you change for SGD?",
    {
        "Nothing": "Every gradient is 32 times as large now, and so is every step.",
        "Divide eta by 32": "The loss is 32 times as large. Adam would not have noticed.",
        "Multiply eta by 32": "The steps are too long already.",
    },
    answer="Divide eta by 32",
)

# %% [markdown] id="robust-do"
# **Do.** Where is SGD's best rate with the loss times 10?
# Guess, then ask `step05.rate_valley(scale=10.0).best("gradient_descent")`.

# %% [markdown] id="switch"
# ## 5. When does a switch pay?  *(8 minutes)*
#
# Back to the 100 rows that embarrass Adam.
# It goes first, for some steps at 0.001; then gradient descent until all rows fit.

# %% id="switch-predict" jupyter={"source_hidden": true}
predict(
    "05.late",
    "Adam goes 1000 steps, then gradient descent. Fresh rows that are right?",
    ["100 %", "about 80 %", "about 60 %"],
)

# %% id="switch-widget" jupyter={"source_hidden": true}
late = step05.too_late()


def handover(figure, adam_steps):
    ax = figure.subplots()
    ax.bar(["the label", "one + one again"], [late.first[adam_steps][0], late.first[adam_steps][1:].sum()],
           color=["#0072B2", "#B8B8B8"], width=0.5)  # fmt: skip
    ax.set(ylabel="weight in the end", ylim=(0, 1.05))
    return f"Loss at the switch: {late.loss[adam_steps]:.1g}. Right on fresh rows in the end: {late.fresh[adam_steps]:.1%}."


Dial(
    handover,
    adam_steps=list(late.loss),
    at={"adam_steps": 100},
    steady=True,
    title="How late may the switch come?",
    lead="Blue has to be taller than grey.",
)

# %% id="switch-outcome" jupyter={"source_hidden": true}
outcome("05.late", "about 60 %", "All residuals are 0 by then: no gradient is left to move anything.")

# %% [markdown] id="switch-control"
# Now the fair question, on noisy rows with columns of scale 1 to 30: batches of 8, 20 passes, five seeds.
# Adam at 0.05, SGD at 0.0005, handed over after 4 passes.
# The control: Adam whose rate falls to 0, from four first rates.

# %% id="switch-numbers"
race = step05.relay()
print("loss above the minimum    after 1 pass     after 20, median (lowest to highest of 5 seeds)")
for who, end in race.end.items():
    first = np.median(race.early[who])
    print(f"{who:25} {first:11.2g} {np.median(end):14.1g}   ({end.min():.1g} to {end.max():.1g})")

# %% id="switch-figure" jupyter={"source_hidden": true}
fig, ax = plt.subplots(figsize=(6.8, 4))
shown = {"SGD": ("#0072B2", "-"), "Adam": ("#009E73", "-"), "Adam, then SGD": ("#CC79A7", "--"),
         "Adam, then SGD falling": ("#D55E00", "--"), "Adam, falling from 0.025": ("#000000", ":")}  # fmt: skip
for who, (color, dash) in shown.items():
    ax.semilogy(race.curves[who], color=color, linestyle=dash, label=who)
ax.set(xlabel="passes", ylabel="loss above the minimum", xlim=(0, 20))
ax.legend(loc="center left", bbox_to_anchor=(1, 0.5), fontsize=8.5)
ax.set_title("A falling rate does what the switch does")
plots.alt(
    fig,
    "Adam falls fast and then stays on a floor of noise. The switch gets below it, with a falling rate far below; Adam with a falling rate gets as far.",
)

# %% [markdown] id="switch-explain"
# Adam was ahead after one pass, and on a floor after 20: at a constant rate it cannot rest.
# The switch got below that floor, and with a falling rate far below.
# But so did the control, at its best first rate.
# **The falling rate did most of it.**
# Keskar and Socher (2017) report gains from a switch on larger problems; ask for the control whenever you read such a report.

# %% id="switch-check" jupyter={"source_hidden": true}
quiz(
    "05.control",
    "A colleague switched to SGD, lowered the rate, and the test error fell. What is missing?",
    {
        "A second switch": "One more change would make it harder to tell.",
        "Adam with the same fall of the rate": "Two things changed at once. The control changes one.",
        "Nothing": "Switch or rate? The table above shows how much the rate alone does.",
    },
    answer="Adam with the same fall of the rate",
)

# %% [markdown] id="switch-do"
# **Do.** [`adam_then_sgd` and `swats_lr`](05_tradeoffs_exercises.ipynb), then race them on these rows.

# %% [markdown] id="verdicts"
# ## Your verdicts
#
# Vote, then read.

# %% id="verdict-cards" jupyter={"source_hidden": true}
ballot(
    vote(
        "claim.63",
        "Gradient methods scale to millions of parameters.",
        verdict="true",
        because="As many steps in 100,000 dimensions as in 10, at a price in proportion to d.",
    ),
    vote(
        "claim.64",
        "Momentum and adaptive rates speed training up dramatically.",
        verdict="true",
        because="At kappa = 1000: 325 steps instead of 7048. For adaptive rates see 03e: on badly scaled columns.",
    ),
    vote(
        "claim.65",
        "Convex functions guarantee convergence.",
        verdict="false",
        because="5 x² at eta = 2/L jumped for ever, and e^x has nowhere to converge to. A minimizer and a small enough eta make it true.",
    ),
    vote(
        "claim.66",
        "Non-convex surfaces trap models in poor minima or on plateaus.",
        verdict="true if ...",
        because="the network is tiny, or you cannot wait. XOR with two units was held at a poor loss, with four it was not; the staircase only took time.",
    ),
    vote(
        "claim.67",
        "Hyperparameters are tricky to choose.",
        verdict="true",
        because="Two of 13 rates were good, and they lay elsewhere for the other rule.",
    ),
    vote(
        "claim.68",
        "Adaptive optimizers may generalize worse.",
        verdict="true if ...",
        because="the data are made for it: 59.7 % against 100 %. On our digits it did not happen.",
    ),
    vote(
        "claim.69",
        "SGD is slower, but robust, and generalizes better.",
        verdict="true if ...",
        because="you say where. Better on Wilson's rows, not on digits; and a loss times 100 moved its best rate, and not that of Adam.",
    ),
    vote(
        "claim.70",
        "Adam and RMSProp converge faster, but may over-adapt.",
        verdict="true",
        because="Ahead of SGD after one pass of the noisy rows, and behind it after 20: at a constant rate their floor is higher.",
    ),
    vote(
        "claim.71",
        "Start with Adam, finish with SGD.",
        verdict="true if ...",
        because="the switch comes early enough. And Adam with a falling rate did as well.",
    ),
)

# %% [markdown] id="next"
# ## Next
#
# Do the [exercises](05_tradeoffs_exercises.ipynb), then `python3 start.py check`.
# Then: [06 Myths](06_myths.ipynb).
# Back: [04 Key ideas](04_key_ideas.ipynb).
