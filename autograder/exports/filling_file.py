"""From an exported file and a gradebook to the same file with grades in it, and a word on everyone."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from autograder.exports.class_files import write_bytes
from autograder.exports.filling import Filled, Layout, fill
from autograder.exports.grades import ExportError, read
from autograder.exports.sheet import Sheet, SheetError


@dataclass(frozen=True)
class Wish:
    """One column to fill: with the points in which `notebook` (None: the only one), and how to find where things stand."""

    notebook: str | None
    layout: Callable[[Sheet, str], Layout]  # of the sheet and the notebook's name in full


@dataclass(frozen=True)
class Rules:
    """What else is allowed: overwrite other grades, convert to the file's maximum, cut off above it."""

    replace: bool = False
    scale: bool = False
    cap: bool = False


def fill_file(
    out: Path, file: Path, to: Path | None, wishes: list[Wish], needed: Iterable[str], rules: Rules, console: Console
) -> int:
    """Write the filled file and say what was done; the exit code: 0, or 1 where something needs a look.

    Raises
    ------
    ExportError: nothing can be written as asked; then nothing is.
    """
    target = _target(out, file, to)
    try:
        sheet = Sheet(file.read_bytes(), needed)
    except OSError as error:
        raise ExportError(f"{file} cannot be read ({error.strerror}).") from None
    except SheetError as error:
        raise ExportError(f"{file.name}: {error}") from None
    everyone, notebooks = read(out, [wish.notebook for wish in wishes])
    done: list[tuple[Layout, str, Filled]] = []
    try:
        for wish, notebook in zip(wishes, notebooks, strict=True):
            layout, most = wish.layout(sheet, notebook), everyone.full_marks[notebook]
            if layout.column in [other.column for other, _, _ in done]:
                raise ExportError(f"the column {sheet.header[layout.column]!r} is named twice.")
            grades = everyone.grades[notebook]
            filled = fill(sheet, layout, grades, most, replace=rules.replace, scale=rules.scale, cap=rules.cap)
            done.append((layout, notebook, filled))
    except (SheetError, ExportError) as error:
        raise ExportError(f"{file.name}: {error}") from None
    try:
        write_bytes(target, sheet.filled({place: text for *_, filled in done for place, text in filled.cells.items()}))
    except (OSError, UnicodeEncodeError) as error:
        raise ExportError(f"{target} cannot be written ({error}).") from None
    for layout, notebook, filled in done:
        _tell(console, sheet.header[layout.column], notebook, layout.most, filled)
    troubles = list(dict.fromkeys(trouble for *_, filled in done for trouble in filled.troubles))
    if troubles:
        console.print(f"[bold red]{len(troubles)} to look at:[/]")
        for who, why in troubles:
            console.print(f"  [bold]{escape(who)}[/]  {escape(why)}", soft_wrap=True)
    console.print(f"Written: {escape(str(target))}. {escape(file.name)} is as it was.", soft_wrap=True)
    return int(bool(troubles))


def _target(out: Path, file: Path, to: Path | None) -> Path:
    name = f"{file.stem}-filled{file.suffix}"
    target = out / name if to is None else to / name if to.is_dir() else to
    if target.resolve() == file.resolve():
        raise ExportError(f"{file} would be overwritten. Name another file with --to, so that you keep the original.")
    return target


def _tell(console: Console, column: str, notebook: str, most: float | None, filled: Filled) -> None:
    counts = [f"{len(filled.cells)} written"]
    counts += [f"{filled.kept} the same before"] if filled.kept else []
    counts += (
        [f"{filled.nothing_handed_in} without this notebook, left as they are"] if filled.nothing_handed_in else []
    )
    maximum = "no maximum in the file" if most is None else f"out of {most:g}"
    console.print(f"{escape(notebook)} into {escape(repr(column))}, {maximum}: {', '.join(counts)}.", soft_wrap=True)
