# ---
# jupyter:
#   course:
#     title: "Momentum: a step that remembers"
#     minutes: 49
#     core: 18
#     step: 3
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown] id="title"
# # 03b Momentum: a step that remembers
#
# *49 minutes, 18 of them on the core path.
# Before: [03a Gradient descent and SGD](03a_gd_and_sgd.ipynb).
# Beside: [the exercises](03b_momentum_exercises.ipynb).*
#
# Afterwards you can
#
# - write momentum in three forms, and turn one into another,
# - say what a velocity remembers,
# - find the best eta and beta for a valley,
# - race rules fairly,
# - name places where momentum does not help.

# %% [markdown] id="passport"
# ## The notes' claims
#
# - Momentum keeps a velocity, $v_t = \beta v_{t-1} + (1 - \beta)\, g_t$,
# - and moves by it, $\theta_{t+1} = \theta_t - \eta v_t$.
# - It remembers the previous update.
# - $\beta$, between 0.9 and 0.99, says how much of the past is kept.

# %% id="setup"
import matplotlib.pyplot as plt
import numpy as np

from course import plots
from course.experiments import step03b
from course.objectives import ravine
from course.quiz import ballot, outcome, predict, quiz, vote
from course.widgets import Dial, Explorer, presets

plots.use_style()

# %% [markdown] id="limit"
# ## 1. How far may it step?  *(8 minutes)*
#
# A valley curves by 1 along and by $L = 25$ across.
# Gradient descent stays in it up to eta = $2/L$ = 0.08.

# %% id="limit-predict" jupyter={"source_hidden": true}
predict(
    "03b.limit",
    "The notes' momentum, with beta = 0.9, stays in the valley up to which eta?",
    ["0.08 as well", "about 0.15", "about 1.5"],
)

# %% [markdown] id="limit-move"
# Drag eta to the right.
# Which path flies off first, and which last?

# %% id="limit-widget" jupyter={"source_hidden": true}
Explorer(
    ravine(25),
    ["gradient_descent", "heavy_ball", "momentum"],
    eta=0.02,
    etas=(0.01, 3.0),
    steps=100,
    views=("map", "over"),
    title="Three rules, one eta. Drag it until each has left the valley.",
    lead="Heavy ball is momentum as PyTorch writes it; the moving average is the notes' form. Both keep 0.9 of their velocity.",
)

# %% id="limit-numbers"
limits = step03b.stable_etas(L=25, beta=0.9)
for rule, eta in limits.measured.items():
    print(f"{rule:17} settles up to eta = {eta:.3f}   theory: {limits.theory[rule]:.3f}")

# %% id="limit-outcome" jupyter={"source_hidden": true}
outcome("03b.limit", "about 1.5", "Nineteen times as far as gradient descent.")

# %% [markdown] id="limit-explain"
# Memory widens the limit from $2/L$ to $2(1+\beta)/L$, which is 0.152.
# The rest is spelling.
# The notes' $v$ is an *average* of gradients.
# PyTorch's $v = \beta v + g$ is a *sum*, and $1/(1-\beta)$ times as long: ten times, here.
# So the two paths are one:
#
# $$ \text{average at } \eta \;=\; \text{heavy ball at } \eta\,(1-\beta) $$

# %% id="limit-check" jupyter={"source_hidden": true}
quiz(
    "03b.convert",
    "A paper trains with the notes' form, eta = 0.5 and beta = 0.9. Which eta gives the same path in PyTorch?",
    {
        "0.05": "0.5 times (1 - 0.9): PyTorch's velocity is ten times as long.",
        "0.5": "Its velocity is a sum, ten times as long, and so would your steps be.",
        "5": "The wrong way round: PyTorch's velocity is the longer one.",
    },
    answer="0.05",
)

# %% [markdown] id="limit-do"
# **Do.** Worked, from rest with $g = 10$, $\beta = 0.9$, $\eta = 0.1$: $v = 1$, and $\theta$ moves from 1 to 0.9.
# Yours: [`momentum_step`](03b_momentum_exercises.ipynb).

