# ---
# jupyter:
#   course:
#     title: "Myths: seven sentences on trial"
#     minutes: 40
#     core: 19
#     step: 6
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown] id="title"
# # 06 Myths: seven sentences on trial
#
# *40 minutes, 19 of them on the core path.
# Before: [05 Trade-offs](05_tradeoffs.ipynb).
# Beside: [the exercises](06_myths_exercises.ipynb).*
#
# Afterwards you can
#
# - hold a fair trial: same budget, own best rate, several seeds,
# - say how large an effect is, and compare it with luck,
# - tell a sentence that needs a trial from one that falls by a single witness,
# - turn a myth into a true sentence with an "if".

# %% [markdown] id="passport"
# ## On trial
#
# The notes call three sentences myths, and give their own truth:
#
# 1. "Adam always beats SGD": no, SGD often wins in the long run.
# 2. "A bigger learning rate learns faster": no, too large a one diverges.
# 3. "Convex functions are rare": no, logistic regression and SVMs are convex; only deep nets break convexity.
#
# We add four: "momentum is always faster", "noise always helps", "flat means minimum", "convex means one minimizer".

# %% id="setup"
import matplotlib.pyplot as plt
import numpy as np

from course import plots
from course.experiments import step06
from course.quiz import ballot, outcome, predict, quiz, vote
from course.widgets import Dial, MythCourt, presets

plots.use_style()

# %% [markdown] id="adam"
# ## 1. "Adam always beats SGD"  *(8 minutes)*
#
# Three problems: a network on digits, logistic regression on raw tumours (columns as they came), and 40 rows made against Adam, as in lesson 05.
# On the last two, all rows make one batch.
# Each rule may try 15 rates, with five seeds.

# %% id="adam-predict" jupyter={"source_hidden": true}
predict(
    "06.digits",
    "Digits, five passes, each rule at its own best rate. Who gets fewer new digits wrong?",
    ["SGD", "Adam", "Nobody: the seeds differ by more"],
)

# %% [markdown] id="adam-move"
# The court opens with an unfair trial.
# Read its complaints, and mend them one by one: more runs, every problem, tuned rates.
# Then give your verdict.
# (The scale is logarithmic: "none wrong" stands at 0.0001.)

# %% id="adam-court" jupyter={"source_hidden": true}
duel = step06.adam_runs()
MythCourt(
    "Adam always beats SGD.",
    duel,
    metrics={"wrong": "share of new rows that are wrong", "loss": "training loss"},
    sides=[("gradient_descent", 0.001), ("adam", 0.001)],
    verdict="false",
    because="One problem each, and a tie: on rows made against Adam SGD makes no mistake, on raw tumours Adam is ahead.",
    key="06.adam-wins",
)

# %% id="adam-numbers"
print("at the best rate of each (on a tie the smallest): median (lowest to highest of 5 seeds)")
for metric, words in (("wrong", "new rows wrong"), ("loss", "training loss")):
    for problem, sides in step06.median_table(duel, metric).items():
        for rule, (eta, middle, low, high) in sides.items():
            print(f"{words:14}  {problem:13}  {rule:16}  eta {eta:<8.2g} {middle:.3f} ({low:.3f} to {high:.3f})")

# %% id="adam-long"
long = step06.long_run()
for rule, right in long.accuracy.items():
    print(f"digits, 20 passes: {rule:16} {np.median(right):.3f} right ({right.min():.3f} to {right.max():.3f})")

# %% id="adam-outcome" jupyter={"source_hidden": true}
outcome(
    "06.digits",
    "Nobody: the seeds differ by more",
    "0.024 and 0.025 wrong; the seeds of either spread over 0.007 and more.",
)

# %% [markdown] id="adam-explain"
# Each side wins one problem.
# On digits they tie on new rows: "always" falls.
# (Adam fitted the training rows better, but our rates skip SGD's best, 5: in lesson 04 that was a draw.)
# The notes' reply is too strong as well: with four times the passes, SGD did not win on digits either.
# **Which of them wins is a question about the problem.**
#
# An effect counts when it exceeds luck: compare the medians' distance with the seeds' range, or count the seeds that agree, as the court does.
# (Both sides are flattered a little: their rates were chosen by the rows that judge them.)

