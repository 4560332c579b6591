"""Expected values and test names never cross: every frame of a whole grading is recorded, and searched."""

import struct
import sys

import pytest
from small_exercise import HIDDEN, SOLUTION, exercise, lay
from small_workers import setup_of, started, statuses, submission

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the grading engine runs on Linux")

# The hidden tests are trusted: the file itself can watch what the worker sends, byte by byte.
RECORDER = """
import socket
from autograder import channel

class Recorded(socket.socket):
    def send(self, data, *flags):
        sent = super().send(data, *flags)
        with open({path!r}, "ab") as file:
            file.write(bytes(data[:sent]))
        return sent

begin = channel.Channel.__init__

def begin_recorded(self, socket, *args, **kwargs):
    begin(self, Recorded(fileno=socket.detach()), *args, **kwargs)

channel.Channel.__init__ = begin_recorded
"""
SENTINEL = '''

def test_double__sentinel_of_a_name(student, rng):
    """A sentinel of a line."""
    assert_close(student.double(4096.25), 8192.5, hint="A sentinel of a hint.")
    student.pair(sentinel_of_a_callback, 3)


def sentinel_of_a_callback(n):
    assert n == 8192.5, "a sentinel of a message"
'''
CHECKS = (("double", "print(double(21))", "a sentinel of a target\n"),)


def test_neither_expected_values_nor_anything_of_the_tests_reaches_a_student(tmp_path):
    said = tmp_path / "said"
    folders = lay(tmp_path, exercise(checks=CHECKS), RECORDER.format(path=str(said)) + HIDDEN + SENTINEL)
    setup = setup_of(folders, secret=b"sentinel of a secret, 32 letters")
    worker = started(setup)
    for double in ("return 2 * x", "return 3 * x", "raise ValueError(x)", "import os; os._exit(0)"):
        handed_in = submission(SOLUTION | {"double": f"# exercise: double\ndef double(x):\n    {double}\n"})
        result, _ = worker.grade(*handed_in)
        assert result["status"] == "graded" and len(result["functions"]["double"]["tests"]) == 6
    assert statuses(result, "double") == {"error": 6}
    worker.close()
    crossed = said.read_bytes()
    assert b"4096.25" in crossed and b"def double(x):" in crossed and b"print(double(21))" in crossed
    secrets = [b"sentinel", b"8192.5", struct.pack("<d", 8192.5), b"test_", setup.secret.hex().encode()]
    secrets += [b"hint", b"Multiply by", b"assert", b"student", b"handed_in", handed_in[2].encode(), bytes(tmp_path)]
    assert [secret for secret in secrets if secret in crossed] == []
