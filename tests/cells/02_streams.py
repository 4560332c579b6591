# What is printed, to either stream.

# %% print
print("hello")

# %% print without a newline
print("a", end="")
print("b", "c", sep="-")

# %% standard error
import sys

print("careful", file=sys.stderr)

# %% both streams
print("out")
print("err", file=sys.stderr)
print("out again")

# %% print and a value
print("before")
"value"

# %% flush
print("now", flush=True)
sys.stdout.flush()

# %% write gives the number of characters
sys.stdout.write("four")

# %% carriage return
print("10 %\r20 %\r30 %")

# %% many prints are one output
for i in range(200):
    print(i)

# %% printing from a function and a loop
def tell(what):
    print("telling", what)


for what in ("one", "two"):
    tell(what)

# %% redirected output is not shown
import contextlib
import io

with contextlib.redirect_stdout(io.StringIO()) as caught:
    print("hidden")
caught.getvalue()

# %% a stream is no terminal
sys.stdout.isatty(), sys.stdout.encoding, sys.stdout.writable()

# %% writing something else
try:
    sys.stdout.write(3)
except TypeError:
    print("refused")

# %% writelines
sys.stdout.writelines(["a\n", "b\n"])

# %% print unicode
print("η = ½, ‖g‖ → 0 🎉")

# %% a thread prints
import threading

thread = threading.Thread(target=lambda: print("from a thread"))
thread.start()
thread.join()

# %% pprint
from pprint import pprint

pprint({"b": list(range(40)), "a": "x" * 50})

# %% a warning's text
import warnings

with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("always")
    warnings.warn("mind the step", stacklevel=1)
str(seen[0].message), seen[0].category.__name__

# %% logging to standard error
import logging

logging.getLogger("descent").warning("diverged")
