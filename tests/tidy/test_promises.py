# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page of promises: a row for each, and behind each row a test that exists, or the work it waits for."""

import re

import pytest

from tests.tidy.repository import text_of

PAGE = "docs/promises.md"
PROMISES = 88
ROW = re.compile(r"^\| (\d+) \| (.+?) \| (.+) \|$", re.MULTILINE)
TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
LATER = re.compile(r"^later: issue \d+, .{8,}$|^later: no issue yet, .{8,}$")


def rows() -> list[tuple[int, str, str]]:
    return [(int(number), words, proof) for number, words, proof in ROW.findall(text_of(PAGE))]


def test_every_promise_has_one_row_in_order() -> None:
    assert [number for number, _, _ in rows()] == list(range(1, PROMISES + 1))


@pytest.mark.parametrize(("number", "proof"), [(number, proof) for number, _, proof in rows()])
def test_a_promise_is_proved_by_tests_that_exist_or_says_what_it_waits_for(number: int, proof: str) -> None:
    named = TEST.findall(proof)

    assert named or LATER.match(proof), number
    missing = [
        f"{path}::{name}"
        for path, name in named
        if not re.search(rf"^def {name}\(", text_of(path), re.MULTILINE)
    ]
    assert missing == []
