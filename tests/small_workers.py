"""Workers that grade the small exercise, for tests: how to start one, hand in, and read the result."""

from collections import Counter

from small_exercise import NAME, dumped

from autograder.sandbox import Limits
from autograder.worker import Setup, Worker, load


def started(setup):
    worker = Worker(setup)
    worker.wait_until_ready()
    return worker


LIMITS = Limits(cpu_seconds=20, wall_seconds=2.0, memory_bytes=256 << 20)


def setup_of(folders, secret=b"s" * 32):
    bundle = load(**folders)
    return Setup({name: str(folder) for name, folder in folders.items()}, bundle.digest, "none", LIMITS, secret)


def submission(answers, name=NAME):
    data, sha256 = dumped(answers)
    return data, name, sha256


def statuses(result, function):
    return Counter(test["status"] for test in result["functions"][function]["tests"])
