"""A gradebook that an earlier version of the grader wrote is taken up, whole; what is none, or newer, is refused."""

import json
import sqlite3
import zlib

import pytest
from test_gradebook import record, result

from autograder.gradebook import Gradebook, GradebookError, store
from autograder.gradebook import schema as tables

# The tables as version 1 made them.
FIRST = """
CREATE TABLE run (id INTEGER PRIMARY KEY, started TEXT NOT NULL, finished TEXT, tier TEXT NOT NULL, about TEXT NOT NULL);
CREATE TABLE file (run INTEGER NOT NULL REFERENCES run, path TEXT NOT NULL, outcome TEXT NOT NULL, reason TEXT NOT NULL,
    PRIMARY KEY (run, path)) WITHOUT ROWID;
CREATE TABLE attempt (
    id INTEGER PRIMARY KEY, student TEXT NOT NULL, notebook TEXT NOT NULL, sha256 TEXT NOT NULL,
    source TEXT NOT NULL, handed_in TEXT, first_run INTEGER NOT NULL REFERENCES run, last_run INTEGER NOT NULL REFERENCES run,
    UNIQUE (student, notebook, sha256));
CREATE TABLE result (
    id INTEGER PRIMARY KEY, attempt INTEGER NOT NULL REFERENCES attempt, key TEXT NOT NULL,
    run INTEGER NOT NULL REFERENCES run, status TEXT NOT NULL, points REAL, max_points REAL, tier TEXT NOT NULL,
    body TEXT NOT NULL, visible BLOB NOT NULL);
CREATE INDEX result_attempt ON result (attempt);
CREATE INDEX result_key ON result (key);
CREATE TABLE override (
    id INTEGER PRIMARY KEY, student TEXT NOT NULL, notebook TEXT NOT NULL, function TEXT, points REAL NOT NULL,
    reason TEXT NOT NULL CHECK (length(trim(reason)) > 0), made TEXT NOT NULL);
CREATE VIEW standing AS
    SELECT attempt.student, attempt.notebook, attempt.sha256, attempt.source, attempt.handed_in, result.*
    FROM attempt JOIN result ON result.id = (SELECT max(id) FROM result WHERE result.attempt = attempt.id)
    WHERE attempt.id = (
        SELECT other.id FROM attempt AS other
        WHERE other.student = attempt.student AND other.notebook = attempt.notebook
        ORDER BY other.last_run DESC, other.id DESC LIMIT 1);
PRAGMA user_version = 1;
"""


@pytest.fixture
def path(tmp_path):
    """A file of version 1: two attempts of one student, an override of another."""
    path = tmp_path / "gradebook.sqlite"
    db = sqlite3.connect(path)
    db.execute("PRAGMA journal_mode = WAL")
    db.executescript(FIRST)
    db.execute("INSERT INTO run VALUES (1, '2026-01-01T00:00:00+00:00', NULL, 'none', '{}')")
    db.execute("INSERT INTO file VALUES (1, 'student-01.ipynb', 'taken', '')")
    for number, (student, sha, points) in enumerate(
        (("student-01", "a", 1.0), ("student-01", "b", 3.0), ("student-02", "c", 2.0))
    ):
        one = result(student, sha * 64, points)
        values = (number, student, one["notebook"], sha * 64, "x.ipynb", "2026-01-01T00:00:00+00:00")
        db.execute("INSERT INTO attempt VALUES (?, ?, ?, ?, ?, ?, 1, 1)", values)
        shown = zlib.compress(json.dumps([number]).encode())
        body = (number, number, f"key{number}", points, json.dumps(one), shown)
        db.execute("INSERT INTO result VALUES (?, ?, ?, 1, 'graded', ?, 4, 'none', ?, ?)", body)
    db.execute(
        "INSERT INTO override VALUES (1, 'student-02', '01_first', 'f', 4, 'our typo', '2026-01-02T00:00:00+00:00')"
    )
    db.commit()
    db.close()
    return path


def version(path):
    db = sqlite3.connect(path)
    found = db.execute("PRAGMA user_version").fetchone()[0]
    db.close()
    return found


def test_a_file_of_version_1_is_taken_up_and_loses_nothing(path):
    for _ in range(2):
        with Gradebook(path) as book:
            assert [(one["student"], one["points"]) for one in book.standing()] == [
                ("student-01", 3.0),
                ("student-02", 4.0),
            ]
            assert book.visible("student-01", "01_first") == [1] and book.known("key2") == (
                result("student-02", "c" * 64, 2.0),
                [2],
            )
            assert len(book.history()) == 3 and book.files(1) == [("student-01.ipynb", "taken", "")]
            assert book.ids("student-01") == {} and book.due() == {}
    assert version(path) == tables.VERSION
    with Gradebook(path) as book:
        assert record(book, book.begin_run("none", {}), "new", result("student-01", points=0.5))
        assert [one["points"] for one in book.standing()] == [0.5, 4.0]


def test_a_taking_up_that_breaks_off_leaves_the_file_as_it_was(path, monkeypatch):
    steps = (tables.ONE, tables.TWO + "CREATE TABLE attempt (id);\n")
    monkeypatch.setattr(tables, "STEPS", steps)
    with pytest.raises(GradebookError, match="already exists"):
        Gradebook(path)
    assert version(path) == 1
    monkeypatch.undo()
    with Gradebook(path) as book:
        assert len(list(book.standing())) == 2


def test_an_old_file_and_a_new_one_have_the_same_tables(path, tmp_path):
    made = {}
    for name in (path, tmp_path / "new.sqlite"):
        Gradebook(name).__exit__()
        db = sqlite3.connect(name)
        columns = (
            "SELECT m.name, p.name, p.type, p.[notnull], p.dflt_value FROM sqlite_master m, pragma_table_info(m.name) p"
        )
        made[name] = sorted(db.execute(columns), key=str), sorted(db.execute("SELECT name FROM sqlite_master"))
        db.close()
    assert made[path] == made[tmp_path / "new.sqlite"]


def test_a_newer_file_is_refused_and_left_alone(path):
    db = sqlite3.connect(path)
    db.execute("PRAGMA user_version = 99")
    db.close()
    before = path.read_bytes()
    with pytest.raises(GradebookError, match=f"newer version.*99, this one: {store.VERSION}"):
        Gradebook(path)
    assert path.read_bytes() == before


def test_a_database_of_something_else_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "gradebook.sqlite"
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE run (mine)")
    db.close()
    with pytest.raises(GradebookError, match="not a gradebook"):
        Gradebook(path)
    db = sqlite3.connect(path)
    assert [row[0] for row in db.execute("SELECT name FROM sqlite_master")] == ["run"]
    db.close()
