"""`python -m autograder.worker FD`: a worker process. FD is its line to the coordinator, which tells it what to do.

The first message sets it up; after its answer every pair (about, bytes) is a submission to grade, until the line ends.
"""

import ctypes
import json
import os
import signal
import sys
import warnings
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

PR_SET_PDEATHSIG = 1


def main() -> None:
    _end_with_coordinator()
    line = Connection(int(sys.argv[1]))
    setup = json.loads(line.recv_bytes())
    try:
        _serve(line, setup)
    except Exception as error:
        _say(line, {"problem": f"{type(error).__name__}: {error}"})
        raise


def _serve(line: Connection, setup: dict) -> None:
    from autograder.sandbox import Limits
    from autograder.zygote import Zygote

    zygote = Zygote(setup["tier"], Limits(**setup["limits"]), wait=False)  # it warms up while this process does

    from autograder.worker.stand_ins import import_nbval

    import_nbval()  # before anything else imports it
    import pytest

    from autograder.worker.bench import Bench
    from autograder.worker.bundle import load

    folders = {name: Path(folder) if folder else None for name, folder in setup["folders"].items()}
    bundle = load(**folders)

    def warm_up() -> Zygote:
        zygote.wait_until_ready()
        return zygote

    bench = Bench(bundle, warm_up, bytes.fromhex(setup["secret"]), setup["budget"])
    bench.submissions = _submissions(line)
    bench.deliver = lambda result, visible: _say(line, {"result": result, "visible": visible})
    bench.ready = lambda: _say(line, {"digest": bundle.digest})
    files = [str(exercise.tests) for exercise in bundle.exercises.values()]
    sys.dont_write_bytecode = True  # nothing appears beside the hidden tests
    code = pytest.main([*_options(files), *files], plugins=[bench])
    if code != pytest.ExitCode.OK:
        _say(line, {"problem": bench.problem or f"The hidden tests could not be run: pytest ended with {code!s}."})


def _options(files: list[str]) -> list[str]:
    folder = os.path.dirname(files[0])
    options = [
        "-q",
        "-s",
        "--tb=short",
        "--color=no",
        f"--rootdir={folder}",
        f"--confcutdir={folder}",
        f"-c{os.devnull}",
    ]
    options += ["--import-mode=importlib", "--assert=plain", "-p", "nbval.plugin"]
    for plugin in ("cacheprovider", "warnings", "logging", "unraisableexception", "threadexception", "faulthandler"):
        options += ["-p", f"no:{plugin}"]
    return options


def _submissions(line: Connection) -> Iterator[tuple[bytes, str, str]]:
    while True:
        try:
            about = json.loads(line.recv_bytes())
            yield line.recv_bytes(), about["notebook"], about["sha256"]
        except EOFError:
            return


def _say(line: Connection, message: dict) -> None:
    line.send_bytes(json.dumps(message).encode())


def _end_with_coordinator() -> None:
    """Die when the coordinator does, and leave Ctrl-C to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    warnings.simplefilter("ignore")
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() == 1:
            sys.exit()


if __name__ == "__main__":
    main()
