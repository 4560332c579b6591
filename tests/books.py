"""A gradebook filled by hand, as grading would have, beside the small exercise that it is about: for tests of what reads it."""

from small_exercise import NAME, lay

from autograder.gradebook import Gradebook

MOST = {"double": 4, "pair": 2}


def graded(student="student-01", double=4.0, pair=2.0, sha="a", status="graded", notebook=NAME):
    """A result as grading makes it; the `sha` tells attempts apart."""
    points = {"double": double, "pair": pair} if status == "graded" else dict.fromkeys(MOST)
    functions = {name: {"points": points[name], "max_points": most, "tests": []} for name, most in MOST.items()}
    return {
        "student": student,
        "notebook": notebook,
        "submission_sha256": (sha * 64)[:64],
        "status": status,
        "points": None if status != "graded" else double + pair,
        "max_points": 6,
        "nbval": {},
        "tier": "none",
        "functions": functions,
    } | ({} if status == "graded" else {"detail": "it is no notebook"})


def run(book, *results, tests="first", engine="one", finished=True, folder=None, came=()):
    """Record a whole run; `came` is what `record` is told of all of them besides."""
    about = {"bundle": tests * 8, "engine": engine * 8, "limits": {}, "exercises": folder and str(folder / "exercises")}
    number = book.begin_run("none", about)
    for one in results:
        key = f"{one['submission_sha256']} {tests} {engine} {one['notebook']}"
        told = {"handed_in": "2026-12-01T12:00:00+00:00", "clock": "platform"} | dict(came)
        book.record(number, key, f"{one['student']}.ipynb", told.pop("handed_in"), one, [], **told)
    if finished:
        book.end_run(number)
    return number


def folder_of_results(folder, *results, **more):
    """OUT with a gradebook in which these were graded."""
    lay(folder)
    out = folder / "out"
    out.mkdir()
    with Gradebook(out / "gradebook.sqlite") as book:
        run(book, *results, folder=folder, **more)
    return out
