# ---
# jupyter:
#   course:
#     title: "Summary and capstone: what do you claim now?"
#     minutes: 29
#     core: 21
#     step: 7
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown] id="title"
# # 07 Summary and capstone: what do you claim now?
#
# *29 minutes, 21 of them on the core path.
# Before: lessons 01 to 06.
# Beside: [the exercises](07_summary_and_capstone_exercises.ipynb).*
#
# Afterwards you can
#
# - say how good your predictions were, lesson by lesson,
# - spot the slip in a fine closing sentence,
# - say what convexity buys on real data, and what it does not,
# - take home one page with your own verdicts,
# - report runs without claiming more than they show.

# %% [markdown] id="passport"
# ## The notes' claims
#
# 1. Convexity brings stability; its absence makes learning powerful and unpredictable; the variants refine step and direction.
# 2. Optimization turns knowing the slope into reaching the summit.

# %% id="setup"
import matplotlib.pyplot as plt
import numpy as np

from course import plots
from course.experiments import step07
from course.quiz import ballot, cheat_sheet, outcome, predict, predictions, quiz, vote
from course.widgets import Dial

plots.use_style()

# %% [markdown] id="record"
# ## 1. How well did you know?  *(5 minutes)*
#
# In every lesson you predicted first and looked afterwards.
# The answers lie in a file beside this notebook; nobody else has seen them.

# %% id="record-predict" jupyter={"source_hidden": true}
predict(
    "07.estimate",
    "Of all your predictions in this course, how many came true?",
    ["under 40 %", "40 to 60 %", "60 to 80 %", "over 80 %"],
)

# %% [markdown] id="record-move"
# Here is your record.
# The bar is what a blind guess gets.
# (Where a lesson is missing, its predictions were not made, or not looked up.)

# %% id="record-numbers"
record = predictions()
made, hits = sum(one.made for one in record), sum(one.hits for one in record)
for one in record:
    print(f"{one.lesson:4} {one.hits} of {one.made} came true; blind guesses: {one.chance:.1f}")
print(f"together: {hits} of {made}" if made else "No prediction is recorded in this folder yet.")

# %% id="record-figure" jupyter={"source_hidden": true}
rows = {one.lesson: (one.chance / one.made, one.hits / one.made) for one in record}
fig, ax = plt.subplots(figsize=(6, 1.6 + 0.28 * max(len(rows), 5)))
for lesson, (guess, yours) in rows.items():
    ax.plot([guess, yours], [lesson, lesson], color="#B8B8B8", linewidth=2, zorder=1)
    ax.plot(guess, lesson, "|", color="#444444", markersize=13, markeredgewidth=2)
    ax.plot(yours, lesson, "o", color="#0072B2" if yours > guess else "#D55E00", markersize=8)
if not rows:
    ax.text(0.5, 0.5, "no predictions recorded yet", ha="center", color="#707070")
    ax.set(yticks=[], ylim=(0, 1))
else:
    ax.invert_yaxis()
ax.set(xlim=(-0.03, 1.03), xlabel="share of your predictions that came true (dot); blind guess (bar)", ylabel="lesson")
ax.set_title("Right of the bar you knew; left of it you were surprised")
knew = sum(yours > guess for guess, yours in rows.values())
plots.alt(fig, f"A dot for each of {len(rows)} lessons; in {knew} of them you did better than a blind guess.")

# %% id="record-outcome" jupyter={"source_hidden": true}
bands = {0.4: "under 40 %", 0.6: "40 to 60 %", 0.8: "60 to 80 %", 1.1: "over 80 %"}
share = hits / made if made else None
outcome(
    "07.estimate",
    next(words for top, words in bands.items() if share < top) if made else "Nothing is recorded here yet",
    "A prediction that failed taught you more than one that held.",
)

# %% [markdown] id="record-explain"
# A dot left of its bar is a lesson in which intuition pointed the wrong way.
# That is no disgrace: some questions were built for it.
# Read that lesson again first.

# %% id="record-check" jupyter={"source_hidden": true}
quiz(
    "07.why-predict",
    "Why predict before you look?",
    {
        "Because guesses are usually right": "They need not be. A blind guess among three hits one time in three.",
        "Because afterwards everything seems to have been clear": "An outcome that was written down before cannot be remembered as known all along.",
        "Because it saves a run": "The run was made all the same.",
    },
    answer="Because afterwards everything seems to have been clear",
)

# %% [markdown] id="summit"
# ## 2. Spot the slip  *(8 minutes, further)*
#
# The notes close with a fine sentence: mastering optimization is what turns "knowing the slope" into "reaching the summit".

# %% id="summit-predict" jupyter={"source_hidden": true}
predict(
    "07.summit",
    "You take the sentence at its word and follow the gradient **up** the logistic loss. Where do you arrive?",
    ["at the summit, after about 100 steps", "nowhere: it goes up for ever", "at the same place as downhill"],
)

# %% [markdown] id="summit-move"
# Choose a direction, then add steps.

