"""The open gradebook: all that its rooms can do, in one object."""

from autograder.gradebook.history import History
from autograder.gradebook.people import People


class Gradebook(History, People):
    """An open gradebook: `with Gradebook(path) as book: ...`.

    Raises
    ------
    GradebookError: another process holds the file, it is not a gradebook, or it cannot be written.
    """
