# SPDX-License-Identifier: AGPL-3.0-or-later
"""CSV files as spreadsheets and programs write them, and those that are none."""

import contextlib
import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.imports.reading import MOST_BYTES, MOST_ROWS, Sheet, SheetRefusedError, read_sheet

TEXT = "Name;Place\nSiân Ŵyn;Tŷ Gwyn, Aberteifi\n"
CELLS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Zs", "Cn", "Co")), min_size=1
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_read_however_it_is_written(encoding: str) -> None:
    sheet = read_sheet(TEXT.encode(encoding))

    assert sheet.headers == ("Name", "Place")
    assert sheet.rows[0].cells == ("Siân Ŵyn", "Tŷ Gwyn, Aberteifi")


def test_what_an_old_windows_writes_is_read() -> None:
    sheet = read_sheet("Name,Pay\nSiân,£13.45\n".encode("cp1252"))

    assert sheet.rows[0].cells == ("Siân", "£13.45")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_columns_are_parted_by_any_of_three_signs(separator: str) -> None:
    sheet = read_sheet(f'"Name, all of it"{separator}Place\r\nNia{separator}Aber\r\n'.encode())

    assert sheet.headers == ("Name, all of it", "Place")
    assert sheet.rows[0].cells == ("Nia", "Aber")


def test_a_row_has_the_number_that_a_spreadsheet_gives_it() -> None:
    sheet = read_sheet(b'a,b\n1,"two\nlines"\n,\n\n3,4\n')

    assert [row.number for row in sheet.rows] == [2, 5]


@pytest.mark.parametrize(
    ("code", "content"),
    [
        ("empty", b""),
        ("empty", b" \r\n\n"),
        ("empty", b",,\n,,\n"),
        ("no_rows", b"a,b\n"),
        ("too_large", b"a,b\n" + b"x" * MOST_BYTES),
        ("too_many_rows", b"a,b\n" + b"1,2\n" * (MOST_ROWS + 1)),
        ("too_many_columns", b",".join([b"a"] * 61) + b"\n1\n"),
        ("workbook", b"PK\x03\x04rest"),
        ("workbook", b"\xd0\xcf\x11\xe0rest"),
        ("not_text", b"a,b\n1,\x001"),
        ("not_text", b"\xff\xfea"),
        ("not_text", b"\xef\xbb\xbfa,b\n\xff,1"),
        ("not_text", b"a,b\n\x81\x8d,1"),
        ("quotes", b'a,b\n"1"x,2\n'),
        ("quotes", b'a,b\n"1,2\n'),
        ("huge_cell", b'a,b\n"' + b"x" * 200_000 + b'",2\n'),
        ("separator", b"a|b\n1|2\n"),
    ],
)
def test_what_is_no_sheet_is_refused(code: str, content: bytes) -> None:
    with pytest.raises(SheetRefusedError) as refused:
        read_sheet(content)

    assert refused.value.code == code


@given(content=st.binary(max_size=300))
def test_any_bytes_are_a_sheet_or_refused(content: bytes) -> None:
    with contextlib.suppress(SheetRefusedError):
        assert isinstance(read_sheet(content), Sheet)


@given(cells=st.lists(CELLS, min_size=2, max_size=5), separator=st.sampled_from(",;\t"))
def test_what_was_written_is_read_again(cells: list[str], separator: str) -> None:
    text = io.StringIO()
    headers = [f"column {place}" for place in range(len(cells))]
    csv.writer(text, delimiter=separator).writerows([headers, cells])

    sheet = read_sheet(text.getvalue().encode())

    assert sheet.rows[0].cells == tuple(cells)
