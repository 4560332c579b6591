"""The open gradebook: all that its rooms can do, in one object."""

from autograder.gradebook.people import People
from autograder.gradebook.records import Records
from autograder.gradebook.standing import Standings


class Gradebook(Records, People, Standings):
    """An open gradebook: `with Gradebook(path) as book: ...`.

    Raises
    ------
    GradebookError: another process holds the file, it is not a gradebook, or it cannot be written.
    """
