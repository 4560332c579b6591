"""The intake itself: what was given in, submissions and an account of every file out."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from autograder.intake import names
from autograder.intake.choosing import Fate, newest
from autograder.intake.gathering import Candidate, Gathering, own_student
from autograder.intake.layouts import Person
from autograder.intake.submission import ARCHIVE, FILE, PLATFORM, Intake, Submission


def find(
    given: Path | Sequence[Path],
    exercises: dict[str, Iterable[str]],
    only: Iterable[str] = (),
    without: Path | None = None,
    layout: str | None = None,
) -> Intake:
    """The submissions in what was given (a notebook, a folder, an archive; or several) for these exercises.

    exercises: notebook name -> its functions. only: names of students or notebooks; where given, the rest is ignored,
    with that reason. without: the folder of results, which is not looked into. layout: a word of `LAYOUTS`, to force it.

    Raises
    ------
    IntakeError: an archive that was given cannot be opened. LayoutError: it is not laid out as `layout` says.
    """
    roots = [Path(given)] if isinstance(given, (str, Path)) else [Path(root) for root in given]
    gathering = Gathering(exercises, layout)
    for root, label in zip(roots, _labels(roots), strict=True):
        gathering.take(root, without and without.resolve(), label)
    only, files, fates, taken = set(only), gathering.left, {}, []
    for candidate in _with_inferred_notebook(gathering.candidates):
        source, look = candidate.found.source, candidate.look
        if look is None:
            files.append((source, "ignored", "answers.json"))
            continue
        if not look.notebook and look.own_name:
            files.append((source, "ignored", f"{look.own_name} is not graded"))
        elif not look.notebook:
            reason = look.problem or "not recognised as one of the exercises " + ", ".join(exercises)
            files.append((source, "unmatched", reason))
        else:
            people = _people(candidate)
            if only and not only & {look.notebook, *(person.name for person in people)}:
                files.append((source, "ignored", "not asked for by --only"))
                continue
            fates[source] = Fate(look.notebook, _remarks(candidate))
            taken += ((_submission(candidate, person), candidate.place.order) for person in people)
    counting = newest(taken, fates)
    files += (fate.row(source) for source, fate in fates.items())
    return Intake(_layout(gathering), counting, sorted(files))


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


def _people(candidate: Candidate) -> tuple[Person, ...]:
    people = candidate.place.people or (Person(own_student(candidate, candidate.look.notebook)),)
    return tuple(replace(person, name=names.person(person.name)) for person in people)


def _submission(candidate: Candidate, person: Person) -> Submission:
    found, place, look = candidate.found, candidate.place, candidate.look
    return Submission(
        person.name,
        look.notebook,
        found.path,
        found.source,
        look.sha256,
        place.handed_in or found.changed,
        look.problem,
        look.own_name,
        person.ids,
        place.late,
        PLATFORM if place.handed_in else ARCHIVE if found.inside else FILE,
        found.inside,
    )


def _remarks(candidate: Candidate) -> list[str]:
    remarks = [candidate.place.remark] if candidate.place.remark else []
    if candidate.place.late:
        remarks.append("marked late by the platform")
    if not candidate.look.problem and names.kind(candidate.file) != "notebook":
        remarks.append("a notebook, though its name ends otherwise")
    return remarks


def _layout(gathering: Gathering) -> str:
    words = [f"{one.title} ({one.sign})" if one.sign else one.title for one in gathering.readings]
    return " and ".join(dict.fromkeys(words)) or "no notebooks"
