# ---
# jupyter:
#   course:
#     title: "Exercises 03a: batches, SGD, averages"
#     minutes: 28
#     core: 28
#     step: 3
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown] id="title"
# # Exercises 03a: batches, SGD, averages
#
# *28 minutes.
# Goes with [lesson 03a](03a_gd_and_sgd.ipynb).*
#
# You deal the data into small hands, walk with one hand at a time, and calm the trembling at the end.
#
# Write between the lines of each answer cell, run it, then run the check below it.
# A check says what is right and what is off.
# Your instructor runs more of them.

# %% id="imports"
import matplotlib.pyplot as plt
import numpy as np

from course import plots
from course.checks import check, solved
from course.datasets import breast_cancer, standardize
from course.models import Logistic

plots.use_style()

# %% [markdown] id="minibatches-text"
# ## 1. Deal the cards  *(4 points)*
#
# One epoch looks at every example once, in random order, a few at a time.
# `minibatches(n, batch_size, rng)` deals the indices 0 to `n - 1` for one epoch.
#
# - `n` and `batch_size` are whole numbers, at least 1; `batch_size` may be larger than `n`.
# - Each index appears exactly once.
# - Every batch is a row of `batch_size` indices; only the last may be shorter, and none is empty.
# - The order is a shuffle, and all its chance comes from `rng`, a generator made by `np.random.default_rng`.
# - A list of arrays, a list of lists or a generator will do.
#
# Worked: `n = 5`, `batch_size = 2` and a shuffle 3, 0, 4, 1, 2 give the batches `[3, 0]`, `[4, 1]`, `[2]`.
#
# The trap: drawing each batch on its own, as `rng.integers` does, shows some examples twice and others never.
# A seed of your own inside the function makes every epoch the same.


# %% id="minibatches" points=4
# exercise: minibatches
def minibatches(n, batch_size, rng):
    """A fresh shuffle of range(n) in batches of `batch_size`; the last may be short."""
    ### BEGIN SOLUTION
    order = rng.permutation(n)
    return [order[start : start + batch_size] for start in range(0, n, batch_size)]
    ### END SOLUTION


# %% id="check-minibatches" tags=["check"]
check(minibatches)

# %% [markdown] id="minibatches-hints"
# <details><summary>Hint 1: the picture</summary>
#
# Shuffle the whole pack once.
# Then deal from the top until it is empty.
#
# </details>
# <details><summary>Hint 2: the line of the formula</summary>
#
# `rng.permutation(n)` is a shuffled pack.
# Hands begin at 0, `batch_size`, `2 * batch_size`, ...
#
# </details>
# <details><summary>Hint 3: almost the code</summary>
#
# For each `start` in `range(0, n, batch_size)`, take `order[start : start + batch_size]`.
# A slice that runs over the end is just shorter.
#
# </details>

# %% [markdown] id="sgd-text"
# ## 2. Walk with one hand at a time  *(5 points)*
#
# Gradient descent asks all rows before it moves.
# SGD asks one batch, moves, and asks the next:
#
# $$ \theta_{t+1} = \theta_t - \eta\,\nabla L_i(\theta_t) \qquad i \text{: the rows of batch number } t $$
#
# `sgd(loss_grad, theta0, X, y, eta, batch_size, n_epochs, rng)` returns where you are after each epoch.
#
# - `loss_grad(theta, X, y)` returns two things, the mean loss and its gradient `(d,)`, on the rows it is given (as arrays).
# - `X` has shape `(n, p)` and `y` shape `(n,)`; `theta0` holds `d` numbers; arrays or lists, whole numbers too.
# - Every epoch deals all rows afresh, with chance from `rng` alone.
#   Your `minibatches` may do that, once its check passes.
# - Call `loss_grad` once for each batch, with matching rows of `X` and `y`.
# - The path has shape `(n_epochs + 1, d)`: row 0 is the start, row `e` is where you are after `e` epochs.
# - Leave `theta0`, `X` and `y` as they were.
#
# Worked: 5 rows, `batch_size = 2` and 3 epochs make 9 calls and a path of 4 rows.
#
# The trap: `loss_grad` returns two things, and only the second is the gradient.


# %% id="sgd" points=5
# exercise: sgd
def sgd(loss_grad, theta0, X, y, eta, batch_size, n_epochs, rng):
    """Path of stochastic gradient descent by epoch, shape (n_epochs + 1, d), the start included."""
    ### BEGIN SOLUTION
    X, y = np.asarray(X), np.asarray(y)
    theta = np.array(theta0, dtype=float)
    path = [theta]
    for _ in range(n_epochs):
        order = rng.permutation(len(X))
        for first in range(0, len(X), batch_size):
            rows = order[first : first + batch_size]
            _, g = loss_grad(theta, X[rows], y[rows])
            theta = theta - eta * np.asarray(g)
        path.append(theta)
    return np.array(path)
    ### END SOLUTION


