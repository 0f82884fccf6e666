# SPDX-License-Identifier: AGPL-3.0-or-later
"""Columns are found by any of their names, and a cell says what a form would have been answered with."""

from collections.abc import Iterator
from datetime import date, time

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.imports.cells import answer, folded, written
from app.imports.columns import TABLES, Column
from app.imports.finding import find_columns
from app.imports.reading import SheetRefusedError
from app.imports.words import sheet_words


@pytest.fixture(scope="module", autouse=True)
def _in_both_languages(built_app: Flask) -> Iterator[None]:
    """Outside the application there is no Welsh."""
    with built_app.app_context():
        yield


EVERY = [(table.code, column) for table in TABLES.values() for column in table.columns]


def column(table: str, code: str) -> Column:
    return TABLES[table].column(code)


@pytest.mark.parametrize("code", list(TABLES))
def test_no_two_columns_of_a_table_go_by_one_name(code: str) -> None:
    names = [{folded(name) for name in one.names()} for one in TABLES[code].columns]

    assert sum(map(len, names)) == len(set.union(*names))


@pytest.mark.parametrize("code", list(TABLES))
def test_a_row_is_known_by_columns_that_are_there(code: str) -> None:
    assert all(TABLES[code].column(one) for one in TABLES[code].key)


# A busy machine draws slowly; that is no fault of the columns.
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), code=st.sampled_from(list(TABLES)))
def test_columns_are_found_in_any_order_by_any_of_their_names(data: st.DataObject, code: str) -> None:
    columns = data.draw(st.permutations(TABLES[code].columns))
    headers = [data.draw(st.sampled_from([*one.names(), one.code.upper()])) for one in columns]

    found = find_columns(TABLES[code], [f" {header} " for header in headers])

    assert found.at == {one.code: place for place, one in enumerate(columns)}


@pytest.mark.parametrize(
    ("code", "headers"),
    [
        ("unknown_column", ["Shoe size"]),
        ("unnamed_column", ["First names", ""]),
        ("column_twice", ["First names", "given_name"]),
        ("missing_columns", ["First names"]),
    ],
)
def test_headers_that_do_not_fit_are_refused(code: str, headers: list[str]) -> None:
    with pytest.raises(SheetRefusedError) as refused:
        find_columns(TABLES["workers"], headers)

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("table", "code", "cell", "expected"),
    [
        ("workers", "language", "cymraeg", "cy"),
        ("workers", "language", "en", "en"),
        ("workers", "language", "Welsh", "cy"),
        ("workers", "language", "saesneg", "en"),
        ("workers", "staff_category", "Gweithiwr Gofal Cymdeithasol", "other_social_care"),
        ("workers", "staff_category", "Gardener", "Gardener"),
        ("workers", "speaks", "English; cymraeg", ["en", "cy"]),
        ("workers", "given_name", "'=cmd()", "=cmd()"),
        ("workers", "given_name", "=1+1", "=1+1"),
        ("workers", "given_name", "'t Hooft", "'t Hooft"),
        ("workers", "phone", "'+44 1239", "+44 1239"),
        ("workers", "started_on", "2/3/2026", "2026-03-02"),
        ("workers", "started_on", "31.12.2026", "2026-12-31"),
        ("workers", "started_on", "March", "March"),
        ("visits", "at", "9:30", "09:30"),
        ("visits", "at", "09:30:00", "09:30"),
        ("visits", "at", "half past nine", "half past nine"),
        ("patterns", "weekdays", "Monday, dydd Gwener", ["0", "4"]),
    ],
)
def test_a_cell_says_what_a_form_would(table: str, code: str, cell: str, expected: object) -> None:
    assert answer(column(table, code), cell) == expected


@pytest.mark.parametrize(
    ("table", "code", "value", "cell"),
    [
        ("workers", "started_on", date(2026, 3, 2), "2026-03-02"),
        ("visits", "at", time(9, 30), "09:30"),
        ("contracts", "rate", 1345, "13.45"),
        ("workers", "language", "cy", "Cymraeg"),
        ("workers", "speaks", ["en", "cy"], "English; Welsh"),
        ("workers", "phone", "+44 1239", "+44 1239"),
        ("workers", "phone", None, ""),
    ],
)
def test_a_value_is_written_as_a_cell(table: str, code: str, value: object, cell: str) -> None:
    assert written(column(table, code), value) == cell


@pytest.mark.parametrize(("table", "one"), EVERY)
def test_each_answer_of_a_choice_is_read_as_it_is_written(table: str, one: Column) -> None:
    for code in one.words:
        read = answer(one, written(one, code))
        assert read in (code, [code]), table


def test_numbers_are_written_in_one_way() -> None:
    said = sheet_words(SheetRefusedError("too_many_rows", rows=20_001))

    assert said == "The file has 20,001 rows; 20,000 is the most. Part it into several."
