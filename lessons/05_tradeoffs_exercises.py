# ---
# jupyter:
#   course:
#     title: "Exercises 05: the smallest solution, and when to switch"
#     minutes: 30
#     core: 20
#     step: 5
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown] id="title"
# # Exercises 05: the smallest solution, and when to switch
#
# *30 minutes, 20 of them on the core path.
# Goes with [lesson 05](05_tradeoffs.ipynb).*
#
# Where many solutions fit all rows, which one is found?
# You compute the one that gradient descent finds, and you build the hand-over from Adam to plain gradient steps.
# At the end the two meet on data that were made to embarrass Adam.
#
# Write between the lines of each answer cell, run it, then run the check below it.
# A check says what is right and what is off.
# Your instructor runs more of them.

# %% id="imports"
import numpy as np

from course.checks import check, solved
from course.datasets import wilson

# %% [markdown] id="min-norm-solution-text"
# ## 1. The smallest of all solutions  *(4 points)*
#
# With more columns than rows, many `w` solve `X w = y`.
# They differ by vectors that no row of `X` can see.
# One of them has the smallest norm: the one without any such invisible part.
# Gradient descent on the squared error finds it when it starts at 0.
#
# `min_norm_solution(X, y)` returns that `w`.
#
# - `X` has shape `(n, d)` and `y` shape `(n,)`: arrays or lists, whole numbers too; `w` has shape `(d,)`.
# - A row may be there twice, with the same label.
# - Where no `w` fits all rows, take those with the smallest sum of squared errors, and of these the smallest.
# - Leave `X` and `y` as they were.
#
# Worked: `X = [[1, 2]]` and `y = [5]`.
# Solutions are (5, 0), (1, 2), (3, 1) and many more.
# The smallest is (1, 2): it is a multiple of the row.
#
# The trap: `np.linalg.inv(X.T @ X)` does not exist here, for `X.T @ X` has no inverse when `d > n`.
# Rounding may hide that, and numbers come out all the same.


# %% id="min-norm-solution" points=4
# exercise: min_norm_solution
def min_norm_solution(X, y):
    """The w (d,) of smallest norm among those that fit X w = y best; X (n, d), y (n,)."""
    ### BEGIN SOLUTION
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    return np.linalg.pinv(X) @ y
    ### END SOLUTION


# %% id="check-min-norm-solution" tags=["check"]
check(min_norm_solution)

# %% [markdown] id="min-norm-solution-hints"
# <details><summary>Hint 1: the picture</summary>
#
# All solutions of one equation in the plane lie on a line.
# Go from 0 straight to that line: you walk along the row itself.
#
# </details>
# <details><summary>Hint 2: the line of the formula</summary>
#
# With independent rows, $w = X^\top (X X^\top)^{-1} y$: a mixture of rows.
# With repeated rows that inverse does not exist, and the *pseudoinverse* takes its place.
#
# </details>
# <details><summary>Hint 3: almost the code</summary>
#
# `np.linalg.pinv(X)` is the pseudoinverse, of shape `(d, n)`.
# Multiply it with `y`.
# (`np.linalg.lstsq(X, y, rcond=None)[0]` is the same.)
#
# </details>

# %% [markdown] id="adam-then-sgd-text"
# ## 2. Start with Adam, finish without  *(4 points)*
#
# The notes advise: Adam for quick results, then SGD.
# Here both in one walk.
#
# `adam_then_sgd(grad, theta0, eta_adam, eta_sgd, n_steps, switch)` returns the path, shape `(n_steps + 1, d)`, the start included.
#
# - The first `switch` steps are Adam's, with `eta_adam`, bias correction, `beta1 = 0.9`, `beta2 = 0.999` and `eps = 1e-8` outside the root.
# - All later steps are plain: `theta - eta_sgd * g`.
# - `switch = 0` is gradient descent alone; where `switch` is `n_steps` or more, all steps are Adam's.
# - `grad(theta)` returns the gradient at `theta`; ask for it once a step.
# - `theta0` has shape `(d,)`: an array or a list, whole numbers too; leave it as it was.
#
# Worked: `grad(x) = 4 x`, `theta0 = [1]`, `eta_adam = 0.5`, `eta_sgd = 0.1`, 2 steps, `switch = 1`.
# Adam's first step is `eta_adam` long: to 0.5.
# Then the slope is 2, and the plain step leads to 0.3.
#
# The trap: after the switch nothing of Adam is left, no `m` and no `v`.


# %% id="adam-then-sgd" points=4
# exercise: adam_then_sgd
def adam_then_sgd(grad, theta0, eta_adam, eta_sgd, n_steps, switch):
    """Adam for `switch` steps, then plain gradient steps: the path (n_steps + 1, d), the start included."""
    ### BEGIN SOLUTION
    theta = np.array(theta0, dtype=float)
    m, v, path = np.zeros_like(theta), np.zeros_like(theta), [theta]
    for t in range(1, n_steps + 1):
        g = np.asarray(grad(theta), dtype=float)
        if t <= switch:
            m = 0.9 * m + 0.1 * g
            v = 0.999 * v + 0.001 * g**2
            m_hat, v_hat = m / (1 - 0.9**t), v / (1 - 0.999**t)
            theta = theta - eta_adam * m_hat / (np.sqrt(v_hat) + 1e-8)
        else:
            theta = theta - eta_sgd * g
        path.append(theta)
    return np.array(path)
    ### END SOLUTION


