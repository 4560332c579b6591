"""Who of the roster a platform's student is: by an id if there is one, else by a name, never by a guess."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable

from autograder.intake.layouts import Person
from autograder.intake.roster import Row

BY_ID = {  # what a platform calls a student: where the roster may hold the same
    "canvas": ("canvas",),
    "moodle": ("moodle",),
    "email": ("email", "login"),
    "github": ("github",),
    "login": ("login", "email", "number", "github"),
    "gradescope": ("gradescope", "number"),
}
OWN = ("canvas", "email", "github")  # one and the same for good: who has another is another student
LATIN = str.maketrans({"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


class Matcher:
    """Finds a platform's student on the roster."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.rows = list(rows)
        self._ids: dict[tuple[str, str], set[int]] = defaultdict(set)
        self._names: list[dict[str, set[int]]] = [defaultdict(set), defaultdict(set)]
        self._groups: dict[str, set[int]] = defaultdict(set)
        for number, row in enumerate(self.rows):
            for kind, value in row.ids.items():
                self._ids[kind, _key(value)].add(number)
            self._ids["student", _key(row.student)].add(number)
            for group in row.groups:
                self._groups[_squashed(group)].add(number)
            for name in {row.student, row.ids.get("name", "")} - {""}:
                for order in _orders(name):
                    self._names[0][_squashed(order)].add(number)
                    for plain in _plain(order):
                        self._names[1][plain].add(number)

    def match(self, person: Person) -> list[Row]:
        """The rows that this student may be: one if it is clear, several if the roster does not tell, none."""
        return [self.rows[number] for number in sorted(self._match(person))]

    def is_called(self, row: Row, person: Person) -> bool:
        """Whether the platform's name for somebody is the roster's, in any order and spelling."""
        orders = {order for name in (row.student, row.ids.get("name", "")) for order in _orders(name)}
        return bool(set().union(*map(_plain, orders)) & _plain(person.called))

    def group(self, person: Person) -> list[Row]:
        """The members of the group that hands in under this name, by the roster."""
        numbers = self._groups.get(_squashed(person.called or person.name), set())
        return [self.rows[number] for number in sorted(numbers)]

    def _match(self, person: Person) -> set[int]:
        for kind, value in person.ids.items():
            for where in BY_ID.get(kind, ()):
                found = self._ids.get((where, _key(value)), set())
                if kind == "login" and where == "email":
                    found = found | self._local(value)
                if found:
                    return found
        if "github" in person.ids and (found := self._by_ending(person.called)):
            return found
        name = person.called or person.name
        if not person.ids:  # a folder or a file: people name them by anything
            for kind in ("student", "email", "login", "github", "number", "canvas", "moodle", "gradescope"):
                if found := self._ids.get((kind, _key(name)), set()):
                    return found
            if found := self._local(name):
                return found
        exact = self._ids.get(("student", _key(name)), set())
        for found in (exact, self._named(0, {_squashed(name)}), self._named(1, _plain(name))):
            if clear := {number for number in found if not self._is_another(number, person)}:
                return clear
        return set()

    def _named(self, strictness: int, keys: set[str]) -> set[int]:
        return set().union(*(self._names[strictness].get(key, set()) for key in keys if key))

    def _local(self, name: str) -> set[int]:
        """By what stands before the @ of an address."""
        if not hasattr(self, "_locals"):
            self._locals: dict[str, set[int]] = defaultdict(set)
            for number, row in enumerate(self.rows):
                self._locals[_key(row.ids.get("email", "").partition("@")[0])].add(number)
        return self._locals.get(_key(name), set()) if name else set()

    def _by_ending(self, clone: str) -> set[int]:
        """A clone's folder ends in the login; the longest that fits, since logins hold hyphens themselves."""
        parts = _key(clone).split("-")
        for start in range(1, len(parts)):
            if found := self._ids.get(("github", "-".join(parts[start:])), set()):
                return found
        return set()

    def _is_another(self, number: int, person: Person) -> bool:
        ids = self.rows[number].ids
        return any(kind in ids and kind in person.ids and _key(ids[kind]) != _key(person.ids[kind]) for kind in OWN)


def _key(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()


def _squashed(name: str) -> str:
    """Letters and digits alone, as Canvas writes names; Moodle takes away apostrophes."""
    return "".join(char for char in _key(name) if char.isalnum() or unicodedata.category(char).startswith("M"))


def _plain(name: str) -> set[str]:
    """The name without accents, in each way that people write it without them."""
    low = _squashed(name).translate(LATIN)
    ways = {low, low.translate(GERMAN)}
    return {"".join(c for c in unicodedata.normalize("NFKD", way) if not unicodedata.combining(c)) for way in ways}


def _orders(name: str) -> set[str]:
    """A name in the orders that platforms give it: first names first, or the last name, wherever that begins."""
    words = re.split(r"[\s,]+", name.strip())
    return {" ".join(words[start:] + words[:start]) for start in range(min(len(words), 8))}
