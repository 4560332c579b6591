"""The static rules for notebooks and their sources: functions that return complaints, each a sentence with its place."""

import base64
import re
import struct

MIMES = {"text/plain", "text/html", "image/png"}
MAX_PNG_BYTES, MAX_PNG_WIDTH = 150_000, 1100
MAX_WORDS = 900

PLACES = {
    "an address in memory": re.compile(r"\b0x[0-9a-fA-F]{6,}"),
    "a path of one machine": re.compile(
        r"/(?:home|root|tmp|Users|usr|mnt|private|var)/\w|[A-Z]:\\\w|site-packages|ipykernel_\d"
    ),
    "a time of day or a duration": re.compile(
        r"\b\d\d:\d\d:\d\d\b|\b\d+(?:\.\d+)?\s?(?:ns|µs|us|ms)\b|\b\d+\.\d+\s?s(?:ec)?\b"
    ),
    "a number with more digits than machines agree on": re.compile(r"\d\.\d{9,}"),
}
# A sentence that begins in the line in which another ended. Single capitals are initials ("S. Ruder"), 1. begins a list.
TWO_SENTENCES = re.compile(
    r"(?<![A-Z])(?<!\be\.g)(?<!\bi\.e)(?<!\bvs)(?<!\bal)(?<!\bcf)[.!?][\"')\]*_]* +[\"'(\[*_]*[A-Z]"
)
# What may stand before a sentence: a list's number or dash, and a word or two in bold ("**Predict.** Say ...").
LEAD_IN = re.compile(r"^\s*(?:(?:\d+\.|[-*>]) )?\s*(?:\*\*[^*]{1,40}[.:]\*\* )?")
FILLERS = re.compile(r"\b(?:simply|obviously|as we can see|in this section we will)\b", re.IGNORECASE)
EMOJI = re.compile("[\U0001f300-\U0001faff\u2728\u2705\u274c]")


def text(value):
    return "".join(value) if isinstance(value, list) else value


def code_cells(notebook):
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def counts(notebook):
    """Every code cell counted from 1 without a gap."""
    found = [cell["execution_count"] for cell in code_cells(notebook)]
    if found != list(range(1, len(found) + 1)):
        yield f"code cells are counted {found}; they should be counted 1 to {len(found)}"


def stripped(notebook):
    """No outputs and no counts (what is handed out)."""
    for cell in code_cells(notebook):
        if cell["outputs"] or cell["execution_count"] is not None:
            yield f"cell {cell['id']} has outputs or a count; an exercise is handed out without"


def semicolons(notebook):
    """No line of code ends in a semicolon: nbval does not understand it."""
    for cell in code_cells(notebook):
        for line in cell["source"].splitlines():
            if line.rstrip().endswith(";"):
                yield f"cell {cell['id']}: the line {line.strip()!r} ends in a semicolon"


def ids(notebook):
    """Every cell has an id, and no other has the same."""
    found = [cell.get("id") for cell in notebook["cells"]]
    yield from (
        f"the id {one!r} is used twice" for one in sorted({one for one in found if found.count(one) > 1}, key=str)
    )
    if None in found:
        yield "a cell has no id"


def all_outputs(notebook):
    """(cell, output) for what is shown and for the targets that an exercise carries."""
    for cell in code_cells(notebook):
        for output in [*cell["outputs"], *cell["metadata"].get("course", {}).get("target", [])]:
            yield cell, output


def kinds(notebook):
    """Outputs are printed text, plain text, HTML and PNG; no errors, no stderr, nothing that needs a kernel to be seen."""
    for cell, output in all_outputs(notebook):
        kind = output["output_type"]
        if kind == "stream" and output["name"] != "stdout" or kind == "error":
            yield f"cell {cell['id']} shows {output.get('name', kind)}"
        for mime in set(output.get("data", {})) - MIMES:
            yield f"cell {cell['id']} shows {mime}; only {', '.join(sorted(MIMES))} are published"
        if "data" in output and "text/plain" not in output["data"]:
            yield f"cell {cell['id']} has an output without text/plain, which nbval compares"


