"""Which answers of the bank are handed in together.

The variants of a notebook's functions go in company, the first of each, the second of each and so on: what one function is
worth has nothing to do with its neighbours, and the time goes with the longest bank, not with the sum of all.
"""

import ast
import copy
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from autograder import bank
from autograder.worker import Exercise
from course.workbook import answer_cells


def companies(exercise: Exercise, answers: Path) -> Iterator[list[bank.Variant]]:
    """Every variant of every function, once; those that would take each other's helpers' place are kept apart.

    `answers`: the folder of the bank.
    """
    banked = [function for function in exercise.points if function in bank.exercises(answers)]
    waiting = {function: bank.variants(function, answers) for function in banked}
    for shift, variants in enumerate(waiting.values()):
        turn = shift % (len(variants) or 1)  # each begins elsewhere, so that right ones stand among wrong ones
        variants[:] = variants[turn:] + variants[:turn]
    while any(waiting.values()):
        together: list[bank.Variant] = []
        for variants in waiting.values():
            if variants and not clashes(variants[0], together):
                together.append(variants.pop(0))
        yield together


def solution(exercise: Exercise) -> dict[str, str]:
    """function -> the text of its answer cell in the solution."""
    return {answer.exercise: answer.source for answer in answer_cells(exercise.solution)}


def handed_in(exercise: Exercise, answers: dict[str, str]) -> bytes:
    """The exercise as a student hands it in who wrote these answers (function -> text) and nothing else."""
    notebook = copy.deepcopy(exercise.notebook)
    for answer in answer_cells(notebook):
        notebook["cells"][answer.index]["source"] = answers.get(answer.exercise, answer.source)
    return json.dumps(notebook).encode()


def clashes(variant: bank.Variant, others: Iterable[bank.Variant]) -> bool:
    """Whether both bind a name at their top level, to different things."""
    own = _bound(variant.cell)
    return any(
        own[name] != there[name]
        for there in map(_bound, (one.cell for one in others))
        for name in own.keys() & there.keys()
    )


def _bound(cell: str) -> dict[str, str]:
    """What a cell binds at its top level, with the text that binds it."""
    found = {}
    for node in ast.parse(cell).body:
        names = {getattr(node, "name", None)} | {getattr(target, "id", None) for target in getattr(node, "targets", ())}
        names |= {alias.asname or alias.name for alias in getattr(node, "names", ())}
        found |= dict.fromkeys(names - {None}, ast.dump(node))
    return found
