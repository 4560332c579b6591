"""A small course of one lesson and one exercise notebook, for the tests of building and of the workbook."""

LESSON = """\
# ---
# jupyter:
#   course:
#     title: A small lesson
#     minutes: 5
# ---

# %% [markdown] id="title"
# # A small lesson

# %% id="words"
import sys

print("one")
print("two")

# %% id="picture"
import matplotlib.pyplot as plt

figure, ax = plt.subplots(figsize=(1, 1))
ax.plot([0, 1])
plt.show()

# %% id="value"
{"eta": 0.1}
"""

EXERCISES = """\
# ---
# jupyter:
#   course:
#     title: Small exercises
#     minutes: 7
# ---

# %% [markdown] id="text"
# Write `double` and `triple`.

# %% id="setup"
def look(function, factor):
    try:
        value = function(2)
    except NotImplementedError:
        print(f"{function.__name__}: not attempted yet.")
    else:
        print("right" if value == factor * 2 else f"off: {function.__name__}(2) is {value}, expected {factor * 2}")

# %% id="double" points=2
# exercise: double
def double(x):
    ### BEGIN SOLUTION
    twice = x + x
    return twice
    ### END SOLUTION

# %% id="check-double" tags=["check"]
look(double, 2)

# %% id="triple" points=1 extra=true
# exercise: triple
def triple(x):
    ### BEGIN SOLUTION
    return 3 * x
    ### END SOLUTION

# %% id="check-triple" tags=["check"]
look(triple, 3)
"""


def write_sources(root, lesson=LESSON, exercises=EXERCISES):
    """The folder `root` with lessons/01_small.py and lessons/01_small_exercises.py."""
    (root / "lessons").mkdir(parents=True, exist_ok=True)
    (root / "lessons" / "01_small.py").write_text(lesson, encoding="utf-8")
    (root / "lessons" / "01_small_exercises.py").write_text(exercises, encoding="utf-8")
    return root
