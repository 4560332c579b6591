"""One self-contained page for each submission: what works, what does not yet, and where to look.

A page is made from the recorded result alone. It quotes what the visible cells showed, which ran before any hidden test,
and never what student code printed or raised afterwards.
"""

import base64
import binascii
import functools
import hashlib
import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

import jinja2
import markupsafe

from autograder.advice import lessons, meaning, next_card
from autograder.statuses import SUBMISSION, TEST
from autograder.worker import Exercise
from course.workbook import answer_cells

MOST_TEXT = 6_000  # characters of visible output quoted for a function
MOST_PICTURES = 6
MOST_OPEN, FEW_OPEN = (
    3,
    2,
)  # lines that do not hold: so many are all told at once; of more only the first few, the rest folded
RESERVED = {"CON", "PRN", "AUX", "NUL"}  # names that Windows keeps for itself
ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
HEADING = re.compile(r"^#{1,6}[ \t]+(.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Line:
    """What hidden tests with one docstring found: the `status` of the first that failed, and what to say about it."""

    text: str
    status: str
    sentence: str
    hint: str
    meaning: str  # of the error that the sentence names
    passed: int
    of: int


def page(result: dict, visible: list, exercise: Exercise, key: str = "") -> str:
    """The feedback page as HTML text; `key` names the result it was made from."""
    title, headings = titles(exercise)
    extra = {answer.exercise for answer in answer_cells(exercise.notebook) if answer.extra}
    reading = taught(exercise)
    cards = [
        {
            "name": name,
            "heading": headings.get(name, name),
            "points": number(function["points"]),
            "most": number(function["max_points"]),
            "most_points": function["max_points"],
            "extra": name in extra,
            "reading": reading.get(name, []),
            "share": _share(function["points"], function["max_points"]),
            "lines": (lines := _lines(function["tests"])),
            "state": _state(lines, function["points"], function["max_points"]),
            "common": _common(lines),
            "like": function.get("behaves_like", {}).get("says", "").rstrip("."),
            "several": sum(line.status != "passed" for line in lines) > 1,
            "works": [line for line in lines if line.status == "passed"],
            "left": [line for line in lines if line.status != "passed"],
            "by_hand": [change for change in result.get("overridden", ()) if change["function"] == name],
            **_shown([one for one in visible if one["function"] == name]),
        }
        for name, function in result["functions"].items()
    ]
    checks = list(result["nbval"].values())
    return _template().render(
        result=result,
        key=key,
        title=title,
        cards=cards,
        step=next_card(cards),
        most_open=MOST_OPEN,
        few_open=FEW_OPEN,
        reading=reading[None],
        points=number(result["points"]),
        most=number(result["max_points"]),
        share=_share(result["points"], result["max_points"]),
        sentence=SUBMISSION[result["status"]].to_student,
        checks=(checks.count("passed"), len(checks)),
        by_hand=[change for change in result.get("overridden", ()) if change["function"] is None],
        late=_late(result),
        figures=_shown([one for one in visible if one["function"] is None])["pictures"],
    )


def file_name(student: str, notebook: str) -> PurePosixPath:
    """Where a page lies below the folder of feedback: `student/notebook.html`, in letters that every system allows."""
    ascii_only = unicodedata.normalize("NFKD", student).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^\w.-]+", "_", ascii_only).strip("._")[:80]
    if plain != student or not plain or plain != plain.casefold() or plain.upper().partition(".")[0] in RESERVED:
        plain = f"{plain or 'student'}-{hashlib.sha256(student.encode()).hexdigest()[:8]}"
    return PurePosixPath(plain) / f"{notebook}.html"


def titles(exercise: Exercise) -> tuple[str, dict[str, str]]:
    """The notebook's title, and for each function the heading it stands under (without its points)."""
    title, headings, last = exercise.name, {}, None
    functions = {answer.index: answer.exercise for answer in answer_cells(exercise.notebook)}
    for index, cell in enumerate(exercise.notebook["cells"]):
        if cell["cell_type"] == "markdown":
            for heading in HEADING.findall(cell["source"]):
                plain = re.sub(r"\s*[*_(]+\d+ points?.*$", "", heading).strip(" *_")
                title, last = (plain, plain) if last is None else (title, plain)
        elif index in functions and last is not None:
            headings[functions[index]] = last
    return title, headings


def taught(exercise: Exercise) -> dict[str | None, list[tuple[str, str]]]:
    """The lessons that the exercise names: under None those of its first cell, else by function those of its own text."""
    found: dict[str | None, list[tuple[str, str]]] = {None: []}
    functions = {answer.index: answer.exercise for answer in answer_cells(exercise.notebook)}
    since: list[tuple[str, str]] = []
    for index, cell in enumerate(exercise.notebook["cells"]):
        if cell["cell_type"] == "markdown":
            named = lessons(cell["source"])
            since = named if HEADING.search(cell["source"]) else since + named
            if not index:
                found[None], since = named, []
        elif index in functions:
            found[functions[index]] = since
    return found


