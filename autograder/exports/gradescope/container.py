"""What happens in Gradescope's container: one submission is found, graded in the sandbox, and told in results.json.

Whatever is printed goes to the instructor alone. AUTOGRADER_HOME names the folder that Gradescope calls /autograder.
"""

import hashlib
import json
import os
import threading
import time
from pathlib import Path

import autograder
import course
from autograder import sandbox
from autograder.exports.class_files import written
from autograder.exports.gradescope.results import Outcome, not_graded, results
from autograder.exports.gradescope.room import limits
from autograder.intake import MAX_BYTES, identify, read_bytes
from autograder.worker import Bundle, BundleError, Setup, StartError, Worker, WorkerError, load
from course.workbook import NotebookError, answer_cells, read_notebook

SOURCE = Path(autograder.__file__).resolve().parent.parent
NOT_YOUR_FAULT = "Your submission could not be graded. This is not your fault, and it costs you nothing: please tell your instructor."
NO_SANDBOX = (
    "NOT GRADED. Students' code cannot be isolated in this container: {why}\n"
    "Nothing was run, and there is no grade. Either grade on a machine of your own (course grade), or, if you trust everyone who "
    "hands in, build the zip again with `course export gradescope ... --trusted-class`: each student then has a process of its "
    "own, but could forge a grade."
)
TRUSTED = "Students' code is NOT isolated (built with --trusted-class): a hostile submission could forge its own grade."


def main(words: list[str]) -> int:
    """Grade what lies in submission/, or with --probe only say how it would be isolated; the exit code."""
    home = Path(os.environ.get("AUTOGRADER_HOME", "/autograder"))
    settings = json.loads((SOURCE / "gradescope.json").read_text(encoding="utf-8"))
    tier, why = _tier(settings["trusted_class"])
    if words == ["--probe"]:
        print(why)
        return 0
    target = home / "results" / "results.json"
    target.unlink(missing_ok=True)
    print(why)
    begun = time.monotonic()
    found = not_graded(NOT_YOUR_FAULT) if tier is None else _graded(home / "submission", tier, settings, begun)
    with written(target) as file:
        json.dump(found, file, ensure_ascii=False, indent=1)
    return 0


def _tier(trusted_class: bool) -> tuple[str | None, str]:
    """The tier to grade in, None where there is none, and what to tell the instructor."""
    probe = sandbox.probe()
    if probe.tier is None and trusted_class:
        return "none", f"{sandbox.explain(probe)}\n{TRUSTED}"
    if probe.tier is None:
        return None, NO_SANDBOX.format(why=sandbox.explain(probe))
    secret = [SOURCE / "tests", SOURCE / "solutions", SOURCE / "gradescope.json"]
    if open_ := [path for path in secret if sandbox.visible(path, [Path(course.__file__).parent])]:
        return None, NO_SANDBOX.format(why=f"{open_[0]} lies among Python's packages, where students can read it.")
    return probe.tier, f"Students' code is isolated by the sandbox, tier {probe.tier}."


def _graded(folder: Path, tier: str, settings: dict, begun: float) -> dict:
    try:
        bundle = load()
    except BundleError as error:
        print(f"NOT GRADED. {error}")
        return not_graded(NOT_YOUR_FAULT)
    end = begun + 60 * settings["minutes"] - 30  # Gradescope ends us a little later, and that would be a zero
    setup = Setup(
        {"tests": None, "exercises": None},
        bundle.digest,
        tier,
        limits(bundle, settings["seconds"], end - begun),
        bytes.fromhex(settings["secret"]),
    )
    handed_in = _handed_in(folder, bundle)
    outcomes = [
        _outcome(name, exercise, handed_in.get(name, []), setup, end) for name, exercise in bundle.exercises.items()
    ]
    if not handed_in:
        names = sorted(path.name for path in folder.rglob("*") if path.is_file())
        print(f"No notebook of {', '.join(bundle.exercises)} among: {', '.join(names) or 'no files'}")
    return results(outcomes, settings["visibility"], time.monotonic() - begun)


def _handed_in(folder: Path, bundle: Bundle) -> dict[str, list[tuple[str, bytes, str]]]:
    """exercise -> its files as (name, content, why it cannot be read)."""
    found: dict[str, list[tuple[str, bytes, str]]] = {}
    for path in sorted(folder.rglob("*.ipynb")):
        inside = path.relative_to(folder)
        if path.is_symlink() or not path.is_file() or any(part.startswith((".", "__")) for part in inside.parts):
            continue
        data, notebook, problem = read_bytes(path), {}, ""
        try:
            notebook = read_notebook(data, limit=MAX_BYTES)
        except NotebookError as error:
            problem = str(error)
        name = identify(notebook, path.stem, bundle.functions)
        if problem and not name and len(bundle.exercises) == 1:
            (name,) = bundle.exercises
        print(f"{inside}: {name or 'none of the exercises'} {problem}")
        if name:
            found.setdefault(name, []).append((path.name, data, problem))
    return found


def _outcome(name: str, exercise, files: list[tuple[str, bytes, str]], setup: Setup, end: float) -> Outcome:
    files = [file for file in files if file[0] == f"{name}.ipynb"] or files
    if not files:
        return Outcome(name, exercise.points, sentence=f"{name}.ipynb was not handed in.")
    if len({data for _, data, _ in files}) > 1:
        names = ", ".join(sorted(file for file, _, _ in files))
        sentence = f"More than one file is this exercise ({names}). Hand in one, called {name}.ipynb."
        return Outcome(name, exercise.points, sentence=sentence)
    _, data, problem = files[0]
    if problem:
        return Outcome(name, exercise.points, sentence=problem)
    try:
        result = _assess(setup, data, name, end)
    except WorkerError as error:
        print(f"NOT GRADED: {name}. {error}")
        return Outcome(name, exercise.points, sentence=NOT_YOUR_FAULT, decided=False)
    _tell(result)
    extra = frozenset(answer.exercise for answer in answer_cells(exercise.notebook) if answer.extra)
    return Outcome(name, exercise.points, result, extra=extra)


def _assess(setup: Setup, data: bytes, name: str, end: float) -> dict:
    """The worker's result, at a second try where the worker was lost; WorkerError at `end` at the latest."""
    for again in (True, False):
        worker = Worker(setup)
        watch = threading.Timer(max(1.0, end - time.monotonic()), worker.kill)
        watch.daemon = True
        watch.start()
        try:
            worker.wait_until_ready()
            return worker.grade(data, name, hashlib.sha256(data).hexdigest())[0]
        except StartError:
            raise
        except WorkerError as error:
            if time.monotonic() >= end:
                raise WorkerError(
                    "The time that Gradescope allows is over; allow more minutes there, and in the zip."
                ) from None
            if not again:
                raise error from None
        finally:
            watch.cancel()
            worker.close()
    raise AssertionError("unreachable")


def _tell(result: dict) -> None:
    """Everything, for the instructor."""
    usage = result.get("usage", {})
    print(f"{result['notebook']}: {result['status']}, {result['points']} of {result['max_points']:g} points. {usage}")
    for name, function in result["functions"].items():
        print(f"  {name}: {function['points']} of {function['max_points']:g}")
        for test in function["tests"]:
            if test["status"] != "passed":
                print(f"    {test['name']}: {test['status']}. {test.get('detail', '')}")
