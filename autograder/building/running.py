"""Run a notebook from top to bottom in a neutral place: an empty folder, no saved answers, no profile of the user's."""

import os
import re
import subprocess
import sys
import tempfile
from asyncio import CancelledError
from pathlib import Path

from autograder.building.errors import BuildError

CELL_SECONDS = 600
ANSI = re.compile(r"\x1b\[[0-9;]*m")
LAST_LINES = 12
LONGEST_PLACE = 80  # characters: the name of a socket in it may have 108


def run(notebook, name):
    """The notebook (a dict) with the outputs of a run, as nbclient leaves them. Raises `BuildError` at the first error."""
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    node = nbformat.from_dict(notebook)
    with tempfile.TemporaryDirectory(prefix="course-build-", ignore_cleanup_errors=True) as folder:
        folder = Path(folder)
        for room in ("cwd", "answers", "ipython"):
            (folder / room).mkdir()
        client = NotebookClient(
            node,
            km=_this_python(folder),
            timeout=CELL_SECONDS,
            store_widget_state=False,
            record_timing=False,
            coalesce_streams=True,
        )
        try:
            client.execute(
                cwd=str(folder / "cwd"), env=_environment(folder), stderr=subprocess.DEVNULL, cleanup_kc=True
            )
        except BaseException as error:
            # nbclient takes Ctrl-C for itself once it waits for a kernel, and then stumbles in many ways.
            if isinstance(error, CancelledError) or hasattr(client, "_async_cleanup_kernel_future"):
                raise KeyboardInterrupt from None
            if isinstance(error, CellExecutionError):
                raise BuildError(_quoted(node, name)) from None
            if isinstance(error, CellTimeoutError):
                raise BuildError(f"{name}: a cell ran longer than {CELL_SECONDS} s.") from None
            if isinstance(error, DeadKernelError):
                raise BuildError(
                    f"{name}: the kernel died. Run the notebook's cells in JupyterLab to see where."
                ) from None
            raise
    return notebook | {"cells": [_plain(cell) for cell in node.cells]}


def _this_python(folder):
    """A kernel of the Python that builds, whatever kernels the user has registered under its name.

    Where it can, it speaks through files in the folder: ports that were free when they were looked up may be taken by now.
    """
    from ipykernel.kernelspec import RESOURCES, get_kernel_dict
    from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager

    class ThisPython(KernelSpecManager):
        def get_kernel_spec(self, kernel_name):
            return KernelSpec(resource_dir=RESOURCES, **get_kernel_dict())

    short = sys.platform == "linux" and len(os.fsencode(folder)) < LONGEST_PLACE
    place = {"transport": "ipc", "ip": str(folder / "kernel")} if short else {}
    return AsyncKernelManager(kernel_name="python3", kernel_spec_manager=ThisPython(), **place)


def _environment(folder):
    import matplotlib

    paths = [str(Path(__file__).resolve().parents[2]), os.environ.get("PYTHONPATH", "")]
    return os.environ | {
        "PYTHONPATH": os.pathsep.join(filter(None, paths)),
        "PYTHONHASHSEED": "0",
        "COURSE_ANSWERS": str(folder / "answers"),
        "IPYTHONDIR": str(folder / "ipython"),
        "MATPLOTLIBRC": str(Path(matplotlib.get_data_path()) / "matplotlibrc"),
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }


def _quoted(node, name):
    for cell in node.cells:
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                trace = ANSI.sub("", "\n".join(output.traceback)).splitlines()
                lines = "\n".join(f"    {line}" for line in trace[-LAST_LINES:])
                return f"{name}, cell {cell.id}: {output.ename}: {ANSI.sub('', output.evalue)}\n{lines}"
    return f"{name}: a cell raised an error."


def _plain(value):
    if isinstance(value, dict):
        return {key: _plain(child) for key, child in value.items()}
    if isinstance(value, list):
        return [_plain(child) for child in value]
    return value
