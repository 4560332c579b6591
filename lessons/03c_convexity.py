# ---
# jupyter:
#   course:
#     title: "Convexity: what it promises, and what not"
#     minutes: 51
#     core: 35
#     step: 3
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown] id="title"
# # 03c Convexity: what it promises, and what not
#
# *51 minutes, 35 of them on the core path.
# Before: [03b Momentum](03b_momentum.ipynb).
# Beside: [the exercises](03c_convexity_exercises.ipynb).*
#
# Afterwards you can
#
# - test the chord inequality, with every word it needs,
# - refute convexity with one chord, and prove it with a Hessian,
# - name convex functions with no, one and many minimizers,
# - say when descent is reliable, and when it is fast,
# - certify how far above the minimum you can be.

# %% [markdown] id="passport"
# ## The notes' claims
#
# 1. Convex: the segment between two points of the graph lies above the curve.
# 2. As a formula: $f(\lambda x_1 + (1-\lambda) x_2) \leq \lambda f(x_1) + (1-\lambda) f(x_2)$.
# 3. So there is only one global minimum,
# 4. and gradient descent finds it reliably: no traps.
# 5. The surfaces of deep learning are not convex,
# 6. but in high dimensions many local minima are about equally good,
# 7. so optimization still works.

# %% id="setup"
import matplotlib.pyplot as plt
import numpy as np

from course import plots
from course.convexity import chord_gap, random_chords
from course.experiments import step03c
from course.quiz import ballot, outcome, predict, quiz, vote
from course.widgets import Dial, Valley, presets
from course.widgets.hunt import eight_losses

plots.use_style()
BLUE, ORANGE, INK = "#0072B2", "#D55E00", "#222222"

# %% [markdown] id="chord"
# ## 1. The chord  *(8 minutes)*
#
# Take the notes' formula, and the friendliest function of all, $x^2$.
# We put in $x_1 = 2$, $x_2 = 0$, and $\lambda = 1.5$.

# %% id="chord-predict" jupyter={"source_hidden": true}
predict(
    "03c.outside",
    "Does the notes' inequality hold for x² at lambda = 1.5?",
    ["Yes, x² is convex", "No, it fails", "Both sides are equal"],
)

# %% [markdown] id="chord-move"
# Drag a and b, then the point between them.
# Choose *two wells*: can you lift the graph above its chord?
# Then find a chord of the two wells that is innocent all along.

# %% id="chord-widget"
presets.chord()

# %% id="chord-numbers"
loose = step03c.quantifiers()
for lam, (graph, chord) in loose.outside.items():
    print(f"x², lambda = {lam}: {graph:g} <= {chord:g}", "holds" if graph <= chord else "fails")
innocent = all(graph < chord for graph, chord in loose.one_chord.values())
print("two wells, chord from 1.5 to -1.5: graph below it all along:", innocent)
graph, chord = loose.hole
print(f"1/x², from -1 to 1, lambda = 0.6: graph {graph:.0f}, chord {chord:.0f}")

# %% id="chord-thrown"
for name, share in step03c.chords(n=10_000, seed=0).share.items():
    print(f"{name.replace('_', ' '):15} the graph is above {share:3.0%} of 10,000 random chords")

# %% id="chord-outcome" jupyter={"source_hidden": true}
outcome("03c.outside", "No, it fails", "At 1.5 the point is not between 0 and 2: it is 3, and 9 is more than 6.")

# %% [markdown] id="chord-explain"
# The formula needs words around it: **for all** $x_1, x_2$, **for all** $\lambda$ from 0 to 1, on a domain **without holes**.
# Drop one, and it says something else.
# Beyond 1 even the parabola fails.
# One chord over two wells proves nothing.
# And $1/x^2$ curves upward wherever it exists, but it does not exist at 0.

# %% id="chord-check" jupyter={"source_hidden": true}
quiz(
    "03c.one-chord",
    "You tested one chord from end to end, at every lambda. The graph is below it. What do you know?",
    {
        "The function is convex": "The two wells passed the same test.",
        "Nothing against it": "One innocent chord of infinitely many. The two wells have such a chord too.",
        "The function is not convex": "For that, the graph would have to be above a chord somewhere.",
    },
    answer="Nothing against it",
)

