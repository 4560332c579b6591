"""What decides a grade, as hashes: the course's secret, the version of the engine, the key of a result."""

import functools
import hashlib
import json
import os
import secrets
import sys
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

import autograder
import course
from autograder.intake import Submission
from autograder.worker import Bundle, Setup


def secret(path: Path) -> bytes:
    """The secret kept in `path`, from which hidden inputs are drawn; made at the first call, readable by its owner only."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        path.chmod(0o600)
        text = path.read_text(encoding="ascii").strip()
        if not text:  # whoever made the file was killed before writing, so nothing was graded with it
            path.write_text((text := secrets.token_hex(32)) + "\n", encoding="ascii")
        if len(text) != 64:
            raise ValueError(f"{path} should hold 64 hexadecimal digits. Put back your copy of it.") from None
        return bytes.fromhex(text)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write((text := secrets.token_hex(32)) + "\n")
    return bytes.fromhex(text)


@functools.cache
def engine() -> str:
    """The version of all code that decides a grade: ours by its text, Python and NumPy by their versions."""
    digest = hashlib.sha256(f"{sys.version_info[:2]} numpy {version('numpy')}".encode())
    for package in (autograder, course):
        folder = Path(package.__file__).parent
        for file in sorted(folder.rglob("*.py")):
            digest.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def key_of(submission: Submission, bundle: Bundle, setup: Setup) -> str:
    """The name of a result: a hash over the submission and all else that decides its grade."""
    parts = [submission.sha256, submission.notebook, submission.problem, bundle.digest, setup.tier]
    parts += [asdict(setup.limits), engine(), hashlib.sha256(b"key of results" + setup.secret).hexdigest()]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
