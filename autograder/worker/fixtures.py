"""A pytest plugin with what hidden tests are given as arguments: `student` and `rng`."""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest


@dataclass
class Seat:
    """Who is examined. `process_of` tells the student's process, by the name of the exercise.

    `secret` and `submission` (its hash) decide the random inputs together with the test's name: nobody without the
    secret can know them, another submission gets others, and grading again gives the same.
    """

    process_of: Callable
    secret: bytes
    submission: str = ""


SEAT = pytest.StashKey[Seat]()


@pytest.fixture(scope="module")
def student(request):
    """The student: `student.name(...)` calls the student's function `name` in the student's own process."""
    return request.config.stash[SEAT].process_of(request.path.stem.removeprefix("test_")).student


@pytest.fixture
def rng(request) -> np.random.Generator:
    """A NumPy generator for hidden inputs."""
    seat = request.config.stash[SEAT]
    text = f"{seat.submission}\n{request.path.stem}\n{request.node.name}"
    digest = hmac.new(seat.secret, text.encode(), hashlib.sha256).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest, "big")))