# %% id="adam-check" jupyter={"source_hidden": true}
quiz(
    "06.untuned",
    "“Adam beats SGD: five seeds each, 100 epochs each, learning rate 0.001 for both.” What is missing?",
    {
        "More seeds": "Five are not many, but the same five lose to a larger flaw.",
        "SGD's own best rate": "Adam's usual rate was given to both. In the court, 0.001 was far from SGD's best on digits.",
        "A longer run": "The budget is equal. It is the rate that is not fair.",
    },
    answer="SGD's own best rate",
)

# %% [markdown] id="adam-do"
# **Do.** Worked: the table above.
# Yours: [`fair_race`](06_myths_exercises.ipynb), a court that tunes both sides, and does not forget crashed runs.

# %% [markdown] id="rate"
# ## 2. "A bigger rate is faster"  *(5 minutes, further)*
#
# A bowl with curvatures from 0.1 to 1.
# Every rate below 2 arrives.

# %% id="rate-predict" jupyter={"source_hidden": true}
predict(
    "06.cliff",
    "Steps at eta = 1.95, compared with eta = 1.75?",
    ["a tenth fewer", "about the same", "four times as many"],
)

# %% id="rate-court"
MythCourt.bigger_is_faster()

# %% id="rate-numbers"
runs = step06.rate_runs()
for eta in (0.25, 0.5, 1.0, 1.75, 1.95, 2.0):
    steps = np.median([row["steps"] for row in runs if row["problem"] == "bowl κ = 10" and row["eta"] == eta])
    print(f"bowl, eta {eta:4}: {f'{steps:.0f} steps' if np.isfinite(steps) else 'never'}")
curve = step06.rate_curve()
for eta, right in zip(curve.etas, np.median(curve.accuracy, axis=0), strict=True):
    print(f"digits, five passes, eta {eta:5}: {right:.2f} right (median of 3 seeds)")

# %% id="rate-figure" jupyter={"source_hidden": true}
fig, ax = plt.subplots()
ax.fill_between(curve.etas, curve.accuracy.min(axis=0), curve.accuracy.max(axis=0), color="#E69F00", alpha=0.25)
ax.plot(curve.etas, np.median(curve.accuracy, axis=0), color="#E69F00", marker="s")
ax.set(xscale="log", xlabel="learning rate eta", ylabel="test accuracy after five passes", ylim=(0, 1))
ax.set_xticks([0.01, 0.1, 1, 10], ["0.01", "0.1", "1", "10"])
ax.minorticks_off()
ax.set_title("Bigger is better, until it is not")
plots.alt(
    fig,
    "Digits: accuracy rises with the rate from about 0.5 at 0.01 to 0.97 between 1 and 3, and falls to 0.84 at 30.",
)

# %% id="rate-outcome" jupyter={"source_hidden": true}
outcome("06.cliff", "four times as many", "14 steps at 1.75, 62 at 1.95, and never at 2.")

# %% [markdown] id="rate-explain"
# Far below the best rate the myth is true: twice the rate, half the steps.
# But the notes' warning, divergence, comes late.
# **The largest stable rate is not the fastest.**
# In the long run, the fastest on a quadratic is $2/(L+\mu)$, here 1.82; in runs of 14 steps a little less.
# Beyond it the jumps across the valley hardly shrink.
# On digits (with the notes' momentum) no run crashed: at 30 fewer were right.

# %% id="rate-check" jupyter={"source_hidden": true}
quiz(
    "06.best-rate",
    "A quadratic with L = 10 and mu = 2. Which of these rates is the fastest in the long run?",
    {
        "0.199": "Just below 2/L = 0.2: the steep direction shrinks by 0.99 a step.",
        "0.167": "2/(L + mu): both directions shrink by 0.67 a step.",
        "0.1": "1/L: the steep direction is done at once, the flat one shrinks by 0.8 a step.",
    },
    answer="0.167",
)

