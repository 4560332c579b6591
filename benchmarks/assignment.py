"""The small assignment that every grader is given, and classes that hand it in.

Three functions of exercises 01 in a notebook that needs NumPy alone: an answer cell each, a visible check that prints, and
hidden tests of one point each, which read the same everywhere: they call `student.name(...)`. The students' answers are those
of the bank (tests/answers), so that some are right in various styles and some are wrong in well-known ways.
"""

import contextlib
import functools
import io
import json
from pathlib import Path
from textwrap import indent

from autograder import bank

NAME = "small_exercises"
IMPORTS = "import numpy as np"
SIGNATURES = {
    "numerical_gradient": "f, x, h=1e-5",
    "gradient_descent": "grad, theta0, eta, n_steps",
    "zigzag_count": "path, axis",
}
CHECKS = {
    "numerical_gradient": "print(np.round(numerical_gradient(lambda x: np.sum(x**2), [1.0, -2.0]), 3))",
    "gradient_descent": "print(np.round(gradient_descent(lambda theta: 2 * theta, [1.0], 0.25, 2), 3))",
    "zigzag_count": "print(zigzag_count(np.array([[0.0], [1], [0], [1], [1], [2]]), 0))",
}
HIDDEN = {
    "numerical_gradient": (
        "A, x = rng.normal(size=(4, 4)), rng.normal(size=4)\n"
        "found = student.numerical_gradient(lambda x: x @ A @ x, x.copy())\n"
        "np.testing.assert_allclose(found, (A + A.T) @ x, atol=1e-6)",
        "x, h = rng.uniform(0.5, 2, size=2), 0.25\n"
        "found = student.numerical_gradient(lambda x: x[0] ** 3 + x[1] ** 3, x.copy(), h)\n"
        "np.testing.assert_allclose(found, 3 * x**2 + h**2, rtol=1e-6)",
        "found = student.numerical_gradient(lambda x: x[0] * x[1], [2, 3])\n"
        "np.testing.assert_allclose(found, [3, 2], atol=1e-6)",
    ),
    "gradient_descent": (
        "curvature, start = rng.uniform(0.5, 4, size=3), rng.normal(size=3)\n"
        "path = student.gradient_descent(lambda theta: curvature * theta, start.copy(), 0.2, 8)\n"
        "np.testing.assert_allclose(path, [start * (1 - 0.2 * curvature) ** t for t in range(9)], rtol=1e-6)",
        "path = student.gradient_descent(lambda theta: theta, [4, 8], 0.25, 3)\n"
        "np.testing.assert_allclose(path, [[4 * 0.75**t, 8 * 0.75**t] for t in range(4)])",
        "asked = []\n"
        "student.gradient_descent(lambda theta: asked.append(1) or theta, rng.normal(size=2), 0.1, 7)\n"
        "assert len(asked) <= 7",
    ),
    "zigzag_count": (
        "steps = rng.choice([-1.0, 1.0], size=(20, 2))\n"
        "found = student.zigzag_count(np.cumsum(steps, axis=0), 1)\n"
        "assert found == np.sum(steps[2:, 1] != steps[1:-1, 1])",
        "track = np.array([[0.0], [1], [1], [0], [0], [1]])\n"  # up, still, down, still, up
        "assert student.zigzag_count(track, 0) == 2",
    ),
}
POINTS = {function: len(tests) for function, tests in HIDDEN.items()}

LEFT, PLACES = "left-by-a-student-", ("/tmp", "/var/tmp", "/dev/shm")

# What one student in a hundred of the large class hands in for numerical_gradient; None is a file that is no notebook.
DEFINITION = "# exercise: numerical_gradient\n{}def numerical_gradient(f, x, h=1e-5):\n    {}\n"
HOSTILE = {
    "loops for ever in its cell": DEFINITION.format("while True:\n    pass\n", "return 0"),
    "loops for ever when called": DEFINITION.format("", "while True: pass"),
    "takes all memory": DEFINITION.format("hoard = []\n", "while True: hoard.append(bytearray(1 << 24))"),
    "prints for ever": DEFINITION.format("while True:\n    print('x' * 1_000_000)\n", "return 0"),
    "forks for ever": DEFINITION.format("import os\nwhile True:\n    os.fork()\n", "return 0"),
    "kills its parent": DEFINITION.format("import os\n", "os.kill(os.getppid(), 9); os.kill(-1, 9)"),
    "leaves files": DEFINITION.format(
        "import tempfile\n", f"[tempfile.mkdtemp(prefix='{LEFT}', dir=place) for place in {PLACES}]"
    ),
    "is equal to all": DEFINITION.format(
        "class Yes(np.ndarray):\n    __eq__ = __le__ = lambda *_: True\n", "return np.zeros(len(x)).view(Yes)"
    ),
    "writes into the channel": DEFINITION.format("import os\n", "os.write(3, b'[\"returned\", 1, [2.0, 4.0]]')"),
    "is no notebook": None,
}


