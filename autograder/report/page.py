"""The page: what was counted goes through the pictures into one HTML file that needs nothing from elsewhere."""

import functools
import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import jinja2

from autograder import feedback
from autograder.exports import written
from autograder.gradebook import Gradebook
from autograder.report import attention, figures, pictures
from autograder.report.leaderboard import boards
from autograder.report.predictions import Predictions
from autograder.report.tally import Notebook, Tally
from autograder.worker import Exercise
from course.workbook import NotebookError, answer_cells, pristine

MOST_NAMED = 50  # rows of a list of names; results.jsonl has them all
MOST_SAID = 15  # misconceptions
MOST_GROUPS, LINES = 10, 3  # questions with failed sentences, and sentences of each
FEWEST_DRAWN = 5  # students below which a distribution is no picture
SAFE_CROWD = 5  # students below which numbers without names still tell who is who
PAGES = 100  # students in one fold of the index
ISOLATED = {
    "namespaces": "sandbox, with namespaces",
    "landlock": "sandbox (Landlock)",
    "none": "none: trusted class",
}


@dataclass(frozen=True)
class Titles:
    """How people call an exercise notebook and its questions; `extra` holds the questions for extra points."""

    name: str
    title: str
    headings: dict[str, str]
    extra: frozenset[str]


class Report:
    """Takes up results one after the other and writes the page at the end.

    exercises: the folder of the exercises as released, for their titles; by default that of the last run.
    """

    def __init__(self, exercises: Path | None = None) -> None:
        self._exercises = exercises
        self.tally = Tally()

    def add(self, result: dict) -> None:
        """Take up what counts for one student and notebook."""
        self.tally.add(result)

    def write(self, book: Gradebook, path: Path, anonymous: bool = False) -> None:
        """Write the page; what is not in the results (runs, files, roster, predictions) comes from the gradebook."""
        tally, run = self.tally, book.last_about() or None
        self._exercises = self._exercises or (run or {}).get("exercises")
        files = book.files(run["id"]) if run else []
        predictions = Predictions()
        for student in tally.students:
            predictions.add(book.answers(student))
        notebooks = [self._notebook(number, it) for number, it in enumerate(_sorted(tally))]
        parts = {
            "matters": attention.matters(tally, run, files, book.roster()),
            "notebooks": notebooks,
            "said": _often(tally),
            "misconceptions": _misconceptions(tally),
            "predictions": _predictions(predictions),
            "boards": boards(tally.measured),
        }
        page = _template().stream(
            parts,
            anonymous=anonymous,
            small=len(tally.students) < SAFE_CROWD,
            tally=tally,
            run=run,
            handed=sum(len(it.rows) for it in tally.notebooks.values()),
            facts=_facts(tally, None if anonymous else run, () if anonymous else files),
            rule=book.decisions()[0].sentences() if tally.late else [],
            contents=_contents(parts, tally, anonymous),
            total=_total(tally) if len(notebooks) > 1 else None,
            deducted=feedback.number(sum(late["deduction"] or 0 for _, _, late in tally.late)),
            usage=_usage(notebooks),
            stopped=[one for one in tally.incidents if one.function and one.status in ("time", "memory")],
            students_in_folds=() if anonymous else _students(tally),
            titles={it["titles"].name: it["titles"] for it in notebooks},
            most=MOST_NAMED,
        )
        page.enable_buffering(50)
        with written(path) as file:
            page.dump(file)

    def _notebook(self, number: int, notebook: Notebook) -> dict:
        """All that is said about one notebook, with its pictures."""
        titles = self._titles(notebook.name)
        questions = []
        for question in notebook.questions.values():
            if (went := figures.difficulty(question)) is not None:
                tells = figures.discrimination(notebook, question.name)
                questions.append({"name": question.name, "most": question.most, "went": went, "tells": tells})
        found = {"titles": titles, "tally": notebook, "questions": questions, "id": f"n{number}"}
        found["short"] = notebook.name.partition("_")[0]
        found["handed"] = len(notebook.rows)
        found["points"] = figures.distribution(notebook.points, notebook.most)
        found["undecided"] = len(notebook.rows) - (found["points"].n if found["points"] else 0)
        drawn = found["points"] is not None and found["points"].n >= FEWEST_DRAWN
        picture = f"{found['id']}-points"
        found["points_picture"] = (
            pictures.points(picture, found["points"], f"Points in {titles.title}") if drawn else ""
        )
        drawn = len(notebook.rows) >= FEWEST_DRAWN
        rows = [(it["name"], it["went"]) for it in questions if drawn]
        found["difficulty_picture"] = (
            pictures.difficulties(f"{found['id']}-went", rows, f"How the questions of {titles.title} went")
            if rows
            else ""
        )
        told = [(it["name"], it["tells"]) for it in questions]
        some = any(it["tells"].r is not None for it in questions)
        about = f"How the questions of {titles.title} go along with each other"
        found["discrimination_picture"] = pictures.discriminations(f"{found['id']}-tells", told, about) if some else ""
        return found

    def _titles(self, name: str) -> Titles:
        try:
            notebook = pristine(name, self._exercises)
        except NotebookError:  # taken away since: its name will do
            return Titles(name, name, {}, frozenset())
        title, headings = feedback.titles(Exercise(name, notebook, None, None))
        return Titles(name, title, headings, frozenset(it.exercise for it in answer_cells(notebook) if it.extra))


