# ---
# jupyter:
#   course:
#     title: "Exercises 01: slope, step, zigzag"
#     minutes: 35
#     core: 25
#     step: 1
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown] id="title"
# # Exercises 01: slope, step, zigzag
#
# *35 minutes, 25 of them on the core path.
# Goes with [lesson 01](01_intuition.ipynb).*
#
# You build three small functions.
# Together they are a hiker: one feels the slope, one walks, one looks back at the track.
#
# Write between the lines of each answer cell, run it, then run the check below it.
# A check says what is right and what is off.
# Your instructor runs more of them.

# %% id="imports"
import matplotlib.pyplot as plt
import numpy as np

from course import objectives, plots
from course.checks import check, solved

plots.use_style()

# %% [markdown] id="numerical-gradient-text"
# ## 1. Feel the slope  *(4 points)*
#
# You stand in fog and know only the height `f(x)` where you ask for it.
# How steep is it along each coordinate?
# Take one short step `h` forward and one back, and compare the two heights:
#
# $$ \frac{\partial f}{\partial x_i} \approx \frac{f(x + h\,e_i) - f(x - h\,e_i)}{2h} $$
#
# `numerical_gradient(f, x, h)` returns that number for every coordinate.
#
# - `f` takes an array of shape `(d,)` and returns one number.
# - `x` holds `d` numbers: an array or a list, whole numbers too.
# - The result has shape `(d,)`, with an error below 1e-7 where `f` is smooth and of order 1.
# - Ask for `f` at most `2d + 2` times, and leave `x` as it was.
#
# Worked: for `f(x) = x**2` at `x = 3` with `h = 0.1`, the two heights are 9.61 and 8.41, and (9.61 - 8.41) / 0.2 = 6.
#
# The trap: `x[i] += h` changes the caller's array, and an array of whole numbers cuts the result back to a whole number.


# %% id="numerical-gradient" points=4
# exercise: numerical_gradient
def numerical_gradient(f, x, h=1e-5):
    """Gradient of `f` at `x` by central differences, shape (d,)."""
    ### BEGIN SOLUTION
    x = np.array(x, dtype=float)
    steps = h * np.eye(x.size)
    return np.array([(f(x + step) - f(x - step)) / (2 * h) for step in steps])
    ### END SOLUTION


# %% id="check-numerical-gradient" tags=["check"]
check(numerical_gradient)

# %% [markdown] id="numerical-gradient-hints"
# <details><summary>Hint 1: the picture</summary>
#
# Stand still.
# Put one foot forward along a single coordinate, note the height; put it back, one foot behind, note the height.
# The slope is the difference in height over the distance between the two feet.
#
# </details>
# <details><summary>Hint 2: the line of the formula</summary>
#
# The vector $e_i$ is zero except for a one at place $i$: row $i$ of `np.eye(d)`.
# The distance between the two feet is `2 * h`.
#
# </details>
# <details><summary>Hint 3: almost the code</summary>
#
# `x = np.array(x, dtype=float)` makes a float copy.
# Then, for each `e` in `np.eye(x.size)`, compute `(f(x + h * e) - f(x - h * e)) / (2 * h)`, and put the numbers in an array.
#
# </details>

# %% [markdown] id="gradient-descent-text"
# ## 2. Walk  *(4 points)*
#
# The notes' rule, again and again:
#
# $$ \theta_{t+1} = \theta_t - \eta\,\nabla L(\theta_t) $$
#
# `gradient_descent(grad, theta0, eta, n_steps)` returns the whole path.
#
# - `grad` takes an array of shape `(d,)` and returns the gradient there, shape `(d,)`.
# - `theta0` holds `d` numbers: an array or a list, whole numbers too.
# - The path has shape `(n_steps + 1, d)`: row 0 is the start, row `t` is where you are after `t` steps.
# - Ask for at most one gradient a step, and leave `theta0` as it was.
#
# Worked: for the gradient `2 * theta`, from `theta0 = [1.0]` with `eta = 0.25`, two steps give the path `[[1.0], [0.5], [0.25]]`.
#
# The trap: `theta -= ...` changes one array in place, and a list of that array shows the same row many times.


