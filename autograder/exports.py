"""The gradebook as files: `results.jsonl` (a line a submission) and `grades.csv` (a row a student)."""

import csv
import io
import json
import os
from collections.abc import Iterable
from pathlib import Path

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


def write_results(results: Iterable[dict], path: Path) -> None:
    """One JSON object a line, in the gradebook's order; what varies from run to run (time, memory) is left out."""
    lines = []
    for result in results:
        rest = {name: value for name, value in sorted(result.items()) if name not in (*FIRST, "usage")}
        lines.append(json.dumps({name: result[name] for name in FIRST} | rest, ensure_ascii=False) + "\n")
    write_text("".join(lines), path)


def write_grades(results: Iterable[dict], path: Path) -> None:
    """student, points in each notebook, total. A notebook that was not handed in is empty, one that could not be graded says so."""
    rows: dict[str, dict[str, dict]] = {}
    for result in results:
        rows.setdefault(result["student"], {})[result["notebook"]] = result
    notebooks = sorted({notebook for row in rows.values() for notebook in row})
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(["student", *notebooks, "total"])
    for student, row in sorted(rows.items()):
        cells = [_cell(row.get(notebook)) for notebook in notebooks]
        decided = all(result["points"] is not None for result in row.values())
        total = _number(sum(result["points"] for result in row.values())) if decided else "not decided"
        writer.writerow([safe_text(student), *cells, total])
    write_text(table.getvalue(), path)


def write_files(files: Iterable[tuple[str, str, str]], path: Path) -> None:
    """What became of every file that was handed in."""
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(["file", "outcome", "reason"])
    writer.writerows(tuple(map(safe_text, row)) for row in files)
    write_text(table.getvalue(), path)


def safe_text(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet would take it for a formula."""
    return "'" + text if text.lstrip(" ").startswith(FORMULA_STARTS) else text


def write_text(text: str, path: Path) -> None:
    """Write a file in one step: whoever reads it sees the old one or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_text(text, encoding="utf-8", newline="")
    os.replace(part, path)


def _cell(result: dict | None) -> str:
    if result is None:
        return ""
    return result["status"] if result["points"] is None else _number(result["points"])


def _number(points: float) -> str:
    return f"{round(points, 4):.12g}"
