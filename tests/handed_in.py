"""Notebooks and exports of platforms for tests of the intake, made in code: no real person is in them."""

import io
import json
import zipfile

EXERCISES = {"01_first_exercises": ["slope", "walk"], "02_second_exercises": ["bend"]}


def notebook(*sources, name=None, **course):
    """A notebook's text; `name` and `course` are what its metadata says of it."""
    metadata = {"course": {"name": name} | course} if name else {}
    cells = [
        {"cell_type": "code", "metadata": {}, "source": source, "outputs": [], "execution_count": None}
        for source in sources
    ]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells})


FIRST = notebook("def slope(f): ...", name="01_first_exercises")
SECOND = notebook("def bend(f): ...", name="02_second_exercises")


def version(number, name="01_first_exercises"):
    """A notebook unlike the others."""
    return notebook("def slope(f): ...", f"# {number}", name=name)


def lay(folder, files):
    """Write files, {path: text or bytes}, below a folder."""
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(as_bytes(content))
    return folder


def zipped(files):
    """The bytes of a zip archive of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(zipfile.ZipInfo(path, (2026, 3, 1, 12, 0, 0)), as_bytes(content), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def as_zip(folder, files, name="submissions.zip"):
    """A zip archive of these files on the disk."""
    (folder / name).write_bytes(zipped(files))
    return folder / name


def as_bytes(content):
    return content if isinstance(content, bytes) else content.encode()


def students(intake):
    return [(one.student, one.notebook) for one in intake.submissions]


def outcomes(intake):
    return {path: outcome for path, outcome, _ in intake.files}


def reasons(intake):
    return {path: reason for path, _, reason in intake.files}