# %% [markdown] id="chord-do"
# **Do.** Worked: the gap, graph minus chord, at one point.
# Yours: [`chord_gap`](03c_convexity_exercises.ipynb), for points in any dimension.

# %% id="chord-worked"
a, b, lam = 2.0, 0.0, 0.25
print("gap of x³:", (lam * a + (1 - lam) * b) ** 3 - (lam * a**3 + (1 - lam) * b**3))

# %% [markdown] id="hunt"
# ## 2. The hunt  *(8 minutes)*
#
# Eight losses: logistic regression, least squares, support vector machine, one sigmoid neuron with squared error,
# share of mistakes, $(1 - uv)^2$, k-means, a mixture of two Gaussians.
# None is deep.
# You need not know them all: each turns a few weights into one number.

# %% id="hunt-predict" jupyter={"source_hidden": true}
predict("03c.eight", "How many of the eight are convex?", ["all eight", "seven", "five", "three"])

# %% [markdown] id="hunt-move"
# Throw chords at each.
# One that the graph breaks through settles it.

# %% id="hunt-widget"
presets.hunt()

# %% id="hunt-numbers"
for label, f, d, half in eight_losses(seed=0):
    gaps = chord_gap(f, *random_chords(-half, half, d, rng=0, tries=10_000))
    print(f"{np.sum(gaps > 1e-7) / 10_000:4.0%} of 10,000 chords broken: {label}")

# %% id="hunt-outcome" jupyter={"source_hidden": true}
outcome(
    "03c.eight",
    "three",
    "The usual slip: one sigmoid neuron looks like logistic regression. With squared error it is not.",
)

# %% id="hunt-hessian"
logistic, rng = step03c.tumours(l2=0.0), np.random.default_rng(0)
smallest = np.linalg.eigvalsh(logistic.hessian(rng.normal(size=(200, 30))))[:, 0]
print("logistic loss, 200 places: negative curvature found:", bool(np.any(smallest < -1e-12)))
print("(1 - uv)² at (0, 0): curvatures", np.linalg.eigvalsh([[0.0, -2.0], [-2.0, 0.0]]))

# %% [markdown] id="hunt-explain"
# One broken chord refutes convexity for ever.
# Ten thousand whole ones prove nothing.
# A proof needs every point: a Hessian without a negative eigenvalue, anywhere.
# The logistic one is $\frac{1}{n} X^\top S X$, with $S$ diagonal, its entries $s_i$ positive: along any direction $z$ it gives $\frac{1}{n} \sum_i s_i (x_i \cdot z)^2$, never below 0.

# %% id="hunt-check" jupyter={"source_hidden": true}
quiz(
    "03c.sampling",
    "A million random chords, no violation. Is the function convex?",
    {
        "Yes, beyond doubt": "A dent smaller than your chords' luck, or outside your box, stays hidden.",
        "Not proved": "Sampling can only refute. The Hessian, or a rule of construction, can prove.",
        "Probably not": "Nothing speaks against it either.",
    },
    answer="Not proved",
)

# %% [markdown] id="hunt-do"
# **Do.** Yours: [`find_convexity_violation`](03c_convexity_exercises.ipynb), a hunter that hands out witnesses and is not fooled by rounding.

# %% [markdown] id="bowl"
# ## 3. Convex, but not a bowl  *(8 minutes)*
#
# The notes: convex, so only one global minimum.

# %% id="bowl-predict" jupyter={"source_hidden": true}
predict(
    "03c.how-many",
    "How many minimizers (lowest places) can a convex function have?",
    ["exactly one", "one or many, never none", "none, one, or many"],
)

# %% [markdown] id="bowl-move"
# Six convex functions.
# Find the lowest point of each.

# %% id="bowl-widget"
presets.gallery()

