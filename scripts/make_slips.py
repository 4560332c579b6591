"""Remake the tables of slips from the bank of wrong answers: `python scripts/make_slips.py [step01 ...]`.

For each wrong answer the table course/checks/stepNN.slips.json keeps its sentence and what it does on the public inputs of the
visible checks, never its code.
"""

import json
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from autograder import bank
from course import checks
from course.checks import slips


def steps():
    """The modules of visible checks, by name: each has a table of its own."""
    return {room.__name__.rpartition(".")[2]: room for room in checks.ROOMS}


def path(step):
    return slips.FOLDER / f"{step}.slips.json"


def make(step):
    """The table: a slip is in it only where its behaviour on the public inputs is not that of a right answer."""
    table = {}
    for name in checks.names([steps()[step]]):
        public = checks.exercise(name).public
        variants = bank.variants(name)
        right = [slips.behaviour(variant.function, public) for variant in variants if variant.right]
        table[name] = {
            variant.name: {"says": variant.says, "behaviour": trace}
            for variant in variants
            if not variant.right and (trace := slips.behaviour(variant.function, public)) not in right
        }
    return table


def text(step):
    """The file's text, the same bytes from the same bank."""
    return json.dumps(make(step), indent=1, ensure_ascii=False) + "\n"


def main(wanted):
    if unknown := set(wanted) - set(steps()):
        sys.exit(f"There are no visible checks called {', '.join(sorted(unknown))}; there are: {', '.join(steps())}.")
    for step in wanted or steps():
        with np.errstate(all="ignore"):
            path(step).write_text(text(step), encoding="utf-8")
        print(f"{path(step).relative_to(ROOT)}: {sum(map(len, json.loads(path(step).read_text()).values()))} slips")


if __name__ == "__main__":
    main(sys.argv[1:])