# %% id="summit-widget" jupyter={"source_hidden": true}
ways = step07.both_ways()


def walk(figure, steps, direction):
    ax = figure.subplots()
    loss = ways.up if direction == "up" else ways.down
    ax.plot(loss[: int(steps) + 1], color="#D55E00" if direction == "up" else "#0072B2")
    ax.set(xlabel="steps", ylabel="loss")
    ax.set_ylim(bottom=0)
    return f"After {steps} steps {direction} the loss is {loss[int(steps)]:.3g}."


Dial(
    walk,
    steps=[10, 25, 50, 100, 200],
    direction=["down", "up"],
    at={"steps": 50, "direction": "down"},
    title="Which way leads somewhere?",
)

# %% id="summit-numbers"
print("tumours, logistic loss, eta = 0.3, from weights 0")
for steps in (0, 10, 50, 200):
    print(f"after {steps:3} steps   down: {ways.down[steps]:.3f}   up: {ways.up[steps]:.1f}")
print("falls at every step down:", bool(np.all(np.diff(ways.down) < 0)))
print("rises at every step up:  ", bool(np.all(np.diff(ways.up) > 0)))

# %% id="summit-outcome" jupyter={"source_hidden": true}
outcome("07.summit", "nowhere: it goes up for ever", "By about as much with every step.")

# %% [markdown] id="summit-explain"
# The notes say *summit*; their own formula has a minus sign and walks into a **valley**.
# Both are right when you maximize something, such as a likelihood: then turn the picture over.
# But a convex loss that is not constant has no summit at all.

# %% id="summit-check" jupyter={"source_hidden": true}
quiz(
    "07.maximize",
    "A friend maximizes a log-likelihood by `theta + eta * g`. Which loss does gradient descent walk down then?",
    {
        "the same function": "Descent on it would walk the other way.",
        "minus the log-likelihood": "Its gradient is -g, and minus times minus is the friend's plus.",
        "one over the log-likelihood": "Its gradient is another one, and its sign may flip.",
    },
    answer="minus the log-likelihood",
)

# %% [markdown] id="summit-do"
# **Do.** Say the notes' last sentence again, with the right landscape, in a cell of your own.

# %% [markdown] id="stable"
# ## 3. Stable, or powerful?  *(8 minutes)*
#
# Four models, each trained three times from random starts, within the budgets of the capstone (softmax: 10 passes over the rows, network: 20).
# Logistic regression and hinge learn tumours; softmax regression and a network with 32 hidden units learn digits.
# Only the network is not convex.

# %% id="stable-predict" jupyter={"source_hidden": true}
predict(
    "07.unpredictable",
    "Three networks from three starts. What differs most between them?",
    ["how low their loss is", "how many fresh digits they get right", "where in the space of weights they end"],
)

# %% [markdown] id="stable-move"
# Walk along the straight line from one trained model to the next.
# For which model do you leave the valley?

# %% id="stable-widget" jupyter={"source_hidden": true}
four = step07.four_models()


def between(figure, model):
    ax = figure.subplots()
    run, shares = four[model], step07.SHARES
    chord = (1 - shares) * run.line[0] + shares * run.line[-1]
    ax.plot(shares, chord, color="#8C8C8C", linewidth=1)
    ax.plot(shares, run.line, color="#0072B2")
    ax.set(xlabel="share of the way from one model to the other", ylabel="training loss", xlim=(0, 1))
    ax.set_ylim(0, 1.3 * max(run.line.max(), chord.max()))
    return f"Highest rise above the chord (grey): {run.rise:.2f}. Distance: {run.apart:.1g} lengths of the first."


Dial(
    between,
    model=list(four),
    at={"model": "softmax"},
    title="What lies between two trained models?",
)

# %% id="stable-numbers"
print("           loss  spread  fresh right  apart  rise")
for name, run in four.items():
    spread = f"{run.spread:.0e}" if run.spread > 1e-9 else "<1e-9"
    fresh = f"{run.fresh.min():.3f}-{run.fresh.max():.3f}"
    apart = f"{run.apart:.1f}" if run.apart > 1e-6 else "0"
    print(f"{name:9} {run.loss.min():5.2f} {spread:>7} {fresh:>12} {apart:>6} {max(run.rise, 0):5.2f}")
print()
print("split 0, three starts. loss: the lowest one")
print("apart: ends 1 and 2, in lengths of the first")
print("rise: above the chord between these two")

# %% id="stable-certificate"
for name in ("logistic", "hinge"):
    gap = four[name].gap
    print(f"{name}: certified to be within", "1e-6" if gap <= 1e-6 else f"{gap:.1g}", "of its minimum")
print("softmax, network: no mu > 0 is known, so no certificate")
for passes in (20, 100):
    fresh = step07.patient_softmax(passes=passes)
    print(f"softmax, {passes:3} passes: {fresh.min():.3f}-{fresh.max():.3f} of fresh rows right")

# %% id="stable-outcome" jupyter={"source_hidden": true}
outcome(
    "07.unpredictable",
    "where in the space of weights they end",
    "Farther apart than each is from 0, with a ridge between, and equally good.",
)

