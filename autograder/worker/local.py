"""The workers of this machine: a process for each thread of an executor."""

import os
from concurrent.futures import Future, ThreadPoolExecutor

from autograder.worker.crew import Crew
from autograder.worker.process import Setup


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Local:
    """As many worker processes on this machine; each starts with its first submission.

    What a coordinator needs of whoever grades for it: to be entered and left, `submit`, `result`, and `window`: how many
    submissions to hand over at a time, so that nobody waits and memory stays small.
    """

    def __init__(self, setup: Setup, workers: int) -> None:
        self.window = 2 * workers
        self._setup, self._workers = setup, workers

    def __enter__(self) -> "Local":
        self._crew = Crew()
        self._executor = ThreadPoolExecutor(self._workers, thread_name_prefix="worker")
        return self

    def __exit__(self, *exc: object) -> None:
        self._executor.shutdown(wait=False, cancel_futures=True)
        self._crew.stop()  # threads that wait for an answer wait no longer
        self._executor.shutdown()
        self._crew.close()

    def submit(self, data: bytes, notebook: str, sha256: str) -> Future:
        """Have a submission graded."""
        return self._executor.submit(self._crew.assess, self._setup, data, notebook, sha256)

    def result(self, future: Future) -> tuple[dict, list]:
        """The result and the visible outputs, when they are there.

        Raises
        ------
        StartError: nothing can be graded here. WorkerError: nothing was learned about this submission.
        """
        return future.result()
