# ---
# jupyter:
#   course:
#     title: "Exercises 03d: four schedules and a judge"
#     minutes: 46
#     core: 16
#     step: 3
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown] id="title"
# # Exercises 03d: four schedules and a judge
#
# *46 minutes, 16 of them on the core path.
# Goes with [lesson 03d](03d_schedules.ipynb).*
#
# A schedule is a function: the number of the step in, a learning rate out.
# Steps count from 0, so the first step uses the rate at `t = 0`.
# You write two that everybody uses, two that come back up, and a judge.
#
# Write between the lines of each answer cell, run it, then run the check below it.
# A check says what is right and what is off.
# Your instructor runs more of them.

# %% id="imports"
import matplotlib.pyplot as plt
import numpy as np

from course import plots
from course.checks import check, solved
from course.experiments.noisy_quadratic import mean_squares

plots.use_style()

# %% [markdown] id="inverse-time-decay-text"
# ## 1. The notes' decay  *(3 points)*
#
# $$ \eta_t = \frac{\eta_0}{1 + k t} $$
#
# `inverse_time_decay(t, eta0, k)` returns that rate.
#
# - `t` is the number of the step, from 0, or an array or list of such numbers.
# - `eta0` is the rate of the first step; `k >= 0` says how fast it falls.
# - The result is a number for a number, and an array of the same shape for an array.
# - Leave `t` as it was.
#
# Worked: with `eta0 = 0.6` and `k = 0.5`, step 2 has 0.6 / (1 + 0.5 * 2) = 0.3.
#
# The trap: the first step is `t = 0` and has the full rate.
# Starting from `t = 1` gives every step the rate of the next.


# %% id="inverse-time-decay" points=3
# exercise: inverse_time_decay
def inverse_time_decay(t, eta0, k):
    """eta0 / (1 + k t): a number, or an array of the shape of `t`."""
    ### BEGIN SOLUTION
    return eta0 / (1 + k * np.asarray(t, dtype=float))
    ### END SOLUTION


# %% id="check-inverse-time-decay" tags=["check"]
check(inverse_time_decay)

# %% [markdown] id="inverse-time-decay-hints"
# <details><summary>Hint 1: the picture</summary>
#
# Turn the rate upside down.
# One over it starts at `1 / eta0` and grows by the same amount at every step.
#
# </details>
# <details><summary>Hint 2: the line of the formula</summary>
#
# The whole of `1 + k * t` stands below the line: it needs its brackets.
# `np.asarray(t, dtype=float)` makes lists fit for arithmetic.
#
# </details>
# <details><summary>Hint 3: almost the code</summary>
#
# `eta0 / (1 + k * np.asarray(t, dtype=float))`, returned.
#
# </details>

# %% [markdown] id="cosine-schedule-text"
# ## 2. Half a cosine  *(4 points)*
#
# You have a budget of `T` steps.
# The rate falls slowly at first, fast in the middle, slowly at the end:
#
# $$ \eta_t = \eta_{\min} + \tfrac{1}{2} (\eta_{\max} - \eta_{\min}) \left(1 + \cos \frac{\pi t}{T}\right) \quad \text{for } t \le T $$
#
# `cosine_schedule(t, T, eta_max, eta_min)` returns that rate, and `eta_min` for every step after `T`.
#
# - `t` is a number, or an array or list of numbers; the result has its shape.
# - `T` is a number of steps, above 0.
# - Leave `t` as it was.
#
# Worked: with `T = 10`, `eta_max = 0.5` and `eta_min = 0.1`, step 5 has 0.1 + 0.4 * (1 + 0) / 2 = 0.3.
#
# The trap: a cosine does not stop at `T`.
# Left alone it climbs again.


# %% id="cosine-schedule" points=4
# exercise: cosine_schedule
def cosine_schedule(t, T, eta_max, eta_min=0.0):
    """Half a cosine from eta_max at t = 0 to eta_min at t = T, then eta_min; of the shape of `t`."""
    ### BEGIN SOLUTION
    share = np.minimum(np.asarray(t, dtype=float) / T, 1)
    return eta_min + (eta_max - eta_min) * (1 + np.cos(np.pi * share)) / 2
    ### END SOLUTION


# %% id="check-cosine-schedule" tags=["check"]
check(cosine_schedule)

