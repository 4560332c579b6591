"""A JupyterLab of its own on this machine: free port, token, own folders for everything it writes; stopped for sure.

Used by the browser tests and by benchmarks/widgets.py.
"""

import atexit
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

CHROMIUM = ("--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
            "--disable-component-update --disable-sync").split()  # fmt: skip
QUIET = {  # settings without which JupyterLab asks questions
    "@jupyterlab/apputils-extension/notification.jupyterlab-settings": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyterlab/notebook-extension/tracker.jupyterlab-settings": {"windowingMode": "none"},
}
# Neither answer addresses outside: some distributions of JupyterLab would ask for lists of extensions and news.
OPTIONS = ("--no-browser", "--ServerApp.ip=127.0.0.1", "--ServerApp.port_retries=0", "--ServerApp.terminals_enabled=False",
           "--LabApp.expose_app_in_browser=True", "--JupyterNotebookApp.expose_app_in_browser=True", "--LabApp.extension_manager=readonly")  # fmt: skip


# However the tests end, even by kill -9, the server hears of it and ends with its kernels.
START = """
import ctypes, os, runpy, signal, sys
owner = int(sys.argv.pop(1))
if sys.platform == "linux":
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG
    if os.getppid() != owner:
        sys.exit("Whoever started this is gone already.")
runpy.run_module("jupyterlab", run_name="__main__", alter_sys=True)
"""
SETTINGS = Path(__file__).resolve().parents[2] / "course" / "workbook" / "jupyter"  # as `course lab` starts it


def browser():
    """(path of Chromium, None), or (None, why there is none)."""
    try:
        import playwright.sync_api  # noqa: F401
    except ImportError:
        return None, "playwright is not installed (the extra `dev` brings it)"
    found = next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
    )
    return (found, None) if found else (None, "no chromium on the path (on Debian: the package chromium)")


class Server:
    """JupyterLab over the folder `root`/work; `url(path)` carries the token. Use as a context manager."""

    def __init__(self, root):
        self.root = Path(root)
        self.work = self.root / "work"
        for name in ("work", "config", "data", "runtime", "settings", "workspaces", "home", "ipython"):
            (self.root / name).mkdir(parents=True, exist_ok=True)
        for name, content in QUIET.items():
            path = self.root / "settings" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(content), encoding="utf-8")
        self.token = secrets.token_hex(16)

    def __enter__(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        places = {
            "JUPYTER_CONFIG_DIR": "config", "JUPYTER_DATA_DIR": "data", "JUPYTER_RUNTIME_DIR": "runtime", "HOME": "home",
            "JUPYTERLAB_SETTINGS_DIR": "settings", "JUPYTERLAB_WORKSPACES_DIR": "workspaces", "IPYTHONDIR": "ipython",
        }  # fmt: skip
        environment = os.environ | {name: str(self.root / folder) for name, folder in places.items()}
        environment["JUPYTER_CONFIG_PATH"] = str(SETTINGS)
        self.log = (self.root / "server.log").open("wb")
        command = [sys.executable, "-c", START, str(os.getpid()), *OPTIONS, f"--ServerApp.port={self.port}", f"--ServerApp.root_dir={self.work}",
                   f"--IdentityProvider.token={self.token}", "--allow-root"]  # fmt: skip
        self.process = subprocess.Popen(
            command, env=environment, stdout=self.log, stderr=self.log, cwd=self.work, start_new_session=True
        )
        atexit.register(self.stop)
        deadline = time.monotonic() + 60
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise RuntimeError(
                    "JupyterLab did not start:\n" + (self.root / "server.log").read_text(errors="replace")[-3000:]
                )
            time.sleep(0.2)
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        """End the server and its kernels: they are one session of processes."""
        atexit.unregister(self.stop)
        for sign in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self.process.pid, sign)
                self.process.wait(timeout=5)
            except ProcessLookupError:
                break
            except subprocess.TimeoutExpired:
                continue
        self._end_kernels()
        self.log.close()

    def _end_kernels(self):
        """A kernel leads a session of its own; one that the server left behind is known by its connection file."""
        for path in (self.root / "runtime").glob("kernel-*.json"):
            for process in Path("/proc").glob("[0-9]*/cmdline"):
                try:
                    if path.name.encode() in process.read_bytes():
                        os.kill(int(process.parent.name), signal.SIGKILL)
                except (OSError, ProcessLookupError):
                    continue

    def _answers(self):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/api?token={self.token}", timeout=2) as answer:
                return answer.status == 200
        except OSError:
            return False

    def url(self, path):
        """Address of a page; JupyterLab opens it without the tabs of pages before."""
        return f"http://127.0.0.1:{self.port}/{path}?token={self.token}" + ("&reset" if path.startswith("lab") else "")

    def answer(self, page, key):
        """What answers.json beside the notebooks holds under `key`, once it is there."""
        path = self.work / "answers.json"
        for _ in range(100):
            if path.exists() and key in (kept := json.loads(path.read_text(encoding="utf-8"))["answers"]):
                return kept[key]
            page.wait_for_timeout(100)
        raise AssertionError(f"No answer is kept under {key}.")

    def write(self, name, *cells):
        """A notebook with these code cells; gives its path."""
        cells = [
            {
                "cell_type": "code",
                "id": f"cell-{i}",
                "metadata": {},
                "source": source,
                "outputs": [],
                "execution_count": None,
            }
            for i, source in enumerate(cells)
        ]
        spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
        notebook = {"cells": cells, "metadata": {"kernelspec": spec}, "nbformat": 4, "nbformat_minor": 5}
        path = self.work / name
        path.write_text(json.dumps(notebook), encoding="utf-8")
        return path