def places(notebook):
    """No addresses, paths or times in what is shown, and no digits that differ between machines."""
    for cell, output in all_outputs(notebook):
        shown = [output.get("text", "")] + [
            value for mime, value in output.get("data", {}).items() if mime.startswith("text/")
        ]
        for what, pattern in PLACES.items():
            for value in shown:
                found = pattern.search(re.sub(r"<style.*?</style>|<svg.*?</svg>", "", text(value), flags=re.DOTALL))
                if found:
                    yield f"cell {cell['id']} shows {what}: {found.group()!r}"


def pictures(notebook, with_alt=True):
    """PNGs of modest size and without a stamp, with a text that says what a sighted reader concludes."""
    for cell, output in all_outputs(notebook):
        if "image/png" not in output.get("data", {}):
            continue
        png = base64.b64decode(text(output["data"]["image/png"]))
        (width,) = struct.unpack(">I", png[16:20])
        if len(png) > MAX_PNG_BYTES or width > MAX_PNG_WIDTH:
            yield f"cell {cell['id']} has a picture of {len(png)} bytes, {width} pixels wide; at most {MAX_PNG_BYTES}, {MAX_PNG_WIDTH}"
        if any(chunk in png for chunk in (b"tEXt", b"iTXt", b"tIME", b"eXIf")):
            yield f"cell {cell['id']} has a picture with a stamp in it"
        alt = output.get("metadata", {}).get("image/png", {}).get("alt", "")
        if with_alt and not alt.strip():
            yield f"cell {cell['id']} has a picture without alt text (course.plots.alt gives it one)"


def prose(notebook):
    """The words of a lesson's prose: code, formulas, tags and link targets do not count."""
    cells = (cell["source"] for cell in notebook["cells"] if cell["cell_type"] == "markdown")
    return "\n".join(plain(source) for source in cells)


def plain(source):
    """Markdown without code, formulas, HTML tags and link targets."""
    for pattern in (r"```.*?```", r"\$\$.*?\$\$", r"\$[^$\n]*\$", r"`[^`\n]*`", r"<[^>\n]*>", r"\]\([^)\n]*\)"):
        source = re.sub(pattern, " ", source, flags=re.DOTALL)
    return source


def words(notebook):
    """At most 900 words of prose in a lesson."""
    found = len(re.findall(r"[A-Za-z][\w'-]*", prose(notebook)))
    if found > MAX_WORDS:
        yield f"{found} words of prose; a lesson has at most {MAX_WORDS}: move a paragraph into something to do"


def sentences(notebook):
    """One sentence per line in prose sources; tables, headings and bold lead-ins are exempt."""
    for cell in notebook["cells"]:
        if cell["cell_type"] != "markdown":
            continue
        for line in plain(cell["source"]).splitlines():
            line = LEAD_IN.sub("", line)
            if not line.lstrip().startswith(("|", "#")) and TWO_SENTENCES.search(line):
                yield f"cell {cell['id']}: two sentences in one line: {line.strip()[:90]!r}"


def voice(notebook):
    """No fillers, no exclamation marks, no emoji in prose."""
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            said = plain(cell["source"])
            for found in [*FILLERS.findall(said), *EMOJI.findall(said), *re.findall(r"[^\W\d]!(?:\s|$)", said)]:
                yield f"cell {cell['id']}: {found.strip()!r} in prose"


def opening(notebook):
    """A notebook opens with its title, and knows its title and minutes."""
    course = notebook["metadata"].get("course", {})
    if not notebook["cells"] or not notebook["cells"][0]["source"].startswith("# "):
        yield "the first cell is not a title (`# ...`)"
    if not isinstance(course.get("title"), str) or not isinstance(course.get("minutes"), int):
        yield "the front matter does not say title and minutes (jupyter: course: title, minutes)"