# %% [markdown] id="cosine-schedule-hints"
# <details><summary>Hint 1: the picture</summary>
#
# First draw a hill that goes from 1 down to 0.
# Then stretch it to the height `eta_max - eta_min`, and lift it by `eta_min`.
#
# </details>
# <details><summary>Hint 2: the line of the formula</summary>
#
# The hill is `(1 + np.cos(np.pi * share)) / 2`, where `share` is the part of the budget that is used up.
# It never gets above 1: `np.minimum` works on arrays, `min` does not.
#
# </details>
# <details><summary>Hint 3: almost the code</summary>
#
# `share = np.minimum(np.asarray(t, dtype=float) / T, 1)`.
# Then return `eta_min` plus `(eta_max - eta_min)` times the hill.
#
# </details>

# %% [markdown] id="triangular-schedule-text"
# ## 3. Up and down  *(2 points, extra)*
#
# Smith's wave: in a straight line from `eta_min` up to `eta_max`, in a straight line down again, for ever.
#
# `triangular_schedule(t, half_period, eta_max, eta_min)` returns the rate at step `t`.
#
# - Step 0 has `eta_min`, step `half_period` has `eta_max`, step `2 * half_period` has `eta_min` again.
# - `t` is a number, or an array or list of numbers; the result has its shape.
#   Leave it as it was.
#
# Worked: with `half_period = 4`, `eta_max = 0.5` and `eta_min = 0.1`, steps 0 to 5 have 0.1, 0.2, 0.3, 0.4, 0.5, 0.4.
#
# The trap: `half_period` is the way up alone.
# A whole period is twice as long.


# %% id="triangular-schedule" points=2 extra=true
# exercise: triangular_schedule
def triangular_schedule(t, half_period, eta_max, eta_min=0.0):
    """Straight up from eta_min to eta_max in half_period steps and down again, for ever; of the shape of `t`."""
    ### BEGIN SOLUTION
    place = np.asarray(t, dtype=float) / half_period % 2
    return eta_min + (eta_max - eta_min) * (1 - abs(1 - place))
    ### END SOLUTION


# %% id="check-triangular-schedule" tags=["check"]
check(triangular_schedule)

# %% [markdown] id="triangular-schedule-hints"
# <details><summary>Hint 1: the picture</summary>
#
# How far are you from the peak?
# At the peak the distance is 0, at both feet it is one half period.
#
# </details>
# <details><summary>Hint 2: the line of the formula</summary>
#
# `t / half_period % 2` runs from 0 to 2, again and again, and the peak is at 1.
#
# </details>
# <details><summary>Hint 3: almost the code</summary>
#
# With `place = np.asarray(t, dtype=float) / half_period % 2`, the height between 0 and 1 is `1 - abs(1 - place)`.
#
# </details>

# %% [markdown] id="sgdr-text"
# ## 4. Restarts  *(3 points, extra)*
#
# A cosine down, then back to the top at once, and again, each cycle `mult` times as long as the one before.
# (Loshchilov and Hutter call it SGDR.)
#
# `sgdr(t, T0, mult, eta_max, eta_min)` returns the rate at step `t`.
#
# - The first cycle has `T0` steps: within it the rate is that of `cosine_schedule` with `T = T0`.
# - At a restart the rate is exactly `eta_max`.
#   The restarts are at `T0`, `T0 + mult * T0`, `T0 + mult * T0 + mult**2 * T0`, and so on.
# - `mult` is a whole number from 1 on; with 1 all cycles have the same length.
# - `t` is a number, or an array or list of numbers; the result has its shape.
#   Leave it as it was.
#
# Worked: with `T0 = 10` and `mult = 2` the cycles begin at steps 0, 10, 30 and 70.
# Step 20 is halfway through the second one: its rate lies halfway between `eta_max` and `eta_min`.
#
# The trap: step `T0` belongs to the second cycle, not to the first.


# %% id="sgdr" points=3 extra=true
# exercise: sgdr
def sgdr(t, T0, mult, eta_max, eta_min=0.0):
    """Cosines from eta_max to eta_min that restart, each `mult` times as long as the last; of the shape of `t`."""
    ### BEGIN SOLUTION
    since = np.array(t, dtype=float)
    length = np.full(since.shape, float(T0))
    while np.any(since >= length):
        over = since >= length
        since = np.where(over, since - length, since)
        length = np.where(over, mult * length, length)
    return eta_min + (eta_max - eta_min) * (1 + np.cos(np.pi * since / length)) / 2
    ### END SOLUTION


# %% id="check-sgdr" tags=["check"]
check(sgdr)

