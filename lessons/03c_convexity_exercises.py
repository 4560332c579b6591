# ---
# jupyter:
#   course:
#     title: "Exercises 03c: chords, losses, a certificate"
#     minutes: 45
#     core: 45
#     step: 3
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown] id="title"
# # Exercises 03c: chords, losses, a certificate
#
# *45 minutes.
# Goes with [lesson 03c](03c_convexity.ipynb).*
#
# You build five functions.
# Two ask whether a loss is convex, two are losses that are, and the last one says how close to the minimum you are.
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

plots.use_style()

# %% [markdown] id="chord-gap-text"
# ## 1. Above or below the chord?  *(3 points)*
#
# Take two points `a` and `b` and a number `lam` between 0 and 1.
# On the straight way between them lies the point `lam * a + (1 - lam) * b`.
# How far is the graph above the chord there?
#
# $$ \text{gap} = f(\lambda a + (1-\lambda) b) - \big(\lambda f(a) + (1-\lambda) f(b)\big) $$
#
# `chord_gap(f, a, b, lam)` returns that number: positive where the graph is *above* the chord, negative where it is below.
#
# - `f` takes one point and returns one number.
# - `a` and `b` are two numbers, or two arrays or lists of `d` numbers, whole numbers too.
# - Ask for `f` at most three times, and leave `a` and `b` as they were.
#
# Worked: for `f(x) = x**3`, `a = 2`, `b = 0` and `lam = 0.25` the point is 0.5, the graph 0.125, the chord 2; the gap is -1.875.
#
# The trap: `lam` is the share of `a`, in the point and in the chord.
# On a parabola a swap does not show, on a cube it does.


# %% id="chord-gap" points=3
# exercise: chord_gap
def chord_gap(f, a, b, lam):
    """How far the graph of `f` is above its chord at lam * a + (1 - lam) * b: one number, positive above."""
    ### BEGIN SOLUTION
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    return f(lam * a + (1 - lam) * b) - (lam * f(a) + (1 - lam) * f(b))
    ### END SOLUTION


# %% id="check-chord-gap" tags=["check"]
check(chord_gap)

# %% [markdown] id="chord-gap-hints"
# <details><summary>Hint 1: the picture</summary>
#
# Two heights at one place: the graph's, and the height of the straight line from end to end.
# The gap is the first minus the second.
#
# </details>
# <details><summary>Hint 2: the line of the formula</summary>
#
# The weights `lam` and `1 - lam` come twice: with the two *points* inside `f`, and with the two *heights* outside.
# Mind the brackets: the whole chord is subtracted.
#
# </details>
# <details><summary>Hint 3: almost the code</summary>
#
# Make both ends arrays of floats first: `a = np.asarray(a, dtype=float)`.
# Then `graph = f(lam * a + (1 - lam) * b)` and `chord = lam * f(a) + (1 - lam) * f(b)`.
#
# </details>

# %% [markdown] id="find-convexity-violation-text"
# ## 2. The hunter  *(5 points)*
#
# A function is convex on a box when *no* chord inside the box has a gap above 0.
# One chord with a gap refutes it for ever.
# Go hunting.
#
# `find_convexity_violation(f, lo, hi, dim, rng)` throws random chords and returns a witness `(a, b, lam)`, or `None`.
#
# - `f` takes one point, an array of shape `(dim,)`, and returns one number.
# - `lo` and `hi` are two numbers; every coordinate of `a` and `b` lies between them.
# - `rng` is a NumPy generator, as `np.random.default_rng(0)` makes it; all chance comes from it.
# - Try about 1000 chords, at most 5000, with fresh `a`, `b` and `lam` for each; stop at the first that counts.
# - A gap counts when it is more than 1e-9 times the largest of the three heights in size: less may be rounding.
# - `a` and `b` have shape `(dim,)`, `lam` is a number from 0 to 1.
#
# Worked: for `f(x) = -x[0] ** 2` any chord is a witness, such as `([0.0], [1.0], 0.5)`, whose gap is -0.25 - (-0.5) = 0.25.
#
# The trap: one chord through the whole box, or its midpoint only, may look innocent.
# `(x**2 - 1)**2` from -2 to 2 is below that chord everywhere.