# %% id="bowl-numbers"
found = step03c.minimizers(seed=0)
print("e^x, eta = 0.3:", ", ".join(f"x = {x:.2f} after {t:,} steps" for t, x in found.endless.items()))
print("flat bottom, three starts: ends", found.flat_ends.round(2), "heights", found.flat_losses)
print("least squares with one column twice, three starts:")
for w, loss in zip(found.copied_ends, found.copied_losses, strict=True):
    print("  w =", w.round(2), f"  loss {loss:.6f}   the last two add up to {w[1:].sum():.2f}")

# %% id="bowl-outcome" jupyter={"source_hidden": true}
outcome("03c.how-many", "none, one, or many", "e^x falls for ever; the flat bottom and the copied column have many.")

# %% [markdown] id="bowl-explain"
# The notes say: only one.
# Your runs say: none, or many.
# Both are right when the function is *strongly* convex, curved by at least $\mu > 0$ everywhere: then there is exactly one.
# Convexity alone promises this: every local minimum is global, and all minimizers form one convex set.
# That is enough to be safe from bad pits.

# %% id="bowl-check" jupyter={"source_hidden": true}
quiz(
    "03c.exactly-one",
    "Which of these gives a smooth convex loss exactly one minimizer?",
    {
        "Strict convexity (no straight stretch)": "At most one. e^x is strictly convex and has none.",
        "Adding l2 / 2 · |w|² with l2 > 0": "It makes the loss strongly convex: one minimizer, and only one.",
        "More rows of data": "Copy a column, and with any number of rows there is a whole line of minimizers.",
    },
    answer="Adding l2 / 2 · |w|² with l2 > 0",
)

# %% [markdown] id="bowl-do"
# **Do.** Yours: [`logistic_loss_grad` and `hinge_loss_subgrad`](03c_convexity_exercises.ipynb), a smooth loss and one with kinks, both with that penalty.

# %% [markdown] id="reliable"
# ## 4. Reliable is not fast  *(8 minutes)*
#
# Logistic regression on 569 tumours, penalty 0.01.
# Twenty starts far apart, eta just below $2/L$.

# %% id="reliable-predict" jupyter={"source_hidden": true}
predict(
    "03c.twenty",
    "After 3000 steps, how much do the twenty losses differ?",
    ["about 10 %", "in the fourth digit", "not in the first twelve digits"],
)

# %% id="reliable-numbers"
sure = step03c.reliable(starts=20, steps=3000, seed=0)
print(f"largest difference of the 20 losses is below 1e-12: {sure.spread < 1e-12}")
print(f"weights: {sure.apart_at_start:.0f} apart at the start, less than 1e-5 at the end: {sure.apart < 1e-5}")
print(f"2/L = {sure.two_over_L:.2f}, with L the largest curvature that any w could meet")
print(f"2 / (curvature at the minimizer) = {sure.two_over_local:.1f}")
for multiple, (low, high) in sure.swings.items():
    still = f"settled at {high:.4f}" if high - low < 1e-4 else f"swings between {low:.1f} and {high:.1f}"
    print(f"eta = {multiple:4} x 2/L, last 100 of 1000 steps: {still}")

# %% id="reliable-outcome" jupyter={"source_hidden": true}
outcome("03c.twenty", "not in the first twelve digits", "No traps, wherever you start, below 2/L.")

# %% [markdown] id="reliable-explain"
# Below $2/L$, where a minimizer exists, it is a theorem.
# Above, it may still work: 15 times as far did, just below 2 over the curvature *at the minimizer*.
# At 20 times it swings without end.
#
# And how fast?
# Drag eta on $x^4$, where the bottom has no curvature.

# %% id="fast-widget" jupyter={"source_hidden": true}
Valley(
    "quartic",
    eta=0.05,
    etas=(0.005, 0.15),
    steps=200,
    over="loss",
    title="Drag η on x⁴. Does any η arrive?",
)

# %% id="fast-numbers"
slow = step03c.not_fast(eta=0.05)
for t in slow.quartic:
    bowl = f"{slow.parabola[t]:.1e}" if slow.parabola[t] > 1e-12 else "below 1e-12"
    print(f"after {t:6,} steps: x⁴ at {slow.quartic[t]:.1e}, x² at {bowl}")

