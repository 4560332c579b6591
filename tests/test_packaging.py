"""What is shipped, pinned and promised: the wheel's content, the locks and environment.yml in step with pyproject.toml."""

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
README_EXTRAS = ("instructor", "test")


def wanted(*extras):
    lines = PROJECT["dependencies"] + [line for extra in extras for line in PROJECT["optional-dependencies"][extra]]
    return {requirement.name: requirement for requirement in map(Requirement, lines)}


def pinned(name):
    """{package: [version, ...]}: several where Pythons differ."""
    found = {}
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    for package, version in re.findall(r"^([\w.-]+)==([^ ;]+)", text, re.MULTILINE):
        found.setdefault(package, []).append(version)
    return found


@pytest.mark.parametrize(
    ("lock", "extras"), [("lock.txt", README_EXTRAS), ("lock-dev.txt", tuple(PROJECT["optional-dependencies"]))]
)
def test_the_lock_holds_all_that_pyproject_asks_for(lock, extras):
    have = pinned(lock)
    for name, requirement in wanted(*extras).items():
        assert name in have, f"{name} is missing in requirements/{lock}: run `python requirements/lock.py`"
        for version in have[name]:
            assert requirement.specifier.contains(version), (
                f"{lock} has {name} {version}, pyproject asks for {requirement}"
            )
    assert "uv" in have, "start.py takes uv out of the lock"


def test_the_two_locks_agree():
    small, large = pinned("lock.txt"), pinned("lock-dev.txt")
    assert {name: large.get(name) for name in small} == small


@pytest.mark.parametrize("lock", ["lock.txt", "lock-dev.txt"])
def test_every_line_of_a_lock_is_hashed_and_names_no_address(lock):
    entries = re.split(r"\n(?=\S)", (ROOT / "requirements" / lock).read_text(encoding="utf-8").strip())
    for entry in entries:
        assert re.fullmatch(r"[\w.-]+==\S+( ; [^\\]+)? \\\n(    --hash=sha256:[0-9a-f]{64}( \\\n)?)+", entry), entry


def test_environment_yml_is_in_step():
    described = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    assert described["channels"] == ["conda-forge"]
    plain = [line for line in described["dependencies"] if isinstance(line, str)]
    (from_pip,) = [line["pip"] for line in described["dependencies"] if isinstance(line, dict)]
    have = {requirement.name: requirement for requirement in map(Requirement, plain + from_pip)}
    assert str(have.pop("python").specifier) == PROJECT["requires-python"]
    have.pop("pip")
    asked = wanted(*README_EXTRAS)
    assert set(have) == set(asked), "environment.yml and pyproject.toml name different packages"
    differing = [f"{have[name]} / {asked[name]}" for name in asked if str(have[name]) != str(asked[name])]
    assert not differing, f"bounds differ (environment.yml / pyproject.toml): {differing}"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel, unpacked."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.glob("*.whl")
    with zipfile.ZipFile(built) as archive:
        archive.extractall(folder / "unpacked")
    return folder / "unpacked"


def files(folder, *, below=""):
    return {path.relative_to(folder).as_posix() for path in (folder / below).rglob("*") if path.is_file()}


def test_the_wheel_holds_all_of_both_packages(wheel):
    for package in ("course", "autograder"):
        here = {name for name in files(ROOT, below=package) if "__pycache__" not in name}
        missing = here - files(wheel)
        assert not missing, f"in the folder, but not in the wheel: {sorted(missing)}"


def test_the_wheel_holds_the_data_and_the_pristine_exercises(wheel):
    assert {"course/data/breast_cancer.npz", "course/data/digits.npz"} <= files(wheel)
    exercises = {path.name for path in (ROOT / "exercises").glob("*.ipynb")}
    assert exercises, "no exercise has been built: run `course build`"
    assert {f"course/pristine/{name}" for name in exercises} <= files(wheel)


def test_the_wheel_holds_no_lesson_solution_or_test(wheel):
    (about,) = wheel.glob("*.dist-info")
    top = {path.name for path in wheel.iterdir()}
    assert top == {"course", "autograder", about.name}
    secret = [
        name for name in files(wheel) if re.search(r"solution|lessons?/|(^|/)(tests?|answers|hidden|attacks)/", name)
    ]
    assert not secret


def test_the_wheel_says_its_licences_and_its_command(wheel):
    (about,) = wheel.glob("*.dist-info")
    metadata = (about / "METADATA").read_text(encoding="utf-8")
    assert "License-Expression: MIT AND CC-BY-4.0" in metadata
    assert {"LICENSE", "LICENSE-CONTENT"} <= {path.name for path in (about / "licenses").iterdir()}
    assert "course = course.cli:main" in (about / "entry_points.txt").read_text(encoding="utf-8")


def test_an_installed_course_finds_its_own_exercises(wheel, tmp_path):
    """Away from the repository the pristine exercises are those that travelled in the wheel."""
    ask = "import course.workbook as w; print(w.__file__); print(*w.pristine_names())"
    done = subprocess.run(
        [sys.executable, "-c", ask],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(wheel)},
        capture_output=True,
        text=True,
        check=True,
    )
    file, names = done.stdout.splitlines()
    assert Path(file).is_relative_to(wheel)
    assert set(names.split()) == {path.stem for path in (ROOT / "exercises").glob("*.ipynb")}
