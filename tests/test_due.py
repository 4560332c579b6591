"""`course progress` in a release with due dates: when each exercise is due, and how long that is from now."""

import re
import shutil
from datetime import UTC, datetime, timedelta

import pytest
from typer.testing import CliRunner

from course import cli
from course.workbook import places, read_notebook, write_notebook
from course.workbook.due import due_date, from_now

NOW = datetime(2026, 12, 1, 18, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("time", "said"),
    [
        ({"days": 2, "hours": 3, "minutes": 5}, "in 2 days 3 hours"),
        ({"days": 2, "minutes": 5}, "in 2 days"),
        ({"hours": 1, "minutes": 1}, "in 1 hour 1 minute"),
        ({"minutes": 59, "seconds": 59}, "in 59 minutes"),
        ({"seconds": 59}, "now"),
        ({"seconds": -59}, "now"),
        ({"hours": -5}, "5 hours ago"),
        ({"days": -40}, "40 days ago"),
    ],
)
def test_the_way_to_a_due_date_in_words(time, said):
    assert from_now(NOW + timedelta(**time), NOW) == said


@pytest.mark.parametrize("about", [{}, {"due": None}, {"due": 3}, {"due": "soon"}, {"due": ""}])
def test_no_due_date_is_none(about):
    assert due_date(about) is None


def test_a_due_date_is_the_same_moment_here():
    assert due_date({"due": "2026-12-01T19:00:00+01:00"}) == NOW


@pytest.fixture
def progress(small_course, tmp_path, monkeypatch):
    """What `course progress` prints where the exercise is due so many days from now (None: no due date)."""
    here = tmp_path / "course"
    shutil.copytree(small_course, here)
    monkeypatch.setattr(places, "BESIDE", here)
    monkeypatch.delenv("COURSE_WORK", raising=False)
    monkeypatch.setenv("COLUMNS", "160")

    def run(days):
        path = here / "exercises" / "01_small_exercises.ipynb"
        notebook = read_notebook(path)
        notebook["metadata"]["course"].pop("due", None)
        if days is not None:
            moment = datetime.now(UTC) + timedelta(days=days, minutes=1)
            notebook["metadata"]["course"]["due"] = moment.isoformat(timespec="seconds")
        write_notebook(notebook, path)
        return CliRunner().invoke(cli.app, ["progress"], catch_exceptions=False).output

    return run


def test_the_table_says_when_and_how_long_that_is_from_now(progress):
    assert "due" not in progress(None)
    said = progress(3)
    assert re.search(r"due \d{4}-\d\d-\d\d \d\d:\d\d", said) and "in 3 days" in said
    assert "1 day 23 hours ago" in progress(-2)
