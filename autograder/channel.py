"""One end of the socket pair between trusted code and a student's process: whole frames, and a limit on every wait.

The trusted side gives each wait a `check`, called at every tick and after every part of a frame that arrives;
it raises when the time is up, so neither silence nor a slow drip of bytes can hold the grader.
"""

import contextlib
import socket
import struct
from collections.abc import Callable
from typing import Any

from autograder.codec import BOUNDS, PREFIX, Bounds, decode_body, encode, lengths

TICK = 0.05  # seconds between two looks at the clock while nothing arrives
SMALL, LARGE = 1 << 14, 1 << 20  # bytes asked for at once


class Closed(ConnectionError):
    """The other side is gone."""


class Channel:
    """Frames over a connected stream socket; `tick=None` waits without a limit (the student's side only)."""

    def __init__(self, sock: socket.socket, tick: float | None = TICK, bounds: Bounds = BOUNDS) -> None:
        sock.settimeout(None)
        if tick is not None:  # the kernel's own limit: with settimeout() every recv and send would be a poll() more
            limit = struct.pack("ll", *divmod(round(tick * 1e6), 1_000_000))
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, limit)
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, limit)
        self._socket = sock
        self._bounds = bounds
        self._ahead = bytearray()  # what arrived beyond the last frame
        self.received = 0  # bytes of the last frame received

    def send(self, value: Any, check: Callable[[], None], foreign: Callable[[Any], list] | None = None) -> None:
        """Send one value. CodecError: nothing was sent. Closed: the other side is gone."""
        rest = memoryview(encode(value, foreign, self._bounds))
        while rest:
            try:
                rest = rest[self._socket.send(rest) :]
            except BlockingIOError:
                check()
            except OSError as error:
                raise Closed(str(error)) from None
            else:
                if rest:
                    check()

    def receive(self, check: Callable[[], None], resolve: Callable[[list], Any] | None = None) -> Any:
        """The next value. CodecError: what arrived is no frame. Closed: the other side is gone."""
        self._fill(PREFIX.size, check)
        header, payload = lengths(self._ahead[: PREFIX.size], self._bounds)
        self.received = PREFIX.size + header + payload
        self._fill(self.received, check)
        if len(self._ahead) == self.received:
            frame, self._ahead = self._ahead, bytearray()
        else:
            frame = self._ahead[: self.received]
            del self._ahead[: self.received]
        body = memoryview(frame)[PREFIX.size :]
        return decode_body(body[:header], body[header:], resolve, self._bounds)

    def quiet(self) -> bool:
        """Whether nothing waits to be read: in a conversation in turns, whatever arrives unasked is a breach."""
        if self._ahead:
            return False
        try:
            # b"" is the end of it, which the next wait will notice
            return not self._socket.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
        except OSError:
            return True

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._socket.close()

    def _fill(self, count: int, check: Callable[[], None]) -> None:
        """Read on until `count` bytes are there."""
        while (missing := count - len(self._ahead)) > 0:
            try:
                chunk = self._socket.recv(min(max(missing, SMALL), LARGE))
            except BlockingIOError:
                check()
                continue
            except OSError as error:
                raise Closed(str(error)) from None
            if not chunk:
                raise Closed("the other side is gone")
            self._ahead += chunk
            if len(chunk) < missing:
                check()