# %% [markdown] id="sgdr-hints"
# <details><summary>Hint 1: the picture</summary>
#
# Walk along the steps with a ruler of length `T0`.
# Each time you lay it down, exchange it for one that is `mult` times as long.
#
# </details>
# <details><summary>Hint 2: the line of the formula</summary>
#
# While the steps that are left are at least as many as the ruler is long, take the ruler's length away and lengthen the ruler.
# What is left is `since`, the ruler is `length`.
#
# </details>
# <details><summary>Hint 3: almost the code</summary>
#
# For one step: `while since >= length: since, length = since - length, length * mult`.
# Then the cosine of `np.pi * since / length`.
# For arrays, do that for each step in a loop, and put the results in an array of the shape of `t`.
#
# </details>

# %% [markdown] id="robbins-monro-text"
# ## 5. The judge  *(2 points, extra)*
#
# Robbins and Monro ask two things of the rates $\eta_1, \eta_2, \dots$
#
# - Their sum diverges, so that no start is too far away.
# - The sum of their squares converges, so that the noise dies out.
#
# `robbins_monro(p)` judges the rates $\eta_t = t^{-p}$ for `t = 1, 2, 3, ...` and returns the pair `(sum diverges, sum of squares converges)`.
#
# - `p` is a number, possibly whole, 0 or negative.
# - Both parts are `True` or `False`.
#
# Worked: for `p = 2` the sum 1 + 1/4 + 1/9 + ... is finite, and so is that of the squares: `(False, True)`.
#
# The trap: the borders.
# The sum of `1/t` has no bound.


# %% id="robbins-monro" points=2 extra=true
# exercise: robbins_monro
def robbins_monro(p):
    """(whether the sum of t^-p diverges, whether the sum of its squares converges), a pair of bools."""
    ### BEGIN SOLUTION
    return p <= 1, 2 * p > 1
    ### END SOLUTION


# %% id="check-robbins-monro" tags=["check"]
check(robbins_monro)

# %% [markdown] id="robbins-monro-hints"
# <details><summary>Hint 1: the picture</summary>
#
# Bars of width 1 and height `t**-p`, side by side: is the area below them finite?
# Compare it with the area below the curve.
#
# </details>
# <details><summary>Hint 2: the line of the formula</summary>
#
# The sum of `t**-p` is finite for `p > 1`, and only then.
# The square of `t**-p` is `t**(-2 * p)`.
#
# </details>
# <details><summary>Hint 3: almost the code</summary>
#
# Return two comparisons: one of `p` with 1, one of `2 * p` with 1.
# Which of them may be equal?
#
# </details>

# %% [markdown] id="race-text"
# ## Your schedules at work
#
# When the first two work, the next cell hands them to the noisy valley of the lesson: 1920 steps from `x = 5`, each gradient off by a random number.
# The wave and the restarts join in when you have written them.
# Change `eta0`, `k` and `T` and run it again: who comes nearest to the grey line, the best possible?

# %% id="race"
steps, eta0, k, T = 1920, 0.5, 0.5, 1920

if solved(inverse_time_decay) and solved(cosine_schedule):
    yours = {
        "inverse time": lambda t: inverse_time_decay(t, eta0, k),
        "cosine": lambda t: cosine_schedule(t, T, eta0),
    }
    if solved(triangular_schedule):
        yours["wave"] = lambda t: triangular_schedule(t, 100, eta0)
    if solved(sgdr):
        yours["restarts"] = lambda t: sgdr(t, T // 15, 2, eta0)
    t = np.arange(1, steps + 1)
    fig, (left, right) = plt.subplots(1, 2, figsize=(9, 4))
    looks = [("#0072B2", "-"), ("#D55E00", "--"), ("#009E73", ":"), ("#CC79A7", "-.")]
    for (name, eta), (color, dash) in zip(yours.items(), looks, strict=False):
        left.plot(t, eta(t - 1), color=color, linestyle=dash)
        right.loglog(t, mean_squares(eta, steps, t)[0][:, 0], color=color, linestyle=dash, label=name)
    right.loglog(t, 1 / t, color="#8C8C8C", linewidth=1, label="1 / t")
    left.set(xlabel="steps", ylabel="your learning rate", title="Your rates")
    right.set(xlabel="steps", ylabel="mean squared distance", title="What they leave of the distance")
    right.legend()
    plt.show()
else:
    print("The schedules wait until the first two checks pass.")