# %% [markdown] id="certificate"
# Ten times the steps for two more digits: reliable, and slow.
# With strong convexity each step below $2/L$ shrinks the gap by a fixed factor, or more.
# And one gradient certifies how far above the minimum you are:
#
# $$ L(w) - L^\star \leq \frac{|g|^2}{2\mu} $$
#
# Back to the tumours, where the penalty promises $\mu = 0.01$.

# %% id="certificate-figure" jupyter={"source_hidden": true}
proof = step03c.certificate()
fig, ax = plt.subplots()
ax.semilogy(proof.steps, proof.bound, color=ORANGE, linestyle="--")
ax.semilogy(proof.steps, proof.gap, color=BLUE)
ax.annotate(
    "certified: |g|² / (2 mu)", (300, proof.bound[30]), xytext=(14, 22), textcoords="offset points", color=ORANGE
)
ax.annotate("true gap", (700, proof.gap[70]), xytext=(-62, -14), textcoords="offset points", color=BLUE)
ax.set(xlabel="steps", ylabel="loss above the minimum")
ax.set_title("The certificate never lies, and it tightens")
plots.alt(
    fig,
    "Over 2000 steps the true gap falls from 0.6 to below 1e-9. The certified gap stays above it all along: far above at first, close at the end.",
)

# %% id="certificate-numbers"
for k in (0, 10, 100, 200):
    print(f"step {proof.steps[k]:4}: at most {proof.bound[k]:.1e} above the minimum; truly {proof.gap[k]:.1e}")

# %% id="reliable-check" jupyter={"source_hidden": true}
quiz(
    "03c.certificate",
    "A convex loss without penalty, mu = 0. The gradient is tiny. How far above the minimum are you?",
    {
        "Hardly at all": "On 0.001 |x| at x = 5000 the slope is 0.001, and the height 5.",
        "The certificate says nothing": "|g|² / 0: without curvature, a small slope may go on for ever.",
        "At most by |g|": "0.001 |x| again: |g| = 0.001 there, and you are 5 above.",
    },
    answer="The certificate says nothing",
)

# %% [markdown] id="reliable-do"
# **Do.** Yours: [`gap_bound`](03c_convexity_exercises.ipynb), the certificate for your own training run.

# %% [markdown] id="between"
# ## 5. Between two networks  *(8 minutes, further)*
#
# A small tanh network learns digits from two random starts.
# Both become good at it.
# Now walk straight from one to the other.
# Beside it walks softmax regression, which is the network without its hidden layer.

# %% id="between-predict" jupyter={"source_hidden": true}
predict(
    "03c.half-way",
    "Half-way between the two networks, the loss is ...",
    ["about the same", "about three times as high", "more than twenty times as high"],
)

# %% id="between-widget" jupyter={"source_hidden": true}
walks = {"network": step03c.between(seed=0), "softmax": step03c.between(hidden=0, seed=0)}


def walk(figure, way):
    for ax, (name, line) in zip(figure.subplots(1, 2), walks.items(), strict=True):
        behind = line.share <= way + 1e-9
        ax.plot(line.share, line.chord, color=BLUE, linestyle="--")
        ax.plot(line.share[behind], line.loss[behind], color=INK, linewidth=2.5)
        ax.plot(way, np.interp(way, line.share, line.loss), "o", color=ORANGE, markersize=9)
        ax.set(title=name, xlabel="share of the way", ylabel="loss", ylim=(0, 1.15 * line.loss.max()))
    here = [np.interp(way, line.share, line.loss) for line in walks.values()]
    return f"Here the network's loss is {here[0]:.2g}, softmax regression's {here[1]:.2g}. Dashed: the chord between the ends."


Dial(
    walk,
    way=[k / 20 for k in range(21)],
    at={"way": 0.0},
    labels={"way": "share of the way"},
    title="Walk from one solution to another: drag to the right",
)

