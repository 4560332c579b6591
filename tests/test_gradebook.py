"""The gradebook: nothing is lost, nothing is changed behind anyone's back."""

import multiprocessing
import os
import signal
import sqlite3

import pytest

from autograder.gradebook import Gradebook, GradebookError


def result(student="student-01", sha="a" * 64, points=3.0, status="graded", notebook="01_first"):
    undecided = status != "graded"
    function = {"points": None if undecided else points, "max_points": 4, "tests": []}
    return {
        "student": student,
        "notebook": notebook,
        "submission_sha256": sha,
        "status": status,
        "points": None if undecided else points,
        "max_points": 4,
        "nbval": {},
        "tier": "none",
        "functions": {"f": function},
    }


@pytest.fixture
def book(tmp_path):
    with Gradebook(tmp_path / "gradebook.sqlite") as book:
        yield book


def record(book, run, key, one, visible=()):
    return book.record(run, key, f"{one['student']}.ipynb", "2024-01-01T00:00:00+00:00", one, list(visible))


def test_a_result_comes_back_as_it_went_in(book):
    run = book.begin_run("none", {}, [("student-01.ipynb", "taken", "")])
    shown = [
        {"function": "f", "role": "check", "outputs": [{"output_type": "stream", "name": "stdout", "text": "é\n"}]}
    ]
    assert record(book, run, "key", result(), shown)
    assert list(book.standing()) == [result()]
    assert book.known("key") == (result(), shown)
    assert book.visible("student-01", "01_first") == shown
    assert book.files(run) == [("student-01.ipynb", "taken", "")]


def test_the_same_result_is_kept_once(book):
    run = book.begin_run("none", {})
    assert record(book, run, "key", result())
    assert not record(book, book.begin_run("none", {}), "key", result())
    assert len(book.history()) == 1


def test_a_later_attempt_stands_and_the_earlier_stays_in_the_history(book):
    first, second = book.begin_run("none", {}), book.begin_run("none", {})
    record(book, first, "k1", result(sha="a" * 64, points=1.0))
    record(book, second, "k2", result(sha="b" * 64, points=4.0))
    assert [one["points"] for one in book.standing()] == [4.0]
    assert [row["points"] for row in book.history("student-01")] == [1.0, 4.0]


def test_an_earlier_attempt_handed_in_again_stands_again(book):
    for run_number, (key, sha, points) in enumerate((("k1", "a", 1.0), ("k2", "b", 4.0), ("k1", "a", 1.0)), start=1):
        assert book.begin_run("none", {}) == run_number
        record(book, run_number, key, result(sha=sha * 64, points=points))
    assert [one["points"] for one in book.standing()] == [1.0]
    assert len(book.history()) == 2


def test_a_new_way_of_grading_stands_before_the_old(book):
    run = book.begin_run("none", {})
    record(book, run, "old tests", result(points=1.0))
    record(book, run, "new tests", result(points=2.0))
    assert [one["points"] for one in book.standing()] == [2.0]


@pytest.mark.parametrize("status", ["grader failure", "unreadable"])
def test_what_has_no_grade_is_tried_again_and_a_grade_is_not(book, status):
    run = book.begin_run("none", {})
    record(book, run, "k1", result(status=status))
    record(book, run, "k2", result(student="student-02"))
    assert book.known("k1") is None and book.known("k2") is not None
    record(book, run, "k1", result(points=4.0))
    assert [one["points"] for one in book.standing()] == [4.0, 3.0]


def test_overrides_stand_before_results_with_their_reason(book):
    run = book.begin_run("none", {})
    record(book, run, "key", result())
    book.override("student-01", "01_first", 3.5, "typo of ours in the text", function="f")
    (one,) = book.standing()
    assert one["points"] == one["functions"]["f"]["points"] == 3.5
    assert one["overridden"] == [{"function": "f", "points": 3.5, "reason": "typo of ours in the text"}]
    book.override("student-01", "01_first", 2, "agreed in the consultation hour")
    assert [one["points"] for one in book.standing()] == [2.0]
    record(book, run, "another key", result(points=1.0))
    assert [one["points"] for one in book.standing()] == [2.0], "a new result does not undo a decision"


def test_an_override_without_reason_is_refused(book):
    with pytest.raises(GradebookError, match="reason"):
        book.override("student-01", "01_first", 2, "  ")


def test_two_graders_cannot_share_a_gradebook(book):
    with pytest.raises(GradebookError, match="in use"):
        Gradebook(book.path)


def test_what_is_no_gradebook_is_refused(tmp_path):
    path = tmp_path / "gradebook.sqlite"
    path.write_text("student,points\n" * 100)
    with pytest.raises(GradebookError, match="not a gradebook"):
        Gradebook(path)


def test_a_gradebook_of_another_version_is_refused(tmp_path):
    path = tmp_path / "gradebook.sqlite"
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(GradebookError, match="version"):
        Gradebook(path)


def _write_until_killed(path, line):
    with Gradebook(path) as book:
        run = book.begin_run("none", {})
        for number in range(10_000):
            record(book, run, f"k{number}", result(student=f"s{number:05}"))
            line.send(number)


def test_kill_9_loses_nothing_that_was_recorded(tmp_path):
    path = tmp_path / "gradebook.sqlite"
    ours, theirs = multiprocessing.get_context("spawn").Pipe(duplex=False)
    writer = multiprocessing.get_context("spawn").Process(target=_write_until_killed, args=(path, theirs))
    writer.start()
    theirs.close()
    last = -1
    while last < 60:
        last = ours.recv()
    os.kill(writer.pid, signal.SIGKILL)
    writer.join()
    try:
        while True:
            last = ours.recv()
    except EOFError:
        ours.close()
    with Gradebook(path) as book:
        students = [one["student"] for one in book.standing()]
    assert students[: last + 1] == [f"s{number:05}" for number in range(last + 1)]
    assert len(students) - (last + 1) in (0, 1), "at most the one in flight besides those that were told"
