"""A CSV file as a spreadsheet or a program wrote it: what its bytes say, what parts its cells, its rows."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

MOST_BYTES: Final = 2 * 1024 * 1024
MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 60
SEPARATORS: Final = ",;\t"
# A Windows of this part of the world writes this where it does not write Unicode.
OLD_WINDOWS: Final = "cp1252"
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WORKBOOK: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
# No spreadsheet writes these as text; PostgreSQL and readers of pages could not keep them.
_NOT_TEXT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_OTHER_SEPARATORS: Final = re.compile(r"[|^~]")


class SheetRefusedError(Exception):
    """The file as a whole cannot be taken; ``code`` says why, ``facts`` what stands in its sentence."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts


@dataclass(frozen=True, slots=True)
class Row:
    """One row below the headers; ``number`` is the spreadsheet's own, the headers being row 1."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a file says: its headers as they are written, and its rows, those that are empty left out."""

    headers: tuple[str, ...]
    rows: tuple[Row, ...]


def read_sheet(content: bytes) -> Sheet:
    """Return the rows of a CSV file; raise ``SheetRefusedError``."""
    if not content.strip():
        code = "empty"
        raise SheetRefusedError(code)
    if len(content) > MOST_BYTES:
        code = "too_large"
        raise SheetRefusedError(code)
    lines = list(_lines(text_of(content)))
    filled = [(number, cells) for number, cells in lines if any(cells)]
    if not filled:
        code = "empty"
        raise SheetRefusedError(code)
    headers = filled[0][1]
    _check_headers(headers)
    if len(filled) == 1:
        code = "no_rows"
        raise SheetRefusedError(code)
    if len(filled) - 1 > MOST_ROWS:
        code = "too_many_rows"
        raise SheetRefusedError(code, rows=len(filled) - 1)
    return Sheet(headers, tuple(Row(number, cells) for number, cells in filled[1:]))


def text_of(content: bytes) -> str:
    """Return what the bytes say: Unicode in one of its three usual ways, or what an old Windows writes."""
    if content.startswith(_WORKBOOK):
        code = "workbook"
        raise SheetRefusedError(code)
    text = _decoded(content)
    if _NOT_TEXT.search(text):
        code = "not_text"
        raise SheetRefusedError(code)
    return text


def _decoded(content: bytes) -> str:
    for encoding in _encodings(content):
        try:
            return content.decode(encoding).removeprefix("\ufeff")
        except UnicodeDecodeError:
            continue
    code = "not_text"
    raise SheetRefusedError(code)


def _encodings(content: bytes) -> Sequence[str]:
    """Return the ways to read a file: the one that its mark says, or else those that come into question."""
    marked = [encoding for mark, encoding in _BOMS if content.startswith(mark)]
    if marked or b"\x00" not in content:
        return marked or ("utf-8", OLD_WINDOWS)
    # Of Latin letters in UTF-16 every second byte is nought; of nothing else that is text, any.
    low, high = content[::2].count(0), content[1::2].count(0)
    if max(low, high) * 4 < len(content):
        return ()
    return ("utf-16-le",) if high > low else ("utf-16-be",)


def _lines(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as fault:
            code = "huge_cell" if "limit" in str(fault) else "quotes"
            raise SheetRefusedError(code, row=number) from fault
        yield number, tuple(cell.strip() for cell in cells)


def _separator(text: str) -> str:
    """Return what stands most often in the first line that says anything, outside its quotes."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    outside = re.sub(r'"[^"]*"', "", first)
    found = Counter(sign for sign in outside if sign in SEPARATORS)
    return found.most_common(1)[0][0] if found else ","


def _check_headers(headers: tuple[str, ...]) -> None:
    if len(headers) == 1 and _OTHER_SEPARATORS.search(headers[0]):
        code = "separator"
        raise SheetRefusedError(code)
    if len(headers) > MOST_COLUMNS:
        code = "too_many_columns"
        raise SheetRefusedError(code, columns=len(headers))
