"""Working copies: made, kept in step with the course, and never at the cost of a learner's word."""

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.workbook import NotebookError, dumps, graft, read_notebook, write_notebook
from course.workbook.copies import fresh_copy, make_work
from course.workbook.standing import CHANGED, UNCHECKED, following, progress, remember
from course.workbook.updating import update


def cell(identity, source, kind="code", **metadata):
    base = {"cell_type": kind, "id": identity, "metadata": metadata, "source": source}
    return base | {"outputs": [], "execution_count": None} if kind == "code" else base


def notebook(*cells, **course):
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {"course": course}, "cells": list(cells)}


def course_notebook(text="prose", play="x = 1", check="look(f)"):
    return notebook(
        cell("title", "# Title", "markdown", editable=False),
        cell("text", text, "markdown"),
        cell("play", play),
        cell("answer", "# exercise: f\ndef f(): ...", course={"exercise": "f", "points": 2}, deletable=False),
        cell("check", check, tags=["check"], course={"checks": "f"}),
        name="01_a_exercises",
    )


def ids(notebook):
    return [item["id"] for item in notebook["cells"]]


def sources(notebook):
    return {item["id"]: item["source"] for item in notebook["cells"]}


def changed(working, *changes):
    """The learner's copy after their changes: (id, text) pairs, or functions of the list of cells."""
    working = copy.deepcopy(working)
    for change in changes:
        if callable(change):
            change(working["cells"])
        else:
            next(item for item in working["cells"] if item["id"] == change[0])["source"] = change[1]
    return working


@pytest.fixture
def room(tmp_path):
    """Folders of a course with one lesson and one exercise notebook; `.make()` runs make_work."""

    class Room:
        lessons, exercises, work = tmp_path / "notebooks", tmp_path / "exercises", tmp_path / "work"

        def make(self):
            return {
                change.name: (change.what, change.notes)
                for change in make_work(self.work, self.lessons, self.exercises)
            }

    lesson = notebook(cell("title", "# Lesson", "markdown"), cell("figure", "1 + 1"), name="01_a")
    lesson["cells"][1] |= {
        "outputs": [{"output_type": "stream", "name": "stdout", "text": "2\n"}],
        "execution_count": 1,
    }
    write_notebook(lesson, Room.lessons / "01_a.ipynb")
    write_notebook(course_notebook(), Room.exercises / "01_a_exercises.ipynb")
    return Room()


def test_copies_are_made_once_without_outputs(room):
    assert room.make() == {"01_a": ("new", []), "01_a_exercises": ("new", [])}
    lesson = read_notebook(room.work / "01_a.ipynb")
    assert lesson["cells"][1]["outputs"] == [] and lesson["cells"][1]["execution_count"] is None
    before = {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in room.work.iterdir()}
    assert room.make() == {"01_a": ("same", []), "01_a_exercises": ("same", [])}
    assert {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in room.work.iterdir()} == before


def test_a_new_version_keeps_answers_outputs_and_own_cells(room):
    room.make()
    path = room.work / "01_a_exercises.ipynb"
    working = changed(
        read_notebook(path), ("answer", "def f(): return 1"), lambda cells: cells.insert(3, cell("mine", "notes"))
    )
    output = [{"output_type": "stream", "name": "stdout", "text": "hello\n"}]
    working["cells"][4] |= {"outputs": output, "execution_count": 7}
    working["cells"][4]["metadata"]["collapsed"] = True
    write_notebook(working, path)
    write_notebook(course_notebook(text="better prose"), room.exercises / "01_a_exercises.ipynb")
    assert room.make()["01_a_exercises"] == ("updated", ["changed: the cell text"])
    updated = read_notebook(path)
    assert ids(updated) == ["title", "text", "play", "mine", "answer", "check"]
    assert sources(updated)["text"] == "better prose" and sources(updated)["answer"] == "def f(): return 1"
    assert updated["cells"][4]["execution_count"] == 7 and updated["cells"][4]["outputs"][0]["text"] == ["hello\n"]
    assert updated["cells"][4]["metadata"]["collapsed"] and updated["cells"][4]["metadata"]["course"]["exercise"] == "f"
    assert room.make()["01_a_exercises"] == ("same", [])


def test_jupyterlab_saving_a_copy_is_no_change_of_the_course(room):
    room.make()
    path = room.work / "01_a.ipynb"
    saved = read_notebook(path)
    saved["metadata"]["language_info"] = {"name": "python", "version": "3.11.7"}
    saved["cells"][1]["metadata"]["scrolled"] = True
    write_notebook(saved, path)
    assert room.make()["01_a"] == ("same", []) and read_notebook(path) == read_notebook(dumps(saved).encode())


