"""What the suite says last when something failed: in words, by file, and how to run just that again."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def about(file):
    """The first line of a test file's docstring: what its tests are about."""
    try:
        text = ast.get_docstring(ast.parse((ROOT / file).read_text(encoding="utf-8")))
    except (OSError, SyntaxError):
        return ""
    return (text or "").partition("\n")[0]


def in_words(nodeid):
    """`tests/test_x.py::test_a_b[c]` as `a b (c)`."""
    test, _, case = nodeid.partition("::")[2].partition("[")
    sentence = test.removeprefix("test_").replace("_", " ").strip()
    return f"{sentence} ({case.removesuffix(']')})" if case else sentence


def what_failed(nodeids, most=8):
    """The closing lines for tests that failed."""
    files = {}
    for nodeid in nodeids:
        files.setdefault(nodeid.partition("::")[0], []).append(in_words(nodeid))
    lines = []
    for file, tests in files.items():
        lines += [f"{file}: {about(file)}", *[f"    not so: {test}" for test in tests[:most]]]
        lines += [f"    and {len(tests) - most} more"] if len(tests) > most else []
        lines += [f"    this file again: python3 start.py test {file}"]
    return lines