# %% id="check-sgd" tags=["check"]
check(sgd)

# %% [markdown] id="sgd-hints"
# <details><summary>Hint 1: the picture</summary>
#
# Two loops: the outer one counts epochs, the inner one deals hands.
# The diary gets one line for each epoch.
#
# </details>
# <details><summary>Hint 2: the line of the formula</summary>
#
# For each hand `rows`: `loss, g = loss_grad(theta, X[rows], y[rows])`, then one step along `-g`.
#
# </details>
# <details><summary>Hint 3: almost the code</summary>
#
# `for rows in minibatches(len(X), batch_size, rng):` inside `for epoch in range(n_epochs):`.
# Write `theta = theta - eta * g`, so that the rows of the diary stay what they were.
#
# </details>

# %% [markdown] id="tail-average-text"
# ## 3. Calm the trembling  *(2 points)*
#
# With a constant learning rate SGD does not arrive: it ends in a cloud around the minimum.
# The middle of the cloud is often a better answer than the last point.
#
# `tail_average(path, burn)` returns the mean of the rows of `path` from row `int(burn * len(path))` on.
#
# - `path` has shape `(n, d)`, an array or a list of rows; the result has shape `(d,)`.
# - `burn` is the share of rows thrown away at the start, from 0 up to, but not including, 1.
#
# Worked: the rows `[10]`, `[6]`, `[2]`, `[0]` with `burn = 0.5` give `[(2 + 0) / 2]`, which is `[1]`.
#
# The trap: `np.mean(path)` averages over the coordinates too.


# %% id="tail-average" points=2
# exercise: tail_average
def tail_average(path, burn=0.5):
    """Mean of the rows of `path` from int(burn * len(path)) on, shape (d,)."""
    ### BEGIN SOLUTION
    path = np.asarray(path, dtype=float)
    return path[int(burn * len(path)) :].mean(axis=0)
    ### END SOLUTION


# %% id="check-tail-average" tags=["check"]
check(tail_average)

# %% [markdown] id="tail-average-hints"
# <details><summary>Hint 1: the picture</summary>
#
# Throw the way in away.
# Average what is left, point by point.
#
# </details>
# <details><summary>Hint 2: the line of the formula</summary>
#
# `path[k:]` with `k = int(burn * len(path))` is what is left.
#
# </details>
# <details><summary>Hint 3: almost the code</summary>
#
# `.mean(axis=0)` averages over the rows and keeps the coordinates.
#
# </details>

# %% [markdown] id="tumours-text"
# ## Your SGD on real tumours
#
# When all three work, the next cell trains a logistic model on 569 tumours, twice with the same function: all rows a step, and 4 rows a step.
# Both read the data 30 times.
# The diamond is your average of the second half.
# Another `seed` tells another story of the last point.
# Change `eta` to 0.02 and run it again: does averaging still pay?

# %% id="tumours"
eta = 0.2

if solved(minibatches) and solved(sgd) and solved(tail_average):
    data = breast_cancer()
    X, y = standardize(data.X), data.signs
    model = Logistic(X, y, l2=1e-2)

    def loss_grad(theta, X, y):
        batch = Logistic(X, y, l2=1e-2)
        return batch.value(theta), batch.gradient(theta)

    start, seed = np.zeros(model.d), 2
    lowest = model.value(sgd(loss_grad, start, X, y, 0.5, model.n, 3000, np.random.default_rng(seed))[-1])
    fig, ax = plt.subplots()
    for batch_size, color in ((model.n, "#0072B2"), (4, "#8A5F00")):
        path = sgd(loss_grad, start, X, y, eta, batch_size, 30, np.random.default_rng(seed))
        above = model.value(path) - lowest
        ax.semilogy(above, "o-", markersize=3, color=color)
        ax.text(30.8, np.median(above[15:]), f"{batch_size} rows a step", color=color, va="center")
    average = model.value(tail_average(path)) - lowest
    ax.semilogy(30, average, "D", markersize=8, color="black")
    ax.text(30.8, average, "tail averaged", va="center")
    ax.set(xlabel="passes over the data", ylabel="loss above the minimum", xlim=(-1, 40), xticks=range(0, 31, 10))
    ax.set_title("Small batches: down at once, then a tremble")
    plt.show()
else:
    print("The training waits until all three checks above pass.")
