"""What the learner said, in one small file: answers.json, in $COURSE_ANSWERS or the notebook's own folder.

Nothing leaves this file. It is written whole and swapped in (a crash leaves the old one), and read again before each
write, so that two open notebooks do not undo each other. A file that cannot be read is set aside under another name.
"""

import json
import os
import tempfile
import weakref
from pathlib import Path

NAME = "answers.json"
FORMAT = 1
# Answers of this session that could not be written to disk, by file: the cards go on working without it.
_unsaved = {}
_watchers = {}


def place():
    """Path of the answers file."""
    return Path(os.environ.get("COURSE_ANSWERS") or ".").expanduser().absolute() / NAME


def answers():
    """All answers, {key: {"kind": ..., "question": ..., "said": ..., ...}}."""
    return _read(place())[0] | _unsaved.get(place(), {})


def said(key):
    """What was recorded under `key`, or None."""
    return answers().get(key)


def record(key, **facts):
    """Remember facts under `key` (added to what is there; a fact of None is forgotten).

    Returns a sentence for the learner when the file had to be set aside or could not be written, else "".
    """
    path = place()
    known, note = _read(path, set_aside=True)
    entry = (known | _unsaved.get(path, {})).get(key, {}) | facts
    entry = {name: fact for name, fact in entry.items() if fact is not None}
    known |= _unsaved.pop(path, {}) | {key: entry}
    try:
        _write(path, known)
    except OSError as error:
        _unsaved.setdefault(path, {})[key] = entry
        reason = error.strerror or "it cannot be written"
        note = f"Remembered until you close this notebook only: {NAME} could not be saved ({reason})."
    for watcher in list(_watchers.get(key, ())):
        call = watcher()
        if call is None:
            _watchers[key].remove(watcher)
        else:
            call()
    return note


def watch(key, method):
    """Call `method` (of an object, held weakly) after every change under `key`."""
    _watchers.setdefault(key, []).append(weakref.WeakMethod(method))


def _read(path, set_aside=False):
    """(answers, sentence). A damaged file reads as empty; with `set_aside` it is renamed, never overwritten."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}, ""
    except (OSError, UnicodeDecodeError):
        text = ""
    try:
        found = json.loads(text)["answers"]
        if not isinstance(found, dict) or not all(isinstance(entry, dict) for entry in found.values()):
            raise ValueError("not a table of answers")
        return found, ""
    except (ValueError, KeyError, TypeError, RecursionError):
        return {}, _set_aside(path) if set_aside else ""


def _set_aside(path):
    number = 1
    while (spare := path.with_name(f"answers.damaged-{number}.json")).exists():
        number += 1
    try:
        os.replace(path, spare)
    except OSError:
        return ""
    return f"{NAME} could not be read. It is kept as {spare.name}, and a new one was begun."


def _write(path, known):
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".answers-", suffix=".json")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump({"format": FORMAT, "answers": known}, file, ensure_ascii=False, indent=1)
        os.replace(draft, path)
    except BaseException:
        os.unlink(draft)
        raise
