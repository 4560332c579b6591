"""Names of files as people gave them: shown as text, freed from copies' marks, told apart by their kind."""

import re
import unicodedata

COPY_MARKS = re.compile(r"^copy of |[-_ ]copy ?\d*$| ?\(\d+\)$", re.IGNORECASE)
ANSWERS = re.compile(r"(?:^|[-_ ])answers(?:-\d+)?$")
IGNORED_FOLDERS = {".ipynb_checkpoints", "__MACOSX", "__pycache__", ".git"}
SYSTEM_FILES = {".ds_store", "thumbs.db", "desktop.ini"}
ARCHIVES = (".tar", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar")
MAYBE = (".json", ".txt", "")  # endings under which a notebook is handed in by mistake
JOINERS = "\u200c\u200d"  # cannot be seen, and belong to how Persian and Hindi names are spelt
LONGEST = 300


def text(name: str) -> str:
    """A file name as text that any file can hold: what cannot be printed is spelt out."""
    name = name.encode("utf-8", "backslashreplace").decode()
    shown = "".join(
        char if char.isprintable() or char in JOINERS else char.encode("unicode_escape").decode() for char in name
    )
    return shown if len(shown) <= LONGEST else f"{shown[:LONGEST]}..."


def person(name: str) -> str:
    """A student's name: composed letters, single spaces, nothing invisible that could make two look like one."""
    name = "".join(char for char in name if unicodedata.category(char) != "Cf" or char in JOINERS)
    return text(unicodedata.normalize("NFC", " ".join(name.split(" "))).strip())


def plain_stem(stem: str) -> str:
    """A file's stem without the marks that browsers and Jupyter give to copies."""
    while (shorter := COPY_MARKS.sub("", stem).strip()) != stem:
        stem = shorter
    return stem


def stem(name: str) -> str:
    """A file's name without its endings: `a.ipynb`, `a.ipynb.txt`, `a (1).zip` and `a-Copy1.ipynb` are all `a`."""
    head, _, _ = re.sub(r"(?i)\.ipynb.*$", ".", name).rpartition(".")
    return plain_stem(head or name)


def kind(name: str) -> str:
    """What a file's name says it is: notebook, maybe (perhaps a notebook), answers, zip, archive, system, other."""
    low = name.casefold()
    ending = low[low.rfind(".") :] if "." in low.lstrip(".") else ""
    if low in SYSTEM_FILES or low.startswith("._"):
        return "system"
    if ending == ".ipynb":
        return "notebook"
    if ending == ".zip":
        return "zip"
    if ending in ARCHIVES:
        return "archive"
    if ending == ".json" and ANSWERS.search(stem(low)):
        return "answers"
    return "maybe" if ending in MAYBE or ".ipynb" in low else "other"
