"""A cell's outputs while it runs: streams, displays, results and errors in nbformat's form, never more than a bound."""

import base64
import io
import json

MOST_OUTPUTS = 1000
CUT = "\n[The rest of this cell's output is left out: it is more than {} bytes.]\n"


class Recorder:
    """Collects outputs, at most `room` bytes of them."""

    def __init__(self, room: int = 1 << 20) -> None:
        self._outputs: list[dict] = []
        self._bound = self._room = room
        self._full = self._clear_first = False
        self._displayed: list[tuple[str, dict]] = []

    @property
    def outputs(self) -> list[dict]:
        """The outputs so far."""
        return [it | {"text": "".join(it["text"])} if it["output_type"] == "stream" else it for it in self._outputs]

    def text(self, name: str, text: str) -> None:
        """Something was printed; neighbouring prints to one stream are one output."""
        if not text or not self._is_open():
            return
        raw = text.encode("utf-8", "replace")
        kept = text if len(raw) <= self._room else raw[: max(self._room, 0)].decode("utf-8", "ignore")
        self._add(len(raw), {"output_type": "stream", "name": name, "text": [kept]})
        if kept is not text:
            self._cut()

    def result(self, data: dict, metadata: dict, count: int) -> None:
        """The value of a cell's last expression."""
        self._rich({"output_type": "execute_result", "execution_count": count}, data, metadata)

    def display(self, data: dict, metadata: dict, display_id: str | None, update: bool) -> None:
        """A display; those with the same id, and an update of them, are changed where they stand."""
        output = self._rich({"output_type": "display_data"}, data, metadata, show=not update)
        if output and display_id:
            for known, earlier in self._displayed:
                if known == display_id:
                    earlier |= output
            if not update:
                self._displayed.append((display_id, output))

    def error(self, ename: str, evalue: str, traceback: list[str]) -> None:
        """An exception ended the cell; it is told even where the outputs are cut."""
        texts = {"ename": ename[:200], "evalue": evalue[:2000], "traceback": [line[:2000] for line in traceback[-50:]]}
        self._is_open()
        self._full = False
        self._add(0, {"output_type": "error"} | texts)

    def clear(self, wait: bool) -> None:
        """Forget the outputs so far, now or (`wait`) when the next one comes."""
        self._clear_first = wait
        if not wait:
            self._empty()

    def _is_open(self) -> bool:
        """Whether there is room for an output that comes now (with which an earlier clear may take effect)."""
        if self._clear_first:
            self._empty()
        return not self._full

    def _empty(self) -> None:
        self._outputs.clear()
        self._displayed.clear()
        self._room, self._full, self._clear_first = self._bound, False, False

    def _rich(self, output: dict, data: dict, metadata: dict, show: bool = True) -> dict | None:
        plain = self._plain(data, metadata) if self._is_open() else None
        if plain is None:
            return None
        output.update(plain)
        if show:
            self._add(0, output)
        return output

    def _plain(self, data: dict, metadata: dict) -> dict | None:
        """Data and metadata as JSON can hold them, or None when they are too large."""
        size = sum(len(it) for it in data.values() if isinstance(it, (str, bytes)))
        if size > self._room:
            self._cut()
            return None
        plain = [json.loads(json.dumps(it, default=_bytes_as_text)) for it in (data, metadata)]
        self._room -= size
        return dict(zip(("data", "metadata"), plain, strict=True))

    def _add(self, size: int, output: dict) -> None:
        self._room -= size
        last = self._outputs[-1] if self._outputs else {}
        if output["output_type"] == "stream" == last.get("output_type") and output["name"] == last["name"]:
            last["text"] += output["text"]
        elif len(self._outputs) < MOST_OUTPUTS or output["output_type"] == "error":
            self._outputs.append(output)

    def _cut(self) -> None:
        self._add(0, {"output_type": "stream", "name": "stderr", "text": [CUT.format(self._bound)]})
        self._full = True


class Stream(io.TextIOBase):
    """sys.stdout or sys.stderr of a cell."""

    encoding = "UTF-8"
    errors = "strict"

    def __init__(self, shell, name: str) -> None:
        self._shell, self.name = shell, name

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        self._shell.recorder.text(self.name, text)
        return len(text)

    def writable(self) -> bool:
        return True


def _bytes_as_text(value) -> str:
    """What the kernel does with bytes in a display (a PNG, say): base64."""
    if isinstance(value, (bytes, bytearray, memoryview)):
        return base64.b64encode(value).decode()
    raise TypeError(f"{type(value).__name__} cannot be displayed")
