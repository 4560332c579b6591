"""From what was given to candidates: every file of every layout is found, placed and looked at, or accounted for."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.intake import archives, folders, layouts, names
from autograder.intake.archives import Allowance, Left
from autograder.intake.directory import ArchiveError
from autograder.intake.found import Found
from autograder.intake.layouts import Given, Person, Place, Reading, plain
from autograder.intake.looking import Look, look

SKIPPED = {
    "system": "a file that the system makes for itself",
    "other": "not a notebook (.ipynb)",
}
NOT_OPENED = "an archive of a kind that is not opened here; unpack it, or ask for a zip or the notebook itself"


class IntakeError(Exception):
    """What was given cannot be looked through at all; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that may count: what it is, where it stands, and what its owner called it. `look` is None for answers.json."""

    found: Found
    place: Place
    file: str
    look: Look | None


class Gathering:
    """Goes through what was given: `candidates`, what is `left` of the files, the `readings` of layouts."""

    def __init__(self, exercises: dict[str, Iterable[str]], layout: str | None = None) -> None:
        self.exercises, self.layout = exercises, layout
        self.candidates: list[Candidate] = []
        self.left: list[Left] = []
        self.readings: list[Reading] = []
        self.owners: dict[str, Person] = {}  # all of whom there is a file, whatever it is
        self._sources: Counter[str] = Counter()

    def take(self, root: Path, without: Path | None = None, label: str = "") -> None:
        """Look through one thing that was given.

        Raises
        ------
        IntakeError: it is an archive that cannot be opened.
        LayoutError: it is not laid out as it should be.
        """
        for given in self._split(_given(root, without, label)):
            reading = layouts.read(given, self.layout)
            self.readings.append(reading)
            for row in given.left:
                self._leave(*row)
            for found in given.files:
                place = reading.place(found)
                self.owners.update((person.name, person) for person in place.people)
                if place.ignore:
                    self._leave(found.source, "ignored", place.ignore)
                else:
                    self._sort(found, place, place.file)

    def _split(self, given: Given) -> Iterator[Given]:
        """A folder that holds nothing but platforms' archives is looked at archive by archive.

        Where only one of them were a platform's, a student could have made it, to hand in under other names.
        """
        hand_ins = list(given.hand_ins())
        if given.folder or self.layout or not all(_on_disk(found) for found in hand_ins):
            yield given
            return
        inner = []
        for found in hand_ins:
            try:
                one = _sorted(found.name, archives.inside(found.path, found.source, archives.MOST_TRIED))
            except (ArchiveError, OSError):
                break
            if not layouts.is_platforms(one):
                break
            inner.append(one)
        if inner and len(inner) == len(hand_ins):
            yield from inner
            yield Given(given.name, [found for found in given.files if found not in hand_ins], given.left)
        else:
            yield given

    def _sort(self, found: Found, place: Place, file: str, allowance: Allowance | None = None) -> None:
        """By the file's name: look at it, open it, or say why neither."""
        kind = names.kind(file)
        if kind in SKIPPED:
            self._leave(found.source, "ignored", SKIPPED[kind])
        elif kind == "archive":
            self._leave(found.source, "unmatched", NOT_OPENED)
        elif kind == "answers":
            self._keep(found, place, file, None)
        elif kind == "zip" and ".ipynb" not in file.casefold():
            self._open(found, place, allowance)
        else:
            seen = look(found, file, self.exercises)
            if seen.archive:
                self._open(found, place, allowance)
            elif seen.unread:
                self._leave(found.source, "unmatched" if seen.refused else "ignored", seen.unread)
            else:
                self._keep(found, place, file, seen)

    def _open(self, archive: Found, place: Place, allowance: Allowance | None) -> None:
        allowance = allowance or Allowance()
        for item in archives.opened_up(archive, allowance):
            if isinstance(item, Found):
                self._sort(item, place, item.name, allowance)
            else:
                self._leave(*item)

    def _leave(self, source: str, outcome: str, reason: str) -> None:
        self.left.append((self._only_one(source), outcome, reason))

    def _keep(self, found: Found, place: Place, file: str, seen: Look | None) -> None:
        source = self._only_one(found.source)
        self.candidates.append(
            Candidate(replace(found, source=source) if source != found.source else found, place, file, seen)
        )

    def _only_one(self, source: str) -> str:
        """No two files are called the same, though odd names may be spelt out alike."""
        self._sources[source] += 1
        return source if self._sources[source] == 1 else self._only_one(f"{source} [{self._sources[source]}]")


def owners(candidate: Candidate, exercise: str) -> tuple[Person, ...]:
    """Whose a file is: as the layout says, else by its name (or its archive's), without the exercise's name."""
    return candidate.place.people or (
        Person(plain.student_in(candidate.place.file, exercise) or candidate.place.otherwise),
    )


def _on_disk(found: Found) -> bool:
    return not found.inside and len(found.parts) == 1 and names.kind(found.name) == "zip"


def _given(root: Path, without: Path | None, label: str) -> Given:
    """What was given may be a link: it is the instructor's own."""
    if root.is_dir():
        return _sorted(root.absolute().name, folders.below(root, without, label))
    try:
        if names.kind(root.name) == "zip":
            return _sorted(root.name, archives.inside(root.resolve(), label))
        found = folders.one(root.resolve(), (root.name,), label or names.text(root.name))
        return Given(root.name, [found], [], folder=root.absolute().parent.name)
    except ArchiveError as error:
        raise IntakeError(f"{root} {error}. Download it again, or unpack it and give the folder.") from None
    except OSError as error:
        raise IntakeError(f"{root} cannot be read ({error.strerror}).") from None


def _sorted(name: str, items: Iterable[Found | Left]) -> Given:
    files, left = [], []
    for item in items:
        (files if isinstance(item, Found) else left).append(item)
    return Given(name, files, left)
