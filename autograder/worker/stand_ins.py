"""nbval without what its plugin imports and no worker ever uses: a kernel manager, coverage, a JSON schema validator.

They take longer to import than all the rest of a worker, and every worker would pay for it. (What no longer works in such a
process is nbformat's own validation; workers go by `course.workbook.read_notebook`.)
"""

import importlib
import sys
from types import ModuleType

UNUSED = ("nbval.kernel", "nbval.cover", "jsonschema", "jsonschema.exceptions")


class _StandIn(ModuleType):
    """A module that has every name, each of them a class for which there is no use."""

    def __getattr__(self, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (Exception,), {})


def import_nbval() -> ModuleType:
    """`nbval.plugin`, and with it `nbformat`; whoever wants the real modules afterwards gets them."""
    stand_ins = [name for name in UNUSED if name not in sys.modules]
    sys.modules |= {name: _StandIn(name) for name in stand_ins}
    try:
        return importlib.import_module("nbval.plugin")
    finally:
        for name in stand_ins:
            del sys.modules[name]
