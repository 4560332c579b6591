"""NOTATION.md is the one table of names: whatever a rule or a schedule takes stands in it."""

import inspect
import re
from pathlib import Path

import pytest

from course.optimizers import OPTIMIZERS
from course.schedules import SCHEDULES

TEXT = (Path(__file__).resolve().parents[1] / "NOTATION.md").read_text(encoding="utf-8")
NAMES = set(re.findall(r"`(\w+)`", TEXT))


@pytest.mark.parametrize("table", [OPTIMIZERS, SCHEDULES], ids=["optimizers", "schedules"])
def test_every_name_in_a_signature_is_explained(table):
    for name, function in table.items():
        unknown = set(inspect.signature(function).parameters) - NAMES - {"schedule"}
        assert not unknown, f"{name} takes {sorted(unknown)}: enter it in NOTATION.md, or use a name that stands there"
