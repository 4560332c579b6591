# ---
# jupyter:
#   course:
#     title: "Exercises 02: how far, where to stop, when"
#     minutes: 25
#     core: 25
#     step: 2
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown] id="title"
# # Exercises 02: how far, where to stop, when
#
# *25 minutes.
# Goes with [lesson 02](02_core_concept.ipynb).*
#
# Three questions that every walker in the fog has to answer.
# How long may a step be?
# Is this flat place a minimum?
# Have I arrived?
#
# Write in each answer cell, run it, then run the check below it.
# A check says what is right and what is off.
# Your instructor runs more of them.

# %% id="imports"
import matplotlib.pyplot as plt
import numpy as np

from course import plots
from course.checks import check, solved
from course.descent import minimize
from course.objectives import quadratic

plots.use_style()

# %% [markdown] id="max-stable-step-text"
# ## 1. How far may a step go?  *(4 points)*
#
# A Hessian `H` is the table of second derivatives: it says how the ground curves.
# On a bowl with Hessian `H`, gradient descent settles for every learning rate below
#
# $$ \frac{2}{L}, \qquad L = \text{the largest eigenvalue of } H, $$
#
# and flies away above it.
# `max_stable_step(H)` returns that border.
#
# - `H` is a symmetric matrix of shape `(d, d)`: an array or nested lists, whole numbers too.
# - Only curving *upward* limits the step.
#   If no eigenvalue is positive, there is no border: return `np.inf`.
# - The result is one number.
#
# Worked: `H = [[2, 0], [0, 10]]` curves upward by 2 and by 10.
# The border is 2 / 10 = 0.2.
#
# The trap: the diagonal of a matrix does not hold its eigenvalues, unless the matrix is diagonal.


# %% id="max-stable-step" points=4
# exercise: max_stable_step
def max_stable_step(H):
    """2 / L, with L the largest positive eigenvalue of the symmetric H; inf if none is positive."""
    ### BEGIN SOLUTION
    L = np.linalg.eigvalsh(np.asarray(H, dtype=float)).max()
    return 2 / L if L > 0 else np.inf
    ### END SOLUTION


# %% id="check-max-stable-step" tags=["check"]
check(max_stable_step)

# %% [markdown] id="max-stable-step-hints"
# <details><summary>Hint 1: the picture</summary>
#
# A bowl has a steepest cross-section.
# It alone decides how far you may step; the gentle ones would allow more.
#
# </details>
# <details><summary>Hint 2: the line of the formula</summary>
#
# `np.linalg.eigvalsh(H)` gives the curvatures along the bowl's own axes, for a symmetric matrix.
#
# </details>
# <details><summary>Hint 3: almost the code</summary>
#
# Let `L` be the largest of them.
# Return `2 / L` if `L` is positive, and `np.inf` if it is not.
#
# </details>

# %% [markdown] id="classify-critical-point-text"
# ## 2. Which kind of flat?  *(4 points)*
#
# The gradient is zero.
# The notes would stop here.
# You look at the Hessian first: its eigenvalues say how the ground curves along each axis.
#
# `classify_critical_point(H, tol=1e-8)` returns one of four words.
#
# | word | when |
# |---|---|
# | `'saddle'` | some eigenvalue is above `tol` and another below `-tol`, whatever the others are |
# | `'minimum'` | all are above `tol` |
# | `'maximum'` | all are below `-tol` |
# | `'degenerate'` | in all other cases: too flat along some axis to tell |
#
# - `H` is symmetric, of shape `(d, d)`; `tol` is an absolute number.
# - An eigenvalue with $|\lambda| \le$ `tol` counts as zero.
#
# Worked: `[[0, 1], [1, 0]]` has eigenvalues -1 and 1: a `'saddle'`, although its diagonal is zero.
#
# The trap: a positive determinant is no proof.
# Two downward curvatures multiply to a positive number too.


# %% id="classify-critical-point" points=4
# exercise: classify_critical_point
def classify_critical_point(H, tol=1e-8):
    """'minimum', 'maximum', 'saddle' or 'degenerate', by the eigenvalues of the symmetric H."""
    ### BEGIN SOLUTION
    curvature = np.linalg.eigvalsh(np.asarray(H, dtype=float))
    up, down = curvature > tol, curvature < -tol
    if up.any() and down.any():
        return "saddle"
    if up.all():
        return "minimum"
    if down.all():
        return "maximum"
    return "degenerate"
    ### END SOLUTION


