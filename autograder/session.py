"""One run of `course grade`: what is said before, during and after it, and the files it leaves."""

import os
import signal
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

import course
from autograder import exports, sandbox
from autograder.arrivals import CallError, as_list, say_list, say_who_is_missing, show, take_in
from autograder.bookkeeping.classfiles import write_page
from autograder.bookkeeping.differences import Differences
from autograder.bookkeeping.lateness import say_late
from autograder.coordinator import Graded, Graders, grade
from autograder.gradebook import Gradebook, GradebookError
from autograder.keys import secret
from autograder.report import NAME
from autograder.report.page import Report
from autograder.summary import Summary
from autograder.worker import Bundle, BundleError, Local, Setup, StartError, cores, load

if TYPE_CHECKING:
    from autograder.cluster import Cluster

NOT_ISOLATED = "Students' code is not isolated: each has a process of its own, but no sandbox (trusted class)."
WORTH_A_WORKER = 10  # notebooks; to grade fewer takes less time than to start one more worker
STOPPED = 130


class Session:
    """Grades `submissions` into the folder `out`.

    Raises
    ------
    CallError: a folder is missing or taken, or nothing here isolates students and the class is not trusted.
    """

    def __init__(
        self,
        submissions: Path | Sequence[Path] | None,
        out: Path | None,
        workers: int | None = None,
        trusted_class: bool = False,
        only: set[str] = frozenset(),
        seconds: float = 10.0,
        tests: Path | None = None,
        exercises: Path | None = None,
        scheduler: str | None = None,
        console: Console | None = None,
        layout: str | None = None,
        roster: Path | None = None,
    ) -> None:
        self.console = console or Console(highlight=False)
        if not (given := as_list(submissions)) or out is None:
            raise CallError("name what was handed in and where results go: course grade SUBMISSIONS --out OUT")
        if out.exists() and not out.is_dir():
            raise CallError(f"{out} is a file; --out needs a folder.")
        self.out, self.only = out, only
        folders = {"tests": tests, "exercises": exercises}
        self.bundle = bundle(tests, exercises)
        self.intake = take_in(given, out, self.bundle, only, layout, roster)
        self.workers = workers or min(cores(), 1 + len(self.intake.submissions) // WORTH_A_WORKER)
        self.cluster = _cluster(scheduler) if scheduler else None
        if self.cluster:
            tier = _tier_there(trusted_class, self.cluster)
        else:
            tier = _tier(trusted_class, [*self.bundle.private, *given, out])
        try:
            out.mkdir(parents=True, exist_ok=True)
            if not (out / ".gitignore").exists():  # names, grades and the secret belong into no repository
                (out / ".gitignore").write_text("*\n", encoding="utf-8")
            key = secret(out / "secret.key")
        except OSError as error:
            raise _unwritable(error, out) from None
        except ValueError as error:
            raise CallError(str(error)) from None
        self.setup = Setup(
            {name: str(folder.resolve()) if folder else None for name, folder in folders.items()},
            self.bundle.digest,
            tier,
            sandbox.Limits(wall_seconds=seconds),
            key,
        )

    def run(self) -> int:
        """Grade, write the files, say how it went; the exit code."""
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        begun, seen, fresh, ended = time.monotonic(), 0, 0, 0
        self._announce()
        try:
            with Gradebook(self.out / "gradebook.sqlite") as book:
                book.remember()
                try:
                    for graded in self._grade(book):
                        exercise = self.bundle.exercises[graded.result["notebook"]]
                        write_page(self.out, graded.result, graded.visible, exercise, graded.key)
                        seen += 1
                        fresh += graded.fresh and graded.result["points"] is not None
                except KeyboardInterrupt:
                    ended = STOPPED
                except StartError as error:
                    ended = 1
                    self.console.print(f"[bold red]Nothing more can be graded.[/] {escape(str(error))}")
                exports.write_files(self.intake.files, self.out / "files.csv")
                summary = Summary((one.student, one.notebook) for one in self.intake.submissions)
                late, report = [], Report()
                for result in exports.write_class(book.standing(), book.notebooks(), self.out):
                    summary.add(result)
                    report.add(result)
                    late += [result] if "late" in result else []
                differences = Differences(book.compared(), self.out / "changes.csv")
                self.console.print(summary.table())
                say_late(self.console.print, book, late)
                differences.say(self.console.print)
                report.write(book, self.out / NAME)
                if not ended:
                    book.settle()  # last: whoever is killed before has told nobody, and the next run tells it
        except GradebookError as error:
            raise CallError(str(error)) from None
        except OSError as error:
            raise _unwritable(error, self.out) from None
        finally:
            if self.cluster:
                self.cluster.close()
        self._conclude(summary, fresh, time.monotonic() - begun)
        if ended == STOPPED:
            left = len(self.intake.submissions) - seen  # some of it may still have the points of an earlier run
            self.console.print(f"[bold]Stopped.[/] {left} are left; the same command goes on from here.")
        unmatched = any(outcome == "unmatched" for _, outcome, _ in self.intake.files)
        return ended or int(bool(summary.undecided or unmatched))

    def _announce(self) -> None:
        say = self.console.print
        say(f"{len(self.intake.submissions)} notebooks to grade, {self.intake.layout}.")
        if self.cluster:
            say(f"The Dask workers at {self.cluster.address} grade: {self.cluster.window // 2} at a time by now.")
        say(self._isolation)

    @property
    def _isolation(self) -> str:
        if self.setup.tier == "none":
            return f"[yellow]{NOT_ISOLATED}[/]"
        return f"Students' code is isolated by the sandbox, tier {self.setup.tier}."

    def _grade(self, book: Gradebook) -> Iterator[Graded]:
        """Every submission as soon as it is recorded, with a progress bar."""
        columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}")
        with Progress(*columns, TimeRemainingColumn(), console=self.console, transient=True) as bar:
            task = bar.add_task("starting", total=len(self.intake.submissions), rate="")
            begun, fresh = time.monotonic(), 0
            with closing(grade(book, self.intake, self.bundle, self.setup, self._graders())) as grading:
                for graded in grading:
                    yield graded
                    fresh += graded.fresh
                    rate = f"{fresh / (time.monotonic() - begun):.1f}/s" if fresh else ""
                    bar.update(task, advance=1, rate=rate, description="grading" if fresh else "starting")

    def _graders(self) -> Graders:
        if self.cluster is None:
            return Local(self.setup, self.workers)
        from autograder.cluster import desk

        return self.cluster.open(desk(self.setup, self.bundle))

    def _conclude(self, summary: Summary, fresh: int, seconds: float) -> None:
        say = self.console.print
        say_list(say, "could not be graded", summary.undecided)
        outcomes = Counter(outcome for _, outcome, _ in self.intake.files)
        say_list(
            say, "could not be matched", [(path, why) for path, what, why in self.intake.files if what == "unmatched"]
        )
        for outcome in ("superseded", "ignored"):
            if outcomes[outcome]:
                say(f"{outcomes[outcome]} {outcome}: files.csv says which and why.")
        say_who_is_missing(self.intake, say)
        say(f"{fresh} graded in {seconds:.1f} s, {summary.decided - fresh} known from before. {self._isolation}")
        say(
            f"In {self.out}: report.html (the picture of the class), grades.csv, results.jsonl, feedback/, files.csv, gradebook.sqlite."
        )


