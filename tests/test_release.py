"""A release holds what a class may see, works by its own two commands, and not one line of what it may not see."""

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from autograder.release import ReleaseError, make
from autograder.release.contents import package
from autograder.release.due import due_dates
from autograder.verifying.leaks import leaks, readable, secret_lines
from course.workbook import read_notebook

ROOT = Path(__file__).resolve().parents[1]
SECRET = secret_lines(ROOT)


@pytest.fixture(scope="module")
def attempt(tmp_path_factory):
    """A folder with a release in it, and why there is none, if so."""
    folder = tmp_path_factory.mktemp("release")
    try:
        make(ROOT, folder, due=["2026-12-01", "01=2026-12-02T18:00+01:00"])
    except ReleaseError as error:
        return folder, str(error)
    return folder, ""


@pytest.fixture
def out(attempt):
    folder, problem = attempt
    if problem:
        pytest.skip("there is no release to look at; test_a_release_can_be_made says why")
    return folder


def test_a_release_can_be_made(attempt):
    folder, problem = attempt
    assert not problem, problem
    assert (folder / "optimization-course.zip").is_file()


def test_no_secret_line_is_in_a_release(out):
    assert len(SECRET) > 100
    assert leaks(SECRET, readable(out / "optimization-course")) == []


def test_a_leak_of_one_line_would_be_seen(out):
    text = readable(out / "optimization-course")
    solutions = readable(ROOT / "solutions")
    assert leaks(SECRET, text + SECRET[7]) and leaks(SECRET, solutions)


def test_only_what_is_listed_goes_in(out):
    top = {path.name for path in (out / "optimization-course").iterdir()}
    assert top <= {"README.md", "start.py", "pyproject.toml", "environment.yml", "requirements", "course", "notebooks",
                   "exercises", "docs", "LICENSE", "LICENSE-CONTENT", "CITATION.cff", "NOTATION.md"}  # fmt: skip
    assert {"course", "exercises", "notebooks", "start.py"} <= top
    names = [path.as_posix() for path in (out / "optimization-course").rglob("*")]
    assert not any(
        word in name for name in names for word in ("autograder", "__pycache__", "solutions", "hidden", "answers")
    )


def test_what_editors_and_systems_leave_behind_stays_here(tmp_path):
    for name in ("a.py", ".DS_Store", ".ipynb_checkpoints/a.py", "checks/.a.py.swp", "checks/a.json"):
        path = tmp_path / "course" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    assert {str(path) for path in package(tmp_path)} == {"course/a.py", "course/checks/a.json"}


def test_the_zip_holds_the_same_bytes_as_the_folder_and_is_the_same_each_time(out, tmp_path):
    with zipfile.ZipFile(out / "optimization-course.zip") as archive:
        for name in archive.namelist():
            assert archive.read(name) == (out / name).read_bytes()
        files = [path for path in (out / "optimization-course").rglob("*") if path.is_file()]
        assert len(archive.namelist()) == len(files)
    make(ROOT, tmp_path, due=["2026-12-01", "01=2026-12-02T18:00+01:00"])
    assert (tmp_path / "optimization-course.zip").read_bytes() == (out / "optimization-course.zip").read_bytes()


def test_every_notebook_carries_the_releases_id_and_an_exercise_its_date(out):
    record = json.loads((out / "release.json").read_text(encoding="utf-8"))
    paths = sorted((out / "optimization-course").glob("*s/*.ipynb"))
    assert len(paths) == len(record["lessons"]) + len(record["exercises"])
    for path in paths:
        assert read_notebook(path)["metadata"]["course"]["release"] == record["id"]
    first = read_notebook(out / "optimization-course" / "exercises" / "01_intuition_exercises.ipynb")
    assert first["metadata"]["course"]["due"] == "2026-12-02T18:00:00+01:00"
    (row,) = [one for one in record["exercises"] if one["name"] == "01_intuition_exercises"]
    assert row["points"] == 8 and row["extra"] == 2 and row["due"] == "2026-12-02T18:00:00+01:00"
    readme = (out / "optimization-course" / "README.md").read_text(encoding="utf-8")
    assert f"| 8 | 2 | {row['minutes']} | 2026-12-02 18:00 (UTC+01:00) |" in readme


