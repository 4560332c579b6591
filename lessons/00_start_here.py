# ---
# jupyter:
#   course:
#     title: "Start here"
#     minutes: 5
#     core: 5
#     step: 0
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown] id="title"
# # Start here
#
# *5 minutes.
# You need some Python, and to know what a derivative is.*
#
# A model learns by steps that make its loss smaller.
# This course is about that step: which way, how far, and when it is certain to arrive.
#
# It follows a set of notes and puts their 76 claims in your hands.
# Most hold, some only under a condition, a few are wrong.
# You will see which.

# %% [markdown] id="how"
# ## How to work
#
# Every section has five beats.
#
# 1. **Predict.** Say what will happen before you see it.
#    A wrong guess beats none.
# 2. **Move.** Drag something until the picture changes its mind.
# 3. **Explain.** A few sentences name what you saw.
# 4. **Check.** One question, with a reason for every answer.
# 5. **Do.** Build it yourself, in the exercises.
#
# Run a cell with **Shift + Enter**, or all with *Run > Run All Cells*.
# A bar with three dots is a cell with its code folded away: run it all the same.

# %% [markdown] id="ready"
# ## Is everything here?
#
# Run the next two cells.

# %% id="self-test" jupyter={"source_hidden": true}
import importlib.util
import sys
import tempfile

missing = [
    name for name in ("numpy", "matplotlib", "ipywidgets", "anywidget", "course") if not importlib.util.find_spec(name)
]
try:
    tempfile.TemporaryFile(dir=".").close()
    writable = True
except OSError:
    writable = False

findings = {
    "Python is 3.11 or newer": (sys.version_info >= (3, 11), "install a newer Python, then run `python3 start.py` again"),
    "all packages are here": (not missing, f"missing: {', '.join(missing)}. Close this, run `python3 start.py`, open it again"),
    "this folder can be written to": (writable, "copy the course to a folder of your own, such as Documents"),
}  # fmt: skip
for what, (good, advice) in findings.items():
    print(f"{'yes' if good else 'NO '}  {what}" + ("" if good else f"\n     -> {advice}"))
print("Ready." if all(good for good, _ in findings.values()) else "Not ready yet: do what stands behind the arrow.")

# %% id="first-picture" jupyter={"source_hidden": true}
from course.widgets import Valley

Valley(
    "double_well",
    start=[1.6],
    etas=(0.005, 0.15),
    eta=0.02,
    steps=60,
    title="Drag the ball. From where does it find the deeper pit?",
    lead="It takes 60 steps, each the way the ground falls underfoot.",
)

# %% [markdown] id="see"
# A ball that follows your hand?
# Then pictures work and move, and so they do in every lesson: by mouse, by finger, or with Tab and the arrow keys.
# Now the part that listens to you:

# %% id="hello" jupyter={"source_hidden": true}
from course.quiz import quiz

quiz(
    "00.hello",
    "Click an answer. The ball starts on the right. Will more steps take it to the deeper pit?",
    {
        "Yes, after enough steps": "A good guess to have made: now you will remember why not. In the pit the ground is level, and a level step has length 0.",
        "No": "In the pit the ground is level, so the steps have length 0. The slope underfoot knows nothing of the other pit.",
    },
    answer="No",
)

# %% [markdown] id="trouble"
# Two round buttons that answer you?
# Then everything works, and your answers are kept in `answers.json` beside this notebook.
# They are sent nowhere.
#
# <details><summary>I see only text, or an error</summary>
#
# - Only text, or a picture that does not move: click the cell and press Shift + Enter.
# - Still so: *Kernel > Restart Kernel*, reload the page, run again.
# - `ModuleNotFoundError`: open the course with `python3 start.py` (Windows: `py start.py`).
#
# </details>

# %% [markdown] id="map"
# ## The map
#
# Minutes on the core path, and of all:
#
# | notebook | the question | lesson | exercises |
# |---|---|---|---|
# | 00 Start here | is everything here? | 5 | |
# | [01 Intuition](01_intuition.ipynb) | which way, and how far? | 29 of 45 | 25 of 35 |
# | [02 Core concept](02_core_concept.ipynb) | why does a small step work? | 36 of 54 | 25 |
# | [03a Gradient descent and SGD](03a_gd_and_sgd.ipynb) | how much data for one step? | 27 of 43 | 28 |
# | [03b Momentum](03b_momentum.ipynb) | what is memory good for? | 18 of 49 | 18 of 28 |
# | [03c Convexity](03c_convexity.ipynb) | when is arrival certain? | 35 of 51 | 45 |
# | [03d Schedules](03d_schedules.ipynb) | when to slow down? | 27 of 43 | 16 of 46 |
# | [03e Adam](03e_adam.ipynb) | one step length for each weight? | 27 of 43 | 38 of 58 |
# | [04 Key ideas](04_key_ideas.ipynb) | what matters most? | 23 of 37 | 20 |
# | [05 Trade-offs](05_tradeoffs.ipynb) | what does speed cost? | 20 of 44 | 20 of 30 |
# | [06 Myths](06_myths.ipynb) | who is right, and when? | 19 of 40 | 15 of 25 |
# | [07 Summary and capstone](07_summary_and_capstone.ipynb) | what do you claim now? | 21 of 29 | 60 of 70 |
#
# Sections marked *further* and exercises marked *extra* are off the core path, which takes 10 hours.
# Take it first; what you left out is still there afterwards.

# %% [markdown] id="notation"
# ## The letters
#
# Code uses the names, formulas the letters.
#
# | letter | name | meaning |
# |---|---|---|
# | θ | `theta` | the parameters: where you stand |
# | g | `g` | the gradient there: steepest uphill |
# | η | `eta` | the learning rate: how much of g one step takes |
# | t | `t` | the number of the step |
# | L, μ | `L`, `mu` | the largest and smallest curvature |
# | κ | `kappa` | L / μ: how narrow the valley is |
# | β | `beta` | how much of the last step is remembered |

# %% [markdown] id="hand-in"
# ## Check, and hand in
#
# Exercises lie beside their lesson: first [01_intuition_exercises](01_intuition_exercises.ipynb).
# Their checks say what is off and by how much.
# In the course's folder, `python3 start.py check` runs them the way your grader does, and `python3 start.py progress` shows what is left.
# Hand in the exercise notebook itself.
#
# Next: [01 Intuition](01_intuition.ipynb).
