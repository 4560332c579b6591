"""Check a learner's exercise notebook: graft, nbval, and per exercise what is right and what is off."""

import re
from dataclasses import dataclass

from course.workbook.cells import answer_cells, check_cells
from course.workbook.grafting import graft
from course.workbook.judging import CELL_SECONDS, run_nbval, with_targets

PASSED, OFF, NOT_ATTEMPTED = "passed", "off", "not attempted"
WARNING = re.compile(r"^.*?(\w*Warning: .*)$", re.MULTILINE)


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
    notebook = with_targets(grafted.notebook)
    results = run_nbval(notebook, cell_seconds)
    targets = {cell.get("id"): _stdout(cell) for _, cell, _ in check_cells(notebook)}
    return [_verdict(answer, grafted, results, targets) for answer in answer_cells(pristine)], grafted


def _verdict(answer, grafted, results, targets):
    name = answer.exercise
    answers = [result for result in results if result.exercise == name and not result.check]
    checks = [result for result in results if result.exercise == name and result.check]
    if name in grafted.missing:
        state, says = NOT_ATTEMPTED, "Its answer cell is not in your notebook. `course lab` puts it back."
    elif name not in grafted.attempted:
        state, says = NOT_ATTEMPTED, ""
    elif checks and all(result.passed for result in answers + checks):
        state, says = PASSED, checks[-1].printed.strip()
    elif answers and checks and answers[0].passed and "not attempted" in checks[0].printed:
        state, says = NOT_ATTEMPTED, ""
    else:
        state, says = OFF, _what_is_off(answers, checks, results, targets)
    return Verdict(name, answer.points, answer.extra, state, says)


def _what_is_off(answers, checks, results, targets):
    broken = next((result for result in answers + checks if not result.passed), None)
    if broken is None:
        return "This exercise has no check to pass; tell your instructor."
    if broken.outcome == "time":
        where = "Its check" if broken.check else "Your answer cell"
        return f"{where} did not end in time. Is there a loop that never ends?"
    if broken.outcome == "not run":
        slow = next((result for result in results if result.outcome == "time"), None)
        because = f"the cell of {slow.exercise} did not end" if slow and slow.exercise else "Python stopped before it"
        return f"Its check did not run, because {because}. Mend that first."
    if broken.outcome == "error":
        kind, message = broken.error
        where = "Its check stops" if broken.check else "Your answer cell stops"
        return "\n".join(filter(None, [broken.printed.strip(), f"{where} with {kind}: {message}"]))
    return _difference(broken, targets.get(broken.id, ""))


def _difference(broken, target):
    """What to say when a check ran and its output is not the target's."""
    printed, target = broken.printed.strip(), target.strip()
    if target and target in printed:  # right, and something besides
        warnings = WARNING.findall(broken.warned)
        if warnings:
            return f"Its check finds it right, but your code gives a warning: {warnings[-1]}"
        if broken.warned.strip() or printed != target:
            return "Its check finds it right, but your code prints lines of its own. Take those prints out."
        return "Its check finds it right, but your code shows something of its own, such as a figure. Take that out."
    return printed or "Its check printed nothing, where a right answer prints what is right."


def _stdout(cell):
    texts = [
        out["text"] for out in cell["outputs"] if out.get("output_type") == "stream" and out.get("name") == "stdout"
    ]
    return "".join("".join(text) for text in texts)