def test_where_both_changed_a_cell_the_learners_stays_and_it_is_said_once():
    working = changed(fresh_copy(course_notebook()), ("play", "x = 99"))
    updated, notes = update(course_notebook(play="x = 2"), working)
    assert sources(updated)["play"] == "x = 99"
    assert notes == ["the course changed the cell play; yours is kept, because you changed it too"]
    again, notes = update(course_notebook(play="x = 2"), updated)
    assert notes == [] and again == updated


def test_an_outdated_output_goes_with_its_text():
    working = fresh_copy(course_notebook())
    working["cells"][2] |= {"outputs": [{"output_type": "stream", "name": "stdout", "text": "1"}], "execution_count": 1}
    updated, _ = update(course_notebook(play="x = 2"), working)
    assert updated["cells"][2]["outputs"] == [] and updated["cells"][2]["execution_count"] is None


def test_checks_are_the_courses_and_come_back():
    working = changed(fresh_copy(course_notebook()), ("check", "print('right')"))
    updated, notes = update(course_notebook(), working)
    assert sources(updated)["check"] == "look(f)" and notes == ["the check check is the course's again"]
    working = changed(fresh_copy(course_notebook()), lambda cells: cells.__delitem__(slice(2, 5)))
    updated, notes = update(course_notebook(), working)
    assert ids(updated) == ["title", "text", "answer", "check"]  # what was played with and deleted stays away
    assert notes == ["put back: the cell answer", "put back: the cell check"]


def test_an_answer_cell_turned_into_prose_is_code_again():
    working = fresh_copy(course_notebook())
    working["cells"][3] = {"cell_type": "markdown", "id": "answer", "metadata": {}, "source": "def f(): return 1"}
    updated, _ = update(course_notebook(), working)
    assert updated["cells"][3]["cell_type"] == "code" and updated["cells"][3]["outputs"] == []
    assert sources(updated)["answer"] == "def f(): return 1"


def test_cells_that_come_and_go():
    new = course_notebook()
    new["cells"][1:3] = [cell("extra", "new prose", "markdown")]
    own = [
        lambda cells: cells.insert(3, cell("mine", "kept")),
        lambda cells: cells.append({**cell("x", "last"), "id": "play"}),
    ]
    updated, notes = update(new, changed(fresh_copy(course_notebook()), ("play", "x = 5"), *own))
    assert ids(updated) == ["title", "play", "mine", "extra", "answer", "check", "own-1"]
    assert sources(updated)["play"] == "x = 5" and sources(updated)["own-1"] == "last"
    assert notes == [
        "new: the cell extra",
        "gone: the cell text",
        "the course no longer has the cell play; yours is kept, because you changed it",
    ]


def test_moved_cells_stay_where_the_learner_put_them():
    working = changed(fresh_copy(course_notebook()), lambda cells: cells.insert(0, cells.pop(3)))
    new = course_notebook()
    new["cells"].insert(2, cell("extra", "between", "markdown"))
    assert ids(update(new, working)[0]) == ["answer", "title", "text", "extra", "play", "check"]


def test_a_file_that_cannot_be_read_is_set_aside(room):
    room.make()
    for number in (1, 2):
        (room.work / "01_a.ipynb").write_bytes(b"{broken %d" % number)
        what, (note,) = room.make()["01_a"]
        assert what == "replaced" and f"kept as 01_a.unreadable-{number}.ipynb" in note and "not JSON" in note
        assert (room.work / f"01_a.unreadable-{number}.ipynb").read_bytes() == b"{broken %d" % number
    assert ids(read_notebook(room.work / "01_a.ipynb")) == ["title", "figure"]


def test_a_copy_that_lost_its_ids_gives_its_answers(room):
    room.make()
    path = room.work / "01_a_exercises.ipynb"
    working = changed(read_notebook(path), ("answer", "# exercise: f\ndef f(): return 1"))
    for item in working["cells"]:
        item.pop("id")
    write_notebook(working | {"nbformat_minor": 2}, path)
    what, (note,) = room.make()["01_a_exercises"]
    assert (
        what == "replaced" and "kept as 01_a_exercises.yours-1.ipynb" in note and "answers to f were taken over" in note
    )
    assert sources(read_notebook(path))["answer"] == "# exercise: f\ndef f(): return 1"
    assert room.make()["01_a_exercises"] == ("same", [])