# %% [markdown] id="forms"
# ## 2. Where does eta stand?  *(8 minutes, further)*
#
# A third spelling puts eta *inside* (Sutskever et al. 2013):
#
# $$ v_t = \beta v_{t-1} + \eta\, g_t, \qquad \theta_{t+1} = \theta_t - v_t $$
#
# While eta is constant, its path is heavy ball's.

# %% id="forms-predict" jupyter={"source_hidden": true}
predict(
    "03b.brake",
    "In mid-run you set eta to 0. Which ball stops at once?",
    ["both", "only the one with eta outside the velocity", "neither: they are rolling"],
)


# %% id="forms-widget" jupyter={"source_hidden": true}
def cut(figure, share):
    forms = step03b.three_forms(factor=share)
    ax = figure.subplots()
    for form, look, place in (("inside", "gradient_descent", -14), ("heavy ball", "heavy_ball", 12)):
        style = plots.style(look) | {"label": None, "marker": None}
        x = forms.runs[form].theta[:, 0]
        ax.plot(x, **style)
        words = "eta inside v" if form == "inside" else "eta outside"
        ax.annotate(words, (100, x[100]), (0, place), textcoords="offset points", color=style["color"], ha="center")
    ax.axvline(40, color="#999999", linewidth=0.8)
    ax.set(xlabel="steps", ylabel="place along the valley", ylim=(-0.5, 10.5))
    ax.set_title(f"eta × {share:g} from step 40 on")
    return f"The two paths are up to {forms.cut['inside']:.2f} apart."


Dial(
    cut,
    share=[1.0, 0.5, 0.2, 0.1, 0.0],
    at={"share": 1.0},
    labels={"share": "share of eta that is left"},
    title="Turn eta down at step 40. Which ball obeys?",
)

# %% id="forms-numbers"
forms = step03b.three_forms(factor=0.1)
for form in ("average", "inside"):
    gaps = [f"{gap:.2f}" if gap > 1e-12 else "none" for gap in (forms.constant[form], forms.cut[form])]
    print(f"{form:8} against heavy ball, largest gap: eta constant {gaps[0]}, eta cut to a tenth {gaps[1]}")
for form in ("heavy ball", "inside"):
    print(f"{form:10} with eta = 0 from step 40 on: slides on by {abs(forms.coast[form]):.1f} of its last steps")

# %% id="forms-outcome" jupyter={"source_hidden": true}
outcome("03b.brake", "only the one with eta outside the velocity", "The other slid on by nine of its last steps.")

# %% [markdown] id="forms-explain"
# With eta inside, the velocity was stored at the old rate.
# Cut eta, and old, long steps roll on: $\beta/(1-\beta)$ of them, nine here.
# With eta outside, each schedule bites at once, and the notes' form and PyTorch's stay one path.
# **Before you copy an eta, a beta or a schedule, ask for the spelling.**

# %% id="forms-check" jupyter={"source_hidden": true}
quiz(
    "03b.beta-up",
    "In PyTorch's form you raise beta from 0.9 to 0.99 and keep eta. In a long, gentle valley your steps become ...",
    {
        "ten times as long": "1/(1 - beta) goes from 10 to 100. You changed the step as well as the memory.",
        "as long as before, only smoother": "That would be the notes' form, where v is an average.",
        "ten times as short": "More of the past is added up, so v grows.",
    },
    answer="ten times as long",
)

# %% [markdown] id="memory"
# ## 3. What does it remember?  *(7 minutes, further)*
#
# "The previous update", say the notes.
# But that one remembers the one before it.

# %% id="memory-predict" jupyter={"source_hidden": true}
predict(
    "03b.window",
    "beta = 0.9. How much of v is made of the newest ten gradients?",
    ["a tenth", "about two thirds", "all of it"],
)