# %% [markdown] id="rate-do"
# **Do.** In the court, call the noisy bowl, and measure by the loss after 200 steps (*More to try*).
# Where does the best rate move, and why?

# %% [markdown] id="momentum"
# ## 3. "Momentum is always faster"  *(8 minutes, further)*
#
# Heavy ball with beta = 0.9 against gradient descent, each at its best rate.

# %% id="momentum-predict" jupyter={"source_hidden": true}
predict(
    "06.round",
    "The valley is almost round, kappa = 2. How many steps does heavy ball need?",
    ["half as many as gradient descent", "about as many", "more than ten times as many"],
)

# %% id="momentum-court" jupyter={"source_hidden": true}
trial = step06.momentum_runs()
MythCourt(
    "Momentum is always faster.",
    trial,
    metrics={"steps": "steps to the goal", "loss": "mean loss of steps 200 to 300"},
    sides=[("gradient_descent", 0.1), ("heavy_ball", 0.1)],
    verdict="true if ...",
    because="true if the valley is long. On the nearly round bowl 0.9 is far too much memory: with beta tuned as well, momentum is at least never slower.",
    key="06.momentum-is-faster",
)

# %% id="momentum-numbers"
steps, late = (step06.median_table(trial, metric) for metric in ("steps", "loss"))
for problem, sides in steps.items():
    for rule, (_, middle, low, high) in sides.items():
        print(f"{problem:17}  {rule:16}  {middle:5.0f} steps ({low:.0f} to {high:.0f}, 30 starts)")
for rule, (_, middle, low, high) in late["noisy bowl κ = 10"].items():
    print(f"noisy, steps 200 to 300: {rule:16}  mean loss {middle:.1g} ({low:.1g} to {high:.1g})")

# %% id="momentum-outcome" jupyter={"source_hidden": true}
outcome("06.round", "more than ten times as many", "100 steps against 7. At kappa = 1000 it is the other way round.")

# %% [markdown] id="momentum-explain"
# In the long run, heavy ball shrinks the distance by $\sqrt\beta$ a step at best: 0.95, whatever the valley.
# Gradient descent shrinks it by $(\kappa-1)/(\kappa+1)$: 0.33 on the round bowl, 0.998 on the long one.
# The two are equal at $\kappa = 38$.
# So the true sentence has an "if": momentum is faster **if the valley is long**.
# (Tune beta as well, and it is never slower: 0 is allowed.)
# With noise, at kappa = 10, the late losses were alike.

# %% id="momentum-check" jupyter={"source_hidden": true}
quiz(
    "06.equal-rate",
    "At eta = 0.1 for both, heavy ball won on the long valley. Why is that no evidence for the sentence?",
    {
        "Its steps are longer at the same eta": "With beta = 0.9 they add up to ten times the length. Gradient descent was never asked at a rate that suits it.",
        "Quadratics are not networks": "True, but then no trial on a bowl would count, for either side.",
        "Heavy ball costs more a step": "One gradient each. Only the memory is larger.",
    },
    answer="Its steps are longer at the same eta",
)

# %% [markdown] id="momentum-do"
# **Do.** And the notes' moving average?
# Guess who wins at 0.1, then add `"momentum"` to the race at the end of the [exercises](06_myths_exercises.ipynb).

# %% [markdown] id="noise"
# ## 4. "Noise always helps"  *(8 minutes, further)*
#
# The curve with two pits of lesson 03a, and a plain bowl.
# 500 runs from each start, with noise of size sigma on every gradient.

# %% id="noise-predict" jupyter={"source_hidden": true}
predict(
    "06.noise-6",
    "Noise of size 6 makes the mean loss ...",
    ["lower from both pits", "lower from the shallow pit, higher from the deep one", "higher from both"],
)

