"""The proxy that hidden tests call: `student.adam_step(...)` runs the student's function in the student's process."""

from typing import Any


class Student:
    """Any public name is a function of the submission; besides those there are `last` and `expecting_nonfinite`."""

    def __init__(self, process, finite: bool = True) -> None:
        self._process, self._finite = process, finite

    def __getattr__(self, name: str):
        if name.startswith("_"):
            raise AttributeError(f"a student's function does not begin with an underscore: {name!r}")

        def function(*args, **kwargs) -> Any:
            return self._process.call(name, args, kwargs, self._finite)

        function.__name__ = name
        return function

    @property
    def last(self):
        """About the last call: `.arguments` and `.keywords` as the student left them, `.count(f)`, `.calls(f)`."""
        return self._process.last

    def expecting_nonfinite(self) -> "Student":
        """The same student; nan and inf in a result are no failure: `student.expecting_nonfinite().name(...)`."""
        return Student(self._process, finite=False)

    def __repr__(self) -> str:
        return "<the student>"