# %% id="gradient-descent" points=4
# exercise: gradient_descent
def gradient_descent(grad, theta0, eta, n_steps):
    """Path of gradient descent, shape (n_steps + 1, d), the start included."""
    ### BEGIN SOLUTION
    path = [np.array(theta0, dtype=float)]
    for _ in range(n_steps):
        path.append(path[-1] - eta * np.asarray(grad(path[-1])))
    return np.array(path)
    ### END SOLUTION


# %% id="check-gradient-descent" tags=["check"]
check(gradient_descent)

# %% [markdown] id="gradient-descent-hints"
# <details><summary>Hint 1: the picture</summary>
#
# You keep a diary.
# The first line is where you start.
# Each further line is the line before, moved a little way downhill.
#
# </details>
# <details><summary>Hint 2: the line of the formula</summary>
#
# The right side uses the last line of the diary twice: `path[-1]`, and `grad(path[-1])`.
# The minus sign is what makes it downhill.
#
# </details>
# <details><summary>Hint 3: almost the code</summary>
#
# Start with `path = [np.array(theta0, dtype=float)]`.
# In a loop over `range(n_steps)`, append `path[-1] - eta * grad(path[-1])`.
# Return `np.array(path)`.
#
# </details>

# %% [markdown] id="zigzag-count-text"
# ## 3. Look back at the track  *(2 points, extra)*
#
# A walker who crosses the valley at every step turns round at every step.
# `zigzag_count(path, axis)` counts the turns along one coordinate.
#
# - `path` has shape `(n + 1, d)`; `axis` is the column to look at.
# - A flip is a change of direction: from up to down, or from down to up.
# - Pauses are skipped: up, still, down is one flip.
# - The result is a whole number.
#
# Worked: the positions 0, 1, 0, 1, 1, 2 make the steps +1, -1, +1, 0, +1.
# That is two flips.
#
# The trap: a change of sign of the *position* is no flip; the direction is in the *steps*.


# %% id="zigzag-count" points=2 extra=true
# exercise: zigzag_count
def zigzag_count(path, axis):
    """How often the direction of travel along `axis` flips; pauses are skipped."""
    ### BEGIN SOLUTION
    directions = np.sign(np.diff(np.asarray(path, dtype=float)[:, axis]))
    directions = directions[directions != 0]
    return int(np.sum(directions[1:] != directions[:-1]))
    ### END SOLUTION


# %% id="check-zigzag-count" tags=["check"]
check(zigzag_count)

# %% [markdown] id="zigzag-count-hints"
# <details><summary>Hint 1: the picture</summary>
#
# Write an arrow for each step: right, left, or nothing.
# Cross out the nothings.
# Count the places where two neighbouring arrows differ.
#
# </details>
# <details><summary>Hint 2: the line of the formula</summary>
#
# `np.diff(path[:, axis])` are the steps, and `np.sign` of them the arrows.
#
# </details>
# <details><summary>Hint 3: almost the code</summary>
#
# With `arrows = np.sign(np.diff(path[:, axis]))`, keep `arrows[arrows != 0]`.
# Then count where `arrows[1:] != arrows[:-1]`, and make it an `int`.
#
# </details>

# %% [markdown] id="hike-text"
# ## Your hiker in the ravine
#
# When all three work, the next cell lets them walk together: your slope, your steps, your count.
# The valley curves 25 times as much across as along.
# Change `eta` and run it again: 0.01, 0.072, 0.0792.
# Where does the track begin to waste its length?

# %% id="hike"
eta = 0.072

if solved(numerical_gradient) and solved(gradient_descent) and solved(zigzag_count):
    ravine = objectives.ravine(25)
    track = gradient_descent(lambda theta: numerical_gradient(ravine, theta), [10.0, 1.0], eta, 30)
    axes = plots.contour(ravine)
    axes.plot(*track.T, marker=".", color="black", linewidth=1)
    axes.set_title(f"eta = {eta}: {zigzag_count(track, axis=1)} flips in 30 steps")
    plt.show()
else:
    print("The hiker waits until all three checks above pass.")
