"""What grading costs: against other graders, for a class of 1,000 with hostile students in it, with more workers.

    python benchmarks/grading.py                        everything; some minutes
    python benchmarks/grading.py peers --rounds 3 --peers DIR
    python benchmarks/grading.py large --students 1000
    python benchmarks/grading.py workers
    python benchmarks/grading.py process

The graders take turns within one run, and medians of the rounds are kept: machines differ, ratios hardly. Processor time is
that of every process that a command started, user and system. The other graders are installed into DIR, kept for the next
run, or into a temporary folder; one that cannot be installed is left out, with a word. Linux only.
"""

import argparse
import os
import platform
import statistics
import sys
import tempfile
import time
from pathlib import Path

from assignment import LEFT, PLACES, is_hostile
from measuring import CommandFailed, Run, adopt, run
from peers import GRADERS, Grader, Ours, Unavailable, environment_of, own_environment

CLASS = 20
# A second size for each grader: what a further student costs is the difference, so that nobody's start counts in it.
OTHER_SIZE = {"exec": 220, "ours": 220, "nbclient": 2, "nbgrader": 2, "otter": 2}
MiB = 1 << 20


def against_peers(peers: Path, rounds: int) -> None:
    """The same assignment and class in every grader."""
    print(f"\nA class of {CLASS}, the same small assignment; medians of {rounds} rounds, taken in turn")
    runs: dict[str, dict[int, list[Run]]] = {}
    points: dict[str, dict[str, float]] = {}
    for round_ in range(rounds):
        for name, kind in GRADERS.items():
            if round_ and name not in runs:
                continue
            for students in (CLASS, OTHER_SIZE[name]):
                try:
                    python, environment = environment_of(name, peers)
                    if name not in runs:
                        graded(kind, 1, python, environment)  # compiled and in the disk's cache, all of them
                    done, given = graded(kind, students, python, environment)
                except (Unavailable, CommandFailed) as problem:
                    print(f"{name} is left out: {problem}")
                    runs.pop(name, None)
                    break
                runs.setdefault(name, {}).setdefault(students, []).append(done)
                if students == CLASS:
                    points[name] = given
    print(f"{'':10}{'wall s':>9}{'CPU s':>9}{'CPU ms a student':>20}{'CPU ms a further one':>24}{'in our units':>16}")
    cost = {name: further(of) for name, of in runs.items()}
    for name, of in runs.items():
        wall, cpu = (statistics.median(getattr(one, what) for one in of[CLASS]) for what in ("wall", "cpu"))
        row = f"{name:10}{wall:9.2f}{cpu:9.2f}{1e3 * cpu / CLASS:20.0f}{1e3 * cost[name]:24.1f}"
        print(row + f"{cost[name] / cost['ours']:16.1f}")
    for name in runs.keys() - {"ours"}:
        differ = [student for student, own in points["ours"].items() if points[name].get(student) != own]
        print(f"{name} gives {'the same points as ours to all' if not differ else f'other points to {differ}'}")
    goal("the class within 4 s, start included", statistics.median(one.wall for one in runs["ours"][CLASS]) <= 4)
    for name, times in (("nbgrader", 15), ("otter", 40)):
        if name in runs:
            goal(f"at most 1/{times} of {name}'s CPU a student", cost[name] / cost["ours"] >= times)


def graded(kind: type[Grader], students: int, python: str, environment: dict[str, str]) -> tuple[Run, dict[str, float]]:
    """One class, graded once in a folder of its own: what it took, and the points."""
    with tempfile.TemporaryDirectory() as folder:
        grader = kind(Path(folder), python, environment)
        grader.prepare(students)
        done = run(grader.commands(), grader.folder, environment)
        return done, grader.points()


def further(of: dict[int, list[Run]]) -> float:
    """Seconds of processor time that one more student takes."""
    (small, few), (large, many) = sorted((size, statistics.median(one.cpu for one in own)) for size, own in of.items())
    return (many - few) / (large - small)


