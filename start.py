"""Open the course: `python3 start.py` (on Windows `py start.py`).

The first time this makes the course's own environment from requirements/lock.txt; then it runs `course lab` there.
`python3 start.py WORD ...` runs `course WORD ...` in the same environment, for example `python3 start.py test`.
Standard library only. Python 3.6 and newer must be able to read this file: old ones only get to the next sentence.
"""

import sys

if sys.version_info < (3, 11):
    sys.exit("The course needs Python 3.11 or newer; this is Python %d.%d." % sys.version_info[:2])

import errno
import hashlib
import os
import re
import shutil
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent
LOCK = HERE / "requirements" / "lock.txt"
WINDOWS = os.name == "nt"
MARK = "made-by-start.txt"  # shows that an environment is ours; once it is finished, holds its stamp

# Beginnings of variables in which the host speaks of its own Python, which is wrong for ours.
FOREIGN = ("PYTHON", "CONDA_", "VIRTUAL_ENV", "__PYVENV", "PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_REQ")

FULL = re.compile(r"no space left|os error (28|112)\b|errno 28\b|not enough space|quota exceeded", re.IGNORECASE)
OFFLINE = "dns error|name resolution|getaddrinfo failed|nam.* not known|network is unreachable|new connection"
OFFLINE = re.compile(OFFLINE + "|error sending request|timed out|proxyerror", re.IGNORECASE)


class SetupError(Exception):
    """The set-up cannot go on. The text is for the learner: what happened and what to do."""


def place():
    """Where the environment lies. On Windows a short folder in the home, since JupyterLab's own paths are very long."""
    if os.environ.get("COURSE_VENV"):
        return Path(os.path.abspath(os.path.expanduser(os.environ["COURSE_VENV"])))
    if WINDOWS:
        return Path.home() / ".optimization-course" / hashlib.sha256(str(HERE).encode()).hexdigest()[:8]
    return HERE / ".venv"


def python_in(env):
    return str(env / "Scripts" / "python.exe" if WINDOWS else env / "bin" / "python")


def stamp():
    """Changes whenever the environment must: with the lock, the package's description or the place of this folder."""
    content = LOCK.read_bytes() + (HERE / "pyproject.toml").read_bytes() + str(HERE).encode()
    return hashlib.sha256(content).hexdigest()


def ready(env):
    """Whether env was finished for this very course and still works: an upgrade of the host's Python can break it."""
    probe = "import sys, importlib.util; sys.exit(importlib.util.find_spec('jupyterlab') is None)"
    try:
        made_from = (env / MARK).read_text(encoding="utf-8")
        return made_from == stamp() and not subprocess.run([python_in(env), "-I", "-c", probe]).returncode
    except OSError:
        return False


def surroundings(env):
    """The environment variables under which everything in env runs."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
    path = os.path.dirname(python_in(env)) + os.pathsep + kept.get("PATH", os.defpath)
    # UTF-8 so that text is the same on every system; our kernel goes before one of the same name in the home.
    return kept | {"PATH": path, "VIRTUAL_ENV": str(env), "PYTHONUTF8": "1", "JUPYTER_PREFER_ENV_PATH": "1"}


@contextmanager
def alone(env):
    """Two start.py at once must not ruin each other's work: the second waits for the first."""
    env.parent.mkdir(parents=True, exist_ok=True)
    with open(env.with_name(env.name + ".lock"), "a+") as lock:
        if not taken(lock):
            print("Another start.py is setting up this environment; waiting for it to finish.", flush=True)
            while not taken(lock):
                time.sleep(0.5)
        yield lock


def taken(lock):
    """Try to take the lock. The system lets go of it when its holders end, however they end."""
    try:
        if WINDOWS:
            import msvcrt

            msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in (errno.EAGAIN, errno.EACCES)  # a network folder may know no locks: then without
    return True


