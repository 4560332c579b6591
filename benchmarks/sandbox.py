"""What confining a student's process costs: `python benchmarks/sandbox.py [FORKS]`.

For each tier, in a warm process that has NumPy and Matplotlib loaded: the time inside `enter`, and from the fork to the end
of the child, which is the whole price of opening and closing an empty process.
"""

import json
import os
import statistics
import subprocess
import sys
import time

from autograder import sandbox


def measure(tier: str, forks: int) -> dict:
    """In a fresh process: milliseconds of prepare (once), and per fork of enter and of the whole life of the child."""
    import matplotlib.pyplot  # noqa: F401
    import numpy.linalg  # noqa: F401

    began = time.perf_counter()
    sandbox.prepare(tier)
    prepared = time.perf_counter() - began
    entering, living = [], []
    for _ in range(forks):
        reading, writing = os.pipe()
        began = time.perf_counter()
        child = os.fork()
        if child == 0:
            os.dup2(writing, 3)
            start = time.perf_counter()
            sandbox.enter(tier, sandbox.Limits())
            os.write(3, repr(time.perf_counter() - start).encode())
            os._exit(0)
        os.waitpid(child, 0)
        living.append(time.perf_counter() - began)
        os.close(writing)
        entering.append(float(os.read(reading, 100)))
        os.close(reading)
    return {"prepare": prepared, "enter": entering, "life": living}


def main() -> None:
    forks = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    began = time.perf_counter()
    found = sandbox.probe()
    print(f"probe: tier {found.tier}, {len(found.outcomes)} attempts in {time.perf_counter() - began:.2f} s")
    print(f"{'tier':12} {'prepare':>9} {'enter: median':>14} {'95 %':>8} {'fork to end':>12}   (ms, {forks} forks)")
    for tier in sandbox.TIERS:
        command = [sys.executable, __file__, "--measure", tier, str(forks)]
        done = subprocess.run(command, env=sandbox.ENVIRONMENT, capture_output=True, text=True, timeout=300)
        if done.returncode:
            print(f"{tier:12} cannot be used here: {done.stderr.strip().splitlines()[-1]}")
            continue
        took = json.loads(done.stdout)
        ninety_fifth = statistics.quantiles(took["enter"], n=20)[-1]
        figures = took["prepare"], statistics.median(took["enter"]), ninety_fifth, statistics.median(took["life"])
        print("{:12} {:9.1f} {:14.2f} {:8.2f} {:12.2f}".format(tier, *(1000 * figure for figure in figures)))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        print(json.dumps(measure(sys.argv[2], int(sys.argv[3]))))
    else:
        main()