# %% id="noise-widget" jupyter={"source_hidden": true}
shaken = step06.noise_trial()


def noise(figure, sigma, start, at_the_end):
    ax = figure.subplots()
    loss = (shaken.noisy if at_the_end == "noise on" else shaken.calmed)[start]
    k = list(shaken.sigma).index(sigma)
    ax.plot(shaken.sigma, loss, color="#0072B2", marker="o")
    ax.axhline(loss[0], color="#888888", linewidth=1, linestyle="--")
    ax.plot(sigma, loss[k], "o", color="#D55E00", markersize=10)
    ax.set(xlabel="noise sigma", ylabel="mean loss above the lowest", ylim=(-0.04, 0.95))
    return f"From {start}, sigma = {sigma}: {loss[k]:.2f}. Without noise (dashed): {loss[0]:.2f}."


Dial(
    noise,
    sigma=[int(one) for one in shaken.sigma],
    start=list(shaken.noisy),
    at_the_end=["noise on", "noise off"],
    at={"sigma": 0, "start": "the shallow pit", "at_the_end": "noise on"},
    steady=True,
    title="For whom does noise help, and how much of it?",
    lead="Orange below the dashed line: it helped.",
)

# %% id="noise-numbers"
k = list(shaken.sigma)
for start in shaken.noisy:
    for words, loss in (("on", shaken.noisy[start]), ("off at the end", shaken.calmed[start])):
        row = "   ".join(f"{sigma}: {loss[k.index(sigma)]:.2f}" for sigma in (0, 3, 6, 12))
        print(f"from {start:15}  noise {words:14}  mean loss at sigma {row}")

# %% id="noise-outcome" jupyter={"source_hidden": true}
outcome(
    "06.noise-6",
    "lower from the shallow pit, higher from the deep one",
    "0.60 to 0.33 from the shallow pit, 0 to 0.33 from the deep one.",
)

# %% [markdown] id="noise-explain"
# Noise does not know which pit is better.
# Sigma = 3 is too weak to leave the shallow pit, and costs; 12, left on, is worse than none.
# At 6 it helps, and more so when it is switched off at the end: 0.09.
# But from the deep pit the same noise loses some runs for good, and on a bowl it only costs, as long as it is on.

# %% id="noise-check" jupyter={"source_hidden": true}
quiz(
    "06.noise-convex",
    "A convex loss, large noise, constant rate. What can the noise be good for?",
    {
        "It finds a better minimum": "There is no other: every minimum of a convex loss is global.",
        "Nothing by itself": "It is the price of cheap gradients: what you gain is their cheapness.",
        "It speeds up convergence": "On the bowl every sigma above 0 ended higher.",
    },
    answer="Nothing by itself",
)

# %% [markdown] id="noise-do"
# **Do.** Which sigma is best from the shallow pit with the noise off at the end?
# Find it in the picture, then print `shaken.calmed["the shallow pit"]`.

# %% [markdown] id="witness"
# ## 5. One witness is enough  *(8 minutes)*
#
# "Only deep nets break convexity", "flat means minimum", "convex means one minimizer": these speak of *all* cases.
# No statistics needed: one witness ends them.

# %% id="witness-predict" jupyter={"source_hidden": true}
predict(
    "06.two-of-six",
    "Six losses: logistic regression, one sigmoid neuron with squared error, k-means, (1 - uv)², a deep network, and the same deep network when only its last layer is trained. Convex are ...",
    ["the first only", "the first and the last", "all but the deep network", "the first four"],
)

# %% [markdown] id="witness-move"
# Throw chords.
# For which can you call a witness?

# %% id="witness-widget"
presets.hunt(step06.accused(), title="Who breaks convexity?", lead="Six losses; the last two are one deep network.")

# %% id="witness-numbers"
for label, share in step06.shares(n=2000, seed=0).items():
    print(f"{label:36} {share:4.0%} of 2000 chords broken")

