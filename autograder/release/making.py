"""Make the release: a folder and a zip with the same files, and beside them release.json, which the instructor keeps."""

import hashlib
import json
import shutil
import zipfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from autograder.building import Project, stale
from autograder.release.contents import ReleaseError, beside, chosen, described, package
from autograder.release.due import due_dates
from course.workbook import read_notebook
from course.workbook.reading import dumps

NAME = "optimization-course"  # of the folder and the zip
RECORD = "release.json"
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # a zip's files carry no clock: the same release is the same bytes


@dataclass(frozen=True)
class Release:
    """What was released: `id` is in every notebook; `exercises` as `contents.described` says them."""

    id: str
    lessons: list[str]
    exercises: list[dict]


def make(root: Path, out: Path, only: Iterable[str] = (), due: Iterable[str] = ()) -> Release:
    """Write OUT/optimization-course/, OUT/optimization-course.zip and OUT/release.json.

    The id is a hash of all that is released: the same content has the same id, on every machine.

    Raises
    ------
    ReleaseError: a notebook is stale, a word of `only` or `due` fits nothing, or OUT holds something else of that name.
    """
    lessons, exercises = chosen(root, list(only))
    _must_be_fresh(root, {path.stem for path in lessons + exercises})
    dates = due_dates(list(due), [path.stem for path in exercises])
    table = [described(path, dates.get(path.stem)) for path in exercises]
    files = package(root) | beside(root, table, lessons)
    notebooks = {PurePosixPath(path.parent.name, path.name): read_notebook(path) for path in lessons + exercises}
    identity = _digest(files, notebooks)
    for path, notebook in notebooks.items():
        files[path] = dumps(_stamped(notebook, identity, dates.get(path.stem))).encode()
    release = Release(identity, [path.stem for path in lessons], table)
    _clear(out)
    _write(files, out)
    (out / RECORD).write_text(json.dumps(asdict(release), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return release


def _must_be_fresh(root: Path, names: set[str]) -> None:
    old = sorted({item.name for item in stale(Project(root))} & names)
    if old:
        raise ReleaseError(f"These notebooks are older than their sources: run `course build {' '.join(old)}` first.")


def _digest(files: dict[PurePosixPath, bytes], notebooks: dict[PurePosixPath, dict]) -> str:
    total = hashlib.sha256()
    whole = files | {path: dumps(notebook).encode() for path, notebook in notebooks.items()}
    for path in sorted(whole):
        total.update(json.dumps([str(path), len(whole[path])]).encode() + whole[path])
    return total.hexdigest()[:12]


def _stamped(notebook: dict, identity: str, due: str | None) -> dict:
    metadata = notebook["metadata"]
    course = metadata["course"] | {"release": identity} | ({"due": due} if due else {})
    return notebook | {"metadata": metadata | {"course": course}}


def _clear(out: Path) -> None:
    """Make room for the release; only an earlier release is ever removed."""
    there = [path for path in (out / NAME, out / f"{NAME}.zip") if path.exists()]
    if there and not (out / RECORD).is_file():
        raise ReleaseError(f"{there[0]} is there already and is no release. Name another folder.")
    for path in there:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    out.mkdir(parents=True, exist_ok=True)


def _write(files: dict[PurePosixPath, bytes], out: Path) -> None:
    with zipfile.ZipFile(out / f"{NAME}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(files):
            target = out / NAME / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(files[path])
            entry = zipfile.ZipInfo(f"{NAME}/{path}", LONG_AGO)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, files[path])