# %% id="find-convexity-violation" points=5
# exercise: find_convexity_violation
def find_convexity_violation(f, lo, hi, dim, rng):
    """A chord (a, b, lam) in [lo, hi]^dim that `f` rises above by more than rounding, or None if none was found."""
    ### BEGIN SOLUTION
    for _ in range(1000):
        a, b, lam = rng.uniform(lo, hi, dim), rng.uniform(lo, hi, dim), rng.uniform()
        at_a, at_b, graph = f(a), f(b), f(lam * a + (1 - lam) * b)
        gap = graph - (lam * at_a + (1 - lam) * at_b)
        if gap > 1e-9 * max(abs(at_a), abs(at_b), abs(graph)):
            return a, b, lam
    return None
    ### END SOLUTION


# %% id="check-find-convexity-violation" tags=["check"]
check(find_convexity_violation)

# %% [markdown] id="find-convexity-violation-hints"
# <details><summary>Hint 1: the picture</summary>
#
# Throw a dart for `a`, a dart for `b`, a third for `lam`.
# Measure the gap.
# Positive beyond rounding: you have your witness.
# Otherwise throw again.
#
# </details>
# <details><summary>Hint 2: the line of the formula</summary>
#
# `rng.uniform(lo, hi, dim)` is a point in the box.
# Compare the gap with `1e-9 * max(abs(f(a)), abs(f(b)), abs(f(middle)))`, not with 0.
#
# </details>
# <details><summary>Hint 3: almost the code</summary>
#
# In a loop over `range(1000)`, draw `a`, `b` and `lam = rng.uniform()`, and compute the three heights and the gap.
# `return a, b, lam` inside the loop, as soon as a gap counts.
# `return None` after the loop, not inside.
#
# </details>

# %% [markdown] id="logistic-loss-grad-text"
# ## 3. A convex loss that is smooth  *(5 points)*
#
# Row `i` of the data has measurements `X[i]` and a label `y[i]`, which is -1 or +1.
# Its margin `m = y[i] * (X[i] @ w)` is large where the weights are right about it.
# Logistic regression pays `log(1 + exp(-m))`:
#
# $$ L(w) = \frac{1}{n} \sum_{i=1}^{n} \log\left(1 + e^{-y_i\, x_i \cdot w}\right) + \frac{\lambda}{2} |w|^2
# \qquad
# \nabla L(w) = -\frac{1}{n} \sum_{i=1}^{n} \frac{y_i\, x_i}{1 + e^{\,y_i\, x_i \cdot w}} + \lambda w $$
#
# `logistic_loss_grad(w, X, y, l2)` returns both: `(loss, gradient)`.
#
# - `X` has shape `(n, d)`, `y` `(n,)`, `w` `(d,)`; lists and whole numbers too; `l2` is the penalty's weight, lambda.
# - The loss is a *mean* over the rows, a number; the gradient has shape `(d,)`.
# - Right numbers at any scale, for margins of 1000 and of -1000 too, not `inf` or `nan`.
#
# Worked: one row `X = [[2.0]]`, `y = [1]`, `w = [0.0]`: the loss is log 2 = 0.693, the gradient -0.5 * 2 = -1.
#
# The trap: `np.exp(1000)` is infinite, `np.log` of it too.
# `np.logaddexp(0, z)` is log(1 + e^z) without that.


