"""A class for exercises 01: what students really hand in, right, wrong, broken and strange, with what each must earn."""

import copy
import json

from autograder import bank
from course.workbook import answer_cells, pristine

NAME = "01_intuition_exercises"
FULL = {"numerical_gradient": 4, "gradient_descent": 4, "zigzag_count": 2}


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


def class_of_notebooks():
    """student -> (bytes of the file, points for each function, or a status where there are none).

    Points are a number, or (0, most): less than all.
    """
    part = {function: (0, most) for function, most in FULL.items()}
    made = {
        "ada": (notebook(right(0)), FULL),
        "ben": (notebook(right(1)), FULL),
        "cleo": (notebook(right(2)), FULL),
        "dan_uphill": (
            notebook(wrong("gradient_descent", "uphill")),
            FULL | {"gradient_descent": part["gradient_descent"]},
        ),
        "eve_aliased": (
            notebook(wrong("gradient_descent", "aliased")),
            FULL | {"gradient_descent": part["gradient_descent"]},
        ),
        "finn_forward": (
            notebook(wrong("numerical_gradient", "forward")),
            FULL | {"numerical_gradient": part["numerical_gradient"]},
        ),
        "gil_positions": (notebook(wrong("zigzag_count", "positions")), FULL | {"zigzag_count": part["zigzag_count"]}),
        "hal_empty": (notebook({}), _without(*FULL)),
        "ida_loop": (notebook(_gradient_descent("while True: pass")), _without("gradient_descent")),
        "jo_exit": (notebook(_gradient_descent("import os\nos._exit(0)")), _without("gradient_descent")),
        "kim_hog": (notebook(_gradient_descent("return np.ones((1 << 20, 1 << 20))")), _without("gradient_descent")),
        "lea_syntax": (notebook(_gradient_descent("return (")), _without("gradient_descent")),
        "max_renamed": (
            notebook(right() | {"zigzag_count": right()["zigzag_count"].replace("zigzag_count(", "zigzags(")}),
            _without("zigzag_count"),
        ),
        "nia_one_cell": (_only("numerical_gradient"), _without("gradient_descent", "zigzag_count")),
        "oli_checks_edited": (_checks_edited(), FULL | {"zigzag_count": part["zigzag_count"]}),
        "pia_duplicated": (_duplicated(), FULL),
        "quin_bare": (_bare(), FULL),
        "rob_reversed": (_reversed(), FULL),
        "sue_crowded": (_crowded(), FULL),
        "tom_endless_cell": (
            notebook(right() | {"zigzag_count": "# exercise: zigzag_count\nwhile True: pass\n"}),
            _without("zigzag_count"),
        ),
        "uma_equal_to_all": (
            notebook(_gradient_descent("class All(float):\n    __eq__ = lambda *a: True\nreturn All(0)")),
            FULL | {"gradient_descent": part["gradient_descent"]},
        ),
        "vic_skips": (
            notebook(
                {function: "# NBVAL_SKIP\n" + cell for function, cell in wrong("zigzag_count", "positions").items()}
            ),
            FULL | {"zigzag_count": part["zigzag_count"]},
        ),
        "yan_old_format": (_old_format(), "unreadable"),
    }
    files = {student: (json.dumps(one).encode(), points) for student, (one, points) in made.items()}
    whole = files["ada"][0]
    files["wes_marked"] = (b"\xef\xbb\xbf" + files["ben"][0], FULL)
    files["xia_cut_off"] = (whole[: len(whole) // 2], "unreadable")
    files["zoe_no_notebook"] = (b'{"not": "a notebook"}', "unreadable")
    return files
