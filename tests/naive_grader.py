"""A grader as they commonly are: student code and hidden tests run in one process, one after the other, as cells of one shell.

It is here to be cheated: a program of tests/attacks that gets no points here would prove nothing by getting none from ours.
"""

import json
import os
import re
import signal
import sys

import numpy as np
from attack_programs import Program, right

# What many teachers write where ours is autograder.hidden.
ASSERTIONS = """
from numpy.testing import assert_allclose
def assert_close(actual, expected, hint="", rtol=1e-5, atol=None):
    assert_allclose(actual, expected, rtol=rtol, atol=atol or 0)
def expect(condition, hint=""):
    assert condition
"""
CALLER = """
class Student:
    def __getattr__(self, name):
        def function(*args, **kwargs):
            self.last = type("Last", (), {"arguments": args})
            return globals()[name](*args, **kwargs)
        return function
student = Student()
"""


def grade(program: Program, tests: str, cpu_seconds: int = 20, wall_seconds: int = 200) -> list[str]:
    """The hidden tests of the attacked function that the program passes here; [] if its process died or hung.

    It is the processor's time that decides: how long a program waits for its turn says nothing about it.
    """
    names = re.findall(rf"^def (test_{program.function}__\w+)\((.*)\)", tests, re.MULTILINE)
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        try:
            _quietly()
            signal.setitimer(signal.ITIMER_PROF, cpu_seconds)
            signal.alarm(wall_seconds)
            passed = _passed(program, tests, names)
            os.write(writing, json.dumps(passed).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with open(reading, "rb") as answer:
        said = answer.read()
    os.waitpid(child, 0)
    return json.loads(said or b"[]")


def _passed(program: Program, tests: str, names: list[tuple[str, str]]) -> list[str]:
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell.instance()
    shell.run_cell("import numpy as np")
    for function in ("numerical_gradient", "gradient_descent", "zigzag_count"):
        text = program.cell({}, {}) if function == program.function else right(function)
        shell.run_cell(text)
    hidden = re.sub(r"^from autograder.hidden import .*$", "", tests, flags=re.MULTILINE)
    shell.run_cell(ASSERTIONS)
    shell.run_cell(hidden)
    shell.run_cell(CALLER)
    shell.user_ns["rng"] = np.random.default_rng(0)
    ended = [(name, shell.run_cell(f"{name}({arguments})")) for name, arguments in names]
    return [name for name, result in ended if result.success]


def _quietly() -> None:
    nothing = os.open(os.devnull, os.O_WRONLY)
    for descriptor in (1, 2):
        os.dup2(nothing, descriptor)


if __name__ == "__main__":
    from attack_programs import programs

    from autograder.worker import load

    tests = load().exercises["01_intuition_exercises"].tests.read_text()
    wanted = sys.argv[1:]
    for program in programs():
        if program.id in wanted or (not wanted and program.headers.get("Naive")):
            print(json.dumps([program.id, grade(program, tests)]), flush=True)