def large_class(students: int) -> None:
    """A tenth of the class, then all of it, one student in a hundred hostile: one command each."""
    print(f"\nA class with 1 % hostile students, in one command, {len(os.sched_getaffinity(0))} cores")
    print(
        f"{'students':>8}{'wall s':>9}{'CPU s':>9}{'a second':>10}{'peak MiB: coordinator':>24}{'workers':>16}{'zygotes':>16}"
    )
    for size in (students // 10, students):
        with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as scratch:
            grader = Ours(Path(folder), sys.executable, own_environment(TMPDIR=scratch))
            grader.hostile = True
            grader.prepare(size)
            done = run(grader.commands(), grader.folder, grader.environment, role=trusted, allowed=(0, 1))
            forgotten = [path.name for path in Path(scratch).iterdir()]
            forgotten += [str(path) for place in PLACES for path in Path(place).glob(f"{LEFT}*")]
            results = {result["student"]: result for result in grader.results()}
        peak = {role: f"{len(peaks)} x {max(peaks) / MiB:.0f}" for role, peaks in done.peaks.items()}
        row = f"{size:8}{done.wall:9.1f}{done.cpu:9.1f}{size / done.wall:10.1f}{peak.get('coordinator', ''):>24}"
        print(row + f"{peak.get('worker', ''):>16}{peak.get('zygote', ''):>16}")
        attacked = [results[f"s{n:04d}"] for n in range(size) if is_hostile(n)]
        honest = [results[f"s{n:04d}"]["status"] for n in range(size) if not is_hostile(n)]
        gained = [one["student"] for one in attacked if one["functions"]["numerical_gradient"]["points"]]
        goal(f"all {len(honest)} others are graded", set(honest) == {"graded"})
        goal(f"none of {len(attacked)} hostile ones has a point for it {gained or ''}", not gained)
        goal(f"nothing is left behind {done.left + forgotten or ''}", not done.left and not forgotten)


def trusted(pid: int, line: str) -> str | None:
    """The role of a process of ours that runs no student's code. (The tier of namespaces has a zygote in two processes.)"""
    if " course grade " in line:
        return "coordinator"
    if " autograder.worker " in line:
        return "worker"
    # A student's process is a fork of the zygote that leads a session of its own.
    return "zygote" if "autograder.warm" in line and os.getsid(pid) != pid else None


def more_workers(students: int, rounds: int) -> None:
    """The same class with one worker and with two, in turn."""
    print(f"\n{students} students with one worker and with two, {rounds} rounds in turn")
    rates: dict[int, list[float]] = {1: [], 2: []}
    for _ in range(rounds):
        for workers, found in rates.items():
            with tempfile.TemporaryDirectory() as folder:
                grader = Ours(Path(folder), sys.executable, own_environment())
                grader.workers = workers
                grader.prepare(students)
                found.append(students / run(grader.commands(), grader.folder, grader.environment).wall)
    one, two = (statistics.median(found) for found in rates.values())
    print(f"one: {one:.1f} a second, start included; two: {two:.1f} a second; ratio {two / one:.2f}")
    goal("throughput grows with the cores", two > one)


def one_process(repeats: int) -> None:
    """Opening and closing a student's process, and a call (student_process.py measures more of this)."""
    from autograder import sandbox
    from autograder.zygote import Zygote

    tier = sandbox.probe().tier
    with Zygote(tier, sandbox.Limits()) as zygote:
        lives = [timed(lambda: zygote.fork().end()) for _ in range(repeats)]
        with zygote.open(["def f(x):\n    return x"]) as process:
            calls = [timed(lambda: process.student.f(1.0)) for _ in range(10 * repeats)]
    life, call = statistics.median(lives), statistics.median(calls)
    print(f"\nA student's process in the tier {tier}, median (fastest):")
    print(
        f"open + close {1e3 * life:.1f} ms ({1e3 * min(lives):.1f}), a call {1e6 * call:.0f} us ({1e6 * min(calls):.0f})"
    )
    goal("open + close below 50 ms", life < 0.05)
    goal("a round trip below 200 us", call < 200e-6)


def timed(action) -> float:
    begun = time.perf_counter()
    action()
    return time.perf_counter() - begun


def goal(what: str, reached: bool) -> None:
    print(f"  {'ok    ' if reached else 'MISSED'}  {what.strip()}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("parts", nargs="*", metavar="PART", help="peers, large, workers, process (default: all)")
    parser.add_argument("--peers", type=Path, metavar="DIR", help="where the other graders are installed, and kept")
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="rounds of each comparison (default 3)")
    parser.add_argument("--students", type=int, default=1000, metavar="N", help="size of the large class")
    options = parser.parse_args()
    if not sys.platform.startswith("linux"):
        sys.exit("This benchmark reads processor times in a way that only Linux has.")
    adopt()
    print(
        f"Python {platform.python_version()}, {len(os.sched_getaffinity(0))} cores, load {os.getloadavg()[0]:.1f} at start"
    )
    with tempfile.TemporaryDirectory() as scratch:
        parts = {
            "process": lambda: one_process(100),
            "peers": lambda: against_peers((options.peers or Path(scratch)).resolve(), options.rounds),
            "workers": lambda: more_workers(200, options.rounds),
            "large": lambda: large_class(options.students),
        }
        for name in options.parts or parts:
            if name not in parts:
                parser.error(f"there is no part {name}; there are {', '.join(parts)}")
            parts[name]()
    print(f"\nload {os.getloadavg()[0]:.1f} at the end")


if __name__ == "__main__":
    main()
