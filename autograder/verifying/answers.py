"""Do the hidden tests tell right from wrong? Solutions, untouched exercises and the bank, through the grader itself."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field
from pathlib import Path

from autograder import bank
from autograder.verifying.companies import companies, handed_in, solution
from autograder.worker import Exercise, Local, StartError, WorkerError

FEWEST_RIGHT, FEWEST_WRONG = 2, 5


@dataclass
class Finding:
    """What came out for one exercise: `counts` as (as it should be, of how many), and a sentence for each defect."""

    exercise: Exercise
    counts: dict[str, tuple[int, int]] = field(default_factory=dict)
    defects: list[str] = field(default_factory=list)

    def count(self, what: str, fits: bool, defect: str) -> None:
        good, of = self.counts.get(what, (0, 0))
        self.counts[what] = good + fits, of + 1
        if not fits:
            self.defects.append(defect)


@dataclass(frozen=True)
class _Trial:
    """One notebook to be handed in; `variants` are the answers of the bank in it."""

    exercise: Exercise
    kind: str  # "solution", "empty", "bank"; "alone" for a variant that did not get what it should in company
    answers: dict[str, str]
    variants: tuple[bank.Variant, ...] = ()


def examine(
    exercises: Iterable[Exercise], answers: Path, graders: Local, progress: Callable[[int, int], None] = lambda *_: None
) -> list[Finding]:
    """The finding on each exercise. `answers`: the folder of the bank. `progress` is told how many are graded, of how many.

    Raises
    ------
    StartError: nothing can be graded here.
    """
    findings = {exercise.name: Finding(exercise) for exercise in exercises}
    todo = [trial for finding in findings.values() for trial in _trials(finding, answers)]
    going: dict[Future, _Trial] = {}
    done, of = 0, len(todo)
    while todo or going:
        while todo and len(going) < graders.window:
            trial = todo.pop()
            data = handed_in(trial.exercise, trial.answers)
            going[graders.submit(data, trial.exercise.name, hashlib.sha256(data).hexdigest())] = trial
        for future in wait(going, return_when=FIRST_COMPLETED).done:
            trial = going.pop(future)
            again = _take(findings[trial.exercise.name], trial, graders, future)
            todo += again
            done, of = done + 1, of + len(again)
        progress(done, of)
    return list(findings.values())


def _trials(finding: Finding, answers: Path) -> Iterator[_Trial]:
    exercise = finding.exercise
    if exercise.solution is None:
        finding.count("solution", False, f"solutions/{exercise.name}.ipynb is missing. Run `course build`.")
        return
    yield _Trial(exercise, "solution", solution(exercise))
    yield _Trial(exercise, "empty", {})
    try:
        banked = {name: bank.variants(name, answers) for name in exercise.points if name in bank.exercises(answers)}
    except Exception as error:  # the bank's files are run; whatever a slip in them raises is told
        finding.defects.append(f"The bank in {answers.name}/ cannot be read. {type(error).__name__}: {error}")
        return
    for function in exercise.points:
        variants = banked.get(function, [])
        right = sum(variant.right for variant in variants)
        if right < FEWEST_RIGHT or len(variants) - right < FEWEST_WRONG:
            finding.defects.append(
                f"{function} has {right} right and {len(variants) - right} wrong answers in {answers.name}/{function}.py; "
                f"it needs {FEWEST_RIGHT} and {FEWEST_WRONG}, so that its hidden tests can be trusted."
            )
    for together in companies(exercise, answers):
        written = {variant.exercise: variant.cell for variant in together}  # what is not attempted costs no time
        yield _Trial(exercise, "bank", written, tuple(together))


def _take(finding: Finding, trial: _Trial, graders: Local, future: Future) -> list[_Trial]:
    """Note the outcome; what is to be tried once more, alone, to tell who is to blame."""
    full = trial.exercise.points
    try:
        result, _ = graders.result(future)
    except StartError:
        raise
    except WorkerError as error:
        finding.defects.append(f"{trial.exercise.name} could not be graded. {error}")
        return []
    earned = {function: found["points"] for function, found in result["functions"].items()}
    if trial.kind == "solution":
        for function, points in earned.items():
            finding.count("solution", points == full[function], _short(function, result, "the solution"))
        visible = [cell for cell, outcome in result["nbval"].items() if outcome != "passed"]
        finding.defects += [f"The visible check {cell} does not pass on the solution." for cell in visible]
    elif trial.kind == "empty":
        for function, points in earned.items():
            finding.count("empty", points == 0, f"{function}: an untouched exercise earns {points} points, not 0.")
    return [again for variant in trial.variants if (again := _take_variant(finding, trial, variant, result))]


def _take_variant(finding: Finding, trial: _Trial, variant: bank.Variant, result: dict) -> _Trial | None:
    """Note what one answer of the bank earned, or have it tried alone if its company may be to blame."""
    function, most = variant.exercise, finding.exercise.points[variant.exercise]
    points = result["functions"][function]["points"]
    fits = result["status"] == "graded" and (points == most if variant.right else points < most)
    if not fits and trial.kind == "bank" and len(trial.variants) > 1:
        return _Trial(finding.exercise, "alone", {function: variant.cell}, (variant,))
    if variant.right:
        finding.count("right", fits, _short(function, result, f"the right answer {variant.name}"))
    else:
        unseen = f"{function}: no hidden test sees {variant.name} ({variant.says}). It earns all {most:g} points."
        finding.count("wrong", fits, unseen)
    return None


def _short(function: str, result: dict, what: str) -> str:
    found = result["functions"][function]
    failed = [f"{test['name']} ({test['status']})" for test in found["tests"] if test["status"] != "passed"]
    return f"{function}: {what} earns {found['points']} of {found['max_points']}. Not passed: {', '.join(failed)}."
