"""Running code as a student's process would run, for the tests of the sandbox: in every tier, as root and as an ordinary user."""

import functools
import json
import os
import subprocess
import sys
import textwrap
from dataclasses import asdict
from pathlib import Path

import pytest

from autograder import sandbox
from autograder.sandbox import landlock, seccomp

HOUSE = Path(__file__).resolve().parent.parent
AS_USER = str(HOUSE / "tests" / "as_ordinary_user.py")
LACKING = (
    "" if sys.platform == "linux" and landlock.abi() and not seccomp.problem() else "no Landlock or libseccomp here"
)
ROOT = hasattr(os, "geteuid") and os.geteuid() == 0

confinable = pytest.mark.skipif(bool(LACKING), reason=LACKING or "runs")
only_root = pytest.mark.skipif(not ROOT, reason="not root here")
root_and_user = pytest.mark.parametrize(
    "as_user", [pytest.param(False, id="root", marks=only_root), pytest.param(True, id="user")]
)
safe_tiers = pytest.mark.parametrize("tier", sandbox.SAFE)


def fresh_python(program: str, *arguments: str, as_user: bool = False) -> list[str]:
    """The command that runs a program in a fresh interpreter."""
    start = f"import sys; sys.path[:] = {sys.path!r}\n"
    command = [sys.executable, "-c", start + textwrap.dedent(program), *arguments]
    return [sys.executable, AS_USER, *command] if as_user and ROOT else command


def environment() -> dict:
    return sandbox.ENVIRONMENT | {"PYTHONPATH": str(HOUSE)}


@functools.cache
def refused(tier: str, as_user: bool) -> str:
    """Why this host (a chroot, say, or a container) has no such tier or no ordinary user to try it as, or ""."""
    attempts = ["pass"] if as_user and ROOT else []
    attempts += ["from autograder import sandbox; sandbox.prepare('namespaces')"] if tier == "namespaces" else []
    for program in attempts:
        command = fresh_python(program, as_user=as_user)
        done = subprocess.run(command, env=environment(), capture_output=True, text=True, timeout=60)
        reason = (done.stderr.strip().splitlines() or [""])[-1]
        if done.returncode and (program == "pass" or "does not allow namespaces" in reason):
            return reason
    return ""


def need(tier: str = "landlock", as_user: bool = False) -> None:
    """Skip the test where the host refuses what it is about."""
    if reason := refused(tier, as_user):
        pytest.skip(reason)


def run(program: str, *arguments: str, as_user: bool = False) -> subprocess.CompletedProcess:
    """Run a program in a fresh interpreter to its end."""
    need(as_user=as_user)
    command = fresh_python(program, *arguments, as_user=as_user)
    return subprocess.run(command, env=environment(), capture_output=True, text=True, timeout=60)


def student(code: str, tier="landlock", warm="", limits=None, as_user=False) -> subprocess.CompletedProcess:
    """Run code as a student's process in a tier, forked from a process that ran `warm`; the return code is the student's."""
    program = """
        import os, sys
        from autograder import sandbox
        exec(sys.argv[4])
        sandbox.prepare(sys.argv[1])
        sys.stdout.flush()
        child = os.fork()
        if child == 0:
            sandbox.enter(sys.argv[1], sandbox.Limits(**eval(sys.argv[2])))
            exec(sys.argv[3])
            sys.stdout.flush()
            os._exit(0)
        print("status", os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    """
    need(tier, as_user)
    limits = repr(asdict(limits or sandbox.Limits()))
    done = run(program, tier, limits, textwrap.dedent(code), textwrap.dedent(warm), as_user=as_user)
    head, found, status = done.stdout.rpartition("status ")
    assert found, done.stderr
    return subprocess.CompletedProcess(done.args, int(status), head, done.stderr)


def rehearse(tier: str, abi=None, as_user=False, limits=None):
    program = """
        import json
        from autograder.sandbox import probes, Limits
        tier, abi, limits = json.loads(sys.argv[1])
        outcomes, reason = probes.rehearse(tier, abi, Limits(**limits) if limits else None)
        print(json.dumps([[[one.name, one.stopped, one.detail] for one in outcomes], reason]))
    """
    done = run(program, json.dumps([tier, abi, limits]), as_user=as_user)
    assert done.returncode == 0, done.stderr
    outcomes, reason = json.loads(done.stdout)
    if reason and "does not allow namespaces" in reason:
        pytest.skip(reason)
    return {name: (stopped, detail) for name, stopped, detail in outcomes}, reason
