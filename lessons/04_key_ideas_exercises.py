# ---
# jupyter:
#   course:
#     title: "Exercises 04: find the learning rate"
#     minutes: 20
#     core: 20
#     step: 4
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown] id="title"
# # Exercises 04: find the learning rate
#
# *20 minutes.
# Goes with [lesson 04](04_key_ideas.ipynb).*
#
# Two ways to choose a learning rate.
# One trains many times and compares.
# The other trains once, and speeds up until it crashes.
#
# Write in each answer cell, run it, then run the check below it.
# A check says what is right and what is off.
# Your instructor runs more of them.

# %% id="imports"
from itertools import islice

import matplotlib.pyplot as plt
import numpy as np

from course import plots
from course.checks import check, solved
from course.datasets import reshuffled
from course.experiments.digits_net import networks

plots.use_style()

# %% [markdown] id="best-learning-rate-text"
# ## 1. Try them all  *(3 points)*
#
# The honest way to choose: train with every rate, keep the best.
# `best_learning_rate(run, grid)` returns the rate with the smallest loss.
#
# - `run(eta)` trains once and returns the final loss, one number.
#   Training is expensive: call it once for each rate.
# - `grid` is a list or array of rates, in any order.
# - A run that flew off returns `nan`, `inf` or `-inf`.
#   None of these is a loss: such a rate can never win.
# - When two rates have the same smallest loss, the smaller rate wins: it is further from the cliff.
# - If no rate has a finite loss, return `None`.
#
# Worked: the rates 0.1, 1 and 10 end at the losses 0.5, 0.2 and `nan`.
# The answer is 1.
#
# The trap: `nan` is neither below nor above anything, so that `np.argmin` and `min` may stumble over it.


# %% id="best-learning-rate" points=3
# exercise: best_learning_rate
def best_learning_rate(run, grid):
    """The eta in `grid` with the smallest finite run(eta), the smaller one on a tie; None if none is finite."""
    ### BEGIN SOLUTION
    found = [(float(run(eta)), float(eta)) for eta in grid]
    finite = [pair for pair in found if np.isfinite(pair[0])]
    return min(finite)[1] if finite else None
    ### END SOLUTION


# %% id="check-best-learning-rate" tags=["check"]
check(best_learning_rate)

# %% [markdown] id="best-learning-rate-hints"
# <details><summary>Hint 1: the picture</summary>
#
# A race.
# First send home whoever left the road.
# Then look who is in front.
#
# </details>
# <details><summary>Hint 2: the line of the formula</summary>
#
# Make pairs `(loss, eta)` and keep those with `np.isfinite(loss)`.
# Python compares pairs by their first part, then by their second.
#
# </details>
# <details><summary>Hint 3: almost the code</summary>
#
# `min(pairs)` is the smallest loss, and among equal losses the smallest rate; its second part is your answer.
# If `pairs` is empty, return `None`.
#
# </details>

# %% [markdown] id="lr-range-test-text"
# ## 2. Speed up until it crashes  *(5 points)*
#
# Smith's range test needs one short training, not many.
# Start with a tiny rate, multiply it by the same factor after every step, and write down the losses.
# They fall once the rate is large enough, and shoot up once it is too large.
#
# `lr_range_test(loss_grad, theta0, eta_min, eta_max, n_steps)` returns two arrays of length `n_steps`: the rates and the losses.
#
# - `loss_grad(theta)` returns two things, the loss and its gradient `(d,)`.
#   Call it once for each step.
# - The rates run from `eta_min` to `eta_max`, both included, each the same multiple of the one before; `n_steps` is at least 2.
# - In step `i` you write down the loss where you stand, *then* walk on by `-etas[i]` times the gradient there.
#   It is one walk: nobody goes back to `theta0`.
# - After the first loss that is not finite, stop asking.
#   Keep that loss as it came, and fill the rest with `nan`; the rates are there to the end.
# - `theta0` may be a list or hold whole numbers; leave it as it was.
#
# Worked: $f(x) = x^2 / 2$ from 8, rates from 0.25 to 1 in 3 steps.
# The rates are 0.25, 0.5, 1.
# You stand at 8, then at 6, then at 3: the losses are 32, 18, 4.5.
#
# The trap: even spacing.
# `np.linspace` from 0.001 to 10 spends nearly all its steps above 0.1.


# %% id="lr-range-test" points=5
# exercise: lr_range_test
def lr_range_test(loss_grad, theta0, eta_min, eta_max, n_steps):
    """(etas, losses), each (n_steps,): one walk with rates from eta_min to eta_max, and the loss before each step."""
    ### BEGIN SOLUTION
    etas = np.geomspace(eta_min, eta_max, n_steps)
    losses = np.full(n_steps, np.nan)
    theta = np.array(theta0, dtype=float)
    for i, eta in enumerate(etas):
        losses[i], g = loss_grad(theta)
        if not np.isfinite(losses[i]):
            break
        theta = theta - eta * np.asarray(g)
    return etas, losses
    ### END SOLUTION


# %% id="check-lr-range-test" tags=["check"]
check(lr_range_test)

# %% [markdown] id="lr-range-test-hints"
# <details><summary>Hint 1: the picture</summary>
#
# A car on an empty road, a little more gas every second, and someone who writes down the speedometer.
# The writing ends with the crash.
#
# </details>
# <details><summary>Hint 2: the line of the formula</summary>
#
# `np.geomspace(eta_min, eta_max, n_steps)` has even factors.
# `np.full(n_steps, np.nan)` is a record in which everything is missing so far.
#
# </details>
# <details><summary>Hint 3: almost the code</summary>
#
# In a loop over the numbers of the steps: `loss, g = loss_grad(theta)`, write the loss into its place, `break` if it is not finite, then `theta = theta - eta * g`.
# After the loop, return both arrays.
#
# </details>

# %% [markdown] id="digits-text"
# ## Your tools on real digits
#
# When both work, the next cell lets your range test drive the network of the lesson: 32 digits a step, 100 steps.
# Then your `best_learning_rate` asks the honest way, with six trainings of 100 steps each.
# Before you run it: will the best rate lie left or right of the lowest point of your curve?

# %% id="digits"
if solved(best_learning_rate) and solved(lr_range_test):
    model, test = networks(hidden=32)
    start = model.starts(1, np.random.default_rng(0))[0]

    def batches(steps=100):
        return map(model.on, islice(reshuffled(model.n, 32, np.random.default_rng(1)), steps))

    def run(eta):
        theta = start
        for batch in batches():
            theta = theta - eta * batch.gradient(theta)
        return float(model.value(theta))

    hands = batches()

    def loss_grad(theta):
        batch = next(hands)
        return float(batch.value(theta)), batch.gradient(theta)

    etas, losses = lr_range_test(loss_grad, start, 1e-3, 30, 100)
    best = best_learning_rate(run, [0.01, 0.03, 0.1, 0.3, 1, 3])
    fig, ax = plt.subplots()
    ax.loglog(etas, losses, color="#0072B2")
    ax.axvline(best, color="#D55E00", linestyle="--")
    ax.annotate("best of six trainings", (best, 15), xytext=(-6, 0), textcoords="offset points",
                color="#D55E00", ha="right")  # fmt: skip
    ax.set(xlabel="learning rate", ylabel="loss of the next 32 digits")
    ax.set_title("Your range test, and the best of six trainings as long")
    plt.show()
    print(
        f"lowest point of the range test: eta near {etas[np.nanargmin(losses)]:.0f}; best of the six trainings: {best:g}"
    )
else:
    print("The digits wait until both checks above pass.")
