"""What a student's process costs: opening and closing one, a call, a callback, a cell.

    python benchmarks/student_process.py [--tier none] [--repeat 200]

Prints median and 95th percentile. The bounds that the engine promises: open + close < 50 ms, a round trip < 200 us.
"""

import argparse
import statistics
import time

import numpy as np

from autograder.border import GraderFailure
from autograder.sandbox import TIERS, Limits
from autograder.zygote import Zygote

NOTEBOOK = [
    "import numpy as np",
    "def f(x):\n    return 2 * x\nf(1)",
    "def g(f, n):\n    for _ in range(n):\n        f(1.0)",
]
PLOT = "import matplotlib.pyplot as plt\nplt.plot([1, 4, 9])\nplt.show()"


def times(action, repeat: int) -> list[float]:
    """Seconds that each of `repeat` runs took."""
    action()
    taken = []
    for _ in range(repeat):
        begun = time.perf_counter()
        action()
        taken.append(time.perf_counter() - begun)
    return taken


def row(what: str, taken: list[float], unit: str = "ms") -> None:
    scale = {"ms": 1e3, "us": 1e6}[unit]
    middle, late = statistics.median(taken), statistics.quantiles(taken, n=20)[-1]
    print(f"{what:44}{middle * scale:9.1f}{late * scale:9.1f} {unit}")


def measure(tier: str, repeat: int) -> None:
    """Print the table for one tier."""
    begun = time.perf_counter()
    with Zygote(tier, Limits()) as zygote:
        print(f"\ntier {tier}: the warm process started in {time.perf_counter() - begun:.1f} s{'median':>11}{'p95':>9}")
        used = []

        def submission(cells):
            with zygote.open(cells) as process:
                pass
            used.append(process.usage.cpu_seconds)

        row("open + close", times(lambda: zygote.fork().end(), repeat))
        row("a notebook of three cells", times(lambda: submission(NOTEBOOK), repeat // 4))
        row("    processor time of the student", used)
        used.clear()
        row("with a plot", times(lambda: submission([*NOTEBOOK, PLOT]), repeat // 10))
        row("    processor time of the student", used)
        with zygote.open(NOTEBOOK) as process:
            student, small, large = process.student, np.ones(3), np.ones(100_000)
            row("call with a number", times(lambda: student.f(1.0), repeat * 10), "us")
            row("call with three arrays of 3", times(lambda: student.f([small] * 3), repeat * 10), "us")
            row("call with an array of 100,000", times(lambda: student.f(large), repeat), "us")
            hundred = times(lambda: student.g(lambda x: x, 100), repeat)
            row("callback (100 in a call)", [taken / 100 for taken in hundred], "us")


def main() -> None:
    """Measure every tier that this host has, or the one asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tier", choices=TIERS)
    parser.add_argument("--repeat", type=int, default=200)
    options = parser.parse_args()
    for tier in [options.tier] if options.tier else TIERS:
        try:
            measure(tier, options.repeat)
        except GraderFailure as failure:
            print(f"\ntier {tier}: not on this host ({failure})")


if __name__ == "__main__":
    main()