# %% id="logistic-loss-grad" points=5
# exercise: logistic_loss_grad
def logistic_loss_grad(w, X, y, l2=0.0):
    """Mean logistic loss plus l2 / 2 * |w|^2, a number, and its gradient (d,); labels y are -1 and +1."""
    ### BEGIN SOLUTION
    w, X, y = np.asarray(w, dtype=float), np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    margins = y * (X @ w)
    loss = np.mean(np.logaddexp(0, -margins)) + l2 / 2 * (w @ w)
    wrong = np.exp(-np.logaddexp(0, margins))
    return loss, -X.T @ (wrong * y) / len(y) + l2 * w
    ### END SOLUTION


# %% id="check-logistic-loss-grad" tags=["check"]
check(logistic_loss_grad)

# %% [markdown] id="logistic-loss-grad-hints"
# <details><summary>Hint 1: the picture</summary>
#
# Each row pulls the weights its own way, `y[i] * X[i]`.
# Rows that are right by far hardly pull, rows that are wrong by far pull with full strength, 1.
#
# </details>
# <details><summary>Hint 2: the line of the formula</summary>
#
# With `margins = y * (X @ w)` the loss is the mean of `np.logaddexp(0, -margins)`.
# The strength of the pull is `1 / (1 + exp(m))`, which is `np.exp(-np.logaddexp(0, m))`: that way no exponential overflows.
#
# </details>
# <details><summary>Hint 3: almost the code</summary>
#
# `pull = np.exp(-np.logaddexp(0, margins))`.
# The gradient is `-X.T @ (pull * y) / len(y) + l2 * w`, the penalty `l2 / 2 * (w @ w)`.
# To check it, copy your `numerical_gradient` of exercises 01 into a cell of its own.
#
# </details>

# %% [markdown] id="hinge-loss-subgrad-text"
# ## 4. A convex loss with kinks  *(4 points)*
#
# A support vector machine asks for a margin of 1, and pays for what is missing:
#
# $$ L(w) = \frac{1}{n} \sum_{i=1}^{n} \max(0,\; 1 - y_i\, x_i \cdot w) + \frac{\lambda}{2} |w|^2 $$
#
# Where a margin is exactly 1 there is a kink, and no gradient.
# Any slope between those of the two sides will do there: a *subgradient*.
#
# `hinge_loss_subgrad(w, X, y, l2)` returns `(loss, subgradient)`.
#
# - Shapes and labels as in exercise 3; the loss is again a mean over *all* rows.
# - A row with a margin below 1 adds `-y[i] * X[i] / n` to the subgradient, one above 1 adds nothing.
#
# Worked: `X = [[2.0], [2.0]]`, `y = [1, 1]`, `w = [0.25]`, `l2 = 0`: both margins are 0.5, the loss is 0.5, the subgradient -2.
#
# The trap: a row may be on the right side, with a margin of 0.5, and still pay.


# %% id="hinge-loss-subgrad" points=4
# exercise: hinge_loss_subgrad
def hinge_loss_subgrad(w, X, y, l2):
    """Mean hinge loss plus l2 / 2 * |w|^2, a number, and a subgradient (d,); labels y are -1 and +1."""
    ### BEGIN SOLUTION
    w, X, y = np.asarray(w, dtype=float), np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    margins = y * (X @ w)
    loss = np.mean(np.maximum(0, 1 - margins)) + l2 / 2 * (w @ w)
    return loss, -X.T @ ((margins < 1) * y) / len(y) + l2 * w
    ### END SOLUTION


# %% id="check-hinge-loss-subgrad" tags=["check"]
check(hinge_loss_subgrad)

# %% [markdown] id="hinge-loss-subgrad-hints"
# <details><summary>Hint 1: the picture</summary>
#
# Over the margin, the loss of a row is a ramp down to 1, and flat ground from there on.
# On the ramp the slope is -1, on the flat ground 0.
#
# </details>
# <details><summary>Hint 2: the line of the formula</summary>
#
# `active = margins < 1` marks the rows on the ramp.
# Divide by the number of all rows, not by the number of active ones.
#
# </details>
# <details><summary>Hint 3: almost the code</summary>
#
# The loss is `np.mean(np.maximum(0, 1 - margins)) + l2 / 2 * (w @ w)`.
# The subgradient is `-X.T @ (active * y) / len(y) + l2 * w`.
#
# </details>

