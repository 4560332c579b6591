"""Students' processes for tests of the border: fixtures to use by name, and what the tests say about failures."""

from dataclasses import replace

import pytest

from autograder.border import GraderFailure, StudentError, StudentProcess
from autograder.sandbox import TIERS, Limits
from autograder.zygote import Zygote

LIMITS = Limits(wall_seconds=20, cpu_seconds=10)
FUNCTIONS = """
import collections, functools, itertools, os, sys, time
import numpy as np

def echo(*args, **kwargs):
    return args[0] if args else kwargs

def apply(f, *args):
    return f(*args)

def several(x):
    yield x
    yield [x, (x,)]

class Counter:
    def __init__(self, n=0):
        self.n = n
    def add(self, k):
        self.n += k
        return self.n

def counter(n=0):
    return Counter(n)

def descend(grad, theta, n):
    theta = np.asarray(theta, dtype=float)
    for _ in range(n):
        theta = theta - 0.1 * grad(theta)
    return theta

def swallow(f, x):
    try:
        return f(x)
    except BaseException as error:
        return type(error).__name__
"""


@pytest.fixture(scope="module")
def zygote():
    """A warm process without a sandbox: the border must hold without one."""
    with Zygote("none", LIMITS, course=()) as zygote:
        yield zygote


@pytest.fixture(scope="module", params=TIERS)
def zygote_of_each_tier(request):
    """A warm process in each tier that this host has."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRADER_SECRET", "in the environment")
        try:
            zygote = Zygote(request.param, LIMITS)
        except GraderFailure as failure:
            pytest.skip(f"no tier {request.param} here: {failure}")
    with zygote:
        yield zygote


@pytest.fixture(scope="module")
def process(zygote):
    with zygote.open([FUNCTIONS]) as process:
        yield process


@pytest.fixture
def student(process):
    return process.student


@pytest.fixture
def submission(zygote):
    """submission(cell, ...) opens a student of its own, with a short time limit if asked for."""
    opened = []

    def submission(*cells, seconds=20.0, **options):
        process = StudentProcess(zygote.fork, replace(LIMITS, wall_seconds=seconds), list(cells), **options)
        opened.append(process)
        return process

    yield submission
    for process in opened:
        process.close()


def failure(function, *args, **kwargs) -> StudentError:
    with pytest.raises(StudentError) as caught:
        function(*args, **kwargs)
    return caught.value