class Setup:
    """Makes the environment env while the lock is held, step by step, and says each step in words."""

    def __init__(self, env, lock):
        self.env, self.lock, self.said = env, lock, ""
        self.python = python_in(env)

    def make(self):
        began = time.monotonic()
        self.clear()
        print(f"Setting up the course in {self.env}\nOnly this once; about half a minute on a fast connection.", end="")
        self.say("Making an empty environment")
        self.must(sys.executable, "-P", "-m", "venv", "--without-pip", str(self.env))
        self.say("Fetching the installer")
        pip = self.find_pip()
        uv = [self.python, "-P", "-m", "uv", "pip", "install", "--python", self.python]
        locked = ["--require-hashes", "-r", str(LOCK)]
        fast = self.fetch_uv(pip)
        if fast:
            self.say("Fetching and unpacking about 140 packages, 250 MB")
            fast = self.run(*uv, *locked)
        if not fast:
            self.stop_if(FULL)
            self.say("The fast installer does not work here; pip does the same in a few minutes")
            self.must(*pip, *locked)
        self.say("Adding the course itself")
        self.must(*(uv if fast else pip), "--no-deps", "--no-build-isolation", "--editable", str(HERE))
        (self.env / MARK).write_text(stamp(), encoding="utf-8")  # last, so that half an environment is never trusted
        print(f"\nReady after {time.monotonic() - began:.0f} seconds.", flush=True)

    def clear(self):
        """Empty env, if it is ours. The mark is first in and never out: what was interrupted is still known as ours."""
        self.env.mkdir(exist_ok=True)
        left = [path for path in self.env.iterdir() if path.name != MARK]
        if left and os.environ.get("COURSE_VENV") and not (self.env / MARK).exists():
            raise SetupError(f"COURSE_VENV names {self.env}, which holds other things: name a new folder.")
        (self.env / MARK).write_text("unfinished", encoding="utf-8")
        if left:
            print("The environment is unfinished, broken, moved or older than the course: it is made anew.", flush=True)
        for path in left:
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()

    def find_pip(self):
        """The host's pip, which saves unpacking one, or else the one that comes with Python."""
        host = [sys.executable, "-P", "-m", "pip", "--python", self.python]
        if self.run(*host, "--version"):
            return [*host, "install", "--no-user", "--retries", "2"]
        if self.run(self.python, "-P", "-m", "ensurepip"):
            return [self.python, "-P", "-m", "pip", "install", "--retries", "2"]
        self.stop_if(FULL)
        raise SetupError("This Python has no pip. On Debian and Ubuntu: sudo apt install python3-venv, then try again.")

    def fetch_uv(self, pip):
        """Whether uv could be had for this machine; the lock pins it by hash like all the rest."""
        line = re.search(r"^uv==.*(\n +--hash.*)*", LOCK.read_text(encoding="utf-8"), re.MULTILINE)[0]
        (self.env / "uv.txt").write_text(line + "\n", encoding="utf-8")
        if self.run(*pip, "--no-deps", "--only-binary", ":all:", "--require-hashes", "-r", str(self.env / "uv.txt")):
            return True
        self.stop_if(FULL, OFFLINE)
        return False

    def say(self, words):
        print(f"\n  {words} ...", end="", flush=True)

    def run(self, *command):
        """Whether the command succeeds. Dots show that it lives; what it says is kept to explain a failure."""
        # The lock is its standard input: should this process be killed, the lock holds until the command has ended too.
        stdin = subprocess.DEVNULL if WINDOWS else self.lock
        talk = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True, "errors": "replace"}
        process = subprocess.Popen(command, stdin=stdin, env=surroundings(self.env), **talk)
        try:
            while True:
                try:
                    self.said = process.communicate(timeout=3)[0]
                    return process.returncode == 0
                except subprocess.TimeoutExpired:
                    print(".", end="", flush=True)
        except BaseException:
            process.kill()
            process.wait()
            raise

    def must(self, *command):
        if not self.run(*command):
            self.stop_if(FULL, OFFLINE)
            tail = "\n".join("    " + line for line in self.said.splitlines()[-12:])
            raise SetupError(f"This step failed. The installer said:\n{tail}\nThe same command again tries anew.")

    def stop_if(self, *reasons):
        if FULL in reasons and FULL.search(self.said):
            raise SetupError(full(self.env))
        if OFFLINE in reasons and OFFLINE.search(self.said):
            what = "The packages could not be fetched: the network or the package index does not answer."
            raise SetupError(what + "\nConnect (behind a proxy: set HTTPS_PROXY) and run the same command again.")


def full(env):
    place = next(folder for folder in env.parents if folder.exists())
    free = shutil.disk_usage(place).free // 2**20
    return f"The disk is full: {free} MB free at {place}, and the course needs about 700. Make room, then start again."


def explain(error, env):
    """An error of the file system, in words."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return full(env)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        busy = " If JupyterLab is open, close it." if WINDOWS else ""
        return f"Cannot write here: {error}.{busy}\nMove the course to a folder of yours, or name one in COURSE_VENV."
    return f"The set-up failed: {error}."


def launch(env, words):
    """Become `course WORDS`. The safe path (-P) keeps files in the learner's folder from posing as modules."""
    command = [python_in(env), "-P", "-m", "course", *words]
    if not WINDOWS:
        os.execve(command[0], command, surroundings(env))
    process = subprocess.Popen(command, env=surroundings(env))  # Windows cannot become another program
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue  # the course got it too, and decides


def main(words):
    sys.stdout.reconfigure(errors="replace")
    env = place()
    try:
        if not ready(env):
            with alone(env) as lock:
                if not ready(env):
                    Setup(env, lock).make()
    except SetupError as error:
        return f"\n{error}"
    except OSError as error:
        return f"\n{explain(error, env)}"
    except KeyboardInterrupt:
        print("\nStopped. The same command starts afresh.")
        return 130
    return launch(env, words or ["lab"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
