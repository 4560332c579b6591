"""The coordinator: gives submissions to workers, and alone writes the results.

Every result is kept in the gradebook, in a transaction of its own, before the next is looked at. A result is known by a
key over all that decides it; a second run grades only what has no result under its key. So a run that was stopped, by
Ctrl-C or by kill -9, is continued by the same command.
"""

from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from typing import Protocol

from autograder.gradebook import Gradebook
from autograder.intake import Intake, Submission
from autograder.keys import engine, key_of
from autograder.worker import Bundle, Setup, StartError, WorkerError
from course.workbook import NotebookError


@dataclass(frozen=True)
class Graded:
    """What counts for a student and notebook once this submission is recorded; `fresh`: it was graded just now."""

    submission: Submission
    key: str
    result: dict
    visible: list
    fresh: bool


class Graders(AbstractContextManager, Protocol):
    """Whoever grades for the coordinator: `worker.Local` on this machine, or `cluster.Cluster`."""

    window: int  # how many submissions to hand over at a time

    def submit(self, data: bytes, notebook: str, sha256: str) -> Future: ...

    def result(self, future: Future) -> tuple[dict, list]: ...


def grade(book: Gradebook, intake: Intake, bundle: Bundle, setup: Setup, graders: Graders) -> Iterator[Graded]:
    """Grade what the gradebook does not know yet, and yield every submission as soon as its result is recorded.

    Stop the iteration (`close()`, or an exception in its body) to stop the workers; what was yielded is kept.

    Raises
    ------
    StartError: no worker can be started.
    """
    about = {"layout": intake.layout, "engine": engine(), "bundle": bundle.digest, "limits": asdict(setup.limits)}
    run = book.begin_run(setup.tier, about | {"exercises": setup.folders.get("exercises")}, intake.files)

    def record(submission: Submission, key: str, result: dict, visible: list, fresh: bool) -> Graded:
        result = {**result, "student": submission.student, "tier": setup.tier}
        came = {"marked_late": submission.marked_late, "clock": submission.clock}
        book.record(run, key, submission.source, submission.handed_in, result, visible, **came)
        counts = book.stands(submission.student, submission.notebook)
        shown = visible if counts.graded == result else book.outputs(counts)
        return Graded(submission, counts.row["key"], counts.result, shown, fresh)

    ids = {**intake.roster, **{one.student: one.ids for one in intake.submissions}}
    book.meet(ids, intake.answers.items(), intake.roster)
    waiting: dict[str, list[Submission]] = {}  # the same bytes handed in twice are graded once
    for submission in intake.submissions:
        key = key_of(submission, bundle, setup)
        if (known := book.known(key)) is not None:
            yield record(submission, key, *known, fresh=False)
        elif submission.problem:
            yield record(
                submission, key, _undecided(bundle, submission, "unreadable", submission.problem), [], fresh=True
            )
        else:
            waiting.setdefault(key, []).append(submission)
    with graders:
        for key, (result, visible) in _assessed(graders, waiting, bundle):
            for submission in waiting[key]:
                yield record(submission, key, result, visible, fresh=True)
    book.end_run(run)


def _assessed(
    graders: Graders, waiting: dict[str, list[Submission]], bundle: Bundle
) -> Iterator[tuple[str, tuple[dict, list]]]:
    """(key, (result, visible)) of each, in the order they get done; only a window of submissions is held in memory."""
    todo, going = iter(waiting.items()), {}
    while True:
        for key, (submission, *_) in todo:
            try:
                data = submission.read()
            except NotebookError as error:
                yield key, (_undecided(bundle, submission, "unreadable", str(error)), [])
                continue
            going[graders.submit(data, submission.notebook, submission.sha256)] = key, submission
            if len(going) >= graders.window:
                break
        if not going:
            return
        for future in wait(going, return_when=FIRST_COMPLETED).done:
            key, submission = going.pop(future)
            yield key, _outcome(graders, future, bundle, submission)


def _outcome(graders: Graders, future: Future, bundle: Bundle, submission: Submission) -> tuple[dict, list]:
    try:
        return graders.result(future)
    except StartError:
        raise
    except WorkerError as error:
        return _undecided(bundle, submission, "grader failure", str(error)), []


def _undecided(bundle: Bundle, submission: Submission, status: str, detail: str) -> dict:
    """The result of a submission that could not be graded: no points, which is not zero points."""
    exercise = bundle.exercises[submission.notebook]
    return {
        "notebook": submission.notebook,
        "submission_sha256": submission.sha256,
        "status": status,
        "points": None,
        "max_points": exercise.full_marks,
        "nbval": {},
        "functions": {
            name: {"points": None, "max_points": most, "tests": []} for name, most in exercise.points.items()
        },
        "detail": detail[:2000],
    }
