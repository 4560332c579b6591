"""What a Dask cluster costs: the same class graded on this machine, and through a scheduler with workers on 127.0.0.1.

    python benchmarks/cluster.py
    python benchmarks/cluster.py --students 400 --rounds 3

Both have the same number of workers on the same cores, and take turns; medians of the rounds are kept. Every start is in it,
the cluster's own is not: it is there before. Linux only, with the extra `cluster`.
"""

import argparse
import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from peers import Ours, own_environment

MANY = 100_000
MACHINES = 50


@contextlib.contextmanager
def cluster(folder: Path, workers: int) -> Iterator[str]:
    """The address of a scheduler with so many workers of one thread each."""
    file = folder / "scheduler.json"
    dask, local = [sys.executable, "-m", "dask"], ["--host", "127.0.0.1", "--no-dashboard"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": own_environment(), "cwd": folder}
    going = [subprocess.Popen([*dask, "scheduler", *local, "--port", "0", "--scheduler-file", file], **quiet)]
    try:
        until = time.monotonic() + 60
        while not (file.exists() and file.read_text().endswith("}")):
            if time.monotonic() > until:
                sys.exit("The Dask scheduler did not start.")
            time.sleep(0.05)
        address = json.loads(file.read_text())["address"]
        for _ in range(workers):
            going.append(subprocess.Popen([*dask, "worker", address, *local, "--nthreads", "1", "--no-nanny"], **quiet))
        _wait_for(address, workers)
        yield address
    finally:
        for process in reversed(going):
            process.terminate()
        for process in going:
            process.wait(30)


def _wait_for(address: str, workers: int) -> None:
    from distributed import Client

    with Client(address, set_as_default=False) as client:
        client.wait_for_workers(workers, timeout=60)


def seconds(students: int, workers: int, address: str | None) -> float:
    """What one class takes, from the command to its end."""
    with tempfile.TemporaryDirectory() as folder:
        grader = Ours(Path(folder), sys.executable, own_environment())
        grader.workers = workers
        grader.prepare(students)
        (command,) = grader.commands()
        if address:
            command += ["--scheduler", address]
        begun = time.perf_counter()
        done = subprocess.run(
            list(map(str, command)), cwd=grader.folder, env=grader.environment, capture_output=True, text=True
        )
        if done.returncode:
            sys.exit(f"course grade ended with {done.returncode}: {done.stderr or done.stdout}")
        return time.perf_counter() - begun


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--students", type=int, default=200, metavar="N", help="size of the class (default 200)")
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="rounds, in turns (default 3)")
    options = parser.parse_args()
    workers = len(os.sched_getaffinity(0))
    print(f"{workers} cores, as many workers, load {os.getloadavg()[0]:.1f} at start")
    few = options.students // 10
    took: dict[str, dict[int, list[float]]] = {"here": {}, "cluster": {}}
    with tempfile.TemporaryDirectory() as folder, cluster(Path(folder), workers) as address:
        for _ in range(options.rounds):
            for where, at in {"here": None, "cluster": address}.items():
                for size in (few, options.students):
                    took[where].setdefault(size, []).append(seconds(size, workers, at))
    rates = {}
    for where, of in took.items():
        start, whole = (statistics.median(of[size]) for size in (few, options.students))
        rates[where] = (options.students - few) / (whole - start)
        print(
            f"{where:8} {few} in {start:.1f} s, {options.students} in {whole:.1f} s, {rates[where]:.1f} further a second"
        )
    print(f"a further student on the cluster takes {rates['here'] / rates['cluster']:.2f} times as long as here")
    hours = MANY / rates["cluster"] / 3600
    print(
        f"extrapolated: {MANY:,} submissions of this kind in {hours:.1f} h on {workers} cores like these, "
        f"in {60 * hours / MACHINES:.0f} min on {MACHINES} such machines, if the scheduler keeps up"
    )
    print(f"load {os.getloadavg()[0]:.1f} at the end")


if __name__ == "__main__":
    main()
