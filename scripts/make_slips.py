"""Remake course/checks/slips.json from the bank of wrong answers: `python scripts/make_slips.py`.

For each wrong answer the table keeps its sentence and what it does on the public inputs of the visible checks, never its code.
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


def make():
    """The table: a slip is in it only where its behaviour on the public inputs is not that of a right answer."""
    table = {}
    for name in checks.names():
        public = checks.exercise(name).public
        variants = bank.variants(name)
        right = [slips.behaviour(variant.function, public) for variant in variants if variant.right]
        table[name] = {
            variant.name: {"says": variant.says, "behaviour": trace}
            for variant in variants
            if not variant.right and (trace := slips.behaviour(variant.function, public)) not in right
        }
    return table


def text():
    """The file's text, the same bytes from the same bank."""
    return json.dumps(make(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    with np.errstate(all="ignore"):
        slips.TABLE.write_text(text(), encoding="utf-8")
    print(f"{slips.TABLE.relative_to(ROOT)}: {sum(map(len, make().values()))} slips")
