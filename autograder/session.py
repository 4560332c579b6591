"""One run of `course grade`: what is said before, during and after it, and the files it leaves."""

import os
import signal
import time
from collections import Counter
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from autograder import exports, feedback, sandbox
from autograder.coordinator import Graded, grade
from autograder.gradebook import Gradebook, GradebookError
from autograder.keys import secret
from autograder.submissions import Intake, find
from autograder.worker import BundleError, Setup, StartError, load

NOT_ISOLATED = "not isolated: each student has a process of its own, but no sandbox (trusted class)"
STOPPED = 130


class CallError(Exception):
    """The command cannot do what was asked; the message says what to change."""


class Session:
    """Grades `submissions` into the folder `out`.

    Raises
    ------
    CallError: a folder is missing or taken, or nothing here isolates students and the class is not trusted.
    """

    def __init__(
        self,
        submissions: Path | None,
        out: Path | None,
        workers: int | None = None,
        trusted_class: bool = False,
        only: set[str] = frozenset(),
        seconds: float = 10.0,
        tests: Path | None = None,
        exercises: Path | None = None,
        console: Console | None = None,
    ) -> None:
        self.console = console or Console()
        if submissions is None or out is None:
            raise CallError("name what was handed in and where results go: course grade SUBMISSIONS --out OUT")
        if not submissions.exists():
            raise CallError(
                f"there is no {submissions}. Give a notebook or the folder of notebooks that were handed in."
            )
        if submissions.is_file() and submissions.suffix != ".ipynb":
            raise CallError(f"{submissions} is not a notebook (.ipynb). Unpack an archive first and give its folder.")
        if out.exists() and not out.is_dir():
            raise CallError(f"{out} is a file; --out needs a folder.")
        if out.resolve() == submissions.resolve():
            raise CallError(
                "--out must be another folder than the submissions, so that neither is taken for the other."
            )
        self.out, self.only = out, only
        self.workers = workers or len(
            os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(os.cpu_count() or 1)
        )
        folders = {"tests": tests, "exercises": exercises}
        try:
            self.bundle = load(**folders)
        except BundleError as error:
            raise CallError(str(error)) from None
        self.intake = find(submissions, self.bundle.functions, only, without=out)
        if not self.intake.submissions:
            raise CallError(f"nothing to grade in {submissions}.\n{_files_in_words(self.intake)}")
        tier = _tier(trusted_class)
        out.mkdir(parents=True, exist_ok=True)
        self.setup = Setup(
            {name: str(folder.resolve()) if folder else None for name, folder in folders.items()},
            self.bundle.digest,
            tier,
            sandbox.Limits(wall_seconds=seconds),
            secret(out / "secret.key"),
        )

    def run(self) -> int:
        """Grade, write the files, say how it went; the exit code."""
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        begun, fresh, stopped = time.monotonic(), 0, False
        self._announce()
        try:
            with Gradebook(self.out / "gradebook.sqlite") as book:
                try:
                    fresh = self._grade(book)
                except KeyboardInterrupt:
                    stopped = True
                results = list(book.standing())
                self._export(results)
        except GradebookError as error:
            raise CallError(str(error)) from None
        except StartError as error:
            self.console.print(f"[bold red]Nothing more can be graded.[/] {escape(str(error))}")
            return 1
        return self._conclude(results, fresh, time.monotonic() - begun, stopped)

    def _announce(self) -> None:
        say = self.console.print
        say(f"{len(self.intake.submissions)} notebooks to grade, {self.intake.layout}.", highlight=False)
        if self.setup.tier == "none":
            say(f"[yellow]{NOT_ISOLATED}[/]", highlight=False)
        else:
            say(f"Students' code is isolated: {self.setup.tier}.", highlight=False)

    def _grade(self, book: Gradebook) -> int:
        fresh = 0
        columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}")
        with Progress(*columns, TimeRemainingColumn(), console=self.console, transient=True) as bar:
            task = bar.add_task("grading", total=len(self.intake.submissions), rate="")
            begun = time.monotonic()
            grading = grade(book, self.intake, self.bundle, self.setup, self.workers)
            try:
                for graded in grading:
                    self._write_page(graded)
                    fresh += graded.fresh
                    rate = f"{fresh / (time.monotonic() - begun):.1f}/s" if fresh else ""
                    bar.update(task, advance=1, rate=rate)
            finally:
                grading.close()
        return fresh

    def _write_page(self, graded: Graded) -> None:
        result = graded.result
        path = self.out / "feedback" / feedback.file_name(result["student"], result["notebook"])
        if graded.fresh or not path.exists():
            page = feedback.page(result, graded.visible, self.bundle.exercises[result["notebook"]])
            exports.write_text(page, path)

    def _export(self, results: list[dict]) -> None:
        exports.write_results(results, self.out / "results.jsonl")
        exports.write_grades(results, self.out / "grades.csv")
        exports.write_files(self.intake.files, self.out / "files.csv")

    def _conclude(self, results: list[dict], fresh: int, seconds: float, stopped: bool) -> int:
        say = self.console.print
        asked = {(one.student, one.notebook) for one in self.intake.submissions}
        results = [result for result in results if (result["student"], result["notebook"]) in asked]
        for result in results:
            if result["points"] is None:
                why = result.get("detail") or next(iter(_failures(result)), "")
                say(f"[red]{escape(result['status'])}[/]  {escape(result['student'])}  {escape(why)}", highlight=False)
        say(_table(results))
        for outcome, count in sorted(Counter(outcome for _, outcome, _ in self.intake.files).items()):
            if outcome != "taken":
                say(f"{count} {'file' if count == 1 else 'files'} {outcome}: see files.csv", highlight=False)
        if self.setup.tier == "none":
            say(f"[yellow]{NOT_ISOLATED}[/]", highlight=False)
        else:
            say(f"Isolated by: {self.setup.tier}.", highlight=False)
        known = len(results) - fresh
        say(
            f"{fresh} graded in {seconds:.1f} s" + (f", {known} known from before" if known > 0 else "") + ".",
            highlight=False,
        )
        say(f"{self.out}/grades.csv, results.jsonl, feedback/", highlight=False)
        if stopped:
            left = len(asked) - len(results)
            say(f"[bold]Stopped.[/] {left} are left; the same command goes on from here.", highlight=False)
            return STOPPED
        return 1 if any(result["points"] is None for result in results) else 0