# %% id="memory-widget" jupyter={"source_hidden": true}
def memory(figure, beta):
    kept = step03b.memory(beta)
    ax = figure.subplots()
    ax.bar(range(60), kept.weights[:60], color=["#0072B2" if k < kept.window else "#B8B8B8" for k in range(60)])
    ax.set(xlabel="steps ago", ylabel="weight in v")
    ax.set_title(f"beta = {beta:g}")
    few = "the newest gradient alone holds" if kept.half == 1 else f"the newest {kept.half} gradients hold"
    return f"Blue: the newest {kept.window:g}, which is 1/(1 - beta). The newest gradient has weight {kept.weights[0]:.2g}; {few} at least half of the weight."


Dial(memory, beta=[0.0, 0.5, 0.8, 0.9, 0.95, 0.98], at={"beta": 0.5}, title="Turn beta up. How far back does v reach?")

# %% id="memory-numbers"
for beta in (0.5, 0.9, 0.99):
    kept = step03b.memory(beta)
    print(
        f"beta = {beta}: newest {kept.weights[0]:.2f}, newest {kept.window:.0f} together {kept.share:.2f}, half in {kept.half}"
    )
print("v is that weighted sum:", kept.unrolled < 1e-12, "  and the last update over -eta:", kept.last_update < 1e-12)

# %% id="memory-outcome" jupyter={"source_hidden": true}
outcome("03b.window", "about two thirds", "0.65 of it; the other third is older.")

# %% [markdown] id="memory-explain"
# Unroll the line, and $v_t = \sum_k (1-\beta)\, \beta^k\, g_{t-k}$: every gradient so far, each fading by $\beta$ a step.
# Both are true: $v$ is the last update, up to $-\eta$, and the whole past.
# About $1/(1-\beta)$ gradients count.

# %% id="memory-check" jupyter={"source_hidden": true}
quiz(
    "03b.first-step",
    "The notes' form starts with v = 0. With beta = 0.99, its first step is ...",
    {
        "as long as gradient descent's": "Only 0.01 of the gradient enters; the rest of the average is still zero.",
        "a hundredth of gradient descent's": "The average starts with zeros in it. Adam (03e) corrects exactly this.",
        "zero": "The gradient enters at once, with the weight printed above as newest.",
    },
    answer="a hundredth of gradient descent's",
)

# %% [markdown] id="plane"
# ## 4. More memory, better?  *(8 minutes, further)*
#
# Heavy ball with the step $\alpha$ (below: $\eta$), on a single curvature $\lambda$ with $\alpha\lambda = 0.1$.

# %% id="plane-predict" jupyter={"source_hidden": true}
predict(
    "03b.settles",
    "Which beta brings the ball to rest soonest?",
    ["0", "0.47", "0.9", "0.99"],
)

# %% [markdown] id="plane-move"
# Three curvatures at once, each with a trace.
# The middle one is our ball: 5 times 0.02.
# Drag the point straight up and watch it; then drag to the diamond.

# %% id="plane-widget"
presets.alpha_beta(at=(0.02, 0.0))

# %% id="plane-numbers"
settling = step03b.settling(step=0.1)
for beta, radius, steps, crossings in zip(
    settling.betas, settling.radius, settling.steps, settling.crossings, strict=True
):
    print(f"beta = {beta:.2f}: x {radius:.3f} a step, within 0.001 after {steps:4} steps, {crossings:3} crossings")

# %% id="plane-figure" jupyter={"source_hidden": true}
fig, (top, bottom) = plt.subplots(2, 1, figsize=(6, 6.2))
lines = {0: ("beta = 0", "#0072B2", (11, 0.42)), 2: ("0.47", "#222222", (8, -0.16)), 4: ("0.9", "#D55E00", (19, 0.52))}
for k, (words, color, place) in lines.items():
    top.plot(settling.run.theta[:61, k, 0], color=color)
    top.annotate(words, place, color=color)
