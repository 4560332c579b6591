"""A process that speaks as it likes: whatever is not the one right reply is a breach, and every wait has a deadline."""

import socket
import threading
from dataclasses import replace

import numpy as np
import pytest
from students import LIMITS, failure

from autograder.border import Callback, StudentProcess
from autograder.border import conversation as talk
from autograder.channel import Channel
from autograder.codec import encode
from autograder.zygote import Ending


class Impostor:
    """In place of a student's process: answers each request with the bytes that `script(request)` gives."""

    def __init__(self, script) -> None:
        ours, self.theirs = socket.socketpair()
        self.channel = Channel(ours)
        self.thread = threading.Thread(target=self._speak, args=(script,), daemon=True)
        self.thread.start()

    def _speak(self, script) -> None:
        listener = Channel(self.theirs, tick=None)
        try:
            while True:
                self.theirs.sendall(script(listener.receive(lambda: None, lambda reference: reference)))
        except OSError:
            pass

    def end(self, grace: float = 0.0) -> Ending:
        self.channel.close()
        self.theirs.close()
        return Ending(killed=True)


def against(script, seconds=2.0) -> StudentProcess:
    return StudentProcess(lambda: Impostor(script), replace(LIMITS, wall_seconds=seconds), max_restarts=0)


BREACHES = {
    "another number": lambda n: encode(["returned", n + 1, 0]),
    "an earlier number": lambda n: encode(["returned", n - 1, 0]),
    "no number": lambda n: encode(["returned", "1", 0]),
    "a number that only equals": lambda n: encode(["returned", float(n), 0]),
    "true for one": lambda n: encode(["returned", True, 0]),
    "an unknown word": lambda n: encode(["granted", n, 100]),
    "no word": lambda n: encode([n, n]),
    "no list": lambda n: encode({"returned": n}),
    "too short": lambda n: encode(["returned"]),
    "without a value": lambda n: encode(["returned", n]),
    "with two values": lambda n: encode(["returned", n, 0, 0]),
    "an error that is no report": lambda n: encode(["raised", n, "ValueError"]),
    "a report on a cell": lambda n: encode(["ran", n, [], 1, None]),
    "a function never given": lambda n: encode(["callback", n, 5, [], {}]),
    "a function by name": lambda n: encode(["callback", n, "grad", [], {}]),
    "arguments that are none": lambda n: encode(["callback", n, 0, 1, {}]),
    "keywords that are none": lambda n: encode(["callback", n, 0, [1], {1: 2}]),
    "a callback of another request": lambda n: encode(["callback", n + 1, 0, [1], {}]),
    "a callback and no more": lambda n: encode(["callback", n, 0]),
    "bytes": lambda n: b"x" * 100,
    "a header of nothing": lambda n: encode([])[:4] + bytes(12),
    "an announcement of a terabyte": lambda n: b"cg1\n" + (1).to_bytes(4, "little") + (2**40).to_bytes(8, "little"),
    "a stale function": lambda n: encode(["returned", n, len], lambda it: talk.Reference(["callback", 9])),
    "an unknown reference": lambda n: encode(["returned", n, len], lambda it: talk.Reference(["pickle", 0, "x"])),
    "a reference with code for a name": lambda n: encode(
        ["returned", n, len], lambda it: talk.Reference(["object", 0, "<b>"])
    ),
}


@pytest.mark.parametrize("breach", BREACHES.values(), ids=BREACHES)
def test_replies_of_no_known_form_are_breaches(breach):
    process = against(lambda request: breach(request[1]))
    assert failure(process.student.f, len).kind == "breach"


def test_a_word_out_of_turn_is_a_breach():
    process = against(lambda request: encode(["returned", request[1], 0]) + encode(["returned", request[1] + 1, 100]))
    assert process.student.f() == 0
    assert failure(process.student.f).kind == "breach"


@pytest.mark.parametrize(
    "outputs",
    [
        None,
        [1],
        [{}],
        [{"output_type": "stream", "name": "stdin", "text": ""}],
        [{"output_type": "stream", "name": "stdout", "text": ["a"]}],
        [{"output_type": "stream", "name": "stdout", "text": "", "more": 1}],
        [{"output_type": "error", "ename": 1, "evalue": "", "traceback": []}],
        [{"output_type": "display_data", "data": [], "metadata": {}}],
        [{"output_type": "display_data", "data": {1: ""}, "metadata": {}}],
        [{"output_type": "execute_result", "data": {}, "metadata": {}, "execution_count": "1"}],
        [{"output_type": "update_display_data", "data": {}, "metadata": {}}],
        [{"output_type": "stream", "name": "stdout", "text": "x"}] * 5000,
        [{"output_type": "stream", "name": "stdout", "text": "x" * 10_000_000}],
        [{"output_type": "display_data", "data": {"image/png": "x" * 10_000_000}, "metadata": {}}],
    ],
    ids=lambda outputs: repr(outputs)[:80],
)
def test_forged_reports_on_cells_are_breaches(outputs):
    process = against(lambda request: encode(["ran", request[1], outputs, 1, None]))
    assert process.execute("1").failure.kind == "breach"


def test_forged_places_and_names_of_exceptions_are_not_believed():
    for report in (
        {"type": "Secret7", "cell": 0, "line": 1},
        {"type": "ValueError", "cell": 99, "line": 99},
        {},
        {"type": ["x"]},
    ):
        error = failure(against(lambda request, report=report: encode(["raised", request[1], report])).student.f)
        assert error.kind == "error" and error.line is None and "Secret" not in str(error)


def test_every_wait_has_a_deadline(monkeypatch):
    def silence(request):
        threading.Event().wait(30)
        return b""

    class Drip(Impostor):
        def _speak(self, script):
            try:
                Channel(self.theirs, tick=None).receive(lambda: None)
                frame = encode(["returned", 1, np.zeros(10_000)])
                for at in range(len(frame)):
                    self.theirs.sendall(frame[at : at + 1])
                    threading.Event().wait(0.01)
            except OSError:
                pass

    class Deaf(Impostor):
        def _speak(self, script):
            threading.Event().wait(30)

    limits = replace(LIMITS, wall_seconds=0.3)
    for fork in (lambda: Impostor(silence), lambda: Drip(None), lambda: Deaf(None)):
        assert failure(StudentProcess(fork, limits, max_restarts=0).student.f, np.zeros(1 << 20)).kind == "time"
    monkeypatch.setattr(talk, "MOST_CALLBACKS", 50)
    chatter = against(lambda request: encode(["callback", 1, 0, [], {}]))
    assert failure(chatter.student.f, lambda: 0).kind == "time"


def test_only_the_time_of_the_student_counts():
    slow = Callback(lambda: threading.Event().wait(0.2))
    replies = iter([encode(["callback", 1, 0, [], {}]), encode(["callback", 1, 0, [], {}]), encode(["returned", 1, 5])])
    assert against(lambda request: next(replies), seconds=0.3).student.f(slow) == 5


def test_the_time_of_callbacks_is_not_without_end():
    slow = Callback(lambda: threading.Event().wait(0.2))
    chatter = against(lambda request: encode(["callback", 1, 0, [], {}]), seconds=0.2)
    assert failure(chatter.student.f, slow).kind == "time"
    assert slow.count < 10
