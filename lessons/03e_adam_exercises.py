# ---
# jupyter:
#   course:
#     title: "Exercises 03e: Adam, and how to catch a broken one"
#     minutes: 58
#     core: 38
#     step: 3
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown] id="title"
# # Exercises 03e: Adam, and how to catch a broken one
#
# *58 minutes, 38 of them on the core path.
# Goes with [lesson 03e](03e_adam.ipynb).*
#
# You build RMSProp and Adam, one step at a time, and race them.
# Then you change sides: you write the examples on which a broken Adam shows.
#
# Write between the lines of each answer cell, run it, then run the check below it.
# A check says what is right and what is off.
# Your instructor runs more of them.

# %% id="imports"
import numpy as np
from IPython.display import display

from course import objectives
from course.checks import check, solved
from course.widgets import Explorer

# %% [markdown] id="rmsprop-step-text"
# ## 1. A rate for each coordinate  *(3 points)*
#
# Steep coordinates want short steps, gentle ones long steps.
# RMSProp measures steepness by a moving average `v` of the squared gradient, coordinate by coordinate, and divides by its root:
#
# $$ v_t = \beta v_{t-1} + (1 - \beta)\, g_t^2 \qquad \theta_{t+1} = \theta_t - \eta\, \frac{g_t}{\sqrt{v_t} + \epsilon} $$
#
# `rmsprop_step(theta, v, g, eta, beta, eps)` takes one step and returns `(theta, v)`, both new.
#
# - `theta`, `v` and the gradient `g` have shape `(d,)`: arrays or lists, whole numbers too.
# - `eta`, `beta` and `eps` are numbers.
# - The square, the root and the division are coordinate by coordinate.
# - Leave the arguments as they were.
#
# Worked: `v = 0`, `g = 4`, `eta = 0.1`, `beta = 0.9`.
# The new `v` is 0.1 * 16 = 1.6, and the step is 0.1 * 4 / 1.265 = 0.316.
# With `g = 400` the step is the same.
#
# The trap: `eps` is added to the root, not to `v`.


# %% id="rmsprop-step" points=3
# exercise: rmsprop_step
def rmsprop_step(theta, v, g, eta, beta=0.9, eps=1e-8):
    """One step of RMSProp: (theta, v), arrays of shape (d,)."""
    ### BEGIN SOLUTION
    theta, v, g = (np.array(part, dtype=float) for part in (theta, v, g))
    v = beta * v + (1 - beta) * g**2
    return theta - eta * g / (np.sqrt(v) + eps), v
    ### END SOLUTION


# %% id="check-rmsprop-step" tags=["check"]
check(rmsprop_step)

# %% [markdown] id="rmsprop-step-hints"
# <details><summary>Hint 1: the picture</summary>
#
# Each coordinate keeps a note of how large its slopes usually are.
# Its step is the slope, measured in that usual size, times eta.
#
# </details>
# <details><summary>Hint 2: the line of the formula</summary>
#
# First the note, then the step: the `v` below the root has already seen `g`.
# `np.sqrt(v) + eps` keeps a coordinate without slopes at 0 / eps = 0.
#
# </details>
# <details><summary>Hint 3: almost the code</summary>
#
# `theta, v, g = (np.array(part, dtype=float) for part in (theta, v, g))` makes float copies.
# Then `v = beta * v + (1 - beta) * g**2`, and return `theta - eta * g / (np.sqrt(v) + eps)` together with `v`.
#
# </details>

# %% [markdown] id="adam-step-text"
# ## 2. Adam  *(5 points)*
#
# Adam averages the gradient too, and corrects both averages for their start at zero (Kingma and Ba 2015):
#
# $$ m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, g_t \qquad v_t = \beta_2 v_{t-1} + (1 - \beta_2)\, g_t^2 $$
#
# $$ \hat m_t = \frac{m_t}{1 - \beta_1^t} \qquad \hat v_t = \frac{v_t}{1 - \beta_2^t} \qquad
#    \theta_{t+1} = \theta_t - \eta\, \frac{\hat m_t}{\sqrt{\hat v_t} + \epsilon} $$
#
# `adam_step(theta, m, v, g, t, eta, beta1, beta2, eps)` takes step number `t` and returns `(theta, m, v)`.
#
# - `theta`, `m`, `v` and `g` have shape `(d,)`: arrays or lists, whole numbers too.
# - `t` is 1 in the first step.
# - Leave the arguments as they were.
#
# Worked, the first step from `m = v = 0` with `g = -4` and `eta = 0.1`: `m` becomes -0.4 and `v` 0.016.
# Corrected they are -4 and 16, so `theta` moves by 0.1 * 4 / 4 = 0.1.
# Back come `m = -0.4` and `v = 0.016`.
#
# The trap: the corrected averages are for this step only; what you return are `m` and `v` themselves.


