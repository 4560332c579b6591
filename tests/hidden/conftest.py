"""`pytest tests/hidden` runs the hidden tests on the solutions. (In the grader, students sit on this seat.)"""

import pytest

from autograder.sandbox import Limits
from autograder.worker import load
from autograder.worker.fixtures import SEAT, Seat, rng, student  # noqa: F401
from autograder.zygote import Zygote


class Solutions:
    """The solution in the place of a student's answer, in a fresh process for each file of tests."""

    def __init__(self):
        self.zygote = self.process = None

    def open(self, name):
        solution = load().exercises[name].solution
        if solution is None:
            pytest.skip("The solutions are not there: run `course build`.")
        cells = [cell["source"] for cell in solution["cells"] if cell["cell_type"] == "code"]
        self.close()
        self.zygote = Zygote(tier="none", limits=Limits())
        self.process = self.zygote.open(cells)
        return self.process

    def close(self):
        for one in (self.process, self.zygote):
            if one is not None:
                one.close()


def pytest_configure(config):
    if SEAT not in config.stash:
        solutions = Solutions()
        config.stash[SEAT] = Seat(solutions.open, secret=b"on solutions")
        config.add_cleanup(solutions.close)