def _sorted(tally: Tally) -> list[Notebook]:
    return [tally.notebooks[name] for name in sorted(tally.notebooks)]


def _facts(tally: Tally, run: dict | None, files: Iterable[tuple[str, str, str]]) -> list[dict]:
    """How many, how isolated, what is undecided: the line of small facts at the top."""
    isolated = [ISOLATED.get(tier, tier) for tier in sorted(tally.tiers)]
    undecided = sum(math.isnan(points) for notebook in tally.notebooks.values() for points in notebook.points)
    ends = Counter(outcome for _, outcome, _ in files)
    found = [
        {"name": "Isolation", "value": "; ".join(isolated) or "nothing was run", "bad": bool(tally.tiers["none"])},
        {"name": "Not decided", "value": f"{undecided:,}" if undecided else "none", "bad": bool(undecided)},
    ]
    if run:
        found.append({"name": "Found as", "value": run.get("layout", "unknown"), "bad": False})
    found += (
        {"name": f"Files {outcome}", "value": f"{ends[outcome]:,} (files.csv says why)", "bad": outcome == "unmatched"}
        for outcome in ("unmatched", "superseded", "ignored")
        if ends[outcome]
    )
    return found


def _contents(parts: dict, tally: Tally, anonymous: bool) -> list[tuple[str, str]]:
    """(id, words) of every section there is."""
    found = [
        ("first", "What needs you", not anonymous),
        ("points", "Points", True),
        ("questions", "Questions", True),
        ("misconceptions", "Misconceptions", parts["misconceptions"]),
        ("tests", "What does not hold yet", parts["said"]),
        ("predictions", "Predictions", parts["predictions"]),
        *((f"board{number}", "Leaderboard", True) for number, _ in enumerate(parts["boards"], 1)),
        ("late", "Late and by hand", tally.late or tally.by_hand),
        ("time", "Time and memory", True),
        ("students", "Students", not anonymous),
    ]
    return [(id, words) for id, words, there in found if there]


def _total(tally: Tally) -> dict | None:
    """The distribution of the sums, over those of whom all is decided."""
    most = sum(notebook.most for notebook in tally.notebooks.values())
    sums = figures.totals(len(tally.students), list(tally.notebooks.values()))
    found = figures.distribution(sums, most)
    if found is None:
        return None
    picture = pictures.points("total", found, "Points in all notebooks") if found.n >= FEWEST_DRAWN else ""
    return {"points": found, "picture": picture, "undecided": len(sums) - found.n}


def _misconceptions(tally: Tally) -> list[dict]:
    """The mistakes that were recognised, with how many made them of those who tried the question."""
    found = []
    for (notebook, function, says), count in tally.misconceptions.most_common(MOST_SAID):
        tried = sum(tally.notebooks[notebook].questions[function].tried)
        row = {"notebook": notebook, "function": function, "says": says.rstrip("."), "count": count, "tried": tried}
        found.append(row)
    return found