# %% id="adam-step" points=5
# exercise: adam_step
def adam_step(theta, m, v, g, t, eta, beta1=0.9, beta2=0.999, eps=1e-8):
    """Step t (from 1) of Adam: (theta, m, v), arrays of shape (d,); m and v are returned uncorrected."""
    ### BEGIN SOLUTION
    theta, m, v, g = (np.array(part, dtype=float) for part in (theta, m, v, g))
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return theta - eta * m_hat / (np.sqrt(v_hat) + eps), m, v
    ### END SOLUTION


# %% id="check-adam-step" tags=["check"]
check(adam_step)

# %% [markdown] id="adam-step-hints"
# <details><summary>Hint 1: the picture</summary>
#
# Two notebooks for each coordinate: which way lately, and how steep lately.
# Both were empty at the start, so their first entries read too low; the correction says by how much.
#
# </details>
# <details><summary>Hint 2: the line of the formula</summary>
#
# `1 - beta1**t` is the sum of the weights that `m` has given away so far.
# At `t = 1` it is 0.1, and `m / 0.1` is the gradient itself.
#
# </details>
# <details><summary>Hint 3: almost the code</summary>
#
# Four lines after the float copies: the new `m`, the new `v`, then `m_hat = m / (1 - beta1**t)` and `v_hat = v / (1 - beta2**t)`.
# Return `theta - eta * m_hat / (np.sqrt(v_hat) + eps), m, v`.
#
# </details>

# %% [markdown] id="race-text"
# ## Your rules in a race
#
# When both work, the next cell lets them loose beside gradient descent.
# A valley that curves 100 times as much across as along, turned a little.
# Drag eta: who needs which rate?

# %% id="race"
if solved(rmsprop_step) and solved(adam_step):
    valley, rules = objectives.ravine(100, angle=0.2), ["gradient_descent", rmsprop_step, adam_step]
    title = "Your rules in a race. Who needs which rate?"
    display(Explorer(valley, rules, eta=0.1, etas=(1e-3, 1.0), race=True, title=title))
else:
    print("The race waits until both checks above pass.")

# %% [markdown] id="is-correct-adam-text"
# ## 3. Catch the broken Adam  *(5 points)*
#
# You are handed an `adam_step` that somebody else wrote.
# Is it right?
# You cannot read it; you can only call it.
#
# `is_correct_adam(step)` returns `True` for a right Adam and `False` for a broken one.
#
# - `step(theta, m, v, g, t, eta, beta1, beta2, eps)` has the signature of exercise 2, defaults included.
# - A right one may return arrays or lists, and may round differently in the last digit.
# - A broken one has a slip from this list.
#
#   1. A correction is missing: of `m`, of `v`, or both.
#   2. `t` is one too large, or, from the second step on, one too small.
#   3. The corrected averages are returned.
#   4. `beta1` and `beta2` have changed places.
#   5. `eps` stands inside the root.
#   6. The arrays that it is given are changed.
#
# Worked: from `m = v = 0` with `g = [1.0]`, `t = 1` and `eta = 0.1`, a right Adam moves `theta` by 0.1.
# Without any correction it moves by 0.316, so this one example tells the two apart.
# Swapped betas also move it by 0.1: they need another example.
#
# The trap: your own `adam_step` as the judge passes its own slips on.
# Numbers that you work out by hand do not.
#
# The next cell makes a careless Adam out of any Adam, for you to practise on: it works in the arrays that it is given.
# Leave it as it stands.


