"""A term, rehearsed: a class of 60 from release to export, handed in through six platforms, every step checked.

    python tests/term.py FOLDER      afterwards look at FOLDER/graded/report.html and FOLDER/graded/feedback/

Each step is the command that an instructor would type; what it must have done is looked up in the files it left.
"""

import argparse
import csv
import json
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from class_of_notebooks import FULL, NAME
from term_bundles import DUE, canvas_gradebook, moodle_worksheet, roster, write
from term_class import CORE, Student, class_of_60, earns

HOUSE = Path(__file__).resolve().parents[1]
FORGOTTEN = ("gradient_descent__leaves_start", "gradient_descent__one_gradient_a_step")  # added only later in the term
BY_HAND, MORE_TIME = "student-02", "student-15"  # whose points are set by hand; who gets more time (handed in late)


class Term:
    """The folder that all of it happens in, and what is known of the class."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.graded = folder / "graded"
        self.students: dict[str, Student] = {}
        folder.mkdir(parents=True, exist_ok=True)

    def course(self, *words: object, ends: int = 0) -> str:
        """Run `course WORDS ...`; what it printed."""
        command = [sys.executable, "-m", "course", *map(str, words)]
        print("$", shlex.join(["course", *map(str, words)]), flush=True)
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, timeout=900)
        said = done.stdout + done.stderr
        print(said, flush=True)
        assert done.returncode == ends, f"ended with {done.returncode}, not {ends}"
        assert "Traceback" not in said
        return said

    def results(self) -> dict[str, dict]:
        lines = (self.graded / "results.jsonl").read_text(encoding="utf-8").splitlines()
        return {result["student"]: result for result in map(json.loads, lines)}

    def table(self, name: str) -> list[dict]:
        with (self.graded / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    # The term ------------------------------------------------------------------------------------------------------

    def release(self) -> None:
        """The student package, with a due date."""
        self.course("release", "release", "--only", "01", "--due", DUE.isoformat())
        self.record = json.loads((self.folder / "release" / "release.json").read_text(encoding="utf-8"))
        self.students = {one.name: one for one in class_of_60(self.record["id"])}
        assert len(self.students) == 60

    def collect(self) -> None:
        """What the platforms let an instructor download, looked through before anything is graded."""
        (self.folder / "downloads").mkdir(exist_ok=True)
        paths = write(self.folder / "downloads", list(self.students.values()))
        self.given = [path.relative_to(self.folder) for path in paths]
        (self.folder / "roster.csv").write_text(roster(list(self.students.values())), encoding="utf-8")
        shutil.copytree(
            HOUSE / "tests" / "hidden", self.folder / "hidden", ignore=shutil.ignore_patterns("__pycache__")
        )
        (self.folder / "answers").symlink_to(HOUSE / "tests" / "answers")
        self.forget()
        said = self.course("grade", *self.given, "--roster", "roster.csv", "--list", ends=1)  # one zip is refused
        assert "58 students, 58 notebooks to grade" in said and "handed in nothing here: student-14; student-28" in said

    def forget(self) -> None:
        """Hidden tests as they were before somebody thought of what some descents do right."""
        file = self.folder / "hidden" / f"test_{NAME}.py"
        text = file.read_text(encoding="utf-8")
        for test in FORGOTTEN:
            assert f"def test_{test}(" in text
            text = text.replace(f"def test_{test}(", f"def later_{test}(")
        file.write_text(text, encoding="utf-8")
        for other in (self.folder / "hidden").glob("test_*.py"):
            if other != file:
                other.unlink()

    def grade(self, ends: int = 1) -> str:
        """Ends with 1 because some notebooks cannot be read, which an instructor must hear of."""
        return self.course(
            "grade",
            *self.given,
            "--roster",
            "roster.csv",
            "--tests",
            "hidden",
            "--out",
            "graded",
            "--seconds",
            3,
            ends=ends,
        )

    def check_points(self) -> None:
        """Every function has the points that the notebook is worth."""
        results = self.results()
        for one in self.students.values():
            if one.points is None:
                assert one.name not in results
                continue
            result = results[one.name]
            functions = {name: found["points"] for name, found in result["functions"].items()}
            assert earns(one, result["points"], functions), (one.name, one.what, functions)

    def check_files(self) -> None:
        """Every file that was handed in is accounted for."""
        outcomes = {row["outcome"] for row in self.table("files.csv")}
        assert outcomes == {"taken", "superseded", "ignored", "unmatched"}, outcomes
        taken = [row for row in self.table("files.csv") if row["outcome"] == "taken"]
        assert len(taken) == sum(bool(one.data) for one in self.students.values())
        assert any("evil" in row["file"] and "refused" in row["reason"] for row in self.table("files.csv"))

    def late(self) -> None:
        """Ten per cent a day, an hour of grace, and more time for one."""
        self.course("gradebook", "rules", "graded", "--release", "release/release.json", "--late", "10%/day",
                    "--grace", "1h", "--marked", "10%")  # fmt: skip
        self.course("gradebook", "extend", "graded", MORE_TIME, "01", "--until", "2026-03-05", "--reason", "ill")

    def check_late(self) -> None:
        for name, result in self.results().items():
            one = self.students[name]
            full = sum(found["points"] or 0 for found in result["functions"].values())
            if one.late and name != MORE_TIME and result["points"] is not None and not result.get("overridden"):
                assert abs(result["points"] - 0.9 * full) < 1e-6, (name, one.platform, result["points"], full)
            elif result["points"] is not None and not result.get("overridden"):
                assert result["points"] == full, (name, one.platform)

    def override(self) -> None:
        """Points set by hand, which stay whatever comes."""
        self.course("gradebook", "override", "graded", BY_HAND, "01", "--points", 7.5, "--reason", "shown in person")
        assert self.results()[BY_HAND]["points"] == 7.5

    def regrade(self) -> None:
        """The forgotten hidden tests are there now: who loses by it is listed, and only they."""
        before = self.results()
        shutil.copy(HOUSE / "tests" / "hidden" / f"test_{NAME}.py", self.folder / "hidden")
        self.grade()
        self.check_late()
        after = self.results()
        assert after[BY_HAND]["points"] == 7.5
        changed = {name for name in after if before[name]["functions"] != after[name]["functions"]}
        listed = {row["student"] for row in self.table("changes.csv")}
        moved = {name for name in changed if _points(before[name]) != _points(after[name])}
        assert moved and moved <= listed, (moved, listed)
        again = self.grade()
        assert "0 graded" in again and self.results() == after, "a second run changes nothing"

    def export(self) -> None:
        """Into the files that Canvas and Moodle gave, and into a table of one's own."""
        everybody = list(self.students.values())
        (self.folder / "canvas.csv").write_text(canvas_gradebook(everybody), encoding="utf-8", newline="")
        (self.folder / "moodle.csv").write_text(moodle_worksheet(everybody), encoding="utf-8", newline="")
        self.course(
            "export", "canvas", "graded", "--fill", "canvas.csv", "--column", "501", "--to", "to-canvas.csv", ends=1
        )
        said = self.course(
            "export", "moodle", "graded", "--fill", "moodle.csv", "--cap", "--to", "to-moodle.csv", ends=1
        )
        assert "Student 28" not in said, "a student without a notebook is known all the same"
        shutil.copy(self.folder / "roster.csv", self.folder / "class.csv")
        text = (self.folder / "class.csv").read_text(encoding="utf-8").replace("github", "github,Points", 1)
        rows = [line + "," if number else line for number, line in enumerate(text.splitlines())]
        (self.folder / "class.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
        self.course("export", "csv", "graded", "--fill", "class.csv", "--match", "student=student", "--write",
                    f"Points={NAME}", "--to", "to-class.csv", ends=1)  # fmt: skip
        self.check_exports()

    def check_exports(self) -> None:
        results = self.results()
        with (self.folder / "to-class.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                points = results.get(row["student"], {}).get("points")
                assert row["Points"] == ("" if points is None else f"{round(points, 2):g}"), row
        canvas = (self.folder / "to-canvas.csv").read_bytes().decode("utf-8-sig").split("\r\n")
        moodle = (self.folder / "to-moodle.csv").read_bytes().decode("utf-8-sig").split("\n")
        for one in self.students.values():
            points = results.get(one.name, {}).get("points")
            if one.platform == "canvas":
                (line,) = [line for line in canvas if f",{9000 + one.number}," in line]
                assert line.split(",")[6] == ("" if points is None else f"{round(points, 2):g}"), line
            if one.platform == "moodle":
                (line,) = [line for line in moodle if f"in{7000 + one.number};" in line]
                grade = line.split(";")[4].strip('"').replace(",", ".")
                assert grade == "" if points is None else float(grade) == round(min(points, CORE), 2), line

    def look(self) -> None:
        """The pages: one for each student, one of the class, and one without names."""
        pages = {path.parent.name for path in (self.graded / "feedback").glob("*/*.html")}
        assert pages == {one.name for one in self.students.values() if one.data}
        self.course("report", "graded", "--anonymous")
        page = (self.graded / "report-for-class.html").read_text(encoding="utf-8")
        assert "student-" not in page and "Student " not in page
        assert (self.graded / "report.html").stat().st_size < 1_500_000


def _points(result: dict) -> dict:
    return {name: found["points"] for name, found in result["functions"].items()}


def rehearse(folder: Path) -> Term:
    """The whole term in this folder, which must not be there yet."""
    term = Term(folder)
    term.release()
    term.collect()
    term.grade()
    term.check_files()
    term.late()
    term.check_late()
    term.override()
    term.regrade()
    term.check_points()
    term.export()
    term.look()
    return term


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    rehearse(parser.parse_args().folder.absolute())
    print(f"The term went as it should: {len(FULL)} functions, 60 students.")
