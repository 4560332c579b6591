"""What a learner calls after an exercise: what is right, what is off, by how much, and which known slip it behaves like.

    from course.checks import check
    check(gradient_descent)

Visible checks help; they do not grade. An instructor runs more, on other inputs.
"""

import contextlib
import importlib
import io
from pathlib import Path
from types import SimpleNamespace

from course.checks import slips
from course.checks.visible import Off

# Every stepNN.py beside this file holds the visible checks of one exercise notebook, whose name begins with NN;
# what would make it too long stands in stepNN_something.py.
ROOMS = tuple(
    importlib.import_module(f"course.checks.{path.stem}")
    for path in sorted(Path(__file__).parent.glob("step*.py"))
    if "_" not in path.stem
)


def exercise(name):
    """Everything that belongs to the graded function `name`: its checks, its public inputs, why it matters."""
    for room in ROOMS:
        parts = {
            key.removeprefix(f"{name}__"): value for key, value in vars(room).items() if key.startswith(f"{name}__")
        }
        if parts:
            why, public = parts.pop("why"), parts.pop("public")
            return SimpleNamespace(name=name, checks=tuple(parts.values()), public=public, why=why)
    raise ValueError(f"There is no exercise called {name!r}. The exercises are: {', '.join(names())}.")


def names(rooms=None):
    """The graded functions that have visible checks, in the order of the lessons; of all steps, or of some modules."""
    return [key.removesuffix("__why") for room in rooms or ROOMS for key in vars(room) if key.endswith("__why")]


def check(function):
    """Run the visible checks of the exercise that `function` solves and print what is right and what is off."""
    task = exercise(_name(function))
    findings = [_finding(one, function) for one in task.checks]
    passed = sum(finding is None for finding in findings)
    if any(isinstance(finding, NotImplementedError) for finding in findings):
        print(f"{task.name}: not attempted yet.")
        return
    print(f"{task.name}: {passed} of {len(findings)} visible checks pass.")
    for one, finding in zip(task.checks, findings, strict=True):
        print(f"  right  {one.__doc__}" if finding is None else f"  off    {_sentence(finding, one)}")
    if passed == len(findings):
        print(f"{task.why}\nYour instructor runs more checks, on other inputs.")
        return
    with contextlib.redirect_stdout(io.StringIO()):  # the learner's own prints belong to the checks above
        trace = slips.behaviour(function, task.public)
    if slip := slips.recognise(task.name, trace):
        print(f"  It behaves like {slip}.")


def solved(function):
    """True when every visible check of `function` passes; prints nothing."""
    return all(_finding(one, function) is None for one in exercise(_name(function)).checks)


def _name(function):
    if not callable(function):
        raise TypeError(
            f"check(...) takes the function itself, as in check(gradient_descent); this is {type(function).__name__}."
        )
    name = getattr(function, "__name__", type(function).__name__)
    # A lambda, or a function made under another name, goes by the name that the notebook gives it.
    given = [one for one in names() if getattr(function, "__globals__", {}).get(one) is function]
    return given[0] if given and name not in names() else name


def _finding(one, function):
    try:
        one(function)
    except Exception as error:  # noqa: BLE001 - whatever the learner's function raises becomes a finding
        return error
    return None


def _sentence(error, one):
    if isinstance(error, Off):
        return str(error)
    return f"it raised {type(error).__name__}: {error} ({_place(error)}). Wanted: {one.__doc__}."


def _place(error):
    """Where the learner's own code stopped: the last line outside this package."""
    line, trace = None, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_globals.get("__name__", "").partition(".")[0] not in ("course", "numpy"):
            line = trace.tb_lineno
        trace = trace.tb_next
    return f"line {line} of your cell" if line else "before your first line: are the arguments named as in the text?"
