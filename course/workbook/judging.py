"""nbval as the judge of a grafted notebook: the check cells' outputs against the targets.

nbval runs as pytest in a process of its own, on a copy of the notebook in an empty folder, with an empty answers folder.
"""

import copy
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from course.workbook.cells import check_cells, course_metadata
from course.workbook.reading import read_notebook, write_notebook

CELL_SECONDS = 60
STARTUP_SECONDS = 90
NOTEBOOK_SECONDS = 600
LONGEST_PLACE = 70  # characters: the name of a socket in a folder below it may have 108


class JudgeError(Exception):
    """nbval itself could not run; nothing was learned about the notebook."""


@dataclass(frozen=True)
class CellResult:
    """What nbval found for one code cell.

    `cell` counts code cells from 0. `outcome` is "passed", "differs" (ran, other output than the target), "error" (raised),
    "time" (did not end) or "not run". `printed` and `warned` are what the cell wrote to
    stdout and stderr, `error` is a (name, message) pair or None, `message` is nbval's own.
    """

    cell: int
    id: str | None
    check: bool
    exercise: str | None
    outcome: str
    printed: str = ""
    warned: str = ""
    error: tuple | None = None
    message: str = ""

    @property
    def passed(self):
        return self.outcome == "passed"


def with_targets(notebook):
    """A copy of a pristine (or grafted) notebook with each check cell's target as its output, counted from 1.

    Cells without a target have neither outputs nor a count, so nbval runs them and compares nothing.
    """
    notebook = copy.deepcopy(notebook)
    count = 0
    checks = {index for index, _, _ in check_cells(notebook)}
    for index, cell in enumerate(notebook["cells"]):
        if cell["cell_type"] != "code":
            continue
        count += 1
        target = course_metadata(cell).get("target") if index in checks else None
        cell["outputs"] = copy.deepcopy(target) if isinstance(target, list) else []
        cell["execution_count"] = count if isinstance(target, list) else None
    return notebook


def run_nbval(notebook, cell_seconds=CELL_SECONDS, total_seconds=NOTEBOOK_SECONDS):
    """nbval's findings on a notebook (a dict with targets, or its path): a `CellResult` per code cell, in order.

    A cell that takes longer than `cell_seconds` is interrupted; after `total_seconds` everything is. Raises `JudgeError`
    when nbval could not start.
    """
    notebook = notebook if isinstance(notebook, dict) else read_notebook(notebook)
    (results,) = run_nbval_on([notebook], cell_seconds, total_seconds)
    return results


def run_nbval_on(notebooks, cell_seconds=CELL_SECONDS, total_seconds=NOTEBOOK_SECONDS):
    """nbval's findings on several notebooks (dicts), as a list of lists: one process for all, a fresh Python for each."""
    with tempfile.TemporaryDirectory(prefix="course-check-", ignore_cleanup_errors=True) as folder:
        folder = Path(folder)
        (folder / "answers").mkdir()
        (folder / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
        paths = [folder / "room" / f"notebook_{number}.ipynb" for number in range(len(notebooks))]
        for path, notebook in zip(paths, notebooks, strict=True):
            write_notebook(notebook, path)
        record = folder / "record.jsonl"
        said, ended = _run_pytest(paths, folder, record, cell_seconds, total_seconds)
        lines = record.read_text(encoding="utf-8").splitlines() if record.exists() else []
    if ended and not lines and any(cell["cell_type"] == "code" for notebook in notebooks for cell in notebook["cells"]):
        raise JudgeError(f"The check could not start. The last lines of what it said:\n{_tail(said)}")
    lines = [json.loads(line) for line in lines]
    return [
        _results(notebook, [line for line in lines if line["file"] == path.name])
        for path, notebook in zip(paths, notebooks, strict=True)
    ]


def _run_pytest(paths, folder, record, cell_seconds, total_seconds):
    command = [sys.executable, "-m", "pytest", "-q", "--color=no", "-c", str(folder / "pytest.ini")]
    command += ["-p", "no:cacheprovider", "-p", "course.workbook.recorder", "-p", "nbval.plugin"]
    command += ["--nbval", "--nbval-current-env", f"--nbval-cell-timeout={cell_seconds}"]
    command += [f"--nbval-kernel-startup-timeout={STARTUP_SECONDS}", *map(str, paths)]
    packages = [str(Path(__file__).resolve().parents[2]), os.environ.get("PYTHONPATH", "")]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")}
    environment |= {
        "PYTHONPATH": os.pathsep.join(filter(None, packages)),
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "COURSE_NBVAL_RECORD": str(record),
        "COURSE_ANSWERS": str(folder / "answers"),
        "IPYTHONDIR": str(folder / "ipython"),
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    }
    if sys.platform == "linux" and len(os.fsencode(folder)) < LONGEST_PLACE:
        environment["COURSE_NBVAL_SOCKETS"] = str(folder)
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL
    )
    try:
        said, _ = process.communicate(timeout=total_seconds)
        return said.decode("utf-8", "replace"), True
    except subprocess.TimeoutExpired:
        return "", False
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()


def _results(notebook, lines):
    seen = {line["cell"]: line for line in lines}
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    checks = {id(cell): exercise for _, cell, exercise in check_cells(notebook)}
    results = []
    for number, cell in enumerate(code):
        line = seen.get(number)
        exercise = checks.get(id(cell)) or course_metadata(cell).get("exercise")
        common = {"cell": number, "id": cell.get("id"), "check": id(cell) in checks, "exercise": exercise}
        if line is None:
            results.append(CellResult(**common, outcome="not run"))
        else:
            error = line["error"]
            error = (error["name"], error["value"]) if error else None
            said = {
                "printed": line["printed"],
                "warned": line["warned"],
                "message": f"{line['message']}\n{line['trace']}".strip(),
            }
            results.append(CellResult(**common, **said, outcome=_outcome(line), error=error))
    return results


def _outcome(line):
    if line["outcome"] == "passed":
        return "passed"
    if "Timeout of" in line["message"]:
        return "time"
    if line["error"]:
        return "error"
    return "differs" if "outputs differ" in line["message"] else "not run"


def _tail(text, lines=8):
    return "\n".join(text.strip().splitlines()[-lines:])
