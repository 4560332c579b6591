"""Notebook cells run as IPython's kernel would, with bounded outputs in nbformat's form, and no kernel.

A cell that plots nothing and prints little costs a few milliseconds: there is no message protocol, no history
database, no thread; matplotlib's own inline backend shows figures at the end of a cell.
"""

import asyncio
import builtins
import getpass
import sys
import threading
from types import SimpleNamespace

from IPython.core import page
from IPython.core.compilerop import CachingCompiler
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.error import StdinNotImplementedError
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

from autograder.outputs import Recorder, Stream

KNOWN_MODULES = ("builtins", "autograder.codec", "numpy.linalg", "numpy.exceptions", "IPython.core.error")


class Loop(asyncio.BaseEventLoop):
    """An event loop without descriptors: it can be made before a fork, and opens nothing in the student's process."""

    def __init__(self) -> None:
        super().__init__()
        self._woken = threading.Event()
        self._selector = SimpleNamespace(select=self._select)

    def _select(self, timeout: float | None) -> list:
        self._woken.wait(timeout)
        self._woken.clear()
        return []

    def _write_to_self(self) -> None:
        self._woken.set()

    def _process_events(self, events: list) -> None:
        pass


class Hook(DisplayHook):
    """A cell's last value becomes an execute_result."""

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict, md_dict=None) -> None:
        self.shell.recorder.result(format_dict, md_dict or {}, self.prompt_count)

    def finish_displayhook(self) -> None:
        self._is_active = False


class Publisher(DisplayPublisher):
    """display(...) becomes display_data."""

    def publish(self, data, metadata=None, source=None, *, transient=None, update=False, **kwargs) -> None:
        self._validate_data(data, metadata)
        self.shell.recorder.display(data, metadata or {}, (transient or {}).get("display_id"), update)

    def clear_output(self, wait: bool = False) -> None:
        self.shell.recorder.clear(wait)


class Compiler(CachingCompiler):
    """Cells are named by their place in the notebook, so that a traceback says in which cell a line stands."""

    index = 0

    def get_code_name(self, raw_code, transformed_code, number) -> str:
        return f"<cell {self.index}>"


class Shell(InteractiveShell):
    """IPython without a terminal, files, threads and other processes."""

    compiler_class = Type(Compiler)
    displayhook_class = Type(Hook)
    display_pub_class = Type(Publisher)

    @classmethod
    def create(cls) -> "Shell":
        """The one shell of this process; made before the fork, so that students share its cost."""
        config = Config()
        config.HistoryManager.enabled = False
        config.HistoryManager.hist_file = ":memory:"  # not used, but without it a profile folder is looked for
        config.InteractiveShell.xmode = "Plain"
        config.InteractiveShell.colors = "nocolor"
        config.InteractiveShell.cache_size = 1000
        shell = cls.instance(config=config)
        shell.recorder = Recorder()
        shell.loop = Loop()
        asyncio.set_event_loop(shell.loop)
        shell.set_hook("show_in_pager", page.as_hook(_page_nothing), 99)
        builtins.input = _refuse_input("raw_input")
        getpass.getpass = _refuse_input("getpass")
        return shell

    def init_ipython_dir(self, ipython_dir) -> None:
        pass

    def init_profile_dir(self, profile_dir) -> None:
        pass

    def init_virtualenv(self) -> None:
        pass

    def run(self, source: str, index: int, output_bytes: int):
        """Run one cell: its outputs, its execution count, and the exception that ended it, or None."""
        self.recorder = Recorder(output_bytes)
        self.compile.index = index
        sys.stdout, sys.stderr = Stream(self, "stdout"), Stream(self, "stderr")
        count = self.execution_count
        try:
            result = self.loop.run_until_complete(self._run_in_loop(source))
            error = result.error_before_exec or result.error_in_exec
        except BaseException as escaped:  # an exception that cannot even be shown
            error = escaped
            self.recorder.error(type(escaped).__name__, "", [])
        return self.recorder.outputs, count if self.execution_count > count else None, error

    async def _run_in_loop(self, source: str):
        """As the kernel does: the loop runs while any cell does, and a cell that awaits is awaited.

        A cell that awaits nothing goes the same way, not through `run_cell`, which would transform its text again and keep
        a copy of all that it prints.
        """
        try:
            transformed, trouble = self.transform_cell(source), None
        except Exception:
            transformed, trouble = source, sys.exc_info()
        result = None
        try:
            result = await self.run_cell_async(
                source, store_history=True, transformed_cell=transformed, preprocessing_exc_tuple=trouble
            )
        finally:
            self.events.trigger("post_execute")
            self.events.trigger("post_run_cell", result)
        return result

    def report(self, error: BaseException) -> dict:
        """What may be told of an exception: the nearest type that everybody knows, and where in the cells it arose."""
        known = (it.__name__ for it in type(error).__mro__ if it.__module__ in KNOWN_MODULES)
        # Not Python 3.13's _IncompleteInputError, but the SyntaxError that it is.
        report = {"type": next(name for name in known if not name.startswith("_")), "cell": None, "line": None}
        lines = [(frame.f_code.co_filename, line) for frame, line in _frames(error)]
        if isinstance(error, SyntaxError):
            lines.append((error.filename, error.lineno))
        for name, line in lines:
            if isinstance(name, str) and name.startswith("<cell "):
                report |= {"cell": int(name[6:-1]), "line": line}
        return report

    def _showtraceback(self, etype, evalue, stb) -> None:
        try:
            text = str(evalue)
        except Exception:
            text = "<an exception that cannot be printed>"
        self.recorder.error(str(etype.__name__), text, stb)

    def _format_exception_for_storage(self, exception, filename=None, running_compiled_code=False) -> dict:
        return {}  # IPython would format every traceback a second time, for a history that nobody reads

    def enable_gui(self, gui=None) -> None:
        pass

    def ask_exit(self) -> None:
        pass

    def system(self, command: str) -> None:
        print("Shell commands are not run while a notebook is graded.", file=sys.stderr)
        self.user_ns["_exit_code"] = 1

    def getoutput(self, command: str, split: bool = True, depth: int = 0):
        self.system(command)
        return [] if split else ""


def _refuse_input(name: str):
    def function(*args, **kwargs):
        raise StdinNotImplementedError(f"{name} was called, but this frontend does not support input requests.")

    return function


def _page_nothing(*args, **kwargs) -> None:
    """What `len?` shows goes to a pager, not into the notebook."""


def _frames(error: BaseException):
    trace = error.__traceback__
    while trace is not None:
        yield trace.tb_frame, trace.tb_lineno
        trace = trace.tb_next
