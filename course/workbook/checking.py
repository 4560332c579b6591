"""Check a learner's exercise notebook: graft, nbval, and per exercise what is right and what is off."""

from dataclasses import dataclass

from course.workbook.cells import answer_cells
from course.workbook.grafting import graft
from course.workbook.judging import CELL_SECONDS, run_nbval, with_targets

STATES = ("passed", "off", "not attempted")


@dataclass(frozen=True)
class Verdict:
    """One exercise: `state` is "passed", "off" or "not attempted"; `says` is what a learner reads about it."""

    exercise: str
    points: float
    extra: bool
    state: str
    says: str = ""


def check(pristine, submitted, cell_seconds=CELL_SECONDS):
    """(verdicts, graft) of a learner's notebook; outputs saved in it count for nothing."""
    grafted = graft(pristine, submitted)
    results = run_nbval(with_targets(grafted.notebook), cell_seconds)
    return [_verdict(answer, grafted, results) for answer in answer_cells(pristine)], grafted


def _verdict(answer, grafted, results):
    name = answer.exercise
    own = [result for result in results if result.exercise == name]
    answers = [result for result in own if not result.check]
    checks = [result for result in own if result.check]
    if name in grafted.missing:
        state, says = "not attempted", "Its answer cell is not in your notebook. `course lab` puts it back."
    elif name not in grafted.attempted:
        state, says = "not attempted", ""
    elif checks and all(result.passed for result in own):
        state, says = "passed", checks[-1].printed.strip()
    else:
        state, says = "off", _what_is_off(answers, checks, results)
    return Verdict(name, answer.points, answer.extra, state, says)


def _what_is_off(answers, checks, results):
    broken = next((result for result in answers + checks if not result.passed), None)
    if broken is None:
        return "This exercise has no check to pass; tell your instructor."
    earlier = next((result for result in results if result.outcome == "time"), None)
    if broken.outcome == "time":
        where = "Its check" if broken.check else "Your answer cell"
        return f"{where} did not end in time. Is there a loop that never ends?"
    if broken.outcome == "not run":
        said = (
            f"after the cell of {earlier.exercise or 'another exercise'} that did not end"
            if earlier
            else "because Python stopped"
        )
        return f"Its check did not run {said}. Mend that first."
    if broken.outcome == "error":
        kind, message = broken.error
        where = "Its check stops" if broken.check else "Your answer cell stops"
        return "\n".join(filter(None, [broken.printed.strip(), f"{where} with {kind}: {message}"]))
    return broken.printed.strip() or "Its check printed nothing, where a right answer prints what is right."
