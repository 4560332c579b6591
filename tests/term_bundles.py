"""What each platform gives an instructor for this class: its download, as messy as it gets, and the files to fill with grades."""

import csv
import io
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from class_of_notebooks import NAME
from handed_in import lay, zipped
from term_class import CORE, Student

DUE = datetime(2026, 3, 1, 18, tzinfo=UTC)
IN_TIME, A_DAY_LATE = (datetime(2026, 3, day, 17, tzinfo=UTC) for day in (1, 2))
FILE = f"{NAME}.ipynb"


def write(folder: Path, students: list[Student]) -> list[Path]:
    """The downloads, in the folder; their paths, as an instructor gives them to `course grade`."""
    paths = []
    for platform, bundle in BUNDLES.items():
        files = bundle([one for one in students if one.platform == platform and one.data])
        if platform in ("canvas", "moodle"):
            paths.append(folder / f"{platform}.zip")
            paths[-1].write_bytes(zipped(files))
        else:
            paths.append(lay(folder / platform, files))
    for path in (folder / "classroom", folder / "plain"):
        for file in path.rglob("*"):
            os.utime(file, (IN_TIME.timestamp(),) * 2)
    return paths


def _when(student: Student) -> datetime:
    return A_DAY_LATE if student.late else IN_TIME


def _canvas(students: list[Student]) -> dict[str, bytes]:
    files = {}
    for one in students:
        start = f"{one.number:02}student{'_LATE' if one.late else ''}_{9000 + one.number}_{50000 + one.number}_"
        files[start + (f"{NAME}-2 (1).ipynb" if one.renamed else FILE)] = one.data
        if one.twice:  # an earlier upload, which is empty
            files[f"{one.number:02}student_{9000 + one.number}_{40000 + one.number}_{NAME}.ipynb"] = b"{}"
        if one.place == 5:
            files[start.replace("_50", "_60") + "photo.jpg"] = b"\xff\xd8\xff"
        if one.place == 6:  # handed in as a zip
            files[start + "homework.zip"] = zipped({f"work/{FILE}": files.pop(start + FILE), "__MACOSX/work/._x": b""})
        if one.place == 7:  # a zip that wants to write elsewhere; the notebook beside it counts
            files[start.replace("_50", "_60") + "evil.zip"] = zipped({"../../../etc/x.ipynb": one.data})
    return files


def _moodle(students: list[Student]) -> dict[str, bytes]:
    files = {}
    for one in students:
        folder = f"{one.shown}_{7000 + one.number}_assignsubmission_file"
        name = f"Copy of {FILE}" if one.renamed else FILE
        files[f"{folder}/{name}"] = one.data
        if one.place == 5:
            files[f"{one.shown}_{7000 + one.number}_assignsubmission_onlinetext/onlinetext.html"] = b"<p>done</p>"
        if one.place == 6:
            files[f"{folder}/{FILE}.txt"] = files.pop(f"{folder}/{FILE}")
    return files


def _gradescope(students: list[Student]) -> dict[str, bytes]:
    files, metadata = {}, ["---"]
    for one in students:
        folder = f"submission_{3000 + one.number}"
        files[f"assignment_1_export/{folder}/{FILE}"] = one.data
        metadata += [
            f"{folder}:",
            "  :submitters:",
            f"  - :name: {one.shown}",
            f"    :sid: '{one.number:04}'",
            f"    :email: {one.email}",
            f"  :created_at: {_when(one):%Y-%m-%d %H:%M:%S} Z",
        ]
    files["assignment_1_export/submission_metadata.yml"] = "\n".join(metadata).encode()
    return files


def _classroom(students: list[Student]) -> dict[str, bytes]:
    files = {}
    for one in students:
        files[f"homework-submissions/homework-{one.name}/{FILE}"] = one.data
        files[f"homework-submissions/homework-{one.name}/README.md"] = b"# Homework\n"
    return files


def _nbgrader(students: list[Student]) -> dict[str, bytes]:
    files = {}
    for one in students:
        files[f"submitted/{one.name}/homework/{FILE}"] = one.data
        files[f"submitted/{one.name}/homework/timestamp.txt"] = f"{_when(one):%Y-%m-%d %H:%M:%S} UTC\n".encode()
    return files


def _plain(students: list[Student]) -> dict[str, bytes]:
    files = {"notes.txt": b"from the mail"}
    for one in students:
        files[f"{one.name}/{NAME}{'-Copy1' if one.renamed else ''}.ipynb"] = one.data
        files[f"{one.name}/.ipynb_checkpoints/{NAME}-checkpoint.ipynb"] = b"{}"
    return files


BUNDLES: dict[str, Callable[[list[Student]], dict[str, bytes]]] = {
    "canvas": _canvas,
    "moodle": _moodle,
    "gradescope": _gradescope,
    "classroom": _classroom,
    "nbgrader": _nbgrader,
    "plain": _plain,
}


def roster(students: list[Student]) -> str:
    """The class as a table, with what each platform calls its students."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(["student", "name", "email", "canvas", "moodle", "github"])
    for one in students:
        canvas = 9000 + one.number if one.platform == "canvas" else ""
        moodle = 7000 + one.number if one.platform == "moodle" else ""
        github = one.name if one.platform == "classroom" else ""
        rows.writerow([one.name, one.shown, one.email, canvas, moodle, github])
    return out.getvalue()


def canvas_gradebook(students: list[Student]) -> str:
    """Canvas's own export, with an empty column for the exercise."""
    lines = [
        "\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,First exercises (501),Final Score",
        f"    Points Possible,,,,,{CORE:g},(read only)",
    ]
    lines += [
        f'"{one.number:02}, Student",{9000 + one.number},u{one.number},{one.email},A,,'
        for one in students
        if one.platform == "canvas"
    ]
    return "\r\n".join([*lines, '"Student, Test",9999,,x,A,,', ""])


def moodle_worksheet(students: list[Student]) -> str:
    """Moodle's grading worksheet, as a German Moodle writes it."""
    lines = [
        '\ufeffID;"Vollständiger Name";E-Mail-Adresse;Status;Bewertung;Bestwertung;"Bewertung kann geändert werden";'
        '"Zuletzt geändert (Abgabe)";"Zuletzt geändert (Bewertung)";"Feedback als Kommentar"'
    ]
    most = f"{CORE:.2f}".replace(".", ",")
    lines += [
        f'Teilnehmer/in{7000 + one.number};"{one.shown}";{one.email};"Zur Bewertung abgegeben";;{most};Ja;-;-;'
        for one in students
        if one.platform == "moodle"
    ]
    return "\n".join([*lines, ""])