top.axhline(0, color="#BBBBBB", linewidth=0.8, zorder=0)
top.set(xlabel="steps", ylabel="place", title="Too little memory creeps, too much swings")
betas = np.linspace(0, 0.999, 400)
bottom.plot(betas, np.sqrt(betas), color="#8C8C8C", linewidth=1)
bottom.plot(betas, step03b.radius(0.1, betas, [1.0]), color="#222222")
bottom.annotate("square root of beta", (0.3, 0.47), color="#707070")
bottom.plot(settling.critical, 1 - np.sqrt(0.1), "D", color="#D55E00")
bottom.annotate("critical", (settling.critical, 0.68), (8, -10), textcoords="offset points", color="#D55E00")
bottom.set(
    xlabel="beta", ylabel="factor a step", ylim=(0.4, 1.02), title="In between lies the fastest, the critical beta"
)
plots.alt(
    fig,
    "Above: without memory the place creeps to zero in 60 steps, with beta 0.47 in about 20, with 0.9 it swings past zero again and again. "
    "Below: the factor a step falls to 0.68 at beta 0.47 and then rises along the square root of beta.",
)

# %% id="plane-outcome" jupyter={"source_hidden": true}
outcome("03b.settles", "0.47", "At 0.9 it takes longer than with no memory at all.")

# %% [markdown] id="plane-explain"
# Below the critical beta, $(1-\sqrt{\alpha\lambda})^2$, the ball creeps.
# Above it the ball swings, and while it swings a step leaves $\sqrt{\beta}$ of the distance, whatever alpha is.
# A valley has many curvatures; Polyak (1964) balanced the outermost two:
#
# $$ \alpha = \frac{4}{(\sqrt{L}+\sqrt{\mu})^2}, \qquad \beta = \Big(\frac{\sqrt{\kappa}-1}{\sqrt{\kappa}+1}\Big)^2 $$
#
# So the best beta depends on $\kappa = L/\mu$.

# %% id="plane-best"
best = step03b.best_beta()
print("Polyak's beta:", ", ".join(f"{beta:.2f} for kappa = {kappa:,}" for kappa, beta in best.by_kappa.items()))
for beta, kappa in best.kappa_of.items():
    print(f"beta = {beta} is Polyak's for kappa = {kappa:,.0f}")
sweep = step03b.beta_sweep(kappa=100, seed=0)
print("kappa = 100, each beta with its own best eta, steps to 1e-6:")
print("  ".join(f"{beta:g}: {steps}" for beta, steps in zip(sweep.betas, sweep.steps, strict=True)))

# %% id="plane-check" jupyter={"source_hidden": true}
quiz(
    "03b.usual-beta",
    "The notes' range for beta, 0.9 to 0.99, is the best choice ...",
    {
        "always": "At kappa = 100 the best was 0.67; 0.99 took longer than no memory at all.",
        "in long valleys, kappa in the thousands and ten thousands": "From about 1,400 to 160,000, by Polyak's formula. Shorter valleys want less memory.",
        "in round bowls": "There Polyak's beta is 0.",
    },
    answer="in long valleys, kappa in the thousands and ten thousands",
)

# %% [markdown] id="plane-do"
# **Do.** Half worked: $\mu = 1$ and $L = 25$ give $\alpha = 4/36$; which beta?
# Compare with the diamond.
# Yours: [`optimal_heavy_ball` and `heavy_ball_rate`](03b_momentum_exercises.ipynb).

# %% [markdown] id="rates"
# ## 5. How much faster?  *(8 minutes)*
#
# Now each rule gets theory's best eta and beta.
# Nesterov's variant measures the slope where the velocity is about to carry it.

# %% id="rates-predict" jupyter={"source_hidden": true}
predict(
    "03b.root-kappa",
    "kappa grows from 10 to 1000. Gradient descent takes 100 times as many steps. Heavy ball takes ...",
    ["about as many as before", "about 10 times as many", "100 times as many, too"],
)


