"""Open JupyterLab in the learner's folder: on this machine only, on a free port, stopped cleanly by Ctrl-C."""

import os
import secrets
import socket
import subprocess
import sys
import time
from pathlib import Path

HOST = "127.0.0.1"
FIRST_PORT, PORTS = 8888, 100
READY_SECONDS, STOP_SECONDS = 120, 15
START = "00_start_here.ipynb"
SETTINGS = Path(__file__).parent / "jupyter"  # JupyterLab's defaults here: no question about news, no look for updates


class LabError(Exception):
    """JupyterLab could not be opened; the message says why and what to do."""


def free_port(wanted=None):
    """`wanted`, if nothing listens there, or the first free port from 8888 on. Raises `LabError` when taken."""
    for port in [wanted] if wanted is not None else [*range(FIRST_PORT, FIRST_PORT + PORTS), 0]:
        with socket.socket() as probe:
            if os.name == "posix":  # on Windows this option would let two servers share a port
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
                return probe.getsockname()[1]
            except (OSError, OverflowError):
                continue
    raise LabError(f"Port {wanted} is not free. Leave --port out to have a free one chosen, or give another.")


def command(folder, port, browser=True, options=()):
    """The command that starts JupyterLab. Options of the learner's own come last and win."""
    start = f"/lab/tree/{START}" if (Path(folder) / START).exists() else "/lab"
    words = [sys.executable, "-m", "jupyterlab", f"--ServerApp.ip={HOST}", f"--ServerApp.port={port}"]
    words += ["--ServerApp.port_retries=0", f"--ServerApp.root_dir={folder}", f"--LabApp.default_url={start}"]
    words += ["--log-level=WARN", "-y"] + ([] if browser else ["--no-browser"])
    if (
        getattr(os, "geteuid", lambda: -1)() == 0
    ):  # in containers everyone is root; the address is this machine's anyway
        words.append("--allow-root")
    return words + list(options)


def url(folder, port, token):
    """The address to open in a browser."""
    start = f"/lab/tree/{START}" if (Path(folder) / START).exists() else "/lab"
    return f"http://{HOST}:{port}{start}?token={token}"


def open_lab(folder, port=None, browser=True, options=(), say=print):
    """Run JupyterLab until it ends or Ctrl-C; returns its exit status (0 after Ctrl-C). Raises `LabError`."""
    folder = Path(folder).resolve()
    port = free_port(port)
    token = os.environ.get("JUPYTER_TOKEN") or secrets.token_hex(24)
    configs = [str(SETTINGS), os.environ.get("JUPYTER_CONFIG_PATH", "")]
    environment = os.environ | {
        "JUPYTER_TOKEN": token,  # not on the command line, which other users can read
        "JUPYTER_CONFIG_PATH": os.pathsep.join(filter(None, configs)),
    }
    say(f"JupyterLab is starting in {folder.name}/ ...")
    process = subprocess.Popen(command(folder, port, browser, options), cwd=folder, env=environment)
    try:
        if _ready(process, port):
            say(f"JupyterLab is open at\n\n    {url(folder, port, token)}\n\nCtrl-C stops it.")
        return process.wait()
    except KeyboardInterrupt:
        say("\nStopping JupyterLab ...")
        return 0
    finally:
        _stop(process)


def _ready(process, port):
    deadline = time.monotonic() + READY_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex((HOST, port)) == 0:
                return True
        time.sleep(0.1)
    return False


def _stop(process):
    """End the server and its kernels; a second Ctrl-C while waiting does not leave them behind."""
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except (subprocess.TimeoutExpired, KeyboardInterrupt):
        process.kill()
        process.wait()
