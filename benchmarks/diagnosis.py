"""What it costs to name mistakes: a class graded with the bank of wrong answers beside the hidden tests, and without.

    python benchmarks/diagnosis.py [--notebook 03e_adam_exercises] [--students 20] [--rounds 3]

Every student has one wrong function, another mistake of the bank each, and so one function to diagnose. Both ways take turns;
medians of the rounds. Processor time is that of every process of `course grade`, user and system. Linux only.
"""

import argparse
import copy
import json
import shutil
import statistics
import sys
import tempfile
from itertools import cycle, islice
from pathlib import Path

from measuring import adopt, run
from peers import own_environment

from autograder import bank
from autograder.worker import load
from course.workbook import answer_cells


def hand_in(notebook: str, students: int, folder: Path) -> None:
    """A notebook for each student: the solution, with one answer of the bank in it."""
    exercise = load().exercises[notebook]
    wrong = [[one for one in bank.variants(name) if not one.right] for name in exercise.points]
    mixed = [one for of_each in zip(*map(cycle, wrong), range(students), strict=False) for one in of_each[:-1]]
    solved = {answer.exercise: answer.source for answer in answer_cells(exercise.solution)}
    for number, variant in enumerate(islice(mixed, students), 1):
        made = copy.deepcopy(exercise.notebook)
        for answer in answer_cells(made):
            source = variant.cell if answer.exercise == variant.exercise else solved[answer.exercise]
            made["cells"][answer.index]["source"] = source
        place = folder / f"student-{number:02d}"
        place.mkdir(parents=True)
        (place / f"{notebook}.ipynb").write_text(json.dumps(made), encoding="utf-8")


def graded(root: Path, tests: Path) -> tuple[float, float, int]:
    """(wall, processor time, functions that were named)"""
    out = root / "out"
    shutil.rmtree(out, ignore_errors=True)
    grade = [sys.executable, "-m", "course", "grade", root / "class", "--out", out, "--tests", tests]
    done = run([grade], root, own_environment())
    results = [json.loads(line) for line in (out / "results.jsonl").read_text(encoding="utf-8").splitlines()]
    return done.wall, done.cpu, sum("behaves_like" in one for result in results for one in result["functions"].values())


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--notebook", default="03e_adam_exercises")
    options.add_argument("--students", type=int, default=20)
    options.add_argument("--rounds", type=int, default=3)
    asked = options.parse_args()
    adopt()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        hand_in(asked.notebook, asked.students, root / "class")
        (root / "without").mkdir()
        own = load()
        shutil.copytree(own.tests, root / "without" / "hidden")
        ways = {"without the bank": root / "without" / "hidden", "with the bank": own.tests}
        rounds = {way: [] for way in ways}
        for _ in range(asked.rounds):
            for way, tests in ways.items():
                rounds[way].append(graded(root, tests))
    middle = {way: [statistics.median(column) for column in zip(*of, strict=True)] for way, of in rounds.items()}
    for way, (wall, cpu, named) in middle.items():
        print(f"{way:18}{wall:8.1f} s{cpu:8.2f} s CPU{1e3 * cpu / asked.students:8.0f} ms a student{named:6.0f} named")
    (_, bare, _), (_, full, _) = middle["without the bank"], middle["with the bank"]
    print(
        f"{1e3 * (full - bare) / asked.students:.0f} ms CPU for a function that failed; {full / bare:.2f} times the CPU"
    )


if __name__ == "__main__":
    main()
