"""The intake itself: what was given in, submissions and an account of every file out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from autograder.intake import names
from autograder.intake.answers import Answers, AnswersError, checked
from autograder.intake.choosing import Fate, newest
from autograder.intake.found import Found
from autograder.intake.gathering import Candidate, Gathering, owners
from autograder.intake.layouts import Person
from autograder.intake.people import Known, People
from autograder.intake.roster import read_roster
from autograder.intake.submission import ARCHIVE, FILE, PLATFORM, Intake, Submission


def find(
    given: Path | Sequence[Path],
    exercises: dict[str, Iterable[str]],
    only: Iterable[str] = (),
    without: Path | None = None,
    layout: str | None = None,
    roster: Path | None = None,
    sources: Mapping[str, str] | None = None,
) -> Intake:
    """The submissions in what was given (a notebook, a folder, an archive; or several) for these exercises.

    exercises: notebook name -> its functions; sources: notebook name -> the hash of the source it is built from now.
    only: names of students or notebooks; where given, the rest is ignored, with that reason. without: the folder of
    results, which is not looked into. layout: a word of `LAYOUTS`, to force it. roster: a table of students.

    Raises
    ------
    IntakeError: an archive that was given cannot be opened. LayoutError: it is not laid out as `layout` says.
    RosterError: the roster cannot be used.
    """
    people = People(read_roster(roster) if roster else ())
    roots = [Path(given)] if isinstance(given, (str, Path)) else [Path(root) for root in given]
    gathering = Gathering(exercises, layout)
    for root, label in zip(roots, _labels(roots), strict=True):
        gathering.take(root, without and without.resolve(), label)
    work = _Work(gathering, people, set(only), sources or {})
    for candidate in _with_inferred_notebook(gathering.candidates):
        work.sort(candidate)
    counting = newest(work.taken, work.fates)
    answers = work.answers()
    files = work.files + [fate.row(source) for source, fate in work.fates.items()]
    expected = {row.student: row.ids for row in people.rows}
    there = {person.name for owner in gathering.owners.values() for person in people.known([owner]).people}
    return Intake(
        _layout(gathering),
        counting,
        sorted(files),
        answers,
        expected,
        [student for student in expected if student not in there | work.seen],
        sorted(there - work.seen),
    )


class _Work:
    """Sorts the candidates: submissions `taken`, each with its order, `files` that are not; `seen`: all who handed in."""

    def __init__(self, gathering: Gathering, people: People, only: set[str], sources: Mapping[str, str]) -> None:
        self.people, self.only, self.sources = people, only, sources
        self.exercises = gathering.exercises
        self.files = gathering.left
        self.taken: list[tuple[Submission, int]] = []
        self.fates: dict[str, Fate] = {}
        self.seen: set[str] = set()
        self._answers: list[Candidate] = []

    def sort(self, candidate: Candidate) -> None:
        """What becomes of one candidate."""
        source, look = candidate.found.source, candidate.look
        if look is None:
            self._answers.append(candidate)
        elif not look.notebook and look.own_name:
            self.files.append((source, "ignored", f"{names.text(look.own_name)} is not graded"))
        elif not look.notebook:
            reason = look.problem or "not recognised as one of the exercises " + ", ".join(self.exercises)
            self.files.append((source, "unmatched", reason))
        else:
            self._take(candidate, self.people.known(owners(candidate, look.notebook)))

    def _take(self, candidate: Candidate, known: Known) -> None:
        source, look = candidate.found.source, candidate.look
        if known.unclear:
            self.files.append((source, "unmatched", known.unclear))
            return
        self.seen.update(person.name for person in known.people)
        if self.only and not self.only & {look.notebook, *(person.name for person in known.people)}:
            self.files.append((source, "ignored", "not asked for by --only"))
            return
        remarks = [known.remark, candidate.place.remark, *self._remarks(candidate)]
        self.fates[source] = Fate(look.notebook, [remark for remark in remarks if remark])
        self.taken += ((_submission(candidate, person), candidate.place.order) for person in known.people)

    def _remarks(self, candidate: Candidate) -> Iterable[str]:
        look = candidate.look
        if candidate.place.late:
            yield "marked late by the platform"
        if not look.problem and names.kind(candidate.file) != "notebook":
            yield "a notebook, though its name ends otherwise"
        if look.source and look.source != self.sources.get(look.notebook, look.source):
            of = f"release {names.text(look.release)}" if look.release else "another version of the exercise"
            yield f"made from {of}, graded against this one"

    def answers(self) -> Answers:
        """The newest answers.json of each student; every file of that name is accounted for."""
        found: dict[str, Found] = {}
        for candidate in sorted(self._answers, key=lambda one: (_when(one), one.place.order, one.found.source)):
            source = candidate.found.source
            try:
                checked(candidate.found)
            except AnswersError as error:
                self.files.append((source, "ignored", f"predictions that cannot be read: the file {error}"))
                continue
            known = self._whose(candidate)
            if not known.people or known.unclear:
                self.files.append((source, "ignored", "predictions, but whose they are cannot be told"))
                continue
            for person in known.people:
                if person.name in found:
                    older = found[person.name].source
                    self.fates.setdefault(older, Fate("predictions")).instead[person.name] = source
                    self.fates[older].counts_for = [one for one in self.fates[older].counts_for if one != person.name]
                found[person.name] = candidate.found
                self.fates.setdefault(source, Fate("predictions")).counts_for.append(person.name)
        return Answers(found)

    def _whose(self, candidate: Candidate) -> Known:
        """Beside a single student's notebook the file is theirs, whatever it is called."""
        if candidate.place.people:
            return self.people.known(candidate.place.people)
        named = names.ANSWERS.sub("", names.stem(candidate.file))
        if named:
            return self.people.known([Person(named)])
        alone = tuple(self.seen)
        return Known((Person(alone[0]),) if len(alone) == 1 else ())


def _labels(roots: list[Path]) -> list[str]:
    """What each source begins with, so that no two files of different roots are called the same."""
    if len(roots) == 1:
        return [""]
    short = [root.absolute().name for root in roots]
    return [names.text(name if short.count(name) == 1 else str(root)) for name, root in zip(short, roots, strict=True)]


def _with_inferred_notebook(candidates: list[Candidate]) -> list[Candidate]:
    """Unreadable files without a telling name belong to the one exercise that all the others are, if it is one."""
    found = {candidate.look.notebook for candidate in candidates if candidate.look} - {""}
    if len(found) != 1:
        return candidates
    (name,) = found
    return [
        replace(one, look=replace(one.look, notebook=name))
        if one.look and one.look.problem and not one.look.notebook
        else one
        for one in candidates
    ]


def _submission(candidate: Candidate, person: Person) -> Submission:
    found, place, look = candidate.found, candidate.place, candidate.look
    return Submission(
        person.name,
        look.notebook,
        found.path,
        found.source,
        look.sha256,
        _when(candidate),
        look.problem,
        look.own_name,
        person.ids,
        place.late,
        PLATFORM if place.handed_in else ARCHIVE if found.inside else FILE,
        found.inside,
    )


def _when(candidate: Candidate) -> str:
    return candidate.place.handed_in or candidate.found.changed


def _layout(gathering: Gathering) -> str:
    words = [f"{one.title} ({one.sign})" if one.sign else one.title for one in gathering.readings]
    return " and ".join(dict.fromkeys(words)) or "no notebooks"