# %% id="careless"
def careless(step):
    """The same step, but theta, m and v are changed in place: np.asarray makes no copy of an array."""

    def careless_step(theta, m, v, g, t, eta, beta1=0.9, beta2=0.999, eps=1e-8):
        theta, m, v = (np.asarray(part, dtype=float) for part in (theta, m, v))
        theta[:], m[:], v[:] = step(theta.copy(), m.copy(), v.copy(), g, t, eta, beta1, beta2, eps)
        return theta, m, v

    return careless_step


# %% id="is-correct-adam" points=5
# exercise: is_correct_adam
def is_correct_adam(step):
    """True if `step` is a right Adam, False if it has one of the slips: examples decide, not its code."""
    ### BEGIN SOLUTION
    # One step by hand, with an eps that shows: 0.1 * 4 / (4 + 1) = 0.08.
    given = [np.array([2.0, 1.0]), np.zeros(2), np.zeros(2), np.array([-4.0, 0.0])]
    kept = [part.copy() for part in given]
    first = step(*given, 1, 0.1, eps=1.0)
    if not all(np.array_equal(one, other) for one, other in zip(given, kept, strict=True)):
        return False
    expected = [2.08, 1.0], [-0.4, 0.0], [0.016, 0.0]
    if not all(np.allclose(one, other) for one, other in zip(first, expected, strict=True)):
        return False
    # The second step with the slope 1 twice: both corrected averages are 1.
    second = step(np.zeros(1), np.array([0.1]), np.array([0.001]), np.ones(1), 2, 0.1)
    return all(np.allclose(one, other) for one, other in zip(second, ([-0.1], [0.19], [0.001999]), strict=True))
    ### END SOLUTION


# %% id="check-is-correct-adam" tags=["check"]
check(is_correct_adam)

# %% [markdown] id="is-correct-adam-hints"
# <details><summary>Hint 1: the picture</summary>
#
# Take the slips one by one.
# For each ask: which input makes this slip visible, and in which of the three results?
# Then look for one input that shows several.
#
# </details>
# <details><summary>Hint 2: the line of the formula</summary>
#
# In the first step from zero, `theta` shows a missing correction and a `t` that is too large; `m` and `v` show swapped betas and stored corrections.
# A second step, with `t = 2`, shows a `t` that is too small.
# `eps = 1` shows where eps stands.
# Copies kept from before the call show changed arguments.
#
# </details>
# <details><summary>Hint 3: almost the code</summary>
#
# `theta, m, v, g = np.zeros(1), np.zeros(1), np.zeros(1), np.array([-4.0])`, then `found = step(theta, m, v, g, 1, 0.1, eps=1.0)`.
# A right Adam gives 0.08, -0.4 and 0.016; compare with `np.allclose`.
# Then compare `theta`, `m`, `v` and `g` with what they were.
# Then do the same for `t = 2`, from `m = 0.1`, `v = 0.001` and `g = 1`: -0.1, 0.19 and 0.001999 with the usual eps.
#
# </details>

# %% [markdown] id="amsgrad-step-text"
# ## 4. Adam that never forgets  *(2 points, extra)*
#
# AMSGrad divides by the root of the largest `v` so far (Reddi, Kale and Kumar 2018, algorithm 2), without bias correction:
#
# $$ v^{\max}_t = \max(v^{\max}_{t-1},\, v_t) \qquad \theta_{t+1} = \theta_t - \eta\, \frac{m_t}{\sqrt{v^{\max}_t} + \epsilon} $$
#
# `m` and `v` are those of Adam.
# `amsgrad_step(theta, m, v, v_max, g, eta, beta1, beta2, eps)` returns `(theta, m, v, v_max)`.
#
# - All arrays have shape `(d,)`; the maximum is taken coordinate by coordinate.
# - Leave the arguments as they were.
#
# Worked: `v = 1`, `v_max = 4`, `g = 0`, `beta2 = 0.99`.
# `v` falls to 0.99, `v_max` stays 4.
#
# The trap: `v` itself goes on falling; only `v_max` does not.


# %% id="amsgrad-step" points=2 extra=true
# exercise: amsgrad_step
def amsgrad_step(theta, m, v, v_max, g, eta, beta1=0.9, beta2=0.99, eps=1e-8):
    """One step of AMSGrad: (theta, m, v, v_max), arrays of shape (d,)."""
    ### BEGIN SOLUTION
    theta, m, v, v_max, g = (np.array(part, dtype=float) for part in (theta, m, v, v_max, g))
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_max, v)
    return theta - eta * m / (np.sqrt(v_max) + eps), m, v, v_max
    ### END SOLUTION


