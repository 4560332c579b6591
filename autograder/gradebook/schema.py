"""The tables, version by version: a file of an earlier version is taken up, in one transaction, and loses nothing."""

import sqlite3

ONE = """
CREATE TABLE run (
    id INTEGER PRIMARY KEY, started TEXT NOT NULL, finished TEXT, tier TEXT NOT NULL, about TEXT NOT NULL
);
CREATE TABLE file (  -- what became of every file of a run's intake
    run INTEGER NOT NULL REFERENCES run, path TEXT NOT NULL, outcome TEXT NOT NULL, reason TEXT NOT NULL,
    PRIMARY KEY (run, path)
) WITHOUT ROWID;
CREATE TABLE attempt (
    id INTEGER PRIMARY KEY, student TEXT NOT NULL, notebook TEXT NOT NULL, sha256 TEXT NOT NULL,
    source TEXT NOT NULL, handed_in TEXT, first_run INTEGER NOT NULL REFERENCES run, last_run INTEGER NOT NULL REFERENCES run,
    UNIQUE (student, notebook, sha256)
);
CREATE TABLE result (
    id INTEGER PRIMARY KEY, attempt INTEGER NOT NULL REFERENCES attempt, key TEXT NOT NULL,
    run INTEGER NOT NULL REFERENCES run, status TEXT NOT NULL, points REAL, max_points REAL, tier TEXT NOT NULL,
    body TEXT NOT NULL, visible BLOB NOT NULL
);
CREATE INDEX result_attempt ON result (attempt);
CREATE INDEX result_key ON result (key);
CREATE TABLE override (  -- a decision of the instructor; function NULL means the whole notebook; the last one counts
    id INTEGER PRIMARY KEY, student TEXT NOT NULL, notebook TEXT NOT NULL, function TEXT, points REAL NOT NULL,
    reason TEXT NOT NULL CHECK (length(trim(reason)) > 0), made TEXT NOT NULL
);
"""

# Decisions are rows that are added and never changed: of those about the same thing the last one counts, and NULL in
# place of a moment takes the earlier ones back.
TWO = """
DROP VIEW IF EXISTS standing;
ALTER TABLE attempt ADD COLUMN marked_late INTEGER NOT NULL DEFAULT 0;
ALTER TABLE attempt ADD COLUMN clock TEXT NOT NULL DEFAULT 'file';
CREATE TABLE student (  -- what platforms call them, their predictions and votes, whether a roster names them
    name TEXT PRIMARY KEY, ids TEXT NOT NULL DEFAULT '{}', answers TEXT, expected INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE TABLE withdrawal (  -- overrides that were taken back
    override INTEGER PRIMARY KEY REFERENCES override, reason TEXT NOT NULL CHECK (length(trim(reason)) > 0),
    made TEXT NOT NULL
);
CREATE TABLE due (id INTEGER PRIMARY KEY, notebook TEXT NOT NULL, moment TEXT, made TEXT NOT NULL);
CREATE TABLE rule (id INTEGER PRIMARY KEY, body TEXT NOT NULL, made TEXT NOT NULL);
CREATE TABLE extension (  -- notebook NULL means all
    id INTEGER PRIMARY KEY, student TEXT NOT NULL, notebook TEXT, until TEXT,
    reason TEXT NOT NULL CHECK (length(trim(reason)) > 0), made TEXT NOT NULL
);
CREATE TABLE before (  -- what stood when the run began whose changes are not written yet
    student TEXT NOT NULL, notebook TEXT NOT NULL, result INTEGER NOT NULL REFERENCES result, body TEXT NOT NULL,
    PRIMARY KEY (student, notebook)
) WITHOUT ROWID;
"""

STEPS = (ONE, TWO)
VERSION = len(STEPS)


def take_up(db: sqlite3.Connection) -> int:
    """Bring the file to this version, inside the caller's transaction; the version that it had (0: it was empty)."""
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if version == 0 and db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        raise sqlite3.DatabaseError("it is a database of something else")
    if version < VERSION:
        for step in STEPS[version:]:
            for statement in step.split(";\n"):
                db.execute(statement)
        db.execute(f"PRAGMA user_version = {VERSION}")
    return version