def number(points: float | None) -> str:
    """Points as people write them: 3, 2.5, 1.33; a dash where none are decided."""
    return "\u2013" if points is None else f"{round(points, 2):g}"


def _late(result: dict) -> str:
    """What coming late costs, exactly; "" for what came in time."""
    late = result.get("late")
    if not late:
        return ""
    lost = late["deduction"]
    if not lost or result["points"] is None:
        return f"This came late: {late['because']}."
    cost = f"{_exact(lost)} {'is' if lost == 1 else 'are'} taken off because it came late"
    return f"Your work earned {_exact(result['points'] + lost)} points. {cost}: {late['because']}."


def _exact(points: float) -> str:
    """Points with all digits that grades have, where `number` would round away what was taken."""
    return f"{round(points, 4):.12g}"


@functools.cache
def _template() -> jinja2.Template:
    loader = jinja2.PackageLoader("autograder", "templates")
    environment = jinja2.Environment(
        loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"code": _code, "number": number, "points": _points}
    return environment.get_template("feedback.html")


def _code(text: str) -> markupsafe.Markup:
    """The text as HTML, with what stands between backticks as code."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return markupsafe.escape(text)
    wrap = markupsafe.Markup("<code>{}</code>").format
    return markupsafe.Markup("").join(wrap(part) if place % 2 else part for place, part in enumerate(parts))


def _points(points: float) -> str:
    return f"{number(points)} point" + ("" if points == 1 else "s")


def _share(points: float | None, most: float) -> int:
    return min(100, round(100 * points / most)) if points and most else 0  # extra credit may go beyond


def _lines(tests: list[dict]) -> list[Line]:
    """One line a docstring: the cases of a parametrized test are told together."""
    groups: dict[str, list[dict]] = {}
    for test in tests:
        groups.setdefault(test["line"], []).append(test)
    lines = []
    for text, group in groups.items():
        failed = [test for test in group if test["status"] != "passed"]
        first = failed[0] if failed else group[0]
        sentence = first.get("sentence") or TEST[first["status"]].to_student
        usual = meaning(sentence) if failed else ""
        lines.append(Line(text, first["status"], sentence, first["hint"], usual, len(group) - len(failed), len(group)))
    return sorted(lines, key=lambda line: line.status != "passed")  # what works first, then what is left


def _state(lines: list[Line], points: float | None, most: float) -> str:
    """The card's word: full, part, none, not attempted or undecided."""
    if points is None:
        return "undecided"
    if lines and all(line.status == "not attempted" for line in lines):
        return "not attempted"
    return "full" if points >= most else "part" if points > 0 else "none"


def _common(lines: list[Line]) -> str:
    """The sentence that all failed tests share, if they do and there is nothing else to say: then it is said once."""
    failed = [line for line in lines if line.status != "passed"]
    sentences = {(line.sentence, line.hint) for line in failed}
    if len(failed) < 2 or len(sentences) > 1 or failed[0].hint:
        return ""
    return f"{failed[0].sentence} {failed[0].meaning}".strip()


def _shown(visible: list[dict]) -> dict[str, object]:
    """Text and pictures of the visible cells; of anything richer only its plain text, so that nothing of it can run."""
    texts, pictures = [], []
    for output in (output for one in visible for output in one["outputs"]):
        data = output.get("data") or {}
        if "image/png" in data:
            pictures.append(_picture(data["image/png"]))
        elif output["output_type"] == "error":
            texts.append(f"{output.get('ename', '')}: {output.get('evalue', '')}\n")
        else:
            texts.append(_joined(output.get("text") or data.get("text/plain") or ""))
    text = ANSI.sub("", "".join(texts)).strip("\n")
    if len(text) > MOST_TEXT:
        text = text[:MOST_TEXT] + "\n[... and more]"
    return {"text": text, "pictures": [picture for picture in pictures if picture][:MOST_PICTURES]}


def _picture(data: object) -> str:
    """The picture as base64 without surprises, or "" if it is not a PNG."""
    try:
        raw = base64.b64decode("".join(_joined(data).split()), validate=True)
    except (binascii.Error, ValueError):
        return ""
    return base64.b64encode(raw).decode() if raw.startswith(b"\x89PNG\r\n\x1a\n") else ""


def _joined(text: object) -> str:
    return "".join(map(str, text)) if isinstance(text, list) else str(text)
