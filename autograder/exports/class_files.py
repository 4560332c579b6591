"""The gradebook as files: `results.jsonl` (a line a submission) and `grades.csv` (a row a student)."""

import csv
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import TextIO

FORMULA_STARTS = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "\uff1d",
    "\uff0b",
    "\uff0d",
    "\uff20",
)  # and their full-width twins
FIRST = ("student", "notebook", "submission_sha256", "status", "points", "max_points", "nbval", "tier", "functions")


def write_class(results: Iterable[dict], notebooks: list[str], folder: Path) -> Iterator[dict]:
    """Write `results.jsonl` and `grades.csv` while the results, in order of students, pass through one at a time.

    results.jsonl has one JSON object a line; what varies from run to run (time, memory) is left out. grades.csv has
    student, points in each of the `notebooks`, total; a notebook that was not handed in is empty, one that could not be
    graded says so.
    """
    with written(folder / "results.jsonl") as lines, written(folder / "grades.csv") as table:
        rows = csv.writer(table, lineterminator="\n")
        rows.writerow(["student", *notebooks, "total"])
        for student, group in groupby(results, key=lambda result: result["student"]):
            own = {}
            for result in group:
                own[result["notebook"]] = result
                lines.write(_line(result))
                yield result
            points = [result["points"] for result in own.values()]
            total = "not decided" if None in points else _number(sum(points))
            rows.writerow([safe_text(student), *(_cell(own.get(notebook)) for notebook in notebooks), total])


def write_files(files: Iterable[tuple[str, str, str]], path: Path) -> None:
    """What became of every file that was handed in."""
    with written(path) as table:
        rows = csv.writer(table, lineterminator="\n")
        rows.writerow(["file", "outcome", "reason"])
        rows.writerows(tuple(map(safe_text, row)) for row in files)


def safe_text(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet would take it for a formula."""
    return "'" + text if text.lstrip(" ").startswith(FORMULA_STARTS) else text


@contextmanager
def written(path: Path) -> Iterator[TextIO]:
    """A file to write to that takes its place in one step at the end: nobody reads half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            yield file
        os.replace(part, path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def write_bytes(path: Path, data: bytes) -> None:
    """The same for bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(data)
    os.replace(part, path)


def _line(result: dict) -> str:
    rest = {name: value for name, value in sorted(result.items()) if name not in (*FIRST, "usage")}
    return json.dumps({name: result[name] for name in FIRST} | rest, ensure_ascii=False) + "\n"


def _cell(result: dict | None) -> str:
    if result is None:
        return ""
    return result["status"] if result["points"] is None else _number(result["points"])


def _number(points: float) -> str:
    return f"{round(points, 4):.12g}"