# %% id="between-numbers"
for name, line in walks.items():
    ends = " and ".join(f"{one:.2g}" for one in line.loss[[0, -1]])
    shares = ", ".join(f"{one:.0%}" for one in line.accuracy)
    print(f"{name}: ends {ends}, highest {line.loss.max():.2g}, rise above the chord {line.rise:.2g}")
    print(f"    right on new digits at the start, half-way, at the end: {shares}")
twin = step03c.shuffled(seed=0)
print(
    f"a network and itself with hidden units shuffled: ends {twin.ends[0]:.2g} and {twin.ends[1]:.2g}, between them {twin.highest:.2g}"
)

# %% id="between-outcome" jupyter={"source_hidden": true}
outcome("03c.half-way", "more than twenty times as high", "Both ends are good. The straight way between them is not.")

# %% [markdown] id="between-explain"
# Softmax regression stays below its chord: it is convex.
# The network climbs over a ridge.
# You need not even train twice: shuffle the hidden units, and the *same* function sits at another place, at the same height, behind a ridge.
# No convex loss can do that.
# (Straight ways only: curved ones can stay low, Garipov et al. 2018.)

# %% id="between-check" jupyter={"source_hidden": true}
quiz(
    "03c.shuffle",
    "Two places have the same loss, and half-way the loss is higher. What follows?",
    {
        "The loss is not convex": "The chord between them is level, and the graph rises above it.",
        "One of the two is a bad minimum": "They are equally good. A ridge says nothing about depth.",
        "Nothing: sampling proves nothing": "It proves no convexity. Against it, one chord is enough.",
    },
    answer="The loss is not convex",
)

# %% [markdown] id="many"
# ## 6. Many dimensions  *(8 minutes, further)*
#
# So there are ridges.
# Are the pits between them bad?
# Twenty starts each, networks with 2, 4, 8 and 16 hidden units, 200 digits.

# %% id="many-predict" jupyter={"source_hidden": true}
predict(
    "03c.widths",
    "As the network gets wider, the best and the worst of twenty runs ...",
    ["end farther apart", "end closer together", "stay as far apart"],
)

# %% id="many-widget" jupyter={"source_hidden": true}
sweep = step03c.width_sweep(seeds=20, steps=300, seed=0)


def runs(figure, hidden_units):
    ax, losses = figure.subplots(), sweep.losses[sweep.widths.index(hidden_units)]
    ax.semilogx(losses, np.arange(len(losses)), "o", color=BLUE)
    ax.set(
        xlim=(3e-4, 2),
        xlabel="loss after 300 steps",
        ylabel="twenty starts",
        yticks=[],
        title=f"{hidden_units} hidden units",
    )
    worst, best = losses.max(), losses.min()
    return f"The worst of 20 runs ends at {worst:.2g}, the best at {best:.2g}: {worst - best:.1g} apart."


Dial(runs, hidden_units=sweep.widths, at={"hidden_units": 2}, title="Make the network wider", size=(6.5, 3.4))

# %% id="many-numbers"
print("spread: the standard deviation of the twenty losses")
for k, width in enumerate(sweep.widths):
    print(
        f"{width:2} hidden units, {sweep.parameters[k]:3} parameters: mean {sweep.mean[k]:.2g}, "
        f"spread {sweep.spread[k]:.1g}, spread / mean {sweep.relative[k]:.0%}"
    )

# %% id="many-outcome" jupyter={"source_hidden": true}
outcome("03c.widths", "end closer together", "In absolute terms. Relative to the mean, the spread first grew.")

# %% [markdown] id="many-explain"
# Be careful with it.
# 300 steps of Adam are no minima.
# The spread relative to the mean does not fall in order.
# And the wide networks fit all 200 digits: equally good, because all are near 0.
#
# One landscape we know *exactly*: $f(U) = \frac{1}{4} |UU^\top - M|^2$, with $U$ 6 by 3 and $M$ of eigenvalues 6, 5, ..., 1.
# Not convex, but every flat place can be listed.

