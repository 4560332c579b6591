"""A CSV file whose cells can be changed without touching a byte of anything else.

The file is kept as it was read; every cell is known by where it begins and ends in the text. So encoding, byte order
mark, delimiter, quoting, line ends, blank lines and all other cells stay what they were.
"""

import codecs
import re
from collections.abc import Iterable

DELIMITERS = ",;\t|"
BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
WITHOUT_BOM = ("utf-8", "cp1252", "latin-1")  # the last can read and write any bytes


class SheetError(Exception):
    """The file cannot be filled; the message says why and what to do."""


class Sheet:
    """The cells of a CSV file: `rows[row][column]`, the header first.

    `wanted`: names of columns that the header should have. Of the usual delimiters the one is taken that finds most of
    them, then the one that finds most columns.

    Raises
    ------
    SheetError: the file is empty, or its quotes do not close.
    """

    def __init__(self, data: bytes, wanted: Iterable[str] = ()) -> None:
        self._bom, self.encoding = next((pair for pair in BOMS if data.startswith(pair[0])), (b"", ""))
        self._text = self._decoded(data[len(self._bom) :])
        if not self._text.strip():
            raise SheetError("the file is empty.")
        wanted = {name.strip().casefold() for name in wanted}
        readings = [reading for delimiter in DELIMITERS if (reading := _spans(self._text, delimiter))]
        if not readings:
            raise SheetError("its quotes do not close, so its columns cannot be told. Export the file again.")

        def fit(reading: tuple[str, list]) -> tuple[int, int]:
            names = [_value(self._text[slice(*span)]).strip().casefold() for span in reading[1][0]]
            return len(wanted & set(names)), len(names)

        self.delimiter, self._spans = max(readings, key=fit)
        self.rows = [[_value(self._text[slice(*span)]) for span in row] for row in self._spans]

    def _decoded(self, raw: bytes) -> str:
        for encoding in [self.encoding] if self.encoding else WITHOUT_BOM:
            try:
                text = raw.decode(encoding)
            except UnicodeDecodeError:
                continue
            if text.encode(encoding) == raw:
                self.encoding = encoding
                return text
        raise SheetError(f"it begins like a file in {self.encoding}, but is none. Export it again.")

    @property
    def header(self) -> list[str]:
        """The names of the columns, without the blanks around them."""
        return [name.strip() for name in self.rows[0]]

    def column(self, name: str) -> int | None:
        """Where the column of this name stands, whatever its case; None where there is none.

        Raises
        ------
        SheetError: two columns have this name.
        """
        wanted = name.strip().casefold()
        found = [place for place, own in enumerate(self.header) if own.casefold() == wanted]
        if len(found) > 1:
            raise SheetError(f"{len(found)} columns are called {name!r}. Rename one of them.")
        return found[0] if found else None

    def place(self, name: str) -> int:
        """Where the column of this name stands.

        Raises
        ------
        SheetError: there is none, or there are two.
        """
        if (found := self.column(name)) is None:
            raise SheetError(f"there is no column {name!r}. {self.columns}")
        return found

    def first(self, names: Iterable[str]) -> int | None:
        """Where the first column stands that has one of these names."""
        return next((place for name in names if (place := self.column(name)) is not None), None)

    @property
    def columns(self) -> str:
        """The columns there are, as a sentence."""
        return f"Columns in this file: {'; '.join(self.header)}."

    def cell(self, row: int, column: int) -> str:
        """What stands there; nothing where the row is shorter."""
        return self.rows[row][column] if column < len(self.rows[row]) else ""

    def body(self) -> list[int]:
        """The rows below the header that are not blank."""
        return [row for row in range(1, len(self.rows)) if any(cell.strip() for cell in self.rows[row])]

    def identities(self, rows: Iterable[int], words: dict[str, list[str]]) -> dict[int, list[tuple[str, str]]]:
        """What the rows call their students, in pairs (kind, identity). `words`: kind -> columns that may hold it."""
        columns = [
            (kind, place) for kind, names in words.items() for name in names if (place := self.column(name)) is not None
        ]
        return {row: [(kind, self.cell(row, place)) for kind, place in columns] for row in rows}

    def filled(self, cells: dict[tuple[int, int], str]) -> bytes:
        """The file with these cells, by (row, column), replaced; quoted where they were, or where they must be."""
        parts, end = [], 0
        for row, column in sorted(cells):
            begin, after = self._spans[row][column]
            quoted = self._text[begin:after].startswith('"')
            parts += [self._text[end:begin], self._cell(cells[row, column], quoted)]
            end = after
        text = "".join([*parts, self._text[end:]])
        return self._bom + text.encode(self.encoding)

    def _cell(self, text: str, quoted: bool) -> str:
        if quoted or any(mark in text for mark in (self.delimiter, '"', "\r", "\n")):
            return '"' + text.replace('"', '""') + '"'
        return text


def _spans(text: str, delimiter: str) -> tuple[str, list[list[tuple[int, int]]]] | None:
    """(delimiter, for each row where its cells begin and end), or None where the quotes do not fit this delimiter."""
    stop = re.escape(delimiter)
    cell = re.compile(rf'("(?:[^"]++|"")*+"|(?!")[^{stop}\r\n]*+)({stop}|\r\n|\r|\n|\Z)')
    rows, row, place = [], [], 0
    while place < len(text) or row:
        found = cell.match(text, place)
        if found is None:
            return None
        row.append(found.span(1))
        place = found.end()
        if found[2] != delimiter:
            rows.append(row)
            row = []
    return delimiter, rows


def _value(cell: str) -> str:
    return cell[1:-1].replace('""', '"') if cell.startswith('"') else cell
