"""Notebooks as plain dicts, read from files nobody has checked and written so that nothing is half there.

nbformat is not used: importing it costs a second, and it mends or refuses files in its own ways. `read_notebook`
returns a notebook that is safe to walk (types checked, depth and size bounded) or raises `NotebookError`, whatever
the bytes.
"""

import codecs
import json
import os
import tempfile
from pathlib import Path

MAX_BYTES = 20_000_000
MAX_DEPTH = 60
MAX_CELLS = 5_000
MAX_BRACKETS = 1_000_000  # bounds the memory that JSON of many tiny objects would take
RESAVE = "Open it in JupyterLab, save it and use the saved file."

# The longer mark first: UTF-32's little-endian mark begins with UTF-16's.
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class NotebookError(Exception):
    """A file that is no notebook of this course can be made of; the message says what is wrong and what to do."""


def read_notebook(source, limit=MAX_BYTES):
    """The notebook in `source` (a path, or the bytes themselves) as a dict of nbformat 4.

    Every cell of the result has `cell_type`, `source` (a string), `metadata` (a dict), and a code cell `outputs` (a
    list). An `id` is kept if it is a string. A byte order mark is understood; lone surrogates become U+FFFD.

    Raises `NotebookError` for anything else, and nothing but that.
    """
    if isinstance(source, (bytes, bytearray, memoryview)):
        raw, name = bytes(source[: limit + 1]), "The notebook"
    else:
        raw, name = _bytes(Path(source), limit), Path(source).name
    if len(raw) > limit:
        raise NotebookError(
            f"{name} is larger than {limit / 1e6:g} MB. Clear its outputs (Edit, Clear Outputs of All Cells) and save it."
        )
    try:
        return _checked(_parse(_decode(raw, name), name), name)
    except MemoryError:
        raise NotebookError(f"{name} takes more memory than there is. {RESAVE}") from None


