"""The roster: a table of the students who are expected, as any platform exports it or as somebody typed it.

Read are Canvas's gradebook, Moodle's grading worksheet and list of participants, GitHub Classroom's roster, Gradescope's
roster, and any table with columns such as student, name, email, canvas, moodle, github; separated by commas, semicolons
or tabs, with or without a byte order mark, in UTF-8, UTF-16 or Windows' western code page.
"""

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from autograder.intake import names
from autograder.intake.found import read_bytes

MAX_BYTES = 50_000_000
COLUMNS = {  # our word: what platforms and people call the column, in small letters
    "student": {"student", "studierende", "schüler"},
    "name": {"name", "full name", "fullname", "display name", "vollständiger name", "nom complet", "nombre completo"},
    "first": {"first name", "firstname", "given name", "vorname", "prénom", "nombre"},
    "last": {"last name", "lastname", "surname", "family name", "nachname", "nom", "apellido(s)"},
    "email": {"email", "email address", "e-mail", "e-mail address", "e-mail-adresse", "mail", "adresse de courriel"},
    "login": {"login", "username", "user name", "sis login id", "login id", "login_id", "anmeldename"},
    "canvas": {"canvas", "canvas id", "canvas_id", "canvas_user_id", "canvas user id"},
    "moodle": {"moodle", "moodle id", "identifier", "id.", "bezeichner", "identifiant"},
    "gradescope": {"gradescope", "sid", "student id", "student_id"},
    "github": {"github", "github_username", "github username", "github login", "github_login"},
    "number": {"number", "sis user id", "sis id", "user_id", "id number", "idnumber", "matrikelnummer", "id-nummer"},
    "group": {"group", "groups", "group name", "group_name", "gruppe", "gruppen", "team", "groupe", "grupo"},
}
WORDS = {word: kind for kind, words in COLUMNS.items() for word in words}
NO_STUDENTS = re.compile(r"\s*(points possible.*|student, test|test student)\s*", re.IGNORECASE)  # Canvas's own rows


class RosterError(Exception):
    """The roster cannot be used; the message says why and what is needed."""


@dataclass(frozen=True, slots=True)
class Row:
    """One student of the roster: the name that counts everywhere, what platforms call them, their groups."""

    student: str
    ids: dict[str, str] = field(default_factory=dict)
    groups: frozenset[str] = frozenset()


def read_roster(path: Path) -> list[Row]:
    """The students in a table, in its order.

    Raises
    ------
    RosterError: the file cannot be read, has no column that names students, or nobody in it.
    """
    try:
        data = read_bytes(path, MAX_BYTES)
    except OSError as error:
        raise RosterError(f"the roster {path} cannot be read ({error.strerror}). Name a CSV file.") from None
    if len(data) > MAX_BYTES or data.startswith(b"PK"):
        raise RosterError(f"the roster {path} is no CSV file. Save the table as CSV (text, separated by commas).")
    lines = _table(_text(data))
    if not lines:
        raise RosterError(f"the roster {path} is empty.")
    header, *rest = lines
    columns = _columns(header)
    if not set(columns) & {"student", "name", "last", "email", "login", "github"}:
        raise RosterError(
            f"the roster {path} has no column that names students, such as student, name, email or login; "
            f"it has: {', '.join(names.text(cell) for cell in header[:12])}."
        )
    found = _once([values for line in rest if (values := _values(columns, line))])
    if not found:
        raise RosterError(f"the roster {path} has a line of headings and nobody below it.")
    called = [_called(values) for values in found]
    often = Counter(called)
    return [_row(name, often[name] > 1, values) for name, values in zip(called, found, strict=True)]


def _text(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _table(text: str) -> list[list[str]]:
    """The table by the separator that finds most of the columns we know."""
    csv.field_size_limit(1_000_000)
    best: list[list[str]] = []
    most = -1
    for separator in ",;\t|":
        try:
            lines = [line for line in csv.reader(io.StringIO(text), delimiter=separator) if any(map(str.strip, line))]
        except csv.Error:
            continue
        known = len(_columns(lines[0])) if lines else 0
        if known > most:
            best, most = lines, known
    return best


def _columns(header: list[str]) -> dict[str, int]:
    """our word -> the column's place; what an `ID` is depends on the columns beside it."""
    words = [re.sub(r"\s+", " ", cell.strip().strip("\ufeff").casefold()) for cell in header]
    columns: dict[str, int] = {}
    for place, word in enumerate(words):
        if word in WORDS:
            columns.setdefault(WORDS[word], place)
    if "id" in words and {"student", "section", "sis user id", "sis login id"} & set(words):
        columns.setdefault("canvas", words.index("id"))
    elif "id" in words:
        columns.setdefault("number", words.index("id"))
    if "github" in columns and "identifier" in words:  # GitHub Classroom's, whatever the class used there
        columns.pop("moodle", None)
        columns.setdefault("student", words.index("identifier"))
    return columns


def _values(columns: dict[str, int], line: list[str]) -> dict[str, str]:
    """What a line says of its student; empty where it is no student's."""
    values = {
        kind: cell for kind, place in columns.items() if place < len(line) and (cell := line[place].strip().lstrip("'"))
    }
    if NO_STUDENTS.fullmatch(values.get("student", values.get("name", ""))):
        return {}
    if not values.keys() & {"student", "name", "first", "last", "email", "login", "github"}:
        return {}
    if "name" not in values and values.keys() & {"first", "last"}:
        values["name"] = " ".join(filter(None, (values.get("first"), values.get("last"))))
    if "moodle" in values:  # the worksheet writes "Participant 123456"
        values["moodle"] = (re.findall(r"\d+", values["moodle"]) or [values["moodle"]])[-1]
    elif match := re.fullmatch(r"\D{6,}?(\d+)", values.get("number", "")):  # the same, where the heading is only "ID"
        values["moodle"] = match[1]
    if "email" not in values and "@" in values.get("student", ""):
        values["email"] = values["student"]
    return values


def _once(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """A student who stands in several rows, for several groups perhaps, is one."""
    students: dict[tuple, dict[str, str]] = {}
    for values in rows:
        same = tuple(sorted((kind, value) for kind, value in values.items() if kind != "group"))
        known = students.setdefault(same, values)
        if known is not values and "group" in values:
            known["group"] = ",".join(filter(None, (known.get("group"), values["group"])))
    return list(students.values())


def _called(values: dict[str, str]) -> str:
    return names.person(
        next(values[kind] for kind in ("student", "name", "email", "login", "github") if kind in values)
    )


def _row(name: str, shared: bool, values: dict[str, str]) -> Row:
    """Students of one name are told apart by what else is known of them."""
    if shared:
        kinds = ("email", "login", "number", "canvas", "moodle", "gradescope", "github")
        name = f"{name} ({next((values[kind] for kind in kinds if kind in values), '?')})"
    ids = {kind: value for kind, value in values.items() if kind not in ("student", "first", "last", "group")}
    if "name" not in ids and "student" in values and "@" not in values["student"]:
        ids["name"] = values["student"]
    groups = frozenset(part.strip() for part in values.get("group", "").split(",") if part.strip())
    return Row(name, ids, groups)
