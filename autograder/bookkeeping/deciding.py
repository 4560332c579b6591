"""Decisions as an instructor gives them: checked, kept, put in force in all files, and what they changed said."""

import json
import math
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from rich.markup import escape

from autograder.bookkeeping import finding
from autograder.bookkeeping.classfiles import rewrite
from autograder.bookkeeping.differences import Differences
from autograder.bookkeeping.finding import AskError
from autograder.gradebook import Gradebook
from autograder.gradebook.changes import Compared, differences, points_of
from autograder.gradebook.late import COUNTS, Amount, Rule
from autograder.gradebook.standing import Standing
from autograder.moments import moment, shown, span

NONE = "none"
Say = Callable


def override(
    say: Say, book: Gradebook, out: Path, whom: tuple, points: float | None, reason: str, take_back: bool
) -> None:
    """Set points by hand, or take that back."""
    student = finding.student(book, whom[0])
    notebook = finding.notebook(book, whom[1])
    standing = book.stands(student, notebook)
    if standing is None:
        raise AskError(f"{student} has handed in nothing for {notebook}, so there is nothing to set points for.")
    function = whom[2] and finding.function(standing.result, whom[2])
    what = f"{student}, {notebook}" + (f", {function}" if function else "")
    if take_back:
        if points is not None:
            raise AskError("--points and --take-back do not go together.")
        if not book.take_back(student, notebook, reason, function):
            raise AskError(f"no points are set by hand for {what}{'' if function else ' as a whole'}.")
        done = "The points set by hand are taken back."
    else:
        _check(points)
        most = (standing.result["functions"][function] if function else standing.result)["max_points"]
        if points > most:
            say(f"[yellow]{points:g} is more than the {most:g} points there are; it is kept as a bonus.[/]")
        book.override(student, notebook, points, reason, function)
        done = "The points set by hand count."
    after = book.stands(student, notebook).result
    _write(say, book, out)
    say(f"{done} {escape(student)}, {escape(notebook)}: {_points(standing.result)} before, {_points(after)} now.")


def extend(say: Say, book: Gradebook, out: Path, whom: tuple, until: str | None, reason: str, take_back: bool) -> None:
    """Give more time, or take that back."""
    student = finding.student(book, whom[0])
    notebook = whom[1] and finding.notebook(book, whom[1])
    if take_back == (until is not None):
        raise AskError("say either --until WHEN or --take-back.")
    what = notebook or "all notebooks"
    if take_back and (student, notebook) not in book.extensions():
        raise AskError(f"{student} has no extension for {what} that could be taken back.")
    when = None if take_back else _moment(until, "--until")

    def decide() -> None:
        book.extend(student, when, reason, notebook)
        if take_back:
            say(f"{escape(student)} has no extension for {escape(what)} any more.")
        else:
            say(f"{escape(student)} has until {shown(when)} for {escape(what)}.")

    for name, due in sorted(book.due().items()):
        if when and notebook in (None, name) and when <= due:
            say(
                f"[yellow]{escape(name)} is due {shown(due.astimezone())} anyway; the extension changes nothing there.[/]"
            )
    if notebook and notebook not in book.due():
        say(f"[yellow]{escape(notebook)} has no due date yet (`course gradebook rules`).[/]")
    _decided(say, book, out, decide)


def rules(say: Say, book: Gradebook, out: Path, words: dict, due: list[str], release: Path | None) -> None:
    """Change the late rule and due dates."""
    rule = _rule(book.rule(), words)
    dates = _from_release(release) if release else {}
    for word in due:
        dates |= _due(book, word, dates)

    def decide() -> None:
        if words:
            book.set_rule(rule)
        if dates:
            book.set_due(dates)

    _decided(say, book, out, decide)


def _decided(say: Say, book: Gradebook, out: Path, decide: Callable[[], None]) -> None:
    """Decide, write everything anew, and say whose points that changed."""
    before = {_who(one): (one.row["attempt"], points_of(one)) for one in book.standings()}
    decide()
    _write(say, book, out)
    Differences(_compared(book, before)).say(say)


def _compared(book: Gradebook, before: dict) -> Iterable[Compared]:
    for one in book.standings():
        attempt, was = before[_who(one)]
        other = attempt != one.row["attempt"]
        yield Compared(False, differences(was, one, "another attempt counts" if other else ""))


def _who(one: Standing) -> tuple[str, str]:
    return one.result["student"], one.result["notebook"]


def _write(say: Say, book: Gradebook, out: Path) -> None:
    try:
        without = rewrite(book, out if out.is_dir() else out.parent)
    except OSError as error:
        raise AskError(
            f"the decision is kept in the gradebook, but {error.filename or out} cannot be written "
            f"({error.strerror or error}). Make room, or mend what is wrong; any later command writes it."
        ) from None
    if without:
        say(f"[yellow]Pages of {', '.join(without)} are not written anew: their exercise is not at hand.[/]")


def _check(points: float | None) -> None:
    if points is None:
        raise AskError("say --points, or --take-back to let the tests decide again.")
    if not math.isfinite(points) or points < 0:
        raise AskError(f"--points {points:g}: points are a number from 0 on.")


def _rule(rule: Rule, words: dict) -> Rule:
    changed = rule.__dict__ | {}
    for name, word in words.items():
        try:
            changed[name] = _value(name, word)
        except ValueError as error:
            raise AskError(f"--{name.replace('_', '-')}: {error}") from None
    if changed["at_most"] and changed["at_most"].per:
        raise AskError(f"--at-most {words['at_most']}: a bound holds once, not for every {changed['at_most'].per}.")
    if changed["marked"] and changed["marked"].per:
        raise AskError(f"--marked {words['marked']}: without a time nobody can count {changed['marked'].per}s.")
    return Rule(**changed)


def _value(name: str, word: str | bool) -> object:
    if name == "file_times":
        return word
    if name == "counts":
        if word not in COUNTS:
            raise ValueError(f"{word!r} is neither newest nor best.")
        return word
    if word == NONE:
        return 0 if name == "grace" else None
    return span(word) if name in ("grace", "nothing_after") else Amount.of(word)


def _due(book: Gradebook, word: str, more: Iterable[str]) -> dict[str, datetime | None]:
    name, _, when = word.rpartition("=")
    known = sorted({*finding.notebooks(book), *more})
    fitting = (
        [one for one in known if one.startswith(name)] if name else sorted({*book.notebooks(), *book.due(), *more})
    )
    if not fitting:
        finding.notebook(book, name, known)  # says what there is
    return dict.fromkeys(fitting, None if when == NONE else _moment(when, f"--due {word}"))


def _moment(text: str, where: str) -> datetime:
    try:
        return moment(text)
    except ValueError:
        raise AskError(f"{where}: {text!r} is no date. Write 2026-12-01, or 2026-12-01T18:00.") from None


def _from_release(path: Path) -> dict[str, datetime | None]:
    """name -> due date, from release.json; a release without due dates is an error, since it was asked for."""
    path = path / "release.json" if path.is_dir() else path
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        dates = {one["name"]: moment(one["due"]) for one in found["exercises"] if one["due"]}
    except OSError as error:
        raise AskError(f"--release {path}: it cannot be read ({error.strerror}).") from None
    except (ValueError, KeyError, TypeError):
        raise AskError(f"--release {path}: this is not the release.json that `course release` writes.") from None
    if not dates:
        raise AskError(f"--release {path}: its exercises have no due dates (`course release OUT --due ...`).")
    return dates


def _points(result: dict) -> str:
    return "not decided" if result["points"] is None else f"{result['points']:.4g} of {result['max_points']:g}"
