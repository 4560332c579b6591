"""Find what was handed in, in the plain layouts, and account for every file.

- one notebook;
- a folder of notebooks, `student-01.ipynb` or `student-01_01_intuition_exercises.ipynb`;
- one folder per student, `student-01/01_intuition_exercises.ipynb`, however deep inside.

Which exercise a notebook is, its metadata says, else its exercise markers and functions, else its file name. A file
ends as taken (it will be graded), superseded (a newer one of the same student counts), ignored or unmatched, with a
reason. Links are not followed and only regular files are opened.
"""

import hashlib
import os
import re
import stat
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from course.workbook import NotebookError, read_notebook
from course.workbook.cells import markers

MAX_BYTES = 20_000_000
COPY_MARKS = re.compile(r"^copy of |[-_ ]copy ?\d*$| ?\(\d+\)$", re.IGNORECASE)
IGNORED_FOLDERS = {".ipynb_checkpoints", "__MACOSX", "__pycache__", ".git"}


@dataclass(frozen=True)
class Submission:
    """One notebook of one student. `problem` says why it cannot be read, if so."""

    student: str
    notebook: str
    path: Path
    source: str  # the path below what was given, for reports
    sha256: str
    handed_in: str
    problem: str = ""
    own_name: str = ""  # what the notebook calls itself

    def read(self) -> bytes:
        """The bytes that were found, if the file still holds them.

        Raises
        ------
        NotebookError: the file was changed or taken away meanwhile.
        """
        try:
            data = read_bytes(self.path)
        except OSError as error:
            raise NotebookError(f"{self.source} cannot be read any more ({error.strerror}). Grade again.") from None
        if hashlib.sha256(data).hexdigest() != self.sha256:
            raise NotebookError(f"{self.source} was changed while the class was graded. Grade again.")
        return data


@dataclass(frozen=True)
class Intake:
    """What was found: the recognised `layout`, the `submissions`, and what became of each file."""

    layout: str
    submissions: list[Submission]
    files: list[tuple[str, str, str]] = field(default_factory=list)  # (path, outcome, reason)


def find(
    root: Path, exercises: dict[str, Iterable[str]], only: Iterable[str] = (), without: Path | None = None
) -> Intake:
    """The submissions in `root` for these exercises (notebook name -> its functions).

    `only`: names of students or notebooks; where given, the rest is ignored, with that reason. `without`: the folder of
    results, which is not looked into.
    """
    root, only = Path(root), set(only)
    without = without and without.resolve()
    found, files = [], []
    for path in [root] if root.is_file() else _walk(root, files, root, without):
        source = _text(path.name if path == root else str(path.relative_to(root)))
        try:
            found.append(_look(path, source, root, exercises))
        except OSError as error:
            files.append((source, "ignored", f"cannot be read: {error.strerror}"))
    found = _with_inferred_notebook(found)
    taken = []
    for submission in found:
        if not submission.notebook and submission.own_name:
            files.append((submission.source, "ignored", f"{submission.own_name} is not graded"))
        elif not submission.notebook:
            reason = submission.problem or "not recognised as one of the exercises " + ", ".join(exercises)
            files.append((submission.source, "unmatched", reason))
        elif only and not only & {submission.student, submission.notebook}:
            files.append((submission.source, "ignored", "not asked for by --only"))
        else:
            taken.append(submission)
    counting = _newest(taken, files)
    layout = _layout(root, [submission.source for submission in found])
    return Intake(layout, counting, sorted(files))


def read_bytes(path: Path) -> bytes:
    """A regular file's bytes, at most one more than `MAX_BYTES`; never through a link, never waiting on a pipe."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with open(path, "rb", opener=lambda name, _: os.open(name, flags)) as file:
        return file.read(MAX_BYTES + 1)


def _walk(folder: Path, files: list, root: Path, without: Path | None) -> Iterable[Path]:
    """Every notebook below `folder`, in order of names; what is none goes to `files` at once."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        files.append((_text(str(folder.relative_to(root))), "ignored", f"cannot be opened: {error.strerror}"))
        return
    for entry in entries:
        path = Path(entry.path)
        source = _text(str(path.relative_to(root)))
        if entry.is_symlink():
            files.append((source, "ignored", "a link; links are not followed"))
        elif entry.is_dir():
            if path.resolve() == without:
                continue
            if entry.name in IGNORED_FOLDERS:
                files.append((source + "/", "ignored", "a folder that programs make for themselves"))
            else:
                yield from _walk(path, files, root, without)
        elif not stat.S_ISREG(entry.stat(follow_symlinks=False).st_mode):
            files.append((source, "ignored", "not a regular file"))
        elif path.suffix.lower() in (".zip", ".tar", ".gz", ".7z", ".rar"):
            files.append((source, "ignored", "an archive; unpack it and grade the folder"))
        elif path.suffix.lower() != ".ipynb":
            files.append((source, "ignored", "not a notebook (.ipynb)"))
        else:
            yield path