def dumps(notebook):
    """The notebook as Jupyter writes it: sorted keys, one space of indent, text as a list of lines."""
    cells = [_lines(cell) for cell in notebook["cells"]]
    return json.dumps(notebook | {"cells": cells}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def write_notebook(notebook, path):
    """Write the notebook in one step: a reader sees the old file or the new one, never half of one."""
    write_text(dumps(notebook), path)


def write_text(text, path):
    """Write a text file in one step (a temporary file beside it, then a rename)."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=".course-", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        os.chmod(temporary, path.stat().st_mode & 0o777 if path.exists() else 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _lines(cell):
    cell = cell | {"source": cell["source"].splitlines(keepends=True)}
    if "outputs" in cell:
        cell["outputs"] = [_output_lines(output) for output in cell["outputs"]]
    return cell


def _output_lines(output):
    def lines(value):
        return value.splitlines(keepends=True) if isinstance(value, str) else value

    if isinstance(output.get("data"), dict):
        data = {mime: lines(value) if mime.startswith("text/") else value for mime, value in output["data"].items()}
        return output | {"data": data}
    return output | {"text": lines(output["text"])} if "text" in output else output


def _bytes(path, limit):
    try:
        if not path.exists():
            raise NotebookError(f"There is no file {path.name} in {path.parent}. Check the name and the folder.")
        if not path.is_file():
            raise NotebookError(f"{path.name} is not a file. Give the .ipynb file itself.")
        with path.open("rb") as file:
            return file.read(limit + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise NotebookError(f"{path.name} cannot be read ({reason}). Check that the file is yours to read.") from None


def _decode(raw, name):
    encoding = next((encoding for mark, encoding in MARKS if raw.startswith(mark)), "utf-8")
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotebookError(
            f"{name} is not text in UTF-8 (byte {error.start} does not fit), so it is not a notebook or was damaged. {RESAVE}"
        ) from None


def _parse(text, name):
    if not text.strip():
        raise NotebookError(f"{name} is empty. Save the notebook again, or take a fresh copy.")
    if text.count("{") + text.count("[") > MAX_BRACKETS:
        raise NotebookError(
            f"{name} holds far more data than a notebook of this course. Clear its outputs and save it."
        )
    try:
        return json.loads(text)
    except RecursionError:
        raise NotebookError(f"{name} is nested too deeply to be a notebook. {RESAVE}") from None
    except json.JSONDecodeError as error:
        raise NotebookError(
            f"{name} is not JSON: {error.msg} in line {error.lineno}. A notebook is a JSON file; was it cut off or edited "
            f"by hand? {RESAVE}"
        ) from None
    except ValueError:
        raise NotebookError(f"{name} holds a number of many thousand digits and cannot be read. {RESAVE}") from None


def _checked(notebook, name):
    _bound_depth(notebook, name)
    if not isinstance(notebook, dict) or ("cells" not in notebook and "worksheets" not in notebook):
        raise NotebookError(f"{name} is JSON but not a notebook: it has no cells. Is it the right file?")
    version = notebook.get("nbformat")
    if "worksheets" in notebook or (type(version) is int and version in (1, 2, 3)):
        raise NotebookError(f"{name} has the notebook format 3 of before 2015; format 4 is needed. {RESAVE}")
    if type(version) is not int or version != 4:
        raise NotebookError(f"{name} has the notebook format {_short(version)}; format 4 is needed. {RESAVE}")
    metadata = notebook.get("metadata", {})
    cells = notebook["cells"]
    if not isinstance(metadata, dict) or not isinstance(cells, list):
        raise NotebookError(f"{name} is damaged: its metadata must be an object and its cells a list. {RESAVE}")
    if len(cells) > MAX_CELLS:
        raise NotebookError(
            f"{name} has {len(cells)} cells; more than {MAX_CELLS} are not read. Delete those not needed."
        )
    checked = [_cell(cell, number, name) for number, cell in enumerate(cells, start=1)]
    minor = notebook.get("nbformat_minor")
    minor = minor if type(minor) is int and 0 <= minor < 100 else 4
    return _mended({**notebook, "metadata": metadata, "cells": checked, "nbformat_minor": minor})


def _cell(cell, number, name):
    def wrong(what):
        return NotebookError(f"{name} is damaged: cell {number} {what}. {RESAVE}")

    if not isinstance(cell, dict):
        raise wrong("is not an object")
    if cell.get("cell_type") not in ("code", "markdown", "raw"):
        raise wrong(f"has the unknown type {_short(cell.get('cell_type'))}")
    source = cell.get("source", "")
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str):
        raise wrong("has no text (its source must be a string or a list of lines)")
    result = {**cell, "source": source, "metadata": cell.get("metadata", {})}
    if not isinstance(result["metadata"], dict):
        raise wrong("has metadata that is not an object")
    if cell["cell_type"] == "code":
        outputs = result["outputs"] = cell.get("outputs", [])
        if not isinstance(outputs, list) or not all(isinstance(output, dict) for output in outputs):
            raise wrong("has outputs that are not a list of objects")
        count = cell.get("execution_count")
        result["execution_count"] = count if type(count) is int else None
    if not isinstance(cell.get("id", ""), str):
        result.pop("id")
    return result


def _bound_depth(value, name):
    level = [[value]]
    for _ in range(MAX_DEPTH + 1):
        level = [child for parent in level for child in (parent.values() if isinstance(parent, dict) else parent)]
        level = [child for child in level if isinstance(child, (dict, list)) and child]
        if not level:
            return
    raise NotebookError(f"{name} is nested too deeply to be a notebook. {RESAVE}")


def _mended(value):
    """The same value without lone surrogates, which JSON can spell and no file can hold."""
    if isinstance(value, str):
        if value.isascii():
            return value
        return value.encode("utf-8", "surrogatepass").decode("utf-8", "replace") if _lone(value) else value
    if isinstance(value, dict):
        return {_mended(key): _mended(child) for key, child in value.items()}
    if isinstance(value, list):
        return [_mended(child) for child in value]
    return value


def _lone(text):
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def _short(value):
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:40]}..."
