"""What starts before the first notebook is graded: no more than is needed, and nothing twice."""

import subprocess
import sys

import pytest
from small_exercise import SOLUTION, dumped, lay

from autograder.sandbox import Limits
from autograder.session import WORTH_A_WORKER, Session
from autograder.worker.stand_ins import UNUSED
from autograder.zygote import Zygote

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the grading engine runs on Linux")


def in_a_fresh_python(program):
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)


def test_nbval_comes_without_what_workers_never_use():
    done = in_a_fresh_python("""
from autograder.worker.stand_ins import import_nbval
plugin = import_nbval()
import sys
assert plugin is sys.modules["nbval.plugin"] and issubclass(plugin.NbCellError, Exception)
print(*{"zmq", "jupyter_client", "coverage", "jsonschema", "matplotlib"} & set(sys.modules))
""")
    assert (done.stderr, done.stdout.strip()) == ("", "")


def test_a_hidden_test_that_imports_them_gets_the_real_ones():
    done = in_a_fresh_python(f"""
from autograder.worker.stand_ins import import_nbval
import_nbval()
import importlib
for name in {UNUSED}:
    print(name, importlib.import_module(name).__file__ is not None)
""")
    assert done.stdout.split("\n")[:-1] == [f"{name} True" for name in UNUSED]


def test_modules_that_are_there_already_stay():
    done = in_a_fresh_python("""
import nbval.kernel
from autograder.worker.stand_ins import import_nbval
print(import_nbval().RunningKernel is nbval.kernel.RunningKernel)
""")
    assert done.stdout.strip() == "True"


def test_a_warm_process_can_start_while_something_else_is_done():
    zygote = Zygote("none", Limits(wall_seconds=20), course=(), wait=False)
    with zygote:
        assert zygote.pid
        zygote.wait_until_ready()
        with zygote.open(["1 + 1"]) as process:
            assert process.cells[0].outputs[0]["data"]["text/plain"] == "2"


def test_a_warm_process_that_nobody_waits_for_is_closed_like_any_other():
    zygote = Zygote("none", Limits(wall_seconds=20), course=(), wait=False)
    process = zygote._process
    zygote.close()
    assert process.returncode is not None


def test_a_worker_is_started_where_the_class_is_worth_it(tmp_path, monkeypatch):
    monkeypatch.setattr("autograder.session.cores", lambda: 3)
    folders = lay(tmp_path)

    def workers(students, **options):
        handed_in = tmp_path / f"class-{students}"
        handed_in.mkdir(exist_ok=True)
        for number in range(students):
            (handed_in / f"s{number}.ipynb").write_bytes(dumped(SOLUTION)[0])
        return Session(handed_in, tmp_path / "out", trusted_class=True, **folders, **options).workers

    sizes = (1, WORTH_A_WORKER - 1, WORTH_A_WORKER, 2 * WORTH_A_WORKER, 9 * WORTH_A_WORKER)
    assert [workers(size) for size in sizes] == [1, 1, 2, 3, 3]
    assert workers(1, workers=5) == 5, "whoever asks for a number gets it"