def _often(tally: Tally) -> list[dict]:
    """The questions whose sentences most students failed, each with its worst sentences."""
    groups: dict[tuple[str, str], list[tuple[int, int, str]]] = {}
    for (notebook, function, line), (failed, tried) in tally.statements.items():
        if failed:
            groups.setdefault((notebook, function), []).append((failed, tried, line))
    found = []
    for (notebook, function), lines in groups.items():
        worst = sorted(lines, key=lambda it: (-it[0], it[2]))
        found.append({"notebook": notebook, "function": function, "lines": worst[:LINES], "left": len(worst[LINES:])})
    return sorted(found, key=lambda it: (-it["lines"][0][0], it["notebook"], it["function"]))[:MOST_GROUPS]


def _predictions(found: Predictions) -> dict | None:
    lessons = found.lessons()
    if not lessons:
        return None
    rows = []
    for lesson, keys in lessons.items():
        asked, right = sum(it.asked for it in keys), sum(it.right for it in keys)
        rows.append((f"Lesson {lesson}", right / asked, f"{right} of {asked}"))
    picture = pictures.shares("predictions", rows, "Predictions that came true, by lesson")
    return {"students": found.students, "lessons": lessons, "rows": rows, "picture": picture}


def _usage(notebooks: list[dict]) -> dict:
    """Time and memory by notebook, with their pictures."""
    found = {}
    for what, unit in (("seconds", "s"), ("megabytes", "MB")):
        spreads = [(it["titles"].name, figures.spread(getattr(it["tally"], what))) for it in notebooks]
        rows = [(name, spread) for name, spread in spreads if spread is not None and spread.low > 0]
        title = "Time to grade a notebook" if what == "seconds" else "Memory of a student's process"
        found[what] = {
            "rows": rows,
            "picture": pictures.spreads(what, rows, title, unit, what == "seconds") if rows else "",
        }
    return found


def _students(tally: Tally) -> list[list[dict]]:
    """Everyone with points and pages, a fold at a time, in order of names."""
    names, places = list(tally.students), {}
    for notebook in _sorted(tally):
        for row, points in zip(notebook.rows, notebook.points, strict=True):
            places[row, notebook.name] = points
    order = sorted(range(len(names)), key=lambda row: names[row])
    sums = figures.totals(len(names), list(tally.notebooks.values()))
    everyone = [
        {
            "name": names[row],
            "points": [(notebook, places.get((row, notebook))) for notebook in sorted(tally.notebooks)],
            "total": sums[row],
        }
        for row in order
    ]
    return [everyone[start : start + PAGES] for start in range(0, len(everyone), PAGES)]


@functools.cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("autograder", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "code": feedback._code,
        "number": lambda points: feedback.number(None if points is None or points != points else points),
        "percent": lambda share: f"{100 * share:.0f}\u202f%",
        "signed": lambda r: f"{r:.2f}".replace("-", "\u2212"),
        "moment": _moment,
        "page": lambda student, notebook: f"feedback/{feedback.file_name(student, notebook)}",
        "lasting": _lasting,
        "brief": pictures._brief,
    }
    return environment.get_template("report.html")


def _moment(text: str | None) -> str:
    """A moment as people write it, in UTC."""
    if not text:
        return "unknown"
    when = datetime.fromisoformat(text)
    return f"{when.day} {when:%B %Y, %H:%M} UTC"


def _lasting(seconds: float | None) -> str:
    """So many seconds in the two largest of days, hours and minutes."""
    if seconds is None:
        return "marked late"
    days, hours, minutes = int(seconds // 86400), int(seconds % 86400 // 3600), int(seconds % 3600 // 60)
    parts = [
        f"{count} {unit}{'' if count == 1 else 's'}"
        for count, unit in ((days, "day"), (hours, "hour"), (minutes, "minute"))
        if count
    ]
    return " ".join(parts[:2]) or "under a minute"