# %% id="landscape-figure" jupyter={"source_hidden": true}
exact = step03c.landscape(runs=200, seed=0)
fig, ax = plt.subplots()
ax.plot(exact.loss, exact.index, "o", color=BLUE, markerfacecolor="none")
ax.plot(exact.loss[0], exact.index[0], "o", color=ORANGE, markersize=9)
ax.annotate("the only minimum", (exact.loss[0], 0), xytext=(14, -3), textcoords="offset points", color=ORANGE)
ax.set(xlabel="loss", ylabel="directions that fall", yticks=range(0, 19, 3))
ax.set_title("Higher flat places tend to have more ways down")
plots.alt(
    fig,
    "42 kinds of flat places. Those with higher loss tend to have more falling directions, up to 18. Only the lowest has none.",
)

# %% id="landscape-numbers"
print(
    f"{len(exact.loss)} kinds of flat places, {np.sum(exact.index == 0)} without a falling direction, at loss {exact.loss[0]}"
)
print(f"correlation of loss and falling directions: {exact.correlation:.2f}")
print(f"descents that reach {exact.loss[0]}: {np.sum(np.abs(exact.ends - 3.5) < 1e-6)} of {len(exact.ends)}")

# %% id="many-check" jupyter={"source_hidden": true}
quiz(
    "03c.saddles",
    "This loss is not convex. Why did all 200 descents reach the global minimum?",
    {
        "They were lucky starts": "200 of 200 random ones. The list of flat places says more.",
        "Every other flat place has a way down": "41 of 42 kinds: 40 saddles, and U = 0, a hilltop. None is a trap.",
        "Not convex means slow, not stuck": "Two wells stop a descent for good. It depends on the landscape.",
    },
    answer="Every other flat place has a way down",
)

# %% [markdown] id="many-do"
# **Do.** The last cell of the [exercises](03c_convexity_exercises.ipynb) trains, certifies and hunts with your own tools.

# %% [markdown] id="verdicts"
# ## Your verdicts

# %% id="verdict-cards" jupyter={"source_hidden": true}
ballot(
    vote(
        "claim.39",
        "Convex: the chord between two points of the graph lies above the curve.",
        verdict="true",
        because="On it or above it, for every chord. |x| and straight lines count.",
    ),
    vote(
        "claim.40",
        "f(lambda a + (1 - lambda) b) is at most lambda f(a) + (1 - lambda) f(b).",
        verdict="true if ...",
        because="it holds for all a and b of a domain without holes, and all lambda from 0 to 1. At 1.5 even x² broke it.",
    ),
    vote(
        "claim.41",
        "A convex function has only one global minimum.",
        verdict="false",
        because="e^x had no minimizer, the copied column a line of them. True is: every local minimum is global (Boyd and Vandenberghe 2004).",
    ),
    vote(
        "claim.42",
        "Gradient descent finds it reliably: no traps.",
        verdict="true if ...",
        because="a minimizer exists and eta is small enough: 20 of 20 starts arrived below 2/L; at 20 times 2/L it swung without end. Reliable is not fast: see x⁴.",
    ),
    vote(
        "claim.43",
        "Loss surfaces of deep learning are not convex.",
        verdict="true",
        because="Between two good networks, and between one and its shuffled self, the loss rose above the chord.",
    ),
    vote(
        "claim.44",
        "In high dimensions many local minima are about equally good.",
        verdict="true if ...",
        because="the network is wide, as in our sweep, which ran short of minima. Theory needs strong assumptions (Choromanska et al. 2015).",
    ),
    vote(
        "claim.45",
        "So optimization still works well.",
        verdict="true if ...",
        because="the landscape is kind. For factorizations it is a theorem (Baldi and Hornik 1989; Ge et al. 2016), for most networks an observation.",
    ),
)

# %% [markdown] id="next"
# ## Next
#
# Do the [exercises](03c_convexity_exercises.ipynb), then `python3 start.py check`.
# Then: [03d Schedules](03d_schedules.ipynb), on an eta that changes.
# Back: [03b Momentum](03b_momentum.ipynb).
