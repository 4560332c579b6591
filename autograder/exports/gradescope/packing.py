"""The zip that an instructor uploads to Gradescope: both packages, exercises, hidden tests, solutions, the bank, and the scripts.

Folders lie in it as in the repository, so everything in the container finds its place as it does here.
"""

import io
import json
import secrets
import zipfile
from importlib.resources import files
from pathlib import Path

from autograder.exports.class_files import write_bytes
from autograder.exports.grades import ExportError
from autograder.exports.gradescope.requirements import requirements
from autograder.worker import Bundle, BundleError, Exercise, load
from autograder.worker.bundle import HOME, tests_of
from course.workbook import dumps

SCRIPTS = ("setup.sh", "run_autograder", "environment.sh")
LONG_AGO = (1980, 1, 1, 0, 0, 0)
PRIVATE = ("tests/", "solutions/", "gradescope.json")  # setup.sh closes them to others


def pack(
    to: Path,
    exercise: str | None = None,
    *,
    trusted_class: bool = False,
    visibility: str = "visible",
    seconds: float = 10.0,
    minutes: float = 10.0,
    tests: Path | None = None,
    exercises: Path | None = None,
) -> dict[str, Exercise]:
    """Write the zip, and return the exercises that it grades. `minutes`: the timeout that is set in Gradescope.

    Raises
    ------
    ExportError: there is no such exercise, or no hidden tests, or `to` is no name for a zip.
    """
    if to.suffix.lower() != ".zip" or to.is_dir():
        raise ExportError(f"{to} should be the name of a zip, such as gradescope.zip.")
    try:
        bundle = load(tests, exercises)
    except BundleError as error:
        raise ExportError(str(error)) from None
    chosen = {name: bundle.exercises[name] for name in _chosen(exercise, list(bundle.exercises))}
    content = {f"{script}": _template(script) for script in SCRIPTS} | requirements(HOME / "requirements" / "lock.txt")
    content |= _packages() | _exercises(chosen, bundle)
    settings = {"secret": secrets.token_hex(32), "trusted_class": trusted_class, "visibility": visibility}
    settings |= {"seconds": seconds, "minutes": minutes, "exercises": list(chosen)}
    content["gradescope.json"] = json.dumps(settings, indent=1).encode() + b"\n"
    try:
        write_bytes(to, _zipped(content))
    except OSError as error:
        raise ExportError(f"{to} cannot be written ({error.strerror}).") from None
    return chosen


def _chosen(exercise: str | None, names: list[str]) -> list[str]:
    if exercise is None:
        return names
    fitting = [exercise] if exercise in names else [name for name in names if name.startswith(exercise)]
    if len(fitting) != 1:
        what = "several exercises" if fitting else "no exercise"
        raise ExportError(f"{exercise!r} fits {what}. There are: {', '.join(names)}.")
    return fitting


def _packages() -> dict[str, bytes]:
    """`course` and `autograder`, without what programs leave there, and without the wheel's copy of the exercises."""
    found = {}
    for package in ("course", "autograder"):
        for path in sorted((HOME / package).rglob("*")):
            inside = path.relative_to(HOME)
            left = any(part.startswith(".") or part == "__pycache__" for part in inside.parts)
            if path.is_file() and not left and inside.parts[:2] != ("course", "pristine"):
                found[inside.as_posix()] = path.read_bytes()
    return found


def _exercises(chosen: dict[str, Exercise], bundle: Bundle) -> dict[str, bytes]:
    """The exercises with their solutions, hidden tests and bank, and what else lies beside the tests."""
    found = {}
    for name, exercise in chosen.items():
        found[f"exercises/{name}.ipynb"] = dumps(exercise.notebook).encode()
        if exercise.solution is not None:
            found[f"solutions/{name}.ipynb"] = dumps(exercise.solution).encode()
        found[f"tests/hidden/{exercise.tests.name}"] = exercise.tests.read_bytes()
        for function in exercise.points:
            if (known := bundle.answers / f"{function}.py").is_file():
                found[f"tests/answers/{function}.py"] = known.read_bytes()
    for name, data in tests_of(bundle.tests):
        if not (name.startswith("test_") and name.endswith(".py")):  # of another exercise
            found[f"tests/hidden/{name}"] = data
    return found


def _template(name: str) -> bytes:
    return (files("autograder") / "templates" / "gradescope" / name).read_bytes()


def _zipped(content: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(content):
            entry = zipfile.ZipInfo(name, LONG_AGO)
            mode = 0o755 if name in SCRIPTS else 0o600 if name.startswith(PRIVATE) else 0o644
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, (0o100000 | mode) << 16
            archive.writestr(entry, content[name])
    return data.getvalue()