# %% id="check-amsgrad-step" tags=["check"]
check(amsgrad_step)

# %% [markdown] id="amsgrad-step-hints"
# <details><summary>Hint 1: the picture</summary>
#
# A high-water mark on the wall: the water falls, the mark stays.
#
# </details>
# <details><summary>Hint 2: the line of the formula</summary>
#
# `np.maximum` compares two arrays coordinate by coordinate; the new `v` is one of them.
#
# </details>
# <details><summary>Hint 3: almost the code</summary>
#
# Adam's two lines for `m` and `v`, then `v_max = np.maximum(v_max, v)`.
# Return `theta - eta * m / (np.sqrt(v_max) + eps), m, v, v_max`.
#
# </details>

# %% [markdown] id="online-regret-text"
# ## 5. What it cost  *(2 points, extra)*
#
# In round `t` you play a number `x` in [-1, 1] and pay `g * x`.
# Afterwards one asks: how much less would the best single play have cost, the same in all rounds?
#
# $$ \mathrm{regret} = \sum_t g_t x_t \; - \min_{x \in [-1, 1]} \sum_t g_t x $$
#
# `online_regret(xs, gs)` returns that number.
#
# - `xs` (the plays) and `gs` (the slopes) have the same length: arrays or lists.
# - It is a total over all rounds.
#
# Worked: plays 0, 1, 1 on slopes 3, -1, -1 pay 0 - 1 - 1 = -2.
# The slopes add up to 1, so that the best single play is -1, and pays -1.
# The regret is -2 - (-1) = -1.
#
# The trap: it may be negative, as here, for you may change sides and the best single play may not.


# %% id="online-regret" points=2 extra=true
# exercise: online_regret
def online_regret(xs, gs):
    """Total regret (a number) of plays xs on the losses gs * x over [-1, 1], against the best fixed play."""
    ### BEGIN SOLUTION
    xs, gs = np.asarray(xs, dtype=float), np.asarray(gs, dtype=float)
    return float(np.sum(gs * xs) + abs(np.sum(gs)))
    ### END SOLUTION


# %% id="check-online-regret" tags=["check"]
check(online_regret)

# %% [markdown] id="online-regret-hints"
# <details><summary>Hint 1: the picture</summary>
#
# All rounds together are one straight line in `x`.
# Where on [-1, 1] is a straight line lowest?
#
# </details>
# <details><summary>Hint 2: the line of the formula</summary>
#
# The line's slope is the sum of all `g`, so its lowest value is minus the size of that sum.
#
# </details>
# <details><summary>Hint 3: almost the code</summary>
#
# `np.sum(gs * xs) + abs(np.sum(gs))`, with `gs` and `xs` as arrays.
#
# </details>

# %% [markdown] id="game-text"
# ## Your players in the game
#
# When Adam, AMSGrad and the regret work, they play the lesson's game: slopes 3, -1, -1, again and again.
# Best is -1.
# Change `beta2` to 0.6 and run it again.

# %% id="game"
beta2 = 0.1

if solved(adam_step) and solved(amsgrad_step) and solved(online_regret):
    gs = np.tile([3.0, -1.0, -1.0], 1000)
    for name in ("adam_step", "amsgrad_step"):
        x, m, v, v_max, xs = np.zeros(1), np.zeros(1), np.zeros(1), np.zeros(1), []
        for t, g in enumerate(gs, start=1):
            xs.append(x[0])
            if name == "adam_step":
                x, m, v = adam_step(x, m, v, np.array([g]), t, 0.5 / t**0.5, 0.0, beta2)
            else:
                x, m, v, v_max = amsgrad_step(x, m, v, v_max, np.array([g]), 0.5 / t**0.5, 0.0, beta2)
            x = np.clip(x, -1, 1)
        print(f"{name:12} last play {x[0]:+.2f}, regret a round {online_regret(xs, gs) / len(gs):.2f}")
else:
    print("The game waits until Adam, AMSGrad and the regret pass.")
