"""Bring a learner's copy of a notebook in step with the course's, cell by cell, without losing a word of theirs.

A copy remembers, in its notebook metadata (`course.copied`), the cells it was made from as [id, digest] pairs. So for every
cell it is known whether the learner changed it, whether the course did, and whether one of the two removed it:

- the learner did not touch it: it follows the course (and its outputs stay while its text stays);
- the learner changed it: their text stays, always; where the course changed it too, this is said;
- the course added it: it comes in after its neighbour; the course removed it: it goes, unless the learner had changed it;
- the learner removed it: it stays away, except an answer or check cell, without which nothing can be checked;
- the learner added it: it stays after the cell it stood after.

A check cell is the course's: a changed one is set back.
"""

from course.workbook.cells import course_metadata, digest, tags
from course.workbook.grafting import cleared

COURSES_OWN = {"course", "nbgrader", "deletable", "editable", "tags"}  # cell metadata that only the course writes


def remembering(notebook):
    """The `course` metadata of a copy of `notebook`: the notebook's own, and the cells that it is made from."""
    return course_metadata(notebook) | {"copied": [[cell["id"], digest(cell["source"])] for cell in notebook["cells"]]}


def update(pristine, learners):
    """(the learner's notebook in step with the course's, notes about what they should know)."""
    notes = []
    theirs = {cell["id"]: cell for cell in pristine["cells"]}
    copied = _copied(learners)
    mine, own_after = _split(learners["cells"], theirs.keys() | copied.keys())
    kept = {}
    for identity, cell in theirs.items():
        if identity in mine:
            kept[identity] = _merged(cell, mine[identity], copied.get(identity), notes)
        elif identity not in copied or _needed(cell):
            kept[identity] = cleared({"cells": [cell]})["cells"][0]
            notes.append(f"{'put back' if identity in copied else 'new'}: the cell {identity}")
    for identity, cell in mine.items():
        if identity in theirs:
            continue
        if digest(cell["source"]) != copied[identity]:
            kept[identity] = cell | {"metadata": _own_metadata(cell)}
            notes.append(f"the course no longer has the cell {identity}; yours is kept, because you changed it")
        else:
            notes.append(f"gone: the cell {identity}")
    order = _order(list(theirs), list(mine), list(copied), kept)
    cells = _with_ids(_interleaved(order, kept, list(mine), own_after))
    metadata = learners["metadata"] | {"course": remembering(pristine)}
    minor = max(learners["nbformat_minor"], pristine["nbformat_minor"])
    return learners | {"cells": cells, "metadata": metadata, "nbformat_minor": minor}, notes


def _copied(learners):
    """id -> digest of the cells that the copy was made from, in their order; empty when the copy does not know."""
    pairs = course_metadata(learners).get("copied")
    pairs = pairs if isinstance(pairs, list) else []
    good = (pair for pair in pairs if isinstance(pair, list) and len(pair) == 2)
    return {identity: mark for identity, mark in good if isinstance(identity, str) and isinstance(mark, str)}


def _split(cells, known):
    """(the course's cells by id, the learner's own cells by the id of the course's cell that they stand after)."""
    mine, own_after, last = {}, {}, None
    for cell in cells:
        identity = cell.get("id")
        if identity in known and identity not in mine:
            mine[identity] = cell
            last = identity
        else:  # theirs; a second cell of a course's id needs another one
            own = {key: value for key, value in cell.items() if key != "id" or value not in known}
            own_after.setdefault(last, []).append(own)
    return mine, own_after


def _merged(cell, mine, copied, notes):
    """The course's cell with what the learner has made of it. `copied` is the digest it had when it was copied."""
    changed_here = digest(mine["source"]) != (copied or digest(cell["source"]))
    changed_there = copied is not None and digest(cell["source"]) != copied
    name = cell["id"]
    metadata = _own_metadata(mine) | cell["metadata"]
    if "check" in tags(cell) and changed_here:
        notes.append(f"the check {name} is the course's again")
        changed_here = False
    elif changed_here and changed_there:
        notes.append(f"the course changed the cell {name}; yours is kept, because you changed it too")
    elif changed_there:
        notes.append(f"changed: the cell {name}")
    if mine["cell_type"] != cell["cell_type"] and not _needed(cell):
        return mine | {"metadata": metadata}
    source = mine["source"] if changed_here else cell["source"]
    merged = mine | {"cell_type": cell["cell_type"], "source": source, "metadata": metadata}
    if cell["cell_type"] == "code":
        same = mine["cell_type"] == "code" and digest(source) == digest(mine["source"])
        merged["outputs"] = mine["outputs"] if same else []
        merged["execution_count"] = mine["execution_count"] if same else None
    return merged


def _own_metadata(cell):
    return {key: value for key, value in cell["metadata"].items() if key not in COURSES_OWN}


def _needed(cell):
    return "exercise" in course_metadata(cell) or "check" in tags(cell)


def _order(theirs, mine, copied, kept):
    """The ids of `kept` in order: the course's order, or the learner's where they have moved cells."""
    moved = [identity for identity in mine if identity in copied] != [
        identity for identity in copied if identity in mine
    ]
    base, other = (mine, theirs) if moved else (theirs, mine)
    order = [identity for identity in base if identity in kept]
    for identity in other:
        if identity in kept and identity not in order:
            before = [neighbour for neighbour in other[: other.index(identity)] if neighbour in order]
            order.insert(order.index(before[-1]) + 1 if before else 0, identity)
    return order


def _interleaved(order, kept, mine, own_after):
    """The kept cells with the learner's own cells after the ones they stood after, or after the last one still there."""
    anchored, anchor = {}, None
    for identity in [None, *mine]:
        anchor = identity if identity in kept else anchor
        anchored.setdefault(anchor, []).extend(own_after.get(identity, []))
    cells = list(anchored.get(None, []))
    for identity in order:
        cells += [kept[identity], *anchored.get(identity, [])]
    return cells


def _with_ids(cells):
    """The cells with unique ids: where one is missing or used before, a new one; such cells are the learner's own."""
    taken, seen, result, number = {cell.get("id") for cell in cells}, set(), [], 0
    for cell in cells:
        identity = cell.get("id")
        if identity is None or identity in seen:
            while (identity := f"own-{(number := number + 1)}") in taken:
                pass
            cell = cell | {"id": identity, "metadata": _own_metadata(cell)}
        seen.add(identity)
        result.append(cell)
    return result
