"""Graft a learner's answers into the pristine notebook: their answer cells are taken, nothing else.

Where an answer is found, when the learner's file holds several cells that could be it:

1. Candidates are code cells that carry the answer cell's id, its marker comment (`# exercise: name`), or a definition
   of the function. Cells that are the course's own (another cell's id) are no candidates by definition alone.
2. Cells that differ from the stub come before untouched ones (a copy of the stub kept as a reminder is no answer).
3. Cells that define the function come before those that do not (a split cell, a deleted `def` line).
4. Then the id comes before the marker, and the marker before the definition alone.
5. Among equals the last one in the notebook is taken: it is the one that wins when the notebook is run.
"""

import copy
from dataclasses import dataclass, field

from course.workbook.cells import answer_cells, defines, defines_by_its_lines, markers, same_text

# Comments by which nbval would skip a cell or not compare its output; a learner's answer may not carry them.
NBVAL_COMMENTS = {
    "PYTEST_VALIDATE_IGNORE_OUTPUT",
    "NBVAL_IGNORE_OUTPUT",
    "NBVAL_CHECK_OUTPUT",
    "NBVAL_RAISES_EXCEPTION",
    "NBVAL_SKIP",
}
HOW = ("function", "marker", "id")
MOST_PARSED = 400_000  # characters of one notebook that are parsed as Python; parsing costs far more than reading


@dataclass(frozen=True)
class Graft:
    """The pristine notebook with a learner's answers in it.

    `taken`: exercise -> how its answer was found ("id", "marker" or "function"). `missing`: exercises without a cell in
    the learner's file; the pristine stub stands there. `attempted`: exercises whose answer differs from the stub.
    """

    notebook: dict
    taken: dict = field(default_factory=dict)
    missing: tuple = ()
    attempted: tuple = ()

    @property
    def answers(self):
        """exercise -> the text of its answer cell as grafted."""
        return {answer.exercise: answer.source for answer in answer_cells(self.notebook)}


def graft(pristine, submitted):
    """A `Graft` of the answers in `submitted` onto `pristine` (both as `read_notebook` returns them, left unchanged)."""
    notebook = cleared(pristine)
    taken, missing, attempted = {}, [], []
    wanted = answer_cells(notebook)
    answer_ids = {answer.id for answer in wanted}
    own = {cell.get("id") for cell in notebook["cells"]} - answer_ids - {None}
    defined = _defined(submitted["cells"], [answer.exercise for answer in wanted])
    for answer in wanted:
        found = _find(answer, submitted["cells"], defined, own)
        if found is None:
            missing.append(answer.exercise)
            continue
        how, source = found
        taken[answer.exercise] = how
        notebook["cells"][answer.index]["source"] = without_nbval_comments(source)
        if not same_text(source, answer.source):
            attempted.append(answer.exercise)
    return Graft(notebook, taken, tuple(missing), tuple(attempted))


def cleared(notebook):
    """A copy of the notebook without outputs and counts."""
    notebook = copy.deepcopy(notebook)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], None
    return notebook


def without_nbval_comments(source):
    """The text with its nbval comments emptied; line ends stay, so nothing else moves.

    Lines are those of `str.splitlines`, as in nbval: more characters end a line there than in Python.
    """
    lines = source.splitlines(keepends=True)
    return "".join(line[len(line.rstrip("\r\n")) :] if _is_nbval(line) else line for line in lines)


def _is_nbval(line):
    text = line.strip()
    return text.startswith("#") and text.lstrip("#").strip() in NBVAL_COMMENTS


def _defined(cells, names):
    """For each cell, which of the names it defines."""
    room, found = MOST_PARSED, []
    for cell in cells:
        source = cell["source"] if cell["cell_type"] == "code" else ""
        named = [name for name in names if name in source or not source.isascii()]  # Python takes 𝐟 for f
        room -= len(source) * len(named)
        looks = defines if room >= 0 else defines_by_its_lines
        found.append({name for name in named if looks(source, name)})
    return found


def _find(answer, cells, defined, own):
    best, best_rank = None, None
    for place, cell in enumerate(cells):
        if cell["cell_type"] != "code":
            continue
        source = cell["source"]
        by_id = answer.id is not None and cell.get("id") == answer.id
        by_marker = answer.exercise in markers(source)
        by_name = answer.exercise in defined[place]
        if not (by_id or by_marker or (by_name and cell.get("id") not in own)):
            continue
        how = 2 if by_id else 1 if by_marker else 0
        touched = bool(source.strip()) and not same_text(source, answer.source)
        rank = (touched, by_name, how, place)
        if best_rank is None or rank > best_rank:
            best, best_rank = (HOW[how], source), rank
    return best
