# The value of a cell's last expression, and the names that remember it.

# %% expression
1 + 1

# %% assignment shows nothing
x = 41

# %% last line only
x
x + 1

# %% underscore
_

# %% two underscores
_, __

# %% numbered outputs
_1, Out[1]

# %% history of inputs
In[1], len(In)

# %% semicolon silences
x + 1;

# %% semicolon in a comment does not
x + 2  # not silent;

# %% two statements on a line
x = 1; x

# %% None shows nothing
None

# %% expression in a block shows nothing
if True:
    x

# %% string
"it's\n\"quoted\""

# %% long list is folded
list(range(60))

# %% nested data is folded
{"first": list(range(30)), "second": {"third": tuple(range(20))}, "fourth": {"a", }}

# %% floats
0.1 + 0.2, 1e300 * 10, float("nan"), -0.0

# %% comment only
# nothing here

# %% empty cell


# %% docstring as a value
"""several
lines"""

# %% unicode
"θ → ∇f(θ) 🙂"

# %% function has a short form
len

# %% class
class Point:
    def __init__(self, x):
        self.x = x

    def __repr__(self):
        return f"Point({self.x})"


Point(3)

# %% container of own class
[Point(1), Point(2)], {"p": Point(3)}

# %% dataclass
from dataclasses import dataclass


@dataclass
class Run:
    eta: float
    path: list


Run(0.1, [1, 2])

# %% star expression
a, *b = range(5)
b

# %% lambda and comprehension see the cell's names
n = 3
[i * n for i in range(3)], (lambda: n + 1)()

# %% walrus
(m := 5) + 1

# %% last expression is an assignment to an attribute
p = Point(1)
p.x = 7

# %% an expression that is printed and shown
print(p) or p

# %% generator expression consumed
sum(i for i in range(10))

# %% underscore set by hand stays
_ = "mine"
x

# %% underscore set by hand is still mine
_

# %% underscore given back
del _
x + 10

# %% bytes and complex
b"\x00ab", 1j * 1j, 10**40