# %% id="check-adam-then-sgd" tags=["check"]
check(adam_then_sgd)

# %% [markdown] id="adam-then-sgd-hints"
# <details><summary>Hint 1: the picture</summary>
#
# A relay: one runner hands over the place, and nothing else.
#
# </details>
# <details><summary>Hint 2: the line of the formula</summary>
#
# One loop over `t` from 1 to `n_steps`, one gradient in it, and a question: is `t <= switch`?
# If so, update `m` and `v`, correct both with `t`, and take Adam's step.
#
# </details>
# <details><summary>Hint 3: almost the code</summary>
#
# Before the loop: `theta = np.array(theta0, dtype=float)`, `m` and `v` zeros of its shape, `path = [theta]`.
# In it: `g = grad(theta)`, then the lines of your `adam_step` from exercises 03e, or `theta = theta - eta_sgd * g`; then `path.append(theta)`.
# At the end: `np.array(path)`.
#
# </details>

# %% [markdown] id="swats-lr-text"
# ## 3. At which rate does SGD take over?  *(2 points, extra)*
#
# Adam just took the step `p`.
# Plain descent would walk along `-g`.
# How long must its step be, so that its part along `p` is exactly `p`?
# Keskar and Socher (2017) use that rate for the hand-over:
#
# $$ \eta = \frac{p \cdot p}{-\,p \cdot g} $$
#
# `swats_lr(step, g)` returns it.
#
# - `step` is `p`, what Adam added to `theta`; `g` is the gradient before that step; both have shape `(d,)`: arrays or lists.
# - Where `p` does not lead downhill, so that `p . g` is not below 0, there is no such rate: return `None`.
#
# Worked: `step = [-0.1, -0.2]` and `g = [1, 0.5]`.
# `p . p` is 0.05 and `p . g` is -0.2, so the rate is 0.25.
# The plain step is then (-0.25, -0.125), and its part along `p` is `p`.
#
# The trap: the signs.
# `p` and `g` point to opposite sides, and the rate is positive.


# %% id="swats-lr" points=2 extra=true
# exercise: swats_lr
def swats_lr(step, g):
    """The rate p.p / -(p.g) that SGD takes over with after Adam's step p (d,); None unless p.g < 0."""
    ### BEGIN SOLUTION
    p, g = np.asarray(step, dtype=float), np.asarray(g, dtype=float)
    return float(p @ p / -(p @ g)) if p @ g < 0 else None
    ### END SOLUTION


# %% id="check-swats-lr" tags=["check"]
check(swats_lr)

# %% [markdown] id="swats-lr-hints"
# <details><summary>Hint 1: the picture</summary>
#
# Draw `p`, and a ray along `-g`.
# Walk on the ray until the right angle above the tip of `p` meets you.
#
# </details>
# <details><summary>Hint 2: the line of the formula</summary>
#
# The step `-eta g` has the part `-eta (g . p) / (p . p)` of `p`.
# Set that to 1.
#
# </details>
# <details><summary>Hint 3: almost the code</summary>
#
# `p, g = np.asarray(step, dtype=float), np.asarray(g, dtype=float)`.
# If `p @ g < 0`, return `p @ p / -(p @ g)`; else `None`.
#
# </details>

# %% [markdown] id="together-text"
# ## Your functions on rows that embarrass Adam
#
# Wilson and others (2017) made rows on which everything can be learned from one column, the label itself.
# All walkers below fit all 100 rows, so look at fresh ones.
# When does a switch still help?
# Set `eta_adam` to 0.01 and run it again.

# %% id="together"
eta_adam = 0.001

if solved(min_norm_solution) and solved(adam_then_sgd):
    rows = wilson(100, seed=0)
    X, y = rows.X, rows.signs
    truth = np.where(np.random.default_rng(1).random(10_000) < 0.6, 1.0, -1.0)

    def fresh(w):
        # A fresh row: its label, then two ones, then private columns that no training row had.
        return np.mean(np.sign(w[0] * truth + w[1] + w[2]) == truth)

    w = min_norm_solution(X, y)
    print(f"smallest solution:      norm {np.linalg.norm(w):.2f}, right on fresh rows {fresh(w):.1%}")
    for switch in (0, 50, 200, 1000, 3000):
        path = adam_then_sgd(lambda w: X.T @ (X @ w - y) / 100, np.zeros(600), eta_adam, 0.9, 3000, switch)
        w = path[-1]
        print(f"{switch:4} steps of Adam first: norm {np.linalg.norm(w):.2f}, right on fresh rows {fresh(w):.1%}")
else:
    print("The rows wait until the checks of exercises 1 and 2 pass.")