def _look(path: Path, source: str, root: Path, exercises: dict[str, Iterable[str]]) -> Submission:
    data = read_bytes(path)
    problem, notebook = "", {}
    try:
        notebook = read_notebook(data, limit=MAX_BYTES)
    except NotebookError as error:
        problem = str(error).replace("The notebook", path.name, 1)
    stem = _plain_stem(path.stem)
    name = identify(notebook, stem, exercises)
    inside = path.relative_to(root).parts[:-1] if path != root else ()
    if inside:
        student = inside[0]
    else:
        without = re.sub(re.escape(name), "", stem, flags=re.IGNORECASE) if name else stem
        student = without.strip(" _-.") or path.absolute().parent.name
    when = datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat(timespec="seconds")
    return Submission(
        _text(student), name, path, source, hashlib.sha256(data).hexdigest(), when, problem, _own_name(notebook)
    )


def identify(notebook: dict, stem: str, exercises: dict[str, Iterable[str]]) -> str:
    """Which exercise notebook this is, or "" where nothing tells."""
    name = _own_name(notebook)
    if name in exercises:
        return name
    text = "\n".join(cell["source"] for cell in notebook.get("cells", ()) if cell["cell_type"] == "code")
    signs = set(markers(text))
    if name and not signs:
        return ""  # one of the course's lessons, which may well define functions of the same names
    signs |= set(re.findall(r"^def[ \t]+(\w+)", text, re.MULTILINE))
    scores = {name: len(signs & set(functions)) for name, functions in exercises.items()}
    best = max(scores, key=scores.__getitem__, default="")
    if scores.get(best) and list(scores.values()).count(scores[best]) == 1:
        return best
    return next((name for name in exercises if name.lower() in stem.lower()), "")


def _own_name(notebook: dict) -> str:
    """What a notebook of the course calls itself, or ""."""
    course = notebook.get("metadata", {}).get("course")
    name = course.get("name") if isinstance(course, dict) else None
    return name if isinstance(name, str) else ""


def _with_inferred_notebook(found: list[Submission]) -> list[Submission]:
    """Unreadable files without a telling name belong to the one exercise that all the others are, if it is one."""
    names = {submission.notebook for submission in found} - {""}
    if len(names) != 1:
        return found
    (name,) = names
    return [replace(one, notebook=name) if one.problem and not one.notebook else one for one in found]


def _newest(taken: list[Submission], files: list) -> list[Submission]:
    """One submission for each student and notebook: readable before unreadable, then the newest, then by name."""
    groups: dict[tuple[str, str], list[Submission]] = {}
    for submission in taken:
        groups.setdefault((submission.student, submission.notebook), []).append(submission)
    counting = []
    for key in sorted(groups):
        *older, newest = sorted(groups[key], key=lambda one: (not one.problem, one.handed_in, one.source))
        counting.append(newest)
        files.append((newest.source, "taken", f"{newest.student}, {newest.notebook}"))
        files.extend((one.source, "superseded", f"{newest.source} counts instead") for one in older)
    return counting


def _layout(root: Path, sources: list[str]) -> str:
    if root.is_file():
        return "one notebook"
    nested = {len(Path(source).parts) > 1 for source in sources}
    return {
        frozenset(): "no notebooks",
        frozenset({False}): "a folder of notebooks",
        frozenset({True}): "one folder per student",
    }.get(frozenset(nested), "notebooks, and folders of notebooks")


def _plain_stem(stem: str) -> str:
    """A file's stem without the marks that browsers and Jupyter give to copies."""
    while (shorter := COPY_MARKS.sub("", stem).strip()) != stem:
        stem = shorter
    return stem


def _text(name: str) -> str:
    """A file name as text that any file can hold: what cannot be printed is spelt out."""
    name = name.encode("utf-8", "backslashreplace").decode()
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in name)