# %% id="witness-flat"
flat = step06.flat_network()
print(f"XOR network, all weights 0: slope {flat.slope:g}, loss {flat.loss}; 2000 steps later {flat.later}")
print(
    f"weights of 0.1 with the right signs: loss {flat.beside:.4f}; after 2000 steps from a random start: below 1e-12:",
    flat.trained < 1e-12,
)
two = step06.twins()
print(
    f"softmax regression on digits, two weights {two.apart:.1f} apart: losses {two.losses[0]:.4f} and {two.losses[1]:.4f}"
)
print("slopes below 1e-5:", max(two.slopes) < 1e-5, "  all predictions the same:", two.agree)

# %% id="witness-outcome" jupyter={"source_hidden": true}
outcome(
    "06.two-of-six",
    "the first and the last",
    "On fixed hidden layers, the last one is softmax regression. That is a proof; the chords only fail to object.",
)

# %% [markdown] id="witness-explain"
# Neither half of "only deep" holds.
# Three small losses break convexity; and a deep network keeps it, if you train its last layer alone.
# Convexity belongs to the loss **as a function of what you train**.
#
# Flat: the network of zeros has slope 0, and lower points lie beside it.
# Unique: the same number added to all biases changes nothing.
# True sentences about smooth losses: at a minimum the slope is zero; a *strongly* convex loss has one minimizer.

# %% id="witness-check" jupyter={"source_hidden": true}
quiz(
    "06.kind",
    "Which of these sentences can a single run settle?",
    {
        "“Adam is usually faster than SGD on images.”": "“Usually” wants many problems, tuned, with seeds.",
        "“Gradient descent below 2/L never raises the loss of a smooth function.”": "A theorem. No run can prove it, and none will refute it.",
        "“A training loss always falls if the rate is small.”": "One run that rises despite a small rate ends it: noise, or a kink, will do.",
    },
    answer="“A training loss always falls if the rate is small.”",
)

# %% [markdown] id="witness-do"
# **Do.** [`convexity_report`](06_myths_exercises.ipynb): a witness for each of the accused, or "no violation found", never more.

# %% [markdown] id="verdicts"
# ## Your verdicts
#
# Vote first; then you read what our runs say.
# (On momentum you have judged in court.)

# %% id="verdict-cards" jupyter={"source_hidden": true}
ballot(
    vote(
        "claim.72",
        "Adam always beats SGD: a myth, for SGD often wins in the long run.",
        verdict="true if ...",
        because="you drop the second half. Always, no: on rows made against it Adam got 40 % wrong. But in the long run, 20 passes of digits, both were right on 0.981.",
    ),
    vote(
        "claim.73",
        "A bigger learning rate learns faster: a myth, for too large a one diverges.",
        verdict="true",
        because="And it is slower long before it diverges: 14 steps at 1.75, 62 at 1.95.",
    ),
    vote(
        "claim.74",
        "Convex functions are rare: a myth, for logistic regression and SVMs are convex, and only deep nets break convexity.",
        verdict="false",
        because="The first half holds. But one sigmoid neuron, k-means and (1 - uv)² break it as well, and a deep network's last layer does not.",
    ),
    vote(
        "06.noise",
        "Noise always helps.",
        verdict="true if ...",
        because="there is a pit to leave, the noise is neither weak nor wild, and somebody switches it off.",
    ),
    vote(
        "06.flat",
        "Where the slope is zero, there is a minimum.",
        verdict="false",
        because="A network of zeros: slope 0, loss 0.5; 0.4992 close by, and nearly 0 far away.",
    ),
    vote(
        "06.unique",
        "A convex loss has one minimizer.",
        verdict="false",
        because="Two softmax regressions 15.8 apart, one loss. Strong convexity would make it one.",
    ),
)

# %% [markdown] id="next"
# ## Next
#
# Do the [exercises](06_myths_exercises.ipynb), then `python3 start.py check`.
# Then: [07 Summary and capstone](07_summary_and_capstone.ipynb), on what you claim now.
# Back: [05 Trade-offs](05_tradeoffs.ipynb).
