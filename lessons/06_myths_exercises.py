# ---
# jupyter:
#   course:
#     title: "Exercises 06: a fair race, and a hunt for witnesses"
#     minutes: 25
#     core: 15
#     step: 6
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown] id="title"
# # Exercises 06: a fair race, and a hunt for witnesses
#
# *25 minutes, 15 of them on the core path.
# Goes with [lesson 06](06_myths.ipynb).*
#
# "A is faster than B" needs a fair race: the same budget, each at its own best rate, several seeds.
# "All of these are convex" needs one witness against it.
# You build both courts.
#
# Write between the lines of each answer cell, run it, then run the check below it.
# A check says what is right and what is off.
# Your instructor runs more of them.

# %% id="imports"
import numpy as np

from course.checks import check, solved
from course.datasets import reshuffled
from course.descent import minimize
from course.experiments.digits_net import networks
from course.widgets.hunt import eight_losses

# %% [markdown] id="fair-race-text"
# ## 1. A fair race  *(5 points)*
#
# Every optimizer tries every rate, and each rate with every seed.
# A rate is as good as the *median* of its losses over the seeds: one lucky run does not win, one unlucky run does not lose.
# Each optimizer then stands for itself with its own best rate.
#
# `fair_race(run, optimizers, etas, seeds, budget)` returns `{name: (eta, loss)}`: for each optimizer the rate with the smallest median, and that median.
#
# - `run(optimizer, eta, seed, budget)` trains once and returns the final loss, a number.
#   Call it once for each optimizer, rate and seed.
# - `optimizers` is a list of names; `etas` and `seeds` are lists or arrays, in any order.
# - The budget is per run: hand it on as it is.
# - A run that flew off returns `nan`, `inf` or `-inf`.
#   It counts as infinitely bad, and it *stays in the median*: a rate that crashes in most runs is not a good rate.
# - When two rates have the same median, the smaller rate wins.
# - If an optimizer has no rate with a finite median, its entry is `(None, inf)`, with `inf` the number `np.inf`.
#
# Worked: one optimizer, `etas = [0.1, 1]`, three seeds.
# The losses at 0.1 are 0.5, 0.6, 0.7; at 1 they are 0.1, `nan`, `nan`.
# The medians are 0.6 and infinity: the entry is `(0.1, 0.6)`.
#
# The trap: leaving the crashed runs out.
# Then the rate 1 wins with 0.1, and you have chosen the rate that crashed twice in three runs.


# %% id="fair-race" points=5
# exercise: fair_race
def fair_race(run, optimizers, etas, seeds, budget):
    """{name: (eta, median loss)}: for each optimizer the eta whose median loss over the seeds is smallest."""
    ### BEGIN SOLUTION
    found = {}
    for name in optimizers:
        medians = []
        for eta in etas:
            losses = np.array([run(name, eta, seed, budget) for seed in seeds], dtype=float)
            losses[~np.isfinite(losses)] = np.inf
            medians.append((float(np.median(losses)), float(eta)))
        loss, eta = min(medians)
        found[name] = (eta, loss) if np.isfinite(loss) else (None, np.inf)
    return found
    ### END SOLUTION


# %% id="check-fair-race" tags=["check"]
check(fair_race)

# %% [markdown] id="fair-race-hints"
# <details><summary>Hint 1: the picture</summary>
#
# A table for each optimizer: a row for each rate, a column for each seed.
# Take the middle of each row.
# The row with the smallest middle is the optimizer's entry.
#
# </details>
# <details><summary>Hint 2: the line of the formula</summary>
#
# Before the median, turn what is not finite into infinity: `losses[~np.isfinite(losses)] = np.inf`.
# `np.median` of numbers and infinities is right; of `nan` it is `nan`.
#
# </details>
# <details><summary>Hint 3: almost the code</summary>
#
# For each name, collect pairs `(median, eta)` over `etas`, where the losses of a row come from `run(name, eta, seed, budget)` for every seed.
# `loss, eta = min(pairs)` is the smallest median, and among equal ones the smaller rate.
# Store `(eta, loss)`, or `(None, np.inf)` if `loss` is infinite.
#
# </details>