def show_probe() -> int:
    """Say how students' code would be isolated here; the exit code."""
    console = Console()
    found = sandbox.probe()
    for outcome in found.outcomes:
        console.print(str(outcome), highlight=False)
    console.print(f"Tier: {found.tier}", highlight=False)
    return 0 if found.tier in sandbox.SAFE else 1


def _tier(trusted_class: bool) -> str:
    """The tier to grade in."""
    if trusted_class or not hasattr(sandbox, "probe"):
        return "none"
    found = sandbox.probe()
    if found.tier not in sandbox.SAFE:
        raise CallError(
            "students' code cannot be isolated on this system, so nothing was run. It works on Linux with Landlock (kernel 5.13 "
            "or newer), on Windows in WSL2, and in a Linux container on such a kernel; `course grade --probe` says what is missing. "
            "If you trust everyone who handed in, add --trusted-class."
        )
    return found.tier


def _table(results: list[dict]) -> Table:
    """Counts by notebook and status, with the mean of what was graded."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    statuses = sorted({result["status"] for result in results}, key=lambda name: (name != "graded", name))
    for column in ("notebook", *statuses, "mean", "of", "full marks", "nothing"):
        table.add_column(column, justify="left" if column == "notebook" else "right")
    for notebook in sorted({result["notebook"] for result in results}):
        own = [result for result in results if result["notebook"] == notebook]
        counts = Counter(result["status"] for result in own)
        points = [result["points"] for result in own if result["points"] is not None]
        most = own[0]["max_points"]
        row = [f"{sum(points) / len(points):.2f}" if points else "", f"{most:g}"]
        row += [str(sum(one >= most for one in points)), str(points.count(0))]
        table.add_row(notebook, *(str(counts[status]) for status in statuses), *row)
    return table


def _failures(result: dict) -> list[str]:
    return [
        f"{test['name']}: {test['detail']}"
        for function in result["functions"].values()
        for test in function["tests"]
        if test["status"] == "grader failure"
    ]


def _files_in_words(intake: Intake) -> str:
    return "\n".join(f"{path}: {outcome}, {reason}" for path, outcome, reason in intake.files[:20]) or "It is empty."
