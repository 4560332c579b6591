# ---
# jupyter:
#   course:
#     title: "Exercises 03b: a step with memory"
#     minutes: 28
#     core: 18
#     step: 3
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown] id="title"
# # Exercises 03b: a step with memory
#
# *28 minutes, 18 of them on the core path.
# Goes with [lesson 03b](03b_momentum.ipynb).*
#
# You write the step that remembers.
# Then you work out how long it may be and how much it should remember.
# At the end your own momentum races through a valley.
#
# Write in each answer cell, run it, then run the check below it.
# Your instructor runs more checks.

# %% id="imports"
import matplotlib.pyplot as plt
import numpy as np
from IPython.display import display

from course import plots
from course.checks import check, solved
from course.descent import as_rule, minimize
from course.objectives import ravine
from course.widgets import Explorer

plots.use_style()

# %% [markdown] id="momentum-step-text"
# ## 1. One step with memory  *(4 points)*
#
# The notes' two lines:
#
# $$ v_t = \beta v_{t-1} + (1 - \beta)\, g_t, \qquad \theta_{t+1} = \theta_t - \eta v_t $$
#
# `momentum_step(theta, v, g, eta, beta)` takes where you are, how fast you go and the gradient here.
# It returns the new pair `(theta, v)`.
#
# - `theta`, `v` and `g` hold `d` numbers each: arrays or lists, whole numbers too.
# - `eta` is the learning rate, `beta` the share of the old velocity, from 0 to 1.
# - Both results have shape `(d,)`; the three arguments stay as they were.
#
# Worked: from `theta = [1.0]` at rest, `v = [0.0]`, with `g = [10.0]`, `eta = 0.1` and `beta = 0.9`, the new `v` is `[1.0]` and the new `theta` is `[0.9]`.
#
# The trap: `theta` moves by the *new* `v`.


# %% id="momentum-step" points=4
# exercise: momentum_step
def momentum_step(theta, v, g, eta, beta):
    """One step of momentum, moving-average form: the new (theta, v), each of shape (d,)."""
    ### BEGIN SOLUTION
    v = beta * np.asarray(v, dtype=float) + (1 - beta) * np.asarray(g, dtype=float)
    return np.asarray(theta, dtype=float) - eta * v, v
    ### END SOLUTION


# %% id="check-momentum-step" tags=["check"]
check(momentum_step)

# %% [markdown] id="momentum-step-hints"
# <details><summary>Hint 1: the picture</summary>
#
# A heavy ball on a slope.
# The slope changes its speed a little.
# Then the ball moves, at the speed it has now.
#
# </details>
# <details><summary>Hint 2: the line of the formula</summary>
#
# Two lines in the order in which they stand: first `v`, then `theta`.
# Write `v = ...`, not `v *= ...`, which would change the caller's array.
#
# </details>
# <details><summary>Hint 3: almost the code</summary>
#
# Make `theta`, `v` and `g` float arrays with `np.asarray(..., dtype=float)`.
# Then `v = beta * v + (1 - beta) * g`, and return `theta - eta * v, v`.
#
# </details>

# %% [markdown] id="heavy-ball-rate-text"
# ## 2. How fast does it settle?  *(3 points, extra)*
#
# Heavy ball with the step $\alpha$ on a valley of curvature $\lambda$ says: next place = place + $\beta$ (place - last place) - $\alpha\lambda$ place.
# As a matrix on the pair (place, last place):
#
# $$ \begin{pmatrix} 1 + \beta - \alpha\lambda & -\beta \\ 1 & 0 \end{pmatrix} $$
#
# In the long run one step shrinks the distance by the size of its largest eigenvalue.
# `heavy_ball_rate(alpha, beta, eigenvalues)` returns that factor for the slowest of several curvatures.
#
# - `alpha` and `beta` are numbers, `eigenvalues` holds one curvature or more: an array or a list.
# - Eigenvalues of the matrix may be negative or complex: their absolute value counts.
# - The result is one number; above 1 the run flies off.
#
# Worked: `alpha = 0.1`, `beta = 0.9`, `eigenvalues = [1.0]`.
# The matrix `[[1.8, -0.9], [1, 0]]` has the eigenvalues 0.9 + 0.3i and 0.9 - 0.3i, both of size 0.949.
#
# The trap: the real part of a complex number is not its size.


# %% id="heavy-ball-rate" points=3 extra=true
# exercise: heavy_ball_rate
def heavy_ball_rate(alpha, beta, eigenvalues):
    """Factor by which the slowest direction shrinks in one step of heavy ball: one number, at least 0."""
    ### BEGIN SOLUTION
    steps = [[[1 + beta - alpha * curvature, -beta], [1.0, 0.0]] for curvature in eigenvalues]
    return float(np.abs(np.linalg.eigvals(np.array(steps))).max())
    ### END SOLUTION


# %% id="check-heavy-ball-rate" tags=["check"]
check(heavy_ball_rate)

# %% [markdown] id="heavy-ball-rate-hints"
# <details><summary>Hint 1: the picture</summary>
#
# Each curvature is a runner of its own.
# The team has arrived when the last one has.
#
# </details>
# <details><summary>Hint 2: the line of the formula</summary>
#
# For every curvature build the 2 x 2 matrix.
# `np.linalg.eigvals` gives its two eigenvalues, `np.abs` their sizes.
#
# </details>
# <details><summary>Hint 3: almost the code</summary>
#
# `M = np.array([[1 + beta - alpha * curvature, -beta], [1.0, 0.0]])`, then `np.abs(np.linalg.eigvals(M)).max()`.
# Return the `max` of these over all `curvature in eigenvalues`.
#
# </details>

