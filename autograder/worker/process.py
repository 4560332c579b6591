"""The coordinator's side of a worker: a process started from here, asked one submission at a time."""

import json
import os
import socket
import struct
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from autograder.sandbox import Limits

START_SECONDS = 120
SEND_SECONDS = 60  # a worker takes in what it is sent at once


class WorkerError(Exception):
    """The worker died, hung or could not start; nothing was learned about the submission."""


class StartError(WorkerError):
    """No worker process can be started: the hidden tests cannot be collected, or the machine refuses, again and again."""


@dataclass(frozen=True)
class Setup:
    """What every worker of a run is told: where the bundle is (and its `digest`), the tier, the limits and the secret."""

    folders: dict[str, str | None]
    digest: str
    tier: str
    limits: Limits
    secret: bytes

    @property
    def budget(self) -> float:
        """Seconds for all hidden tests of one function: each function has its own, so that no slow one uses up another's."""
        return 6 * self.limits.wall_seconds

    @property
    def patience(self) -> float:
        """Seconds after which a worker that has not answered is taken for hung."""
        return 16 * self.budget + 60


class Worker:
    """A worker process, to be used from the thread that makes it: it dies with that thread, if not before at `close()`."""

    def __init__(self, setup: Setup) -> None:
        self.setup = setup
        ours, theirs = socket.socketpair()
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", SEND_SECONDS, 0))
        self._said = tempfile.TemporaryFile()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "autograder.worker", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=self._said,
                stderr=self._said,
                start_new_session=True,  # Ctrl-C in the terminal is the coordinator's
                env={**_quiet(os.environ), "PYTHONPATH": _path()},
            )
        self._line = Connection(ours.detach())

    def wait_until_ready(self) -> None:
        """Tell it what to do, and wait until it can take submissions.

        Raises
        ------
        StartError: it says that it cannot start; it is closed. WorkerError: it ended; it is closed.
        """
        try:
            self._tell({**asdict(self.setup), "secret": self.setup.secret.hex(), "budget": self.setup.budget})
            ready = self._hear(START_SECONDS)
            if "problem" in ready:
                raise StartError(ready["problem"])
            if ready["digest"] != self.setup.digest:
                raise StartError("The exercises or hidden tests were changed while the class was graded. Grade again.")
        except WorkerError:
            self.close()
            raise
        except OSError as error:
            reason = self._last_words(f"The worker process ended ({error}).")
            self.close()
            raise WorkerError(reason) from None

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def closed(self) -> bool:
        return self._line.closed

    def grade(self, data: bytes, notebook: str, sha256: str) -> tuple[dict, list]:
        """The result and the visible outputs of one submission.

        Raises
        ------
        WorkerError: the worker died or did not answer; it is closed.
        """
        try:
            self._tell({"notebook": notebook, "sha256": sha256})
            self._line.send_bytes(data)
            answer = self._hear(self.setup.patience)
        except BlockingIOError:
            reason = f"The worker process did not listen for {SEND_SECONDS} seconds."
        except OSError as error:
            reason = self._last_words(f"The worker process ended ({error}).")
        except WorkerError as error:
            reason = str(error)
        else:
            if "result" in answer:
                return answer["result"], answer["visible"]
            reason = answer["problem"]
        self.close()
        raise WorkerError(reason)

    def kill(self) -> None:
        """End the process, and with it its zygote and the student at hand; from any thread."""
        self._process.kill()

    def close(self) -> None:
        """`kill`, and give everything back."""
        self.kill()
        self._process.wait()
        self._line.close()
        self._said.close()

    def _tell(self, message: dict) -> None:
        self._line.send_bytes(json.dumps(message).encode())

    def _hear(self, seconds: float) -> dict:
        if not self._line.poll(seconds):
            raise WorkerError(f"The worker process did not answer for {seconds:.0f} seconds.")
        try:
            answer = json.loads(self._line.recv_bytes())
        except EOFError:
            raise WorkerError(self._last_words("The worker process ended.")) from None
        return answer

    def _last_words(self, what: str) -> str:
        self._said.seek(max(0, self._said.seek(0, os.SEEK_END) - 1000))
        *_, said = self._said.read().decode("utf-8", "replace").strip().rpartition("\nTraceback")
        return f"{what} It said last: {said[-400:]}" if said else what


def _path() -> str:
    own = str(Path(__file__).resolve().parents[2])
    return os.pathsep.join(filter(None, [own, os.environ.get("PYTHONPATH", "")]))


def _quiet(environment: dict) -> dict:
    kept = {name: value for name, value in environment.items() if not name.startswith(("PYTEST_", "COVERAGE_"))}
    return {**kept, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