# %% id="check-classify-critical-point" tags=["check"]
check(classify_critical_point)

# %% [markdown] id="classify-critical-point-hints"
# <details><summary>Hint 1: the picture</summary>
#
# A pass between two mountains: down to both sides of the road, up along the ridge.
# One road down is enough to spoil a minimum.
#
# </details>
# <details><summary>Hint 2: the line of the formula</summary>
#
# Compute all eigenvalues.
# Ask which are above `tol`, and which are below `-tol`.
#
# </details>
# <details><summary>Hint 3: almost the code</summary>
#
# With `up = curvature > tol` and `down = curvature < -tol`, test in this order:
# `up.any() and down.any()`, then `up.all()`, then `down.all()`.
# What is left is `'degenerate'`.
#
# </details>

# %% [markdown] id="steps-to-tol-text"
# ## 3. When have I arrived?  *(2 points)*
#
# A record holds the loss before the first step, then after each step.
# `steps_to_tol(losses, tol)` returns how many steps it took until the loss was at most `tol` for the *first* time.
#
# - `losses` is a list or array; it may go up and down, and may hold `nan` or `inf`.
# - Return an `int`, or `None` if it never happens.
# - `nan` is never small enough.
#
# Worked: the losses 9, 3, 1, 0.5 with `tol = 1` give 2: two steps led from 9 to 1.
#
# The trap: 0 steps is an answer too, and `if not steps` takes it for none.


# %% id="steps-to-tol" points=2
# exercise: steps_to_tol
def steps_to_tol(losses, tol):
    """First index at which the loss is at most `tol`, None if there is none."""
    ### BEGIN SOLUTION
    reached = np.flatnonzero(np.asarray(losses, dtype=float) <= tol)
    return int(reached[0]) if reached.size else None
    ### END SOLUTION


# %% id="check-steps-to-tol" tags=["check"]
check(steps_to_tol)

# %% [markdown] id="steps-to-tol-hints"
# <details><summary>Hint 1: the picture</summary>
#
# Read the record from the left.
# Stop at the first entry that is low enough.
#
# </details>
# <details><summary>Hint 2: the line of the formula</summary>
#
# `loss <= tol` is False for `nan`, by itself.
#
# </details>
# <details><summary>Hint 3: almost the code</summary>
#
# Loop with `for step, loss in enumerate(losses)`, return `step` when `loss <= tol`, and return `None` after the loop.
#
# </details>

# %% [markdown] id="border-text"
# ## Your border, tested
#
# When all three work, the next cell asks your `max_stable_step` for the border of a tilted bowl.
# A hundred walkers start below, at and above it, and your `steps_to_tol` reads each one's record.
#
# Before you run it: at which share of the border is a walker fastest?

# %% id="border"
if solved(max_stable_step) and solved(classify_critical_point) and solved(steps_to_tol):
    bowl = quadratic([1.0, 10.0], angle=0.5)
    H = bowl.hessian(np.zeros(2))
    border = max_stable_step(H)
    shares = np.linspace(0.04, 1.08, 105)
    walkers = minimize("gradient_descent", bowl, [1.0, 1.0], 2000, eta=border * shares)
    steps = [steps_to_tol(losses, 1e-9) for losses in walkers.loss.T]
    arrived = [number is not None for number in steps]
    best = min((number, share) for number, share in zip(steps, shares, strict=True) if number is not None)
    fig, ax = plt.subplots()
    ax.semilogy(shares[arrived], [number for number in steps if number is not None], ".")
    ax.axvline(1, color="#D55E00", linestyle="--")
    ax.text(1.015, 300, "your border", color="#D55E00", rotation=90, va="center")
    ax.set(xlim=(0, 1.08), xlabel="eta as a share of your border", ylabel="steps to a loss of 1e-9")
    ax.set_title(f"This {classify_critical_point(H)} is found fastest at {best[1]:.0%} of the border")
    plt.show()
    print(f"{sum(arrived)} of {len(shares)} walkers arrive, the fastest after {best[0]} steps.")
else:
    print("The walkers wait until all three checks above pass.")

# %% [markdown] id="border-after"
# <details><summary>Once you have seen it: why there?</summary>
#
# For a long walk the best rate is $2 / (L + \mu)$.
# Here $L = 10$ and $\mu = 1$: 91 % of the border.
# Right of it a little more is much slower, so careful people stay on the left.
#
# </details>
