"""The metadata by which an exercise's cells are known: to the course, to nbgrader (schema 3) and to JupyterLab's locks."""

import ast
import hashlib

from autograder.building.errors import BuildError
from course.workbook.cells import markers, tags


def mark(cells, name):
    """The cells of an exercise source with their metadata, in order.

    Answer cells carry exercise and points and cannot be deleted; check cells carry the exercise they belong to; checks and
    prose are locked. Other code cells are the learner's to play with.
    """
    answers = [markers(cell["source"])[0] for cell in cells if _is_answer(cell)]
    marked, last = [], None
    for cell in cells:
        metadata = {key: value for key, value in cell["metadata"].items() if key not in ("points", "extra")}
        if _is_answer(cell):
            last = markers(cell["source"])[0]
            course = {"exercise": last, "points": cell["metadata"]["points"]}
            course |= {"extra": True} if cell["metadata"].get("extra") else {}
            metadata |= {"course": course, "deletable": False}
            metadata["nbgrader"] = _nbgrader(cell, grade=True, solution=True, points=course["points"])
        elif "check" in tags(cell):
            checks = _checked(cell, answers) or last
            if checks is None:
                raise BuildError(
                    f"{name}, cell {cell['id']}: a check cell comes after an answer cell and calls `check(name)`."
                )
            metadata |= {"course": {"checks": checks}, "deletable": False, "editable": False}
            metadata["nbgrader"] = _nbgrader(cell, locked=True)
        elif cell["cell_type"] == "markdown":
            metadata |= {"deletable": False, "editable": False}
            metadata["nbgrader"] = _nbgrader(cell, locked=True)
        marked.append(cell | {"metadata": metadata})
    return marked


def seal(cells):
    """The cells with nbgrader's checksum and cell type, which its student version carries. Done last, on final texts."""
    sealed = []
    for cell in cells:
        fields = cell["metadata"].get("nbgrader")
        if fields:
            fields = fields | {"cell_type": cell["cell_type"], "checksum": _checksum(cell, fields)}
            cell = cell | {"metadata": cell["metadata"] | {"nbgrader": fields}}
        sealed.append(cell)
    return sealed


def _is_answer(cell):
    return cell["cell_type"] == "code" and bool(markers(cell["source"]))


def _checked(cell, answers):
    """The exercise that a check cell's call names, as in `check(adam_step)`."""
    try:
        nodes = list(ast.walk(ast.parse(cell["source"])))
    except SyntaxError:
        return None
    named = [node.id for node in nodes if isinstance(node, ast.Name) and node.id in answers]
    return named[0] if named else None


def _nbgrader(cell, *, grade=False, solution=False, locked=False, points=None):
    fields = {
        "grade": grade,
        "grade_id": cell["id"],
        "locked": locked,
        "schema_version": 3,
        "solution": solution,
        "task": False,
    }
    return fields | {"points": points} if grade else fields


def _checksum(cell, fields):
    """nbgrader's checksum: md5 of text, type, the three flags, the id and, if graded, the points as a float."""
    parts = [cell["source"], cell["cell_type"], str(fields["grade"]), str(fields["solution"]), str(fields["locked"])]
    parts += [fields["grade_id"]] + ([str(float(fields["points"]))] if fields["grade"] else [])
    return hashlib.md5("".join(parts).encode("utf-8"), usedforsecurity=False).hexdigest()