# %% [markdown] id="gap-bound-text"
# ## 5. The certificate  *(2 points)*
#
# You are somewhere on the way down, with gradient `g`.
# How far above the minimum are you, at most?
# If the loss curves by at least `mu` in every direction, everywhere, then
#
# $$ L(w) - L^\star \le \frac{|g|^2}{2\mu} $$
#
# `gap_bound(g, mu)` returns the right side.
#
# - `g` holds `d` numbers, an array or a list; `|g|` is its Euclidean length; `mu` is a number above 0.
# - The result is one number.
#
# Worked: `g = [3.0, 4.0]` and `mu = 0.5` give 25 / 1 = 25.
#
# The trap: `|g|` is squared, and `g**2` alone is an array.


# %% id="gap-bound" points=2
# exercise: gap_bound
def gap_bound(g, mu):
    """|g|^2 / (2 mu): the most by which a mu-strongly convex loss with gradient `g` (d,) exceeds its minimum."""
    ### BEGIN SOLUTION
    return np.sum(np.square(g, dtype=float)) / (2 * mu)
    ### END SOLUTION


# %% id="check-gap-bound" tags=["check"]
check(gap_bound)

# %% [markdown] id="gap-bound-hints"
# <details><summary>Hint 1: the picture</summary>
#
# The steeper the ground under you, the farther up you may be.
# The more the valley curves, the sooner it ends: so mu stands below.
#
# </details>
# <details><summary>Hint 2: the line of the formula</summary>
#
# `|g|^2` is the sum of the squares of the coordinates.
#
# </details>
# <details><summary>Hint 3: almost the code</summary>
#
# `np.sum(np.asarray(g, dtype=float) ** 2) / (2 * mu)`
#
# </details>

# %% [markdown] id="together-text"
# ## Your tools together
#
# When all five work, the next cell trains on 569 real tumours with your logistic loss.
# Your certificate says at each step how much the loss can still fall, without knowing the minimum.
# Your hunter then visits three losses.
# Change `l2`: what does a smaller penalty cost?

# %% id="together"
l2 = 0.01

if all(map(solved, (chord_gap, find_convexity_violation, logistic_loss_grad, hinge_loss_subgrad, gap_bound))):
    data = breast_cancer()
    X, y = standardize(data.X), data.signs
    w, eta, promised = np.zeros(X.shape[1]), 0.5, []
    for t in range(1001):
        loss, g = logistic_loss_grad(w, X, y, l2)
        promised.append(gap_bound(g, l2))
        if t % 250 == 0:
            print(f"step {t:4}: loss {loss:.4f}, at most {promised[-1]:.1e} above the minimum")
        w = w - eta * g
    few = X[:50, :2], y[:50]
    losses = {
        "logistic": lambda w: logistic_loss_grad(w, *few, l2)[0],
        "hinge": lambda w: hinge_loss_subgrad(w, *few, l2)[0],
        "share of mistakes": lambda w: np.mean(few[1] * (few[0] @ w) <= 0),
    }
    for name, f in losses.items():
        witness = find_convexity_violation(f, -3, 3, 2, np.random.default_rng(0))
        found = "no violation found" if witness is None else "not convex, and here is a witness"
        found += "" if witness is None or chord_gap(f, *witness) > 0 else " that is none"
        print(f"{name:17}: {found}")
    fig, ax = plt.subplots()
    ax.semilogy(promised, color="#0072B2")
    ax.set(xlabel="steps", ylabel="|g|² / (2 mu)", title="Each gradient certifies how far the minimum can be")
    plt.show()
else:
    print("The tools wait until all five checks above pass.")
