"""Grading on the workers of a Dask cluster: `course grade --scheduler tcp://...`, with the extra `cluster`.

What is graded against (exercises, hidden tests, solutions) travels once to each Dask worker, as a plugin, also to those
that join later; a submission's bytes travel with its task. There each thread has a worker process of its own, as on one
machine, with the same sandbox around every student. Only the coordinator, here, writes results.
"""

import contextlib
import hashlib
import logging
import re
import shutil
import tempfile
import time
from concurrent.futures import CancelledError, Future
from pathlib import Path

from distributed import Client, KilledWorker
from distributed.diagnostics.plugin import WorkerPlugin
from distributed.security import Security
from distributed.worker import Worker

import course
from autograder import sandbox
from autograder.keys import engine
from autograder.worker import Crew, Setup, StartError, WorkerError, packed

CONNECT_SECONDS = 10
FIRST_WORKER_SECONDS = 20
ADDRESS = re.compile(r"(tcp|tls|ucx|ws|wss)://.+:\d+/?")
LOGS = ("distributed", "tornado", "asyncio")
COUNT_SECONDS = 3
RETRIES = 3  # as often as a task is tried anew because it failed; one whose worker vanished is always given to another

_desks: dict[str, "Desk"] = {}  # of this process, if it is a Dask worker: name -> desk


class ClusterError(Exception):
    """The cluster cannot be reached, or does not fit; the message says what to change."""


class Desk(WorkerPlugin):
    """What a Dask worker needs to grade: laid out in a private folder when it begins, taken away when it ends."""

    def __init__(self, setup: Setup, files: dict[str, bytes]) -> None:
        # Its own for all that decides grades, the secret too: two who grade on one cluster do not take each other's place.
        about = repr((setup.digest, setup.tier, setup.limits, setup.secret)).encode()
        self.name = f"course-grade-{hashlib.sha256(about).hexdigest()[:16]}"
        self._setup, self._files = setup, files

    def setup(self, worker: Worker) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="course-grade-"))  # readable by its owner only
        for name, data in self._files.items():
            path = self._folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        if self._setup.tier != "none" and sandbox.visible(self._folder, [Path(course.__file__).parent]):
            shutil.rmtree(self._folder)
            raise ClusterError(f"{self._folder} lies where students' code can read it. Set TMPDIR for Dask's workers.")
        folders = {"tests": str(self._folder / "hidden"), "exercises": str(self._folder / "exercises")}
        self._here = Setup(**{**vars(self._setup), "folders": folders})
        self._crew = Crew()
        _desks[self.name] = self

    def assess(self, data: bytes, notebook: str, sha256: str) -> tuple[dict, list]:
        return self._crew.assess(self._here, data, notebook, sha256)

    def teardown(self, worker: Worker) -> None:
        _desks.pop(self.name, None)
        self._crew.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def __getstate__(self) -> dict:
        return {name: vars(self)[name] for name in ("name", "_setup", "_files")}


