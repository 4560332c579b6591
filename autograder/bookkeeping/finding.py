"""What an instructor names: a folder of results, a student, a notebook, a function. What is not there is said, with the nearest."""

import difflib
from collections.abc import Iterable
from pathlib import Path

from autograder.gradebook import Gradebook
from course.workbook import pristine_names

FILE = "gradebook.sqlite"


class AskError(Exception):
    """The command cannot do what was asked; the message says why and what to do."""


def opened(out: Path) -> Gradebook:
    """The gradebook of a folder of results.

    Raises
    ------
    AskError: there is none.
    GradebookError: it cannot be opened.
    """
    path = out if out.name == FILE else out / FILE
    if not path.is_file():
        raise AskError(
            f"there is no gradebook ({FILE}) in {out}. Name the folder of results: the --out of `course grade`."
            if out.exists()
            else f"there is no folder {out}. Name the folder of results: the --out of `course grade`."
        )
    return Gradebook(path)


def student(book: Gradebook, text: str) -> str:
    """The student of this name, or whom one platform calls so.

    Raises
    ------
    AskError: nobody, or more than one.
    """
    known = book.students()
    if text in known:
        return text
    called = [name for name in known if text.casefold() in map(str.casefold, book.ids(name).values())]
    if len(called) == 1:
        return called[0]
    if called:
        raise AskError(f"several students are called {text!r}: {_listed(called)}. Name one of them so.")
    if not known:
        raise AskError("the gradebook has no students yet.")
    raise AskError(f"there is no student {text!r} in the gradebook. {_nearest(text, known)}")


def notebook(book: Gradebook, text: str, known: Iterable[str] | None = None) -> str:
    """The notebook of this name, or the only one whose name begins so: first of those that the gradebook has.

    Raises
    ------
    AskError: none, or more than one.
    """
    known = sorted(notebooks(book) if known is None else known)
    fitting = [text] if text in known else [name for name in known if name.startswith(text)]
    own = [name for name in fitting if name in book.notebooks()]
    fitting = own if len(own) == 1 else fitting
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise AskError(f"several notebooks' names begin with {text!r}: {_listed(fitting)}. Write more of it.")
    raise AskError(f"there is no notebook {text!r}. {_nearest(text, known)}")


def notebooks(book: Gradebook) -> list[str]:
    """All notebooks that were handed in or have a due date, and the course's own."""
    folder = book.last_about().get("exercises")
    return sorted({*book.notebooks(), *book.due(), *pristine_names(folder)})


def function(result: dict, text: str) -> str:
    """The function of this name in a result.

    Raises
    ------
    AskError: it has none of that name.
    """
    known = list(result["functions"])
    if text not in known:
        raise AskError(f"there is no function {text!r} in {result['notebook']}. {_nearest(text, known)}")
    return text


def _nearest(text: str, known: list[str]) -> str:
    by_case = {name.casefold(): name for name in known}
    near = [by_case[name] for name in difflib.get_close_matches(text.casefold(), by_case, n=3, cutoff=0.6)]
    return f"Did you mean {' or '.join(near)}?" if near else f"There are: {_listed(known)}."


def _listed(names: list[str], most: int = 12) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    comma = "; " if any("," in name for name in names) else ", "
    return comma.join(names[:most]) + more