# %% [markdown] id="convexity-report-text"
# ## 2. A report on convexity  *(3 points, extra)*
#
# The accused stand in a row: a dictionary of losses.
# For each you look for one chord that the graph breaks through.
#
# `convexity_report(losses, lo, hi, dim, rng)` returns a dictionary with the same names.
# Its value is a witness `(a, b, lam)`, or the words `'no violation found'`.
#
# - `losses` maps a name to a function of one point `(dim,)` that returns one number.
# - `a` and `b` have shape `(dim,)`, every coordinate between the numbers `lo` and `hi`; `lam` is a number from 0 to 1, the share of `a`.
# - It is a witness if $f(\lambda a + (1 - \lambda) b)$ is above $\lambda f(a) + (1 - \lambda) f(b)$ by more than 1e-9 times the largest of the three heights in size.
# - Try about 1000 fresh chords for each loss before you give up, at most 5000.
#   All chance comes from the generator `rng`.
#
# Worked: `{"up": f, "down": g}` with $f(x) = x^2$ and $g(x) = -x^2$ gives something like `{"up": "no violation found", "down": (array([0.]), array([1.]), 0.5)}`.
#
# The trap: writing `'convex'`.
# A thousand chords can refute; they prove nothing.
# (Your `find_convexity_violation` of 03c does most of the work: copy it into the cell.)


# %% id="convexity-report" points=3 extra=true
# exercise: convexity_report
def convexity_report(losses, lo, hi, dim, rng):
    """{name: witness (a, b, lam) or 'no violation found'} for the functions in the dictionary `losses`."""

    ### BEGIN SOLUTION
    def witness(f):
        for _ in range(1000):
            a, b, lam = rng.uniform(lo, hi, dim), rng.uniform(lo, hi, dim), rng.uniform()
            at_a, at_b, graph = f(a), f(b), f(lam * a + (1 - lam) * b)
            if graph - (lam * at_a + (1 - lam) * at_b) > 1e-9 * max(abs(at_a), abs(at_b), abs(graph)):
                return a, b, lam
        return "no violation found"

    return {name: witness(f) for name, f in losses.items()}
    ### END SOLUTION


# %% id="check-convexity-report" tags=["check"]
check(convexity_report)

# %% [markdown] id="convexity-report-hints"
# <details><summary>Hint 1: the picture</summary>
#
# One hunter, sent to each of the accused in turn.
# He comes back with a witness, or with the sentence that he found none.
#
# </details>
# <details><summary>Hint 2: the line of the formula</summary>
#
# `for name, f in losses.items()` gives the names with their functions.
# The hunter draws `a`, `b` and `lam` anew for each of 1000 chords and stops at the first that counts.
#
# </details>
# <details><summary>Hint 3: almost the code</summary>
#
# Inside `convexity_report`, define `witness(f)`: a loop over `range(1000)` that returns `a, b, lam` when the gap is above `1e-9 * max(...)`, and after the loop `return "no violation found"`.
# Then return `{name: witness(f) for name, f in losses.items()}`.
#
# </details>

# %% [markdown] id="race-text"
# ## Your courts in session
#
# Three rules train a network on digits: 100 batches of 32, five rates, three seeds.
# Your `fair_race` says what each can do.
# Before you run it: does the order change when all get the *same* rate?


# %% id="race"
def train(optimizer, eta, seed, budget):
    model, _ = networks(hidden=16)
    rng = np.random.default_rng(seed)
    start, batches = model.starts(1, rng)[0], reshuffled(model.n, 32, rng)
    return minimize(optimizer, model, start, budget, every=budget, batches=batches, eta=eta).loss[-1]


if solved(fair_race):
    rules, rates = ["gradient_descent", "heavy_ball", "adam"], [0.001, 0.01, 0.1, 1, 10]
    for name, (eta, loss) in fair_race(train, rules, rates, [0, 1, 2], 100).items():
        print(f"{name:17} at its best rate, {eta:5g}: loss {loss:.2f}")
    for name, (eta, loss) in fair_race(train, rules, [0.1], [0, 1, 2], 100).items():
        print(f"{name:17} at the same rate, {eta:4g}: loss {loss:.2f}")
else:
    print("The race waits until the checks of fair_race pass.")

# %% [markdown] id="report-text"
# And the report, on three losses of two weights.
# None of them is deep.

# %% id="report"
if solved(convexity_report):
    accused = {label: f for label, f, d, _ in eight_losses(seed=0) if d == 2}
    for name, found in convexity_report(accused, -2, 2, 2, np.random.default_rng(0)).items():
        print(f"{name:34}: {found if isinstance(found, str) else 'not convex, and here is a witness'}")
else:
    print("The report waits until the checks of convexity_report pass.")
