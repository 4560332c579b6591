"""What a class gets: lessons, exercises and `course`, without solutions, hidden tests, the bank and the grader.

from autograder.release import make
make(root, out, only=["01"], due={"": "2026-12-01T18:00"})
"""

from autograder.release.contents import ReleaseError
from autograder.release.making import Release, make

__all__ = ["Release", "ReleaseError", "make"]