def test_no_notebooks_at_all(tmp_path):
    with pytest.raises(NotebookError, match="course build"):
        make_work(tmp_path / "work", tmp_path, tmp_path)


WORDS = st.sampled_from(["play", "answer", "text", "title", "check"])
EDITS = st.lists(
    st.one_of(
        st.tuples(st.just("write"), WORDS),
        st.tuples(st.just("delete"), WORDS),
        st.tuples(st.just("insert"), st.integers(0, 6)),
        st.tuples(st.just("move"), st.integers(0, 6)),
    ),
    max_size=6,
)


@settings(max_examples=200, deadline=None)
@given(EDITS, st.sets(WORDS), st.booleans(), st.booleans())
def test_no_word_of_a_learner_is_ever_lost(edits, removed, added, forgetful):
    working = fresh_copy(course_notebook())
    written = set()
    for number, (what, where) in enumerate(edits):
        cells, text = working["cells"], f"word {number}"
        place = (
            where % (len(cells) + 1)
            if isinstance(where, int)
            else next((i for i, c in enumerate(cells) if c["id"] == where), None)
        )
        if what == "insert":
            cells.insert(place, cell(f"new-{number}", text))
            written.add(text)
        elif what == "move" and cells:
            cells.append(cells.pop(place % len(cells)))
        elif place is not None and what == "write" and where != "check":
            written = written - {cells[place]["source"]} | {text}
            cells[place]["source"] = text
        elif place is not None and what == "delete":
            written -= {cells[place]["source"]}
            del cells[place]
    if forgetful:
        del working["metadata"]["course"]["copied"]
    new = course_notebook(text="other prose", play="other code")
    new["cells"] = [item for item in new["cells"] if item["id"] not in removed] + (
        [cell("add", "more")] if added else []
    )
    updated, _ = update(new, working)
    texts = [item["source"] for item in updated["cells"]]
    assert written <= set(texts)
    assert len(set(ids(updated))) == len(ids(updated))
    assert read_notebook(dumps(updated).encode())
    again, notes = update(new, updated)
    assert (again, notes) == (updated, []) or forgetful


@pytest.fixture
def pristine_room(room, monkeypatch):
    monkeypatch.setattr("course.workbook.standing.pristine_names", lambda: ["01_a_exercises"])
    monkeypatch.setattr("course.workbook.standing.pristine", lambda name: course_notebook())
    room.make()
    return room


def states(room):
    return [state for row in progress(room.work) for _, _, _, state in row.exercises]


def test_progress_knows_what_was_checked_and_what_changed_since(pristine_room):
    from course.workbook.checking import PASSED, Verdict

    path = pristine_room.work / "01_a_exercises.ipynb"
    assert states(pristine_room) == ["not attempted"]
    working = changed(read_notebook(path), ("answer", "def f(): return 1"))
    write_notebook(working, path)
    assert states(pristine_room) == [UNCHECKED]
    remember("01_a_exercises", [Verdict("f", 2, False, PASSED)], graft(course_notebook(), working), pristine_room.work)
    (row,) = progress(pristine_room.work)
    assert states(pristine_room) == [PASSED] and row.done and row.points == (2, 2, 0) and following([row]) is None
    write_notebook(changed(working, ("play", "x = 3"), lambda cells: cells.append(cell("more", "1"))), path)
    assert states(pristine_room) == [PASSED]  # only answers count
    write_notebook(changed(working, ("answer", "def f(): return 2")), path)
    assert states(pristine_room) == [CHANGED]
    assert following(progress(pristine_room.work)) == ("01_a_exercises", "f")


@pytest.mark.parametrize(
    "memory", ["", "[]", "{", '{"01_a_exercises": 3}', '{"01_a_exercises": {"answers": "x", "states": []}}']
)
def test_a_damaged_memory_is_forgotten(pristine_room, memory):
    (pristine_room.work / ".progress.json").write_text(memory, encoding="utf-8")
    assert states(pristine_room) == ["not attempted"]


def test_an_unreadable_copy_is_told_in_the_table(pristine_room):
    (pristine_room.work / "01_a_exercises.ipynb").write_text("{", encoding="utf-8")
    (row,) = progress(pristine_room.work)
    assert "is not JSON" in row.note and row.count("not attempted") == 1


def test_nothing_is_remembered_without_a_work_folder(tmp_path):
    remember("01_a_exercises", [], graft(course_notebook(), course_notebook()), tmp_path / "none")
    assert not (tmp_path / "none").exists()