def stub(function: str) -> str:
    """The answer cell that students are given."""
    header = f"def {function}({SIGNATURES[function]}):"
    return f'# exercise: {function}\n{header}\n    raise NotImplementedError("Write your code here.")\n'


def answers(student: int) -> dict[str, str]:
    """function -> the answer cell of one student: another mixture of the bank's variants for each."""
    mixed = {}
    for stride, function in enumerate(HIDDEN, start=1):
        variants = _variants(function)
        mixed[function] = variants[student * stride % len(variants)]
    return mixed


def solution() -> dict[str, str]:
    """function -> a right answer cell."""
    return {function: next(one.cell for one in bank.variants(function) if one.right) for function in HIDDEN}


def in_process(function: str, test: str) -> str:
    """A hidden test as code to run in the student's own process, as graders do that have no other."""
    return (
        "import types\n"
        f"student = types.SimpleNamespace({function}={function})\n"
        f"rng = np.random.default_rng({len(test)})\n{test}\n"
    )


def notebook(given: dict[str, str], *, number: int = 0, tests: bool = False) -> dict:
    """The notebook with these answers; `number` makes its bytes unique. With `tests`, the hidden ones stand in it."""
    cells = [_cell("imports", IMPORTS)]
    for function, answer in given.items():
        cells.append(_cell(function, answer, course={"exercise": function, "points": POINTS[function]}))
        cells.append(_cell(f"check-{function}", CHECKS[function], tags=["check"], course={"checks": function}))
        if tests:
            hidden = enumerate(HIDDEN[function])
            cells += [_cell(f"test-{function}-{n}", in_process(function, test), tags=["test"]) for n, test in hidden]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    metadata = {"course": {"name": NAME, "number": number}, "kernelspec": kernel}
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells}


def lay_ours(folder: Path) -> dict[str, Path]:
    """Write exercise, solution and hidden tests below `folder`, as `course grade` wants them: option -> its folder."""
    pristine, solved = notebook({function: stub(function) for function in HIDDEN}), notebook(solution())
    space: dict = {}
    for cell in solved["cells"]:
        with contextlib.redirect_stdout(io.StringIO()) as shown:
            exec(cell["source"], space)
        if shown.getvalue():
            target = {"output_type": "stream", "name": "stdout", "text": shown.getvalue()}
            same = next(one for one in pristine["cells"] if one["id"] == cell["id"])
            same["metadata"]["course"]["target"] = [target]
    lines = [IMPORTS]
    for function, tests in HIDDEN.items():
        for number, test in enumerate(tests):
            lines.append(f"\n\ndef test_{function}__{number}(student, rng):\n{indent(test, '    ')}")
    texts = {
        f"exercises/{NAME}.ipynb": json.dumps(pristine),
        f"solutions/{NAME}.ipynb": json.dumps(solved),
        f"hidden/test_{NAME}.py": "\n".join(lines) + "\n",
    }
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return {"--exercises": folder / "exercises", "--tests": folder / "hidden"}


def hand_in(folder: Path, students: int, *, tests: bool = False, hostile: bool = False) -> Path:
    """Write a class: s0000.ipynb, s0001.ipynb, ... With `hostile`, number 50 of each hundred is none of the bank's."""
    folder.mkdir(parents=True)
    for student in range(students):
        given, text = answers(student), None
        if hostile and is_hostile(student):
            given["numerical_gradient"] = list(HOSTILE.values())[student // 100 % len(HOSTILE)]
            text = "{ this is no notebook" if given["numerical_gradient"] is None else None
        text = text or json.dumps(notebook(given, number=student, tests=tests))
        (folder / f"s{student:04d}.ipynb").write_text(text, encoding="utf-8")
    return folder


def is_hostile(student: int) -> bool:
    """Whether the student is one of the hostile ones of a class that has some."""
    return student % 100 == 50


def _cell(id: str, source: str, **metadata) -> dict:
    code = {"outputs": [], "execution_count": None}
    return {"cell_type": "code", "id": id, "metadata": metadata, "source": source, **code}


@functools.cache
def _variants(function: str) -> list[str]:
    return [one.cell for one in bank.variants(function)]
