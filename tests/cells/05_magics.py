# What IPython adds to Python.

# %% matplotlib inline
%matplotlib inline

# %% precision
%precision 3

# %% floats now
3.14159265

# %% precision back
%precision

# %% capture
%%capture caught
print("captured")

# %% captured
caught.stdout

# %% a magic in Python
value = %precision 2
value

# %% precision back again
%precision

# %% unknown magic
%no_such_magic

# %% unknown cell magic
%%no_such_cell_magic
1

# %% help
?len

# %% who
%reset -f
mine = 1
%who

# %% get_ipython
get_ipython().__class__.__mro__[-1].__name__, callable(get_ipython().run_line_magic)

# %% system commands are seen as such
get_ipython().transform_cell("!ls").strip()

# %% alias of a name
%alias_magic whomine who

# %% load_ext that is not there
%load_ext no_such_extension

# %% env
import os

os.environ.get("HIDDEN", "not set")

# %% exec and eval
exec("made = 5")
eval("made + 1")

# %% main module
import __main__

__main__.made, __name__, "__file__" in globals()

# %% set_env
%set_env COURSE_TEST=1

# %% timeit runs
%timeit -n 1 -r 1 -q pass

# %% time of a statement is a value
timed = %timeit -n 1 -r 1 -q -o pass
timed.loops

# %% debugger is not needed
breakpoint is not None
