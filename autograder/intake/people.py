"""Who is who: the students that a platform names, by the names that the roster gives them."""

from collections.abc import Iterable
from dataclasses import dataclass

from autograder.intake import names
from autograder.intake.layouts import Person
from autograder.intake.matching import Matcher
from autograder.intake.roster import Row


@dataclass(frozen=True, slots=True)
class Known:
    """The students that a file belongs to; `remark` says what else is to be known, `unclear` why it cannot be told."""

    people: tuple[Person, ...]
    remark: str = ""
    unclear: str = ""


class People:
    """Knows students by the roster, if there is one."""

    def __init__(self, rows: Iterable[Row] = ()) -> None:
        self.rows = list(rows)
        self._matcher = Matcher(self.rows) if self.rows else None
        self._taken = {row.student for row in self.rows}
        self._known: dict[str, Known] = {}

    def known(self, owners: Iterable[Person]) -> Known:
        """Who the owners of a file are."""
        found = [self._one(person) for person in owners]
        people = {person.name: person for known in found for person in known.people}
        remarks = dict.fromkeys(known.remark for known in found if known.remark)
        unclear = next((known.unclear for known in found if known.unclear), "")
        return Known(tuple(people.values()), "; ".join(remarks), unclear)

    def _one(self, person: Person) -> Known:
        if person.name not in self._known:
            self._known[person.name] = self._look_up(person)
        return self._known[person.name]

    def _look_up(self, person: Person) -> Known:
        own = Person(names.person(person.name), person.ids, person.called)
        if self._matcher is None:
            return Known((own,))
        rows = self._matcher.match(person)
        renamed = len(rows) == 1 and bool(person.called) and not self._matcher.is_called(rows[0], person)
        # Canvas gives a group's file the id of one member: the group's name tells.
        members = self._matcher.group(person) if renamed or not rows else []
        if members and ("canvas" not in person.ids or not rows or rows[0] in members):  # else whoever takes its name
            people = tuple(Person(row.student, row.ids) for row in members)
            return Known(people, f"from the group {person.called or own.name}")
        if len(rows) > 1:
            several = ", ".join(row.student for row in rows[:4])
            return Known((own,), unclear=f"{own.name} may be any of these on the roster: {several}")
        if rows:
            remark = f"the platform says {person.called}: renamed, or a group?" if renamed else ""
            return Known((_by_roster(rows[0], person),), remark if "canvas" in person.ids else "")
        if own.name in self._taken:  # somebody else of the same name
            more = next((value for kind, value in person.ids.items() if kind != "name"), "not on the roster")
            own = Person(f"{own.name} ({more})", own.ids, own.called)
        return Known((own,), "not on the roster")


def _by_roster(row: Row, person: Person) -> Person:
    """Its ids are the platform's, which are today's, and whatever else the roster knows; its name is the roster's."""
    name = {"name": row.ids["name"]} if "name" in row.ids else {}
    return Person(row.student, row.ids | person.ids | name)
