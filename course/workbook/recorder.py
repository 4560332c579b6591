"""A pytest plugin that writes down what nbval found, a line of JSON per cell, as soon as it is known.

Loaded with `-p course.workbook.recorder` in the process that `judging` starts. Lines that were written before that
process was stopped still count.
"""

import functools
import json
import os
import sys
import tempfile

import pytest

# jsonschema, which nbval brings in, builds a grammar of web addresses at import if it finds this package. It takes longer
# than everything else here, and no notebook is checked by it; jsonschema does without.
sys.modules.setdefault("rfc3987_syntax", None)

MAX_TEXT = 20_000


def pytest_configure():
    if folder := os.environ.get("COURSE_NBVAL_SOCKETS"):
        import nbval.kernel

        nbval.kernel.KernelManager = functools.partial(_by_files, nbval.kernel.KernelManager, folder)


def _by_files(manager, folder, **options):
    """A kernel that speaks through files, not ports: free ports are looked up long before the kernel takes them, and whatever
    else is started meanwhile may have taken them by then."""
    return manager(transport="ipc", ip=os.path.join(tempfile.mkdtemp(dir=folder), "kernel"), **options)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if call.when == "call" or report.failed:
        _write(item, call, report)
    return report


def _write(item, call, report):
    outputs = getattr(item, "test_outputs", None) or []
    line = {
        "file": item.path.name,
        "cell": getattr(item, "cell_num", None),
        "outcome": "expected failure" if hasattr(report, "wasxfail") and report.skipped else report.outcome,
        "timed_out": bool(getattr(item.parent, "timed_out", False)),
        "printed": _stream(outputs, "stdout"),
        "warned": _stream(outputs, "stderr"),
        "error": _error(outputs),
        "message": str(call.excinfo.value)[:MAX_TEXT] if call.excinfo else "",
        "trace": str(getattr(call.excinfo.value, "inner_traceback", None) or "")[:MAX_TEXT] if call.excinfo else "",
    }
    with open(os.environ["COURSE_NBVAL_RECORD"], "a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")


def _stream(outputs, name):
    texts = [out["text"] for out in outputs if out["output_type"] == "stream" and out["name"] == name]
    return "".join(texts)[:MAX_TEXT]


def _error(outputs):
    errors = [out for out in outputs if out["output_type"] == "error"]
    if not errors:
        return None
    return {"name": errors[-1]["ename"], "value": errors[-1]["evalue"][:MAX_TEXT]}
