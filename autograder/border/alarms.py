"""Alarms: the worker ends a test that takes too long by an exception out of a signal handler, wherever the test is."""

import contextlib
import signal
from collections.abc import Iterator


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """No alarm within: it comes before or after. For what must not be left half done, such as a talk with the warm process."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows, which has no alarms either
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