def test_only_some_notebooks(tmp_path):
    made = make(ROOT, tmp_path, only=["00", "01"])
    assert made.lessons == ["00_start_here", "01_intuition"]
    assert [one["name"] for one in made.exercises] == ["01_intuition_exercises"]
    other = make(ROOT, tmp_path, only=["01"])  # over its own earlier release
    assert other.id != made.id and not (tmp_path / "optimization-course" / "notebooks" / "00_start_here.ipynb").exists()


def test_wrong_words_and_foreign_folders_are_refused(tmp_path):
    with pytest.raises(ReleaseError, match="No notebook's name begins with '99'"):
        make(ROOT, tmp_path, only=["99"])
    with pytest.raises(ReleaseError, match="'tomorrow' is no date"):
        make(ROOT, tmp_path, due=["tomorrow"])
    (tmp_path / "optimization-course").mkdir()
    (tmp_path / "optimization-course" / "mine.txt").touch()
    with pytest.raises(ReleaseError, match="is there already and is no release"):
        make(ROOT, tmp_path)
    assert (tmp_path / "optimization-course" / "mine.txt").exists()


def test_a_day_ends_at_midnight_and_later_words_win():
    names = ["01_a", "02_b"]
    assert due_dates(["2026-12-01T12:00+00:00", "02=2026-12-03T10:00+02:00"], names) == {
        "01_a": "2026-12-01T12:00:00+00:00",
        "02_b": "2026-12-03T10:00:00+02:00",
    }
    assert due_dates(["2026-12-01"], names)["01_a"].startswith("2026-12-01T23:59:00")
    with pytest.raises(ReleaseError, match="no exercise's name begins with '7'"):
        due_dates(["7=2026-12-01"], names)


def test_the_package_in_a_release_works_without_the_grader(out):
    script = f"""
import sys
sys.path.insert(0, {str(out / "optimization-course")!r})
sys.modules["autograder"] = None  # as on a student's machine: there is none
import course.cli, course.widgets, course.checks, course.workbook, course.experiments.step01
from course.workbook.places import pristine_names
course.cli._take_up_autograder()
print(course.__file__, *pristine_names(), *[one.callback.__name__ for one in course.cli.app.registered_commands], sep="\\n")
"""
    done = subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, text=True, cwd=out, check=False)
    assert done.returncode == 0, done.stderr
    place, *names = done.stdout.splitlines()
    assert place.startswith(str(out))
    assert {"01_intuition_exercises", "check", "test"} <= set(names) and "grade" not in names


@pytest.mark.slow
def test_a_students_two_commands_work_in_the_unzipped_release(out, tmp_path):
    with zipfile.ZipFile(out / "optimization-course.zip") as archive:
        archive.extractall(tmp_path)
    home = tmp_path / "optimization-course"

    def start(*words):
        command = [sys.executable, "start.py", *words]
        return subprocess.run(command, cwd=home, capture_output=True, text=True, timeout=900, check=False)

    first = start("lab", "--version")  # JupyterLab's own: the copies are made, nothing is served
    assert first.returncode == 0 and (home / "work" / "01_intuition_exercises.ipynb").is_file(), (
        first.stdout + first.stderr
    )
    progress = start("progress")
    assert progress.returncode == 0 and "not attempted" in progress.stdout
    assert "grade" not in start("--help").stdout, "the grader is not there"
    tested = start("test", "-q", "-k", "00_start_here")
    assert tested.returncode == 0 and re.search(r"\d+ passed", tested.stdout), tested.stdout + tested.stderr


def test_a_line_of_a_solution_in_a_lesson_is_a_leak(tmp_path):
    for room in ("tests/hidden", "tests/answers", "course/checks", "lessons"):
        (tmp_path / room).mkdir(parents=True)
    hinted, told = "hinted_at = theta - eta * grad(theta)", "said_in_a_lesson = theta - eta * grad(theta)"
    source = f"# {hinted}\n### BEGIN SOLUTION\n{hinted}\n{told}\n### END SOLUTION\n"
    (tmp_path / "lessons" / "01_x_exercises.py").write_text(source, encoding="utf-8")
    (tmp_path / "lessons" / "01_x.py").write_text(told, encoding="utf-8")
    assert secret_lines(tmp_path) == [told]
