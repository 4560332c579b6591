"""What a student's process replied: is it finite, is it of the form that our own code relies on?"""

from typing import Any

import numpy as np

MOST_OUTPUTS = 1100  # of one cell
ROOM_FOR_AN_ERROR = 1 << 18  # an error is told even where a cell has used up its outputs


def is_finite(value: Any) -> bool:
    """Whether no number in a result, at any depth, is nan or inf."""
    if isinstance(value, float):
        return value - value == 0
    if isinstance(value, np.ndarray):
        return value.dtype.kind not in "fc" or bool(np.isfinite(value).all())
    if isinstance(value, dict):
        return all(map(is_finite, value.values()))
    return not isinstance(value, (list, tuple)) or all(map(is_finite, value))


def is_reply(word: str, body: list) -> bool:
    """Whether this is a reply to a call: ["returned", number, result], ["raised", number, report] or ["missing", number]."""
    return (word, len(body)) in (("returned", 1), ("missing", 0)) or (
        word == "raised" and len(body) == 1 and type(body[0]) is dict
    )


def are_outputs(outputs: Any, most_bytes: int) -> bool:
    """Whether what a process reports are outputs in nbformat's form, so far as our own code relies on it.

    Their number and size are what the honest loop of a process keeps to (see autograder.outputs), and a little more.
    """
    if type(outputs) is not list or len(outputs) > MOST_OUTPUTS or not all(map(_is_output, outputs)):
        return False
    return sum(map(_size, outputs)) <= most_bytes + ROOM_FOR_AN_ERROR


def _size(output: dict) -> int:
    """Characters in an output."""
    data = output.get("data", {}).values()
    texts = (output.get("text", ""), output.get("evalue", ""), *output.get("traceback", ()), *data)
    return sum(len(text) for text in texts if isinstance(text, str))


def _is_output(it: Any) -> bool:
    if type(it) is not dict:
        return False
    kind = it.get("output_type")
    if kind == "stream":
        return (
            set(it) == {"output_type", "name", "text"}
            and it["name"] in ("stdout", "stderr")
            and type(it["text"]) is str
        )
    if kind == "error":
        texts = it.get("traceback")
        return (
            set(it) == {"output_type", "ename", "evalue", "traceback"}
            and type(it["ename"]) is type(it["evalue"]) is str
            and type(texts) is list
            and all(type(text) is str for text in texts)
        )
    keys = {"output_type", "data", "metadata"} | ({"execution_count"} if kind == "execute_result" else set())
    return (
        kind in ("execute_result", "display_data")
        and set(it) == keys
        and type(it["data"]) is type(it["metadata"]) is dict
        and all(type(mime) is str for mime in it["data"])
        and type(it.get("execution_count", 0)) is int
    )
