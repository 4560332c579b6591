"""A small exercise with its hidden tests and solution, written into a folder: for tests of grading."""

import hashlib
import json

NAME = "01_small_exercises"
SOLUTION = {
    "double": "# exercise: double\ndef double(x):\n    return 2 * x\n",
    "pair": "# exercise: pair\ndef pair(f, n):\n    return f(n), n\n",
}
HIDDEN = '''
import numpy as np
import pytest
from autograder.hidden import assert_close, expect


@pytest.fixture(scope="module")
def four(student):
    return student.double(4)


@pytest.fixture(params=[1.5, -2.0])
def number(request):
    return request.param


def test_double__number(student, number):
    """A number is doubled.

    This paragraph is for teachers.
    """
    assert_close(student.double(number), 2 * number, hint="Multiply by `2`.")


@pytest.mark.parametrize("size", [1, 3])
def test_double__array(student, rng, size):
    """Every element of an array is doubled."""
    x = rng.normal(size=size)
    assert_close(student.double(x), 2 * x, hint="Elementwise.")


def test_double__four(four):
    assert four == 8


def test_pair__parts(student):
    """Both parts come back."""
    first, second = student.pair(lambda n: n + 1, 5)
    assert_close(first, 6, hint="The first part is f(n).")
    assert_close(second, 5, hint="The second part is n.")


def test_pair__one_call(student):
    """f is called once."""
    calls = []
    student.pair(lambda n: calls.append(n) or 0, 5)
    expect(len(calls) == 1, hint="Keep what f gave you.")
'''


def cell(source, id, kind="code", **metadata):
    made = {"cell_type": kind, "id": id, "metadata": metadata, "source": source}
    return made | ({"outputs": [], "execution_count": None} if kind == "code" else {})


def exercise(name=NAME, functions=(("double", 4), ("pair", 2)), checks=(("double", "print(double(21))", "42\n"),)):
    """The pristine notebook: a stub for each function, and check cells with targets."""
    cells = [cell(f"# Small: {name}", "title", "markdown"), cell("import numpy as np", "imports")]
    for function, points in functions:
        stub = (
            f'# exercise: {function}\ndef {function}(*args):\n    raise NotImplementedError("Write your code here.")\n'
        )
        cells.append(cell(f"## The {function}  *({points} points)*", f"{function}-text", "markdown"))
        cells.append(cell(stub, function, course={"exercise": function, "points": points}))
        for checked, source, shown in checks:
            if checked == function:
                target = [{"output_type": "stream", "name": "stdout", "text": shown}]
                cells.append(
                    cell(source, f"check-{function}", tags=["check"], course={"checks": function, "target": target})
                )
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {"course": {"name": name}}, "cells": cells}


def answered(answers, notebook=None):
    """The exercise with these answers: function -> the text of its cell."""
    notebook = notebook or exercise()
    cells = [
        one | {"source": answers.get(one["metadata"].get("course", {}).get("exercise"), one["source"])}
        for one in notebook["cells"]
    ]
    return notebook | {"cells": cells}


def dumped(answers, notebook=None):
    """The bytes of an answered notebook, and their hash."""
    data = json.dumps(answered(answers, notebook)).encode()
    return data, hashlib.sha256(data).hexdigest()


def lay(folder, notebook=None, hidden=HIDDEN, solution=SOLUTION):
    """Write exercises/, hidden/ and solutions/ below `folder`; the first two as arguments for `load`."""
    notebook = notebook or exercise()
    name = notebook["metadata"]["course"]["name"]
    for part in ("exercises", "solutions", "hidden"):
        (folder / part).mkdir(exist_ok=True)
    (folder / "exercises" / f"{name}.ipynb").write_text(json.dumps(notebook))
    (folder / "hidden" / f"test_{name}.py").write_text(hidden)
    if solution is not None:
        (folder / "solutions" / f"{name}.ipynb").write_text(json.dumps(answered(solution, notebook)))
    return {"tests": folder / "hidden", "exercises": folder / "exercises"}