def bundle(tests: Path | None, exercises: Path | None) -> Bundle:
    """What is graded against.

    Raises
    ------
    CallError: it is not all there.
    """
    try:
        return load(tests, exercises)
    except BundleError as error:
        raise CallError(str(error)) from None


def show_list(
    submissions: Sequence[Path] | None,
    out: Path | None,
    only: set[str],
    tests: Path | None,
    exercises: Path | None,
    layout: str | None,
    roster: Path | None,
) -> int:
    """Say what would be graded; the exit code.

    Raises
    ------
    CallError: as `Session`.
    """
    if not submissions:
        raise CallError("name what was handed in: course grade SUBMISSIONS --list")
    return show(take_in(submissions, out, bundle(tests, exercises), only, layout, roster), Console(highlight=False))


def _unwritable(error: OSError, out: Path) -> CallError:
    """The disk is full, read-only or someone else's."""
    return CallError(
        f"{error.filename or out} cannot be written ({error.strerror or error}). What is graded is kept; "
        "make room, or mend what is wrong with the disk, and give the same command again."
    )


def show_probe() -> int:
    """Say how students' code would be isolated here; the exit code."""
    console = Console(highlight=False)
    found = sandbox.probe()
    table = Table(box=None, pad_edge=False, show_header=False)
    for outcome in found.outcomes:
        verdict = "[green]stopped[/]" if outcome.stopped else "[bold red]NOT stopped[/]"
        table.add_row(verdict, outcome.name, escape(outcome.detail.removeprefix("stopped: ")))
    console.print(table)
    console.print(escape(sandbox.explain(found)))
    return 0 if found.tier else 1


def _tier(trusted_class: bool, hidden: Iterable[Path]) -> str:
    """The tier to grade in; none of the `hidden` folders may lie where a student's process can read."""
    if trusted_class and not hasattr(os, "fork"):
        raise CallError(
            "on Windows students' code cannot be run, not even for a trusted class. Use WSL2 (a Linux inside Windows)."
        )
    if trusted_class:
        return "none"
    found = sandbox.probe()
    if found.tier is None:
        raise CallError(sandbox.explain(found))
    for folder in hidden:
        if sandbox.visible(folder, [Path(course.__file__).parent]):
            raise CallError(
                f"{folder} lies where students' code can read it, among Python's packages. Move it elsewhere."
            )
    return found.tier


def _cluster(address: str) -> "Cluster":
    try:
        from autograder.cluster import Cluster, ClusterError
    except ModuleNotFoundError as error:
        raise CallError(
            f"--scheduler needs the extra `cluster` ({error.name} is missing): pip install 'optimization-course[cluster]'"
        ) from None
    try:
        return Cluster(address)
    except ClusterError as error:
        raise CallError(str(error)) from None


def _tier_there(trusted_class: bool, cluster: "Cluster") -> str:
    """The tier that every machine of the cluster has."""
    from autograder.cluster import ClusterError

    if trusted_class:
        return "none"
    try:
        return cluster.tier()
    except ClusterError as error:
        cluster.close()
        raise CallError(str(error)) from None
