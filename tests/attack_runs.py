"""Hands the corpus of hostile submissions to the real engine, in one tier, and prints what became of each as a line of JSON.

    python tests/attack_runs.py TIER [--every N] [PROGRAM ...]     every program, each followed by a right submission
    python tests/attack_runs.py TIER --class                       hostile and malformed notebooks among honest ones, graded as a class

It is a process of its own, so that it can also be run as an ordinary user.
"""

import argparse
import hashlib
import json
import queue
import signal
import sys
import threading
import time
from pathlib import Path

from attack_programs import Program, programs
from attack_stage import NOTEBOOK, Stage, numbers
from processes import children

from autograder import sandbox
from autograder.coordinator import grade
from autograder.feedback import page
from autograder.gradebook import Gradebook
from autograder.intake import find
from autograder.worker import Local, Setup, StartError, Worker, WorkerError

WORKERS = 3  # on two cores: some wait for a limit
LEAKED = "LEAKED"  # what programs call the hidden inputs that they try to get out
SCRIPT = "<script>alert"


def begin(setup: Setup) -> Worker:
    worker = Worker(setup)
    worker.wait_until_ready()
    return worker


def hand_in(worker: Worker, data: bytes) -> tuple[dict, list]:
    return worker.grade(data, NOTEBOOK, hashlib.sha256(data).hexdigest())


def try_one(program: Program, worker: Worker, stage: Stage, calls: dict, tier: str) -> dict:
    """Hand in the program, `runs` times, and then a right submission."""
    data = stage.submission({program.function: program.cell(stage.places, calls)})
    warm, begun = children(worker.pid), time.monotonic()
    record = {"program": program.id, "printed": [], "told": [], "functions": {}}
    try:
        for _ in range(program.runs):
            result, visible = hand_in(worker, data)
            shown = page({**result, "student": "x", "tier": tier}, visible, stage.exercise)
            said = json.dumps([result, visible])
            record["told"] += [word for word in (stage.token, LEAKED) if word in said or word in shown]
            record["told"] += [word for word in (SCRIPT,) if word in shown]
            own = [one for one in visible if one["function"] == program.function and one["role"] == "answer"]
            text = "".join(str(output.get("text", "")) for one in own for output in one["outputs"])
            record["printed"].append(text[:2000])
        record |= {"status": result["status"], "nbval": result["nbval"], "seconds": time.monotonic() - begun}
        for name, found in result["functions"].items():
            tests = [
                [test["name"].partition("__")[2], test["status"], test.get("detail", "")] for test in found["tests"]
            ]
            record["functions"][name] = {"points": found["points"], "of": found["max_points"], "tests": tests}
        after, _ = hand_in(worker, stage.submission({}))
        whole = sum(found["max_points"] for found in after["functions"].values())
        record |= {"after": after["points"], "of": whole, "same_warm": children(worker.pid) == warm}
    except WorkerError as error:
        record["problem"] = str(error)
    return record


def run_all(wanted: list[Program], tier: str, stage: Stage) -> None:
    todo, calls, lock, setup = queue.SimpleQueue(), numbers(), threading.Lock(), stage.setup(tier)
    for program in wanted:
        todo.put(program)

    def serve() -> None:
        worker = begin(setup)
        try:
            while True:
                program = todo.get_nowait()
                if worker.closed:
                    worker = begin(setup)
                record = try_one(program, worker, stage, calls, tier)
                with lock:
                    say(record)
        except queue.Empty:
            worker.close()

    threads = [threading.Thread(target=serve) for _ in range(min(WORKERS, len(wanted)))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def run_class(tier: str, stage: Stage) -> None:
    """Grade honest students alone, and then with hostile and malformed notebooks among them."""
    honest = {
        "student-01": {},
        "student-02": {"zigzag_count": "def zigzag_count(path, axis):\n    return 0\n"},
        "student-03": {"gradient_descent": "def gradient_descent(*args):\n    raise ValueError\n"},
        "student-04": {},
    }
    files = {name: stage.submission(answers) for name, answers in honest.items()}
    alone = graded(files, tier, stage, "alone")
    calls, hostile = numbers(), {}
    for place, program in enumerate(programs()):
        name = f"{'a' if place % 2 else 'x'}-{program.group}-{program.name}"  # before and after the honest ones
        if program.defines("make"):
            scope = {}
            exec(program.text, scope)
            hostile[name] = scope["make"](json.loads(stage.submission({program.function: scope.get("ANSWER")})))
        elif not program.slow and place % 5 == 0:
            hostile[name] = stage.submission({program.function: program.cell(stage.places, calls)})
    among = graded(files | hostile, tier, stage, "among")
    for name, record in among.items():
        say({"student": name, "honest": name in honest, "alone": alone.get(name), **record})


def graded(files: dict[str, bytes], tier: str, stage: Stage, run: str) -> dict[str, dict]:
    """What a class gets: student -> result (without what it cost), and what its feedback page told."""
    folder = stage.folder / f"class-{run}"
    folder.mkdir()
    for name, data in files.items():
        (folder / f"{name}.ipynb").write_bytes(data)
    intake = find(folder, stage.bundle.functions)
    records = {}
    for path, outcome, why in intake.files:  # of an archive each file has a line
        records.setdefault(Path(Path(path).parts[0]).stem, {"intake": outcome, "why": why})
    with Gradebook(stage.folder / f"{run}.sqlite") as book:
        setup = stage.setup(tier)
        for one in grade(book, intake, stage.bundle, setup, Local(setup, 2)):
            shown = page(one.result, one.visible, stage.exercise)
            result = {key: value for key, value in one.result.items() if key != "usage"}
            told = [word for word in (stage.token, LEAKED, SCRIPT) if word in shown]
            records.setdefault(one.submission.student, {}).update(result=result, told=told)
    return records


def say(record: dict) -> None:
    print(json.dumps(record), flush=True)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("tier", choices=sandbox.TIERS)
    parser.add_argument("only", nargs="*")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--class", dest="as_class", action="store_true")
    asked = parser.parse_args()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    stage = Stage()
    try:
        if asked.as_class:
            run_class(asked.tier, stage)
        else:
            wanted = [one for one in programs() if not one.defines("make")]
            wanted = [one for one in wanted if one.id in asked.only] if asked.only else wanted[:: asked.every]
            begin(stage.setup(asked.tier)).close()
            run_all(wanted, asked.tier, stage)
        say({"left": stage.marks(), "visitors": stage.visitors()})
    except StartError as error:
        say({"unavailable": str(error)})
    finally:
        stage.marks(remove=True)
        stage.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
