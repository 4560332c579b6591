"""The gradebook on the screen: the class in a table, one student's whole record, a student's history."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime

from rich.markup import escape
from rich.table import Table

from autograder.bookkeeping.records import MISSING
from autograder.gradebook import Gradebook
from autograder.moments import shown, spelled

UNDECIDED = {"grader failure": "undecided", "unreadable": "unreadable", MISSING: "missing"}


def say_class(say: Callable, book: Gradebook, rows: list[dict]) -> None:
    """A row a student: points in each notebook, the total, and what is special; then who is missing, and the rules."""
    names = sorted({row["notebook"] for row in rows})
    short = shortened(names)
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("student", overflow="fold")
    for name in names:
        table.add_column(short[name], justify="right")
    table.add_column("total", justify="right")
    table.add_column("notes", overflow="fold")
    for student, own in _by_student(rows):
        notes = "; ".join(f"{short[row['notebook']]} {note}" for row in own for note in _notes(row))
        cells = [_cell(row) for row in own]
        table.add_row(escape(student), *cells, _total(own), escape(notes))
    say(table)
    say(_counts(rows))
    say_rules(say, book)


def say_student(say: Callable, book: Gradebook, student: str, rows: list[dict]) -> None:
    """All that counts for one student, and what it rests on."""
    say(f"[bold]{escape(student)}[/]")
    ids = ", ".join(f"{kind} {value}" for kind, value in sorted(book.ids(student).items()))
    if ids:
        say(f"Known as {escape(ids)}.")
    if book.answers(student):
        say("Handed in predictions and votes (answers.json).")
    for (who, name), (until, reason) in sorted(book.extensions().items(), key=str):
        if who == student:
            say(f"Extension for {escape(name or 'all notebooks')} until {shown(until)}: {escape(reason)}")
    for row in rows:
        say("")
        say(f"[bold]{escape(row['notebook'])}[/]  {_cell(row)}{_of(row)}")
        for line in _lines(row):
            say(f"  {escape(line)}")
        better = _better(book, row)
        if better:
            say(f"  {better}")
        if row.get("functions"):
            say(_functions(row))


def say_history(say: Callable, events: list[dict]) -> None:
    """Everything that happened, oldest first."""
    for event in events:
        when = shown(datetime.fromisoformat(event["when"]).astimezone())
        say(f"[bold]{when}[/]  {escape(_event(event))}")
        for line in _more(event):
            say(f"    {escape(line)}")


def say_rules(say: Callable, book: Gradebook) -> None:
    """Due dates, extensions and the late rule, in words."""
    due = book.due()
    for name, moment in due.items():
        say(f"{escape(name)} is due {shown(moment.astimezone())}.")
    if not due:
        say("No notebook has a due date.")
    for sentence in book.rule().sentences():
        say(escape(sentence))
    if not book.rule().file_times and (untimed := book.untimed()):
        say(
            f"[yellow]For {untimed} attempt{'' if untimed == 1 else 's'} no platform says when that was handed in, so it is not late; "
            "--file-times takes the files' own times, which copying can change.[/]"
        )


def shortened(names: list[str]) -> dict[str, str]:
    """name -> its number if that tells it from the others, else the name."""
    first = {name: name.partition("_")[0] for name in names}
    often = Counter(first.values())
    return {name: start if start and often[start] == 1 else name for name, start in first.items()}


def _by_student(rows: list[dict]) -> Iterator[tuple[str, list[dict]]]:
    found: dict[str, list[dict]] = {}
    for row in rows:
        found.setdefault(row["student"], []).append(row)
    yield from found.items()


def _cell(row: dict) -> str:
    if row["points"] is not None:
        return f"{row['points']:.4g}"
    return f"[{'dim' if row['status'] == MISSING else 'red'}]{UNDECIDED.get(row['status'], row['status'])}[/]"


def _of(row: dict) -> str:
    return "" if row["points"] is None else f" of {row['max_points']:g}"


def _total(rows: list[dict]) -> str:
    if any(row["points"] is None and row["status"] != MISSING for row in rows):
        return "[red]undecided[/]"
    return f"{sum(row['points'] or 0 for row in rows):.4g}"


def _notes(row: dict) -> list[str]:
    notes = []
    if row["late"]:
        by = row["late"]["by_seconds"]
        cost = f", -{row['late']['deduction']:.4g}" if row["late"]["deduction"] else ""
        notes.append(f"late{'' if by is None else ' by ' + spelled(by)}{cost}")
    if row["overridden"]:
        notes.append("by hand")
    if row["extension"]:
        notes.append("extension")
    return notes


def _counts(rows: list[dict]) -> str:
    """How many of each kind there are, in one line."""
    counts = {
        "missing": sum(row["status"] == MISSING for row in rows),
        "late": sum(bool(row["late"]) for row in rows),
        "with points set by hand": sum(bool(row["overridden"]) for row in rows),
        "undecided": sum(row["points"] is None and row["status"] != MISSING for row in rows),
    }
    students = len({row["student"] for row in rows})
    return f"{students} students: " + ", ".join(f"{count} {what}" for what, count in counts.items()) + "."


def _lines(row: dict) -> Iterator[str]:
    if row["due"]:
        until = shown(datetime.fromisoformat(row["due"]).astimezone())
        yield f"due {until}" + (", by an extension" if row["extension"] else "")
    if row["attempts"]:
        sure = {"platform": "", "archive": ", by the archive's clock"}.get(
            row["handed_in_from"], ", by the file's own clock"
        )
        when = f" at {shown(datetime.fromisoformat(row['handed_in']).astimezone())}{sure}" if row["handed_in"] else ""
        yield f"{row['attempts']} attempt{'' if row['attempts'] == 1 else 's'}; {row['file']} counts, handed in{when}"
    if row["late"]:
        yield f"late: {row['late']['because']}; {row['late']['deduction']:.4g} points taken off"
    for change in row["overridden"]:
        yield f"{change['function'] or 'the whole notebook'} set by hand to {change['points']:g}: {change['reason']}"
    if row.get("detail"):
        yield row["detail"]


def _better(book: Gradebook, row: dict) -> str:
    if row["attempts"] < 2 or row["points"] is None:
        return ""
    best = book.best(row["student"], row["notebook"]).result["points"]
    if best is None or best <= row["points"]:
        return ""
    return (
        f"An earlier attempt would earn {best:.4g}: `course gradebook rules OUT --counts best` lets the best one count."
    )


def _functions(row: dict) -> Table:
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 2))
    for name, function in row["functions"].items():
        points = "undecided" if function["points"] is None else f"{function['points']:.4g}"
        table.add_row(escape(name), points, f"of {function['max_points']:g}")
    return table


def _event(event: dict) -> str:
    where = event["notebook"] or "all notebooks"
    if event.get("function"):
        where += f", {event['function']}"
    if event["what"] == "graded":
        points = (
            "no points decided"
            if event["points"] is None
            else f"{event['points']:.4g} of {event['max_points']:g} points"
        )
        return f"{where}: {event['status']}, {points}" + (" (this one counts)" if event["counts"] else "")
    if event["what"] == "extension":
        if not event["until"]:
            return f"{where}: extension taken back"
        return f"{where}: extension until {shown(datetime.fromisoformat(event['until']).astimezone())}"
    back = " taken back" if event["what"] == "taken back" else ""
    return f"{where}: points set by hand to {event['points']:g}{back}"


def _more(event: dict) -> Iterator[str]:
    if event["what"] != "graded":
        yield event["reason"]
        return
    when = f", handed in {shown(datetime.fromisoformat(event['handed_in']).astimezone())}" if event["handed_in"] else ""
    yield f"{event['source']} ({event['sha256'][:12]}){when}" + (
        ", marked late by the platform" if event["marked_late"] else ""
    )
    versions = {"bundle": "hidden tests", "engine": "grader"}
    decided = [f"{versions[name]} {version}" for name, version in event["decided_by"].items()]
    yield f"run {event['run']}, tier {event['tier']}" + (f", {', '.join(decided)}" if decided else "")