# %% [markdown] id="optimal-heavy-ball-text"
# ## 3. The best step and the best memory  *(3 points)*
#
# Curvatures lie between `mu` and `L`, both positive.
# Which `alpha` and `beta` make the slowest direction of heavy ball as fast as can be?
# Polyak found the answer in 1964:
#
# $$ \alpha = \frac{4}{(\sqrt{L} + \sqrt{\mu})^2}, \qquad \beta = \left( \frac{\sqrt{\kappa} - 1}{\sqrt{\kappa} + 1} \right)^2, \qquad \kappa = \frac{L}{\mu} $$
#
# `optimal_heavy_ball(mu, L)` returns the pair `(alpha, beta)`.
#
# - `mu` and `L` are numbers with `0 < mu <= L`, whole numbers too.
# - `alpha` belongs to heavy ball; in the notes' form the same path has `eta = alpha / (1 - beta)`.
#
# Worked: `mu = 1` and `L = 25` give `alpha` = 4 / 36 = 0.111 and `beta` = (4 / 6)² = 0.444.
#
# The trap: Nesterov's `beta` has no square, this one has.


# %% id="optimal-heavy-ball" points=3
# exercise: optimal_heavy_ball
def optimal_heavy_ball(mu, L):
    """Polyak's (alpha, beta) for curvatures between mu and L: two numbers."""
    ### BEGIN SOLUTION
    low, high = np.sqrt(mu), np.sqrt(L)
    return 4 / (high + low) ** 2, ((high - low) / (high + low)) ** 2
    ### END SOLUTION


# %% id="check-optimal-heavy-ball" tags=["check"]
check(optimal_heavy_ball)

# %% [markdown] id="optimal-heavy-ball-hints"
# <details><summary>Hint 1: the picture</summary>
#
# A steeper valley wants shorter steps.
# A longer valley wants more memory; a round one wants none.
#
# </details>
# <details><summary>Hint 2: the line of the formula</summary>
#
# Take the two roots first, `np.sqrt(mu)` and `np.sqrt(L)`: both formulas need nothing else.
#
# </details>
# <details><summary>Hint 3: almost the code</summary>
#
# With `low` and `high` for the roots, `alpha = 4 / (high + low) ** 2`.
# And `beta` is `((high - low) / (high + low)) ** 2`.
#
# </details>

# %% [markdown] id="race-text"
# ## Your momentum in the race
#
# The next cell asks your `optimal_heavy_ball` for the best pair of a valley with $\kappa = 100$.
# Then it lets your `momentum_step` run there, beside gradient descent at its own best rate.

# %% id="race"
valley = ravine(100)

if solved(momentum_step) and solved(optimal_heavy_ball):
    alpha, beta = optimal_heavy_ball(valley.mu, valley.L)
    eta = alpha / (1 - beta)
    yours = minimize(as_rule(momentum_step), valley, valley.start, 1000, eta=eta, beta=beta)
    plain = minimize("gradient_descent", valley, valley.start, 1000, eta=2 / (valley.mu + valley.L))
    print(f"yours, eta = {eta:.3f} and beta = {beta:.2f}: loss 1e-6 after {yours.steps_to(1e-6)} steps")
    print(f"gradient descent: {plain.steps_to(1e-6)} steps")
else:
    print("The race waits until the checks of momentum_step and optimal_heavy_ball pass.")

# %% [markdown] id="explorer-text"
# And here it is yours to drive.
# Drag the start, drag $\eta$, and open *More to try* for $\beta$.
# Can you beat Polyak's pair from this start?

# %% id="explorer"
if solved(momentum_step) and solved(optimal_heavy_ball):
    contest = Explorer(
        valley,
        [as_rule(momentum_step), "gradient_descent", "nesterov"],
        eta=0.01,
        etas=(1e-3, 1.0),
        hyper={"momentum_step": {"beta": beta}},
        views=("map", "loss", "over"),
        race=True,
        tuned=True,
        decades=15,
        title="Your momentum against Nesterov and gradient descent",
    )
    display(contest)
else:
    print("Here your own momentum will run.")

# %% [markdown] id="map-text"
# With the extra exercise done, your `heavy_ball_rate` draws the lesson's map.

# %% id="map"
if solved(heavy_ball_rate) and solved(optimal_heavy_ball):
    alphas, betas = np.linspace(0, 4 / valley.L, 60), np.linspace(0, 0.99, 60)
    factors = [[heavy_ball_rate(a, b, [valley.mu, valley.L]) for a in alphas] for b in betas]
    fig, ax = plt.subplots()
    bands = ax.contourf(alphas, betas, factors, levels=[0.8, 0.85, 0.9, 0.95, 0.98, 1.0], cmap="Blues", extend="min")
    ax.plot(*optimal_heavy_ball(valley.mu, valley.L), "D", color="black")
    fig.colorbar(bands, label="factor a step")
    ax.set(xlabel="alpha", ylabel="beta", title="Your map, and Polyak's pair on it (white: flies off)")
    plt.show()
else:
    print("The map waits for heavy_ball_rate and optimal_heavy_ball.")
