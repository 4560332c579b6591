"""The corpus of hostile submissions: what each file of tests/attacks says about itself, and the answer cell it becomes.

A program is a file `tests/attacks/<group>/<name>.py`. Its docstring says in a sentence what it is, and then in lines `Key: value`:

    Tries      what the program is after
    Must       what must become of it. Statuses of the attacked function's hidden tests (`wrong, breach`: no others may occur);
               for a program with `attempt()` also `refused` (an OSError) or `killed` (by the system call filter);
               for a malformed notebook `unreadable`, or `graded` and the points, or `unmatched`: it is an archive, the
               intake refuses what is in it and says why
    Function   which answer it replaces (gradient_descent); all others are right ones from the bank
    Earns      the hidden tests that it may pass (none), or `all`: the answer is right, only its manners are bad
    Others     what the other functions get: `full`, or `any` where the program harms its own later cells
    Detail     a pattern that the finding for the instructor must match: the proof that the attempt was made
    Visible    `passed`: nbval, which looks at what the student's process shows, is cheated, and no point gained by it
    Naive      `cheats`: it gets points from a grader that runs hidden tests in the student's own process (naive_grader.py)
    Unconfined what happens without a sandbox: `succeeds`, or `not tried` and the reason
    Runs       how often it is handed in, one student after the other (1)
    Only       the machine it is for, e.g. x86_64
    Slow       `yes`: it goes up to a limit several times

A program with `attempt()` follows a right answer and prelude.py: what attempt returns was achieved, an OSError is a refusal.
"""

import ast
import platform
import re
from dataclasses import dataclass, field
from pathlib import Path

from autograder import bank

FOLDER = Path(__file__).resolve().parent / "attacks"
PRELUDE = (FOLDER / "prelude.py").read_text(encoding="utf-8")
KEYS = "Tries Must Function Earns Others Detail Visible Naive Unconfined Runs Only Slow".split()
EPILOGUE = """
try:
    print("succeeded:", str(attempt())[:200])
except OSError as error:
    print("refused:", type(error).__name__, str(error)[:200])
"""


@dataclass(frozen=True)
class Program:
    """One hostile submission."""

    group: str
    name: str
    text: str
    headers: dict = field(hash=False)

    @property
    def id(self) -> str:
        return f"{self.group}/{self.name}"

    @property
    def function(self) -> str:
        return self.headers.get("Function", "gradient_descent")

    @property
    def must(self) -> tuple[str, ...]:
        return _words(self.headers["Must"])

    @property
    def earns(self) -> tuple[str, ...]:
        return _words(self.headers.get("Earns", ""))

    @property
    def others(self) -> str:
        return self.headers.get("Others", "full")

    @property
    def runs(self) -> int:
        return int(self.headers.get("Runs", "1"))

    @property
    def slow(self) -> bool:
        return "Slow" in self.headers

    @property
    def attempts(self) -> bool:
        """Whether it tells by itself what it achieved."""
        return self.defines("attempt")

    def defines(self, name: str) -> bool:
        """Whether the file defines this function at its top level."""
        return any(isinstance(node, ast.FunctionDef) and node.name == name for node in ast.parse(self.text).body)

    def cell(self, places: dict, numbers: dict) -> str:
        """The answer cell: `places` are paths and addresses that the attacker is assumed to know, `numbers` system calls."""
        known = f"# exercise: {self.function}\nPLACES = {places!r}\n"
        if not self.attempts:
            return known + self.text
        return "\n".join([known, f"NUMBERS = {numbers!r}", PRELUDE, right(self.function), self.text, EPILOGUE])


def programs(*groups: str) -> list[Program]:
    """All programs (of these groups) that are for this machine, the slow ones first."""
    found = [
        Program(path.parent.name, path.stem, text := path.read_text(encoding="utf-8"), headers(text))
        for path in sorted(FOLDER.glob("*/*.py"))
        if not groups or path.parent.name in groups
    ]
    here = [one for one in found if one.headers.get("Only", platform.machine()) == platform.machine()]
    return sorted(here, key=lambda one: not one.slow)


def headers(text: str) -> dict[str, str]:
    """The lines `Key: value` of a program's docstring; a line that is indented goes on with the one before."""
    found, key = {}, None
    for line in (ast.get_docstring(ast.parse(text)) or "").splitlines():
        begins = re.fullmatch(r"([A-Z][a-z]+): +(\S.*)", line)
        if begins and begins[1] in KEYS:
            key = begins[1]
            found[key] = begins[2]
        elif key and line.startswith(" "):
            found[key] += " " + line.strip()
        else:
            key = None
    return found


def right(function: str) -> str:
    """A right answer to `function`, as an answer cell."""
    return next(variant.cell for variant in bank.variants(function) if variant.right)


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())