class Cluster:
    """The Dask cluster with the scheduler at `address`, to be used as `worker.Local` is, and closed at the end.

    Raises
    ------
    ClusterError: there is no scheduler, it has no workers, or they have another version of the course.
    """

    def __init__(self, address: str) -> None:
        if not ADDRESS.fullmatch(address):
            raise ClusterError(
                f"{address} is no scheduler's address, which looks like tcp://10.0.0.5:8786 or tls://..."
            )
        if address.startswith("tls:") and Security().get_connection_args("client")["ssl_context"] is None:
            raise ClusterError("tls:// needs certificates; DASK_DISTRIBUTED__COMM__TLS__CA_FILE and so on name them.")
        _silence()
        self.address = address
        self._threads, self._ask_again = 0, 0.0
        try:
            self._client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError) as error:
            raise ClusterError(f"no Dask scheduler answers at {address} ({_reason(error)}).") from None
        try:
            self._client.wait_for_workers(1, timeout=FIRST_WORKER_SECONDS)
            self._must_be_of_one_version()
        except TimeoutError:
            self.close()
            raise ClusterError(
                f"the scheduler at {address} has no workers. Start some: dask worker {address} --nworkers auto --nthreads 1"
            ) from None
        except ClusterError:
            self.close()
            raise

    def tier(self) -> str:
        """The best tier of the sandbox that every worker's machine has.

        Raises
        ------
        ClusterError: some machine has none.
        """
        found = self._client.run(_probed)
        for address, (tier, why) in found.items():
            if tier is None:
                raise ClusterError(f"the worker {address} cannot isolate students' code. {why}")
        return max((tier for tier, _ in found.values()), key=sandbox.TIERS.index)

    def open(self, desk: Desk) -> "Cluster":
        """Grade with this desk from now on; enter the result."""
        self._desk = desk
        return self

    def __enter__(self) -> "Cluster":
        self._client.register_plugin(self._desk)
        self._executor = self._client.get_executor(pure=False, retries=RETRIES)
        return self

    def __exit__(self, *exc: object) -> None:
        with contextlib.suppress(OSError):  # the scheduler may be gone
            self._executor.shutdown(wait=False)
            self._client.unregister_worker_plugin(self._desk.name)

    def close(self) -> None:
        """Part from the cluster, which goes on without us."""
        self._client.close(timeout=2)

    @property
    def window(self) -> int:
        """Two submissions for each thread that there is by now; asked for anew every few seconds."""
        now = time.monotonic()
        if now >= self._ask_again:
            self._ask_again = now + COUNT_SECONDS
            with contextlib.suppress(OSError):
                self._threads = sum(self._client.nthreads().values())
        return 2 * max(1, self._threads)

    def submit(self, data: bytes, notebook: str, sha256: str) -> Future:
        """Have a submission graded by whoever is free."""
        return self._executor.submit(assess, self._desk.name, data, notebook, sha256)

    def result(self, future: Future) -> tuple[dict, list]:
        """As `worker.Local.result`."""
        try:
            found = future.result()
        except KilledWorker as error:
            raise WorkerError(f"Dask workers ended at this submission again and again ({error}).") from None
        except CancelledError:
            raise StartError(f"The connection to the scheduler at {self.address} was lost.") from None
        if isinstance(found, StartError):
            raise found
        return found

    def _must_be_of_one_version(self) -> None:
        try:
            found = self._client.run(engine)
        except Exception as error:  # Dask sends what a worker could not even load as a bare Exception with a text
            if "ModuleNotFoundError" not in f"{error!r}":
                raise
            raise ClusterError(f"a worker has not installed the course, with its grader ({error}).") from None
        if others := sorted(address for address, version in found.items() if version != engine()):
            raise ClusterError(
                f"these workers have another version of the course, of Python or of NumPy: {', '.join(others)}. "
                "Install there what is installed here."
            )


def desk(setup: Setup, bundle) -> Desk:
    """The desk at which this bundle is graded."""
    return Desk(setup, packed(bundle))


def assess(desk: str, data: bytes, notebook: str, sha256: str) -> tuple[dict, list] | StartError:
    """One task: the result and the visible outputs of a submission, at the desk of this process.

    A StartError is returned, not raised: hidden tests that cannot be read are not tried again elsewhere.
    """
    try:
        return _desks[desk].assess(data, notebook, sha256)
    except StartError as error:
        return error


def _silence() -> None:
    """What goes wrong we say in our own words; Dask's loggers have levels of their own."""
    for name in logging.root.manager.loggerDict:
        if name.partition(".")[0] in LOGS:
            logging.getLogger(name).setLevel(logging.CRITICAL)


def _probed() -> tuple[str | None, str]:
    found = sandbox.probe()
    return found.tier, sandbox.explain(found)


def _reason(error: Exception) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