# %% id="rates-widget" jupyter={"source_hidden": true}
def valleys(figure, kappa):
    found = step03b.quadratic_rates((kappa,))
    ax = figure.subplots()
    for (_, rule), run in found.runs.items():
        far = step03b.distance(run)[:301]
        ax.semilogy(far[: np.argmax(far < 1e-9) or None], markevery=25, **plots.style(rule))
    ax.set(xlim=(0, 300), ylim=(1e-9, 1e3), xlabel="steps", ylabel="distance")
    ax.legend(loc="upper right")
    ax.set_title(f"kappa = {kappa}")
    steps = ", ".join(f"{plots.style(rule)['label']} {count}" for (_, rule), count in found.steps.items())
    return f"Steps to a distance of 1e-6: {steps}."


Dial(
    valleys,
    kappa=[2, 10, 30, 100, 300, 1000],
    at={"kappa": 10},
    title="Make the valley longer. Which curve gives up first?",
    lead="Fifty curvatures from 1 to kappa, every rule at its best.",
)

# %% id="rates-numbers"
rates = step03b.quadratic_rates(kappas=(10, 100, 1000), seed=0)
for (kappa, rule), steps in rates.steps.items():
    factor, theory = rates.measured[kappa, rule], rates.theory[kappa, rule]
    print(f"kappa = {kappa:4}  {rule:17}{steps:5} steps   x {factor:.3f} a step, theory {theory:.3f}")
print(f"kappa = 1000: heavy ball first runs out to {rates.peak[1000, 'heavy_ball']:.1f} times its first distance")

# %% id="rates-outcome" jupyter={"source_hidden": true}
outcome("03b.root-kappa", "about 10 times as many", "28, then 325. Gradient descent: 71, then 7048.")

# %% [markdown] id="rates-explain"
# Gradient descent pays for $\kappa$, momentum for $\sqrt{\kappa}$.
# In the long run a step leaves $1 - 2/(\kappa+1)$ of the distance; heavy ball's $1 - 2/(\sqrt{\kappa}+1)$, Nesterov's $1 - 1/\sqrt{\kappa}$.
# The price: heavy ball may first run *away*, and its tuning must know $\mu$ and $L$.
# Polyak's promise is for quadratics; on other strongly convex functions his pair may cycle for ever (Lessard et al. 2016).
# Nesterov's method pays only $\sqrt{\kappa}$ there too.

# %% id="rates-check" jupyter={"source_hidden": true}
quiz(
    "03b.ten-thousand",
    "kappa = 10,000. Gradient descent needs about 70,000 steps to 1e-6. Heavy ball needs about ...",
    {
        "1,000": "From 96 at kappa = 100, the root grows tenfold.",
        "7,000": "That is ten times fewer; at kappa = 100 it was seven. The gain grows with the root of kappa.",
        "100": "That is its count for kappa = 100.",
    },
    answer="1,000",
)

# %% [markdown] id="race"
# ## 6. A fair race, and a lost one  *(8 minutes, further)*
#
# kappa = 100 again, beta = 0.9, and one eta for all.

# %% id="race-head-start"
race = step03b.race(etas=(0.001, 0.01, 0.03, 0.1), kappa=100)
for rule in ("gradient_descent", "heavy_ball"):
    print(f"eta = 0.001, {rule:17} loss 1e-6 after {race.equal[rule][0]:.0f} steps")

# %% id="race-predict" jupyter={"source_hidden": true}
predict(
    "03b.fair",
    "Now gradient descent may use eta = 0.01, and heavy ball keeps 0.001. Then ...",
    ["heavy ball stays about ten times as fast", "they take about equally long", "gradient descent flies off"],
)

# %% [markdown] id="race-move"
# Drag eta: who wins changes.
# Then let each take its own best.

# %% id="race-widget"
presets.race(rules=("gradient_descent", "momentum", "heavy_ball", "nesterov"))

