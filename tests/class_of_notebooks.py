"""A class for exercises 01: what students really hand in, right, wrong, broken and strange, with what each must earn.

Which functions there are and what each is worth the exercise itself says, so one more of them changes nothing here.
"""

import copy
import json

from autograder import bank
from course.workbook import answer_cells, pristine

NAME = "01_intuition_exercises"
FULL = {answer.exercise: answer.points for answer in answer_cells(pristine(NAME))}


def right(style=0):
    """function -> a right answer cell, in one of several styles."""
    found = {}
    for function in FULL:
        variants = [variant for variant in bank.variants(function) if variant.right]
        found[function] = variants[style % len(variants)].cell
    return found


def wrong(function, name):
    (variant,) = [variant for variant in bank.variants(function) if variant.name == f"wrong_{name}"]
    return right() | {function: variant.cell}


def notebook(answers):
    made = copy.deepcopy(pristine(NAME))
    for answer in answer_cells(made):
        made["cells"][answer.index]["source"] = answers.get(answer.exercise, answer.source)
    return made


def _places(made):
    return {answer.exercise: answer.index for answer in answer_cells(made)}


def _code(source):
    return {"cell_type": "code", "metadata": {}, "source": source, "outputs": [], "execution_count": None}


def _only(function):
    made = notebook(right())
    made["cells"] = [made["cells"][_places(made)[function]]]
    return made


def _checks_edited():
    made = notebook(wrong("zigzag_count", "positions"))
    for cell in made["cells"]:
        if "check" in cell["metadata"].get("tags", ()):
            cell["source"] = "print('3 of 3 visible checks pass.')"
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "3 of 3 visible checks pass.\n"}]
    return made


def _duplicated():
    made = notebook(right())  # the released cell counts, which has its id, and not the copy below it
    made["cells"].append(_code(wrong("zigzag_count", "positions")["zigzag_count"]))
    return made


def _bare():
    made = notebook(right(1))
    made["metadata"] = {}
    for cell in made["cells"]:
        cell.pop("id", None)
        cell["metadata"] = {}
    return made


def _reversed():
    made = notebook(right())
    made["cells"].reverse()
    return made


def _crowded():
    made = notebook(right())
    for source in ("1 / 0", "%matplotlib nonsense", "import os; os._exit(1)", "gradient_descent = None"):
        made["cells"].insert(1, _code(source))
    return made


def _old_format():
    return {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": []}


def _gradient_descent(body):
    cell = "# exercise: gradient_descent\nimport numpy as np\ndef gradient_descent(grad, theta0, eta, n_steps):\n"
    return right() | {"gradient_descent": cell + "".join(f"    {line}\n" for line in body.splitlines())}


def _without(*functions):
    return {function: 0 if function in functions else points for function, points in FULL.items()}


def _but_for(function):
    """Everything, but for part of this function's points."""
    return FULL | {function: (0, FULL[function])}


def class_of_notebooks():
    """What is handed in -> (bytes of the file, points for each function, or a status where there are none).

    Points are a number, or (0, most): less than all.
    """
    renamed = right()["zigzag_count"].replace("zigzag_count(", "zigzags(")
    skips = {function: "# NBVAL_SKIP\n" + cell for function, cell in wrong("zigzag_count", "positions").items()}
    endless = "# exercise: zigzag_count\nwhile True: pass\n"
    made = {
        "all right": (notebook(right(0)), FULL),
        "all right, another style": (notebook(right(1)), FULL),
        "all right, a third style": (notebook(right(2)), FULL),
        "uphill": (notebook(wrong("gradient_descent", "uphill")), _but_for("gradient_descent")),
        "aliased": (notebook(wrong("gradient_descent", "aliased")), _but_for("gradient_descent")),
        "forward": (notebook(wrong("numerical_gradient", "forward")), _but_for("numerical_gradient")),
        "positions": (notebook(wrong("zigzag_count", "positions")), _but_for("zigzag_count")),
        "empty": (notebook({}), _without(*FULL)),
        "loop": (notebook(_gradient_descent("while True: pass")), _without("gradient_descent")),
        "exit": (notebook(_gradient_descent("import os\nos._exit(0)")), _without("gradient_descent")),
        "hog": (notebook(_gradient_descent("return np.ones((1 << 20, 1 << 20))")), _without("gradient_descent")),
        "syntax": (notebook(_gradient_descent("return (")), _without("gradient_descent")),
        "renamed": (notebook(right() | {"zigzag_count": renamed}), _without("zigzag_count")),
        "one cell": (_only("numerical_gradient"), _without(*(set(FULL) - {"numerical_gradient"}))),
        "checks edited": (_checks_edited(), _but_for("zigzag_count")),
        "duplicated": (_duplicated(), FULL),
        "bare": (_bare(), FULL),
        "reversed": (_reversed(), FULL),
        "crowded": (_crowded(), FULL),
        "endless cell": (notebook(right() | {"zigzag_count": endless}), _without("zigzag_count")),
        "equal to all": (
            notebook(_gradient_descent("class All(float):\n    __eq__ = lambda *a: True\nreturn All(0)")),
            _but_for("gradient_descent"),
        ),
        "skips": (notebook(skips), _but_for("zigzag_count")),
        "old format": (_old_format(), "unreadable"),
    }
    files = {what: (json.dumps(one).encode(), points) for what, (one, points) in made.items()}
    whole = files["all right"][0]
    files["with a byte order mark"] = (b"\xef\xbb\xbf" + files["all right, another style"][0], FULL)
    files["cut off"] = (whole[: len(whole) // 2], "unreadable")
    files["no notebook"] = (b'{"not": "a notebook"}', "unreadable")
    return files
