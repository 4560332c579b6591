"""Does a release tell what a class must not see? Every telling line of the secret rooms is looked for in it."""

import json
import re
from pathlib import Path

from course.workbook import read_notebook

SOLUTION = re.compile(r"^ *### BEGIN SOLUTION\n(.*?)^ *### END SOLUTION", re.DOTALL | re.MULTILINE)
TELLING = 25  # characters: a shorter line (`return x`) says nothing
PICTURES = (".npz", ".png")


def secret_lines(root: Path) -> list[str]:
    """Telling lines of hidden tests, bank and solutions that are not said on purpose as well.

    On purpose is what stands in the package or in an exercise's own text; for tests and bank, in a lesson too.
    A solution's line in a lesson is a leak.
    """
    rooms = root / "tests" / "hidden", root / "tests" / "answers"
    secret = [path.read_text(encoding="utf-8") for room in rooms for path in room.glob("*.py")]
    public = [path.read_text(encoding="utf-8") for path in (root / "course").rglob("*.py")]
    solutions, lessons = [], []
    for path in (root / "lessons").glob("*.py"):
        text = path.read_text(encoding="utf-8")
        solutions += SOLUTION.findall(text)
        (public if path.stem.endswith("_exercises") else lessons).append(SOLUTION.sub("", text))
    for table in (root / "course" / "checks").glob("*.slips.json"):  # what an answer behaves like is said on purpose
        slips = json.loads(table.read_text(encoding="utf-8")).values()
        public += [f'"""{slip["says"]}."""' for each in slips for slip in each.values()]
    known = "\n".join(public)  # a third hint says a line of the solution on purpose
    taught = "\n".join([known, *lessons])
    return sorted(_telling(solutions, known) | _telling(secret, taught))


def _telling(texts: list[str], known: str) -> set[str]:
    lines = {line.strip() for text in texts for line in text.splitlines()}
    return {line for line in lines if len(line) >= TELLING and line not in known}


def readable(folder: Path) -> str:
    """All text of a folder, cells' sources and outputs as a reader sees them."""
    texts = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        if path.suffix == ".ipynb":
            cells = read_notebook(path)["cells"]
            texts += [cell["source"] for cell in cells] + [json.dumps(cell, ensure_ascii=False) for cell in cells]
        elif path.suffix not in PICTURES:
            texts.append(path.read_text(encoding="utf-8"))
    return "\n".join(texts)


def leaks(secret: list[str], text: str) -> list[str]:
    """The secret lines that stand in the text."""
    return [line for line in secret if line in text]
