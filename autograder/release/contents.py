"""The files of a release, by the path they get there. What may go in is listed; nothing else can slip in."""

import tomllib
from pathlib import Path, PurePosixPath

from course.workbook import answer_cells, read_notebook
from course.workbook.cells import course_metadata

AS_THEY_ARE = ("start.py", "environment.yml", "LICENSE", "LICENSE-CONTENT", "CITATION.cff", "NOTATION.md")
GUIDES = ("docs/student.md", "docs/picture.png")
PACKAGE = "course"
LEFT_BEHIND = {"__pycache__", "pristine"}  # `pristine` is the wheel's copy of exercises/


class ReleaseError(Exception):
    """No release can be made; the message says why and what to do."""


def chosen(root: Path, only: list[str]) -> tuple[list[Path], list[Path]]:
    """(lessons, exercises) as paths of built notebooks: all, or those whose name begins with a word of `only`.

    Raises
    ------
    ReleaseError: a word that fits nothing, or nothing is built.
    """
    rooms = [sorted((root / room).glob("*.ipynb")) for room in ("notebooks", "exercises")]
    if not all(rooms):
        raise ReleaseError("There are no built notebooks. Run `course build` first.")
    names = [path.stem for room in rooms for path in room]
    for word in only:
        if not any(name.startswith(word) for name in names):
            raise ReleaseError(f"No notebook's name begins with {word!r}. There are: {', '.join(sorted(names))}.")
    lessons, exercises = ([path for path in room if not only or path.stem.startswith(tuple(only))] for room in rooms)
    return lessons, exercises


def package(root: Path) -> dict[PurePosixPath, bytes]:
    """The package `course`, its data and its front end."""
    found = {}
    for path in sorted((root / PACKAGE).rglob("*")):
        inside = path.relative_to(root)
        hidden = any(part.startswith(".") for part in inside.parts)  # an editor's, or the system's
        if path.is_file() and not hidden and not LEFT_BEHIND & set(inside.parts):
            found[PurePosixPath(inside.as_posix())] = path.read_bytes()
    return found


def beside(root: Path, exercises: list[dict], lessons: list[Path]) -> dict[PurePosixPath, bytes]:
    """What lies beside the package: how it is installed, licences, guides, and README written for students."""
    found = {PurePosixPath(name): (root / name).read_bytes() for name in AS_THEY_ARE}
    found |= {PurePosixPath(name): (root / name).read_bytes() for name in GUIDES if (root / name).is_file()}
    found[PurePosixPath("requirements/lock.txt")] = (root / "requirements" / "lock-student.txt").read_bytes()
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found[PurePosixPath("pyproject.toml")] = _filled("pyproject.template", project=project).encode()
    guide = PurePosixPath("docs/student.md") in found
    readme = _filled("README.template", exercises=exercises, lessons=[path.stem for path in lessons], guide=guide)
    found[PurePosixPath("README.md")] = readme.encode()
    return found


def described(path: Path, due: str | None) -> dict:
    """An exercise for the table of points: name, title, minutes, points, extra points, due (ISO 8601, or None)."""
    notebook = read_notebook(path)
    about, answers = course_metadata(notebook), answer_cells(notebook)
    return {
        "name": path.stem,
        "title": about.get("title", path.stem),
        "minutes": about.get("minutes"),
        "points": sum(answer.points for answer in answers if not answer.extra),
        "extra": sum(answer.points for answer in answers if answer.extra),
        "functions": {answer.exercise: answer.points for answer in answers},
        "due": due,
    }


def _filled(name: str, **values: object) -> str:
    import jinja2  # not at the top: `course --help` imports this room

    loader = jinja2.PackageLoader("autograder", "templates/release")
    environment = jinja2.Environment(
        loader=loader,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["g"] = lambda points: f"{points:g}"
    environment.filters["when"] = lambda due: due[:16].replace("T", " ") + f" (UTC{due[19:]})" if due else ""
    return environment.get_template(name).render(values)
