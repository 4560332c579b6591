"""results.json as Gradescope reads it, from what the worker found.

Whatever students read here is a docstring, a hint or a fixed sentence: never a name of a hidden test, never anything that
student code printed. A submission without a decided grade gets no score anywhere, which is not a zero.
"""

from dataclasses import dataclass
from itertools import groupby

from autograder.statuses import SUBMISSION, TEST

VISIBILITIES = ("visible", "after_due_date", "after_published", "hidden")
MERIT = "accuracy"
COSTS = ("gradients", "passes", "calls")


@dataclass(frozen=True)
class Outcome:
    """What became of one exercise: the worker's `result`, or None and a `sentence` for the student.

    `decided` is False where nothing is known of the student's work, and so no grade may follow.
    """

    exercise: str
    points: dict[str, float]
    result: dict | None = None
    sentence: str = ""
    decided: bool = True
    extra: frozenset[str] = frozenset()  # functions whose points come on top of full marks


def results(outcomes: list[Outcome], visibility: str, seconds: float) -> dict:
    """The content of results.json."""
    undecided = any(not outcome.decided or _points(outcome) is None for outcome in outcomes)
    tests = []
    for outcome in outcomes:
        chapters = _tested(outcome) if outcome.result else _missing(outcome)
        for chapter in chapters:
            number = len({test["number"].partition(".")[0] for test in tests}) + 1
            tests += [{"number": f"{number}.{place}", **test} for place, test in enumerate(chapter, 1)]
    if undecided:
        tests = [{name: value for name, value in test.items() if not name.endswith("score")} for test in tests]
    found = {
        "execution_time": round(seconds, 1),
        "output": "\n".join(_about(outcome) for outcome in outcomes),
        "output_format": "text",
        "stdout_visibility": "hidden",
        "visibility": visibility,
        "tests": tests,
    }
    if not undecided:
        found["score"] = round(sum(_points(outcome) for outcome in outcomes), 6)
    if board := _leaderboard(outcomes):
        found["leaderboard"] = board
    return found


def not_graded(sentence: str) -> dict:
    """Where nothing could be run: no score, and a sentence for the student."""
    return {
        "output": sentence,
        "output_format": "text",
        "stdout_visibility": "hidden",
        "visibility": "visible",
        "tests": [{"name": "Grading", "status": "failed", "output": sentence, "visibility": "visible"}],
    }


def _points(outcome: Outcome) -> float | None:
    if outcome.result is None:
        return 0.0 if outcome.decided else None
    return outcome.result["points"]


def _about(outcome: Outcome) -> str:
    if outcome.result is None:
        return f"{outcome.exercise}: {outcome.sentence}"
    result, sentence = outcome.result, SUBMISSION[outcome.result["status"]].to_student
    if result["points"] is None:
        return f"{outcome.exercise}: {sentence}"
    checks = list(result["nbval"].values())
    visible = f" {checks.count('passed')} of {len(checks)} visible checks pass." if checks else ""
    return f"{outcome.exercise}: {result['points']:g} of {result['max_points']:g} points.{visible}"


def _tested(outcome: Outcome) -> list[list[dict]]:
    """For each function a test case for each docstring."""
    functions = outcome.result["functions"]
    return [_function(name, function, name in outcome.extra) for name, function in functions.items()]


def _function(name: str, function: dict, extra: bool) -> list[dict]:
    tests, cases = function["tests"], []
    like = (function.get("behaves_like") or {}).get("says")
    for line, same in groupby(sorted(tests, key=_first_place(tests)), key=lambda test: test["line"]):
        group = list(same)
        failed = [test for test in group if test["status"] != "passed"]
        share = function["max_points"] * len(group) / len(tests)
        said = []
        if failed:
            said.append(failed[0].get("sentence") or TEST[failed[0]["status"]].to_student)
            said += [f"{len(group) - len(failed)} of {len(group)} cases work."] if len(group) > 1 else []
            said += [f"Hint: {failed[0]['hint']}"] if failed[0]["hint"] else []
            said += (
                [f"On every input that was tried, your function behaves exactly like {like.rstrip('.')}."]
                if like
                else []
            )
            like = None  # said once
        cases.append(
            {
                "name": f"{name}{' (extra)' * extra}: {line}",
                "score": round(share * (1 - len(failed) / len(group)), 4),
                "max_score": round(share, 4),
                "status": "failed" if failed else "passed",
                "output": "\n".join(said) or TEST["passed"].to_student,
                "tags": [name],
            }
        )
    return cases


def _first_place(tests: list[dict]):
    """Keeps the order of the tests, and brings those of one docstring together."""
    first: dict[str, int] = {}
    for place, test in enumerate(tests):
        first.setdefault(test["line"], place)
    return lambda test: first[test["line"]]


def _missing(outcome: Outcome) -> list[list[dict]]:
    case = {"status": "failed", "output": outcome.sentence}
    return [
        [{"name": name, "score": 0.0, "max_score": points, **case, "tags": [name]}]
        for name, points in outcome.points.items()
    ]


def _leaderboard(outcomes: list[Outcome]) -> list[dict]:
    """Where hidden tests measured an accuracy (`record_property`): how many problems, the mean of each, what they cost.

    The class report ranks by the same numbers in the same order.
    """
    functions = [one for outcome in outcomes if outcome.result for one in outcome.result["functions"].values()]
    measured = [test["measured"] for one in functions for test in one["tests"] if MERIT in test.get("measured", {})]
    if not measured:
        return []
    board = [{"name": "problems", "value": len(measured)}, {"name": MERIT, "value": _mean(measured, MERIT)}]
    if cost := next((name for name in COSTS if any(name in found for found in measured)), None):
        board.append({"name": cost, "value": _mean(measured, cost), "order": "asc"})
    return board


def _mean(measured: list[dict], name: str) -> float:
    known = [found[name] for found in measured if name in found]
    return round(sum(known) / len(known), 4)
