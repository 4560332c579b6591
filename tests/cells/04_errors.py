# Exceptions end a cell, not the notebook.

# %% division
1 / 0

# %% printed before
print("before")
raise ValueError("bad value")
print("after")

# %% the next cell runs
"still here"

# %% name
undefined_name

# %% syntax
def f(:
    pass

# %% indentation
  x = 1
y = 2

# %% tabs and spaces
if True:
	x = 1
        y = 2

# %% unterminated string
s = "abc

# %% return outside a function
return 1

# %% not implemented
def stub():
    raise NotImplementedError("Write your code here.")


stub()

# %% assertion
assert 1 == 2, "they differ"

# %% own exception
class TooLarge(ValueError):
    pass


raise TooLarge("eta", 3)

# %% from another
try:
    {}["k"]
except KeyError as error:
    raise RuntimeError("outer") from error

# %% without a message
raise KeyError

# %% exit
import sys

sys.exit("enough")

# %% exit with a number
raise SystemExit(3)

# %% interrupted
raise KeyboardInterrupt

# %% recursion
def deep(n):
    return deep(n + 1)


try:
    deep(0)
except RecursionError as error:
    print(type(error).__name__)

# %% error in a representation
class Broken:
    def __repr__(self):
        raise ValueError("no repr")


Broken()

# %% import that fails
import a_module_that_does_not_exist

# %% attribute
import math

math.does_not_exist

# %% input is refused
input("name? ")

# %% stop iteration
next(iter([]))

# %% text that Unicode cannot print
raise ValueError("∇ \u2028 🙂")

# %% groups are told on standard error
try:
    raise ExceptionGroup("several", [ValueError(1), TypeError(2)])
except ExceptionGroup as group:
    print(len(group.exceptions))

# %% finally runs
try:
    1 / 0
finally:
    print("finally")

# %% the last traceback is known
import sys

sys.last_type.__name__ if hasattr(sys, "last_type") else None

# %% null byte
x = "\x00"
len(x)

# %% await of something that cannot be
await 3

# %% break outside a loop
break
