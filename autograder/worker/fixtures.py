"""What hidden tests are given as arguments: `student` and `rng`."""

import hashlib
import hmac
from collections.abc import Callable

import numpy as np
import pytest


class Fixtures:
    """A pytest plugin with the fixtures. `process_of` tells the process of the student at hand, by exercise name.

    `secret` and `submission` (its hash) decide the random inputs together with the test's name: nobody without the
    secret can know them, another submission gets others, and grading again gives the same.
    """

    def __init__(self, process_of: Callable, secret: bytes, submission: str = "") -> None:
        self.process_of, self.secret, self.submission = process_of, secret, submission

    @pytest.fixture(scope="module")
    def student(self, request):
        """The student: `student.name(...)` calls the student's function `name` in the student's own process."""
        return self.process_of(request.path.stem.removeprefix("test_")).student

    @pytest.fixture
    def rng(self, request) -> np.random.Generator:
        """A NumPy generator for hidden inputs."""
        text = f"{self.submission}\n{request.path.stem}\n{request.node.name}"
        digest = hmac.new(self.secret, text.encode(), hashlib.sha256).digest()
        return np.random.Generator(np.random.PCG64(int.from_bytes(digest, "big")))
