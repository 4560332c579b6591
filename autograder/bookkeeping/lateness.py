"""What there is to say about late work after a run, or when somebody looks."""

from collections.abc import Callable, Iterable

from rich.markup import escape

from autograder.gradebook import Gradebook

MOST = 20


def say_late(say: Callable, book: Gradebook, results: Iterable[dict]) -> None:
    """Say how many of these came late, what it costs, what is not known, and whom an earlier attempt would serve better."""
    late = [result for result in results if "late" in result]
    if not late:
        return
    costly = [result for result in late if result["late"]["deduction"]]
    marked = [result for result in late if result["late"]["by_seconds"] is None]
    cost = f"{len(costly)} of them lose points ({sum(one['late']['deduction'] for one in costly):.4g} together)"
    say(f"{len(late)} came late; {cost if costly else 'nothing is taken off'}.")
    free = [result for result in marked if not result["late"]["deduction"]]
    if free and book.rule().marked is None:
        say(
            f"{len(free)} of these only the platform's mark calls late, without a time: nothing is taken off for that, "
            "unless `course gradebook rules OUT --marked 10%` says how much."
        )
    if book.rule().counts == "newest":
        _say_better(say, [pair for pair in ((one, _better(book, one)) for one in late) if pair[1] is not None])


def _better(book: Gradebook, result: dict) -> dict | None:
    """Another attempt that would earn more, if there is one."""
    best = book.best(result["student"], result["notebook"]).result
    if result["points"] is None or best["points"] is None or best["points"] <= result["points"]:
        return None
    return best


def _say_better(say: Callable, pairs: list[tuple[dict, dict]]) -> None:
    if not pairs:
        return
    say(f"{len(pairs)} would have more with an earlier attempt, but the newest counts:")
    for one, best in pairs[:MOST]:
        points = f"{one['points']:.4g} points, {best['points']:.4g} with the earlier one"
        say(f"  [bold]{escape(one['student'])}[/]  {escape(one['notebook'])}: {points}")
    if len(pairs) > MOST:
        say(f"  ... and {len(pairs) - MOST} more.")
    say("If the best attempt should count: `course gradebook rules OUT --counts best`.")