# %% [markdown] id="stable-explain"
# Convexity, with curvature in every direction and a suitable step, gave *one* place and a certificate.
# The network gave up both.
# With equal passes it got more digits right than softmax, its worst run against the other's best.
# Part of that power was speed: with 100 passes softmax nearly caught up.
#
# Unpredictable?
# In *where* it ends, yes.
# In how good it is, hardly: its three losses lie closer together than softmax's do after so few passes.
# **Convexity is a promise, not a score.**

# %% id="stable-check" jupyter={"source_hidden": true}
quiz(
    "07.same-loss",
    "Two runs end at different weights with the same loss. What follows?",
    {
        "The loss is not convex": "Two equal columns give a convex loss with many minimizers. A rise on the line between them would prove it.",
        "One run has not arrived": "Both may have: a minimizer need not be the only one.",
        "Nothing yet": "Look at the line between them: a rise above the chord is a witness, no rise is none.",
    },
    answer="Nothing yet",
)

# %% [markdown] id="stable-do"
# **Do.** Does it hold on another deal of the rows?
# `step07.four_models(seed=1)` says, in a cell of your own.

# %% [markdown] id="sheet"
# ## 4. One page  *(3 minutes)*
#
# The lines worth keeping, each with the verdict *you* gave, and what surprised you.
# Run it again when you have voted, or done the capstone: its numbers come too.
# `sheet.save()` writes a page for your printer.

# %% id="sheet-page" jupyter={"source_hidden": true}
sheet = cheat_sheet(
    [
        ("`theta = theta - eta * g`", 28, "all others change the step, the direction, or both"),
        ("small steps go down", 18, "while eta < 2 / L; best promise at 1 / L"),
        ("flat means arrived", 11, "minimum, saddle or plateau: ask the curvature"),
        ("convex: one lowest point", 41, "every local minimum is global; there may be none, one, many"),
        ("convex: descent arrives", 42, "if a minimizer exists and eta < 2 / L; fast where mu > 0"),
        ("a guarantee", 59, "loss - minimum is at most `|g|² / (2 mu)`, where mu > 0"),
        ("minibatches are faster", 33, "per row looked at; the noise stays at a constant eta"),
        ("noise helps to escape", 34, "in the right amount; too much leaves the good pit too"),
        ("momentum", 64, "about sqrt(kappa) steps instead of kappa, if tuned"),
        ("let eta fall", 46, "where noise is left at the end, and not too fast"),
        ("Adam", 54, "divide m by 1 - beta1^t and v by 1 - beta2^t"),
        ("the rate matters most", 60, "search by factors, before anything else"),
        ("Adam generalizes worse", 68, "it can be built; ask for the data"),
        ("Adam, then SGD", 71, "early enough; the control is Adam with a falling rate"),
        ("only deep nets are not convex", 74, "one sigmoid neuron with squared error is not either"),
        ("reaching the summit", 76, "the valley"),
    ]
)
sheet

# %% [markdown] id="capstone"
# ## 5. Your capstone  *(3 minutes)*
#
# In the [exercises](07_summary_and_capstone_exercises.ipynb) you train the four models yourself.
#
# - You never see the rows: you buy gradients, a row each, within a budget.
# - Any method that meets the bars is right.
# - Your instructor deals the rows anew, shuffles features and renames classes: bring a method, not weights.
# - The report is a table and three claims, and may say no more than three runs carry.

# %% id="capstone-check" jupyter={"source_hidden": true}
quiz(
    "07.claim",
    "One run each: model A gets 0.971 of fresh rows right, model B 0.977. What may the report claim?",
    {
        "B is better": "Look at the network in the table of section 3: from start to start it moves from 0.971 to 0.978 on its own.",
        "No winner yet": "Run both from three starts. B wins if its worst run beats A's best.",
        "They are equal": "That is a claim too, and one run does not carry it.",
    },
    answer="No winner yet",
)

# %% [markdown] id="verdicts"
# ## Your verdicts
#
# The last two.
# Vote first; then you read what our runs say.

# %% id="verdict-cards" jupyter={"source_hidden": true}
ballot(
    vote(
        "claim.75",
        "Convexity brings stability; its absence makes learning powerful and unpredictable. The variants refine step and direction.",
        verdict="true if ...",
        because="unpredictable means where it ends. Three networks ended far apart and equally good; logistic regression ended in one place, with a certificate.",
    ),
    vote(
        "claim.76",
        "Optimization turns knowing the slope into reaching the summit.",
        verdict="false",
        because="The minus sign leads into the valley. Uphill the loss rose at every step, and would for ever.",
    ),
)

# %% [markdown] id="next"
# ## Next
#
# Do the [exercises](07_summary_and_capstone_exercises.ipynb), then `python3 start.py check`.
# `python3 start.py progress` shows what is left in the whole course.
# Back: [06 Myths](06_myths.ipynb), or [00 Start here](00_start_here.ipynb).