# %% id="race-numbers"
print("steps to a loss of 1e-6   ", "".join(f"eta = {eta:<8g}" for eta in race.etas), "own best eta")
for rule in step03b.RULES:
    counts = [f"{n:.0f}" if np.isfinite(n) else "never" for n in race.equal[rule]]
    print(f"{rule:26}", "".join(f"{n:<14}" for n in counts), f"{race.best[rule][0]} at {race.best[rule][1]:.2g}")

# %% id="race-outcome" jupyter={"source_hidden": true}
outcome("03b.fair", "they take about equally long", "882 and 803: the head start was a longer step.")

# %% [markdown] id="race-explain"
# At a small eta, heavy ball is nearly gradient descent with a step $1/(1-\beta)$ times as long.
# It wins near the limit, where gradient descent zigzags.
# Each at its best eta: 446 steps against 95, and the two spellings tie.
# Nesterov leads here; over the fifty curvatures above, heavy ball did.
#
# And where does it lose?
# On a round bowl, and against noise that never dies.

# %% id="lost-numbers"
bowl = [f"beta = {beta:g}: {steps}" for beta, steps in step03b.round_bowl().steps.items()]
print("round bowl, steps to 1e-6 at the best eta:", ",  ".join(bowl))
floor = step03b.noise_floor(eta=0.1, seed=0)
for rule in ("momentum", "heavy_ball"):
    squares = [f"beta = {beta:g}: {square:#.2g}" for (one, beta), square in floor.measured.items() if one == rule]
    print(f"noisy bowl, mean square of the place at eta = 0.1, {rule:10}", ",  ".join(squares))

# %% [markdown] id="lost-explain"
# On the round bowl gradient descent arrives in one step.
# In noise, a moving average hardly changes where you end up (at small rates: Wang et al. 2023).
# Heavy ball at the same eta ends *worse*, for its steps are longer.

# %% id="race-check" jupyter={"source_hidden": true}
quiz(
    "03b.where",
    "Where does tuned momentum gain most over tuned gradient descent?",
    {
        "In a long valley, with exact gradients": "kappa steps become root kappa steps.",
        "In a round bowl": "There one plain step arrives.",
        "Wherever gradients are noisy": "At the same length of step the place is as noisy as before.",
    },
    answer="In a long valley, with exact gradients",
)

# %% [markdown] id="race-do"
# **Do.** The last cells of the [exercises](03b_momentum_exercises.ipynb) let your own momentum race.

# %% [markdown] id="verdicts"
# ## Your verdicts
#
# Vote first; then read what our runs say.

# %% id="verdict-cards" jupyter={"source_hidden": true}
ballot(
    vote(
        "claim.35",
        "Momentum: v is beta times the old v plus (1 - beta) times the gradient.",
        verdict="true if ...",
        because="you mean the moving average. Polyak's ball and PyTorch have no factor 1 - beta: the same path, at an eta ten times as small for beta = 0.9.",
    ),
    vote(
        "claim.36",
        "The step is theta - eta v.",
        verdict="true",
        because="With a limit of its own: 1.52 for the average and 0.152 for heavy ball, where gradient descent had 0.08.",
    ),
    vote(
        "claim.37",
        "Momentum remembers the previous update.",
        verdict="true",
        because="v is the last update over -eta, to 12 digits. Through it v holds every gradient, fading by beta a step.",
    ),
    vote(
        "claim.38",
        "beta, between 0.9 and 0.99, says how much of the past is kept.",
        verdict="true if ...",
        because="you do not take the range for a rule. Polyak's beta lies in it for kappa from about 1,400 to 160,000; at kappa = 100 it is 0.67, and 0.9 took over three times as many steps.",
    ),
)

# %% [markdown] id="next"
# ## Next
#
# Do the [exercises](03b_momentum_exercises.ipynb), then `python3 start.py check`.
# Then: [03c Convexity](03c_convexity.ipynb), on which valleys keep promises.
# Back: [03a Gradient descent and SGD](03a_gd_and_sgd.ipynb).
