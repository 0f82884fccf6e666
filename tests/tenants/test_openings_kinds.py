# SPDX-License-Identifier: AGPL-3.0-or-later
"""What may cross a wall, and in which form."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from tenants.openings.kinds import Code, Counts, Kinds, NotToldSo, ShortWords

SOME_ID = UUID("00000000-0000-4000-8000-000000000001")


@dataclass(frozen=True, slots=True)
class Whole:
    number: int
    is_so: bool
    day: date
    at: datetime
    one: UUID
    code: Code
    words: ShortWords
    counts: Counts
    many: tuple[UUID, ...]
    maybe: int | None = None


def make_whole(**changes: object) -> Whole:
    facts: dict[str, object] = {
        "number": 1,
        "is_so": True,
        "day": date(2026, 11, 22),
        "at": datetime(2026, 11, 22, 9, 30, tzinfo=UTC),
        "one": SOME_ID,
        "code": "care_plan",
        "words": "To see how six incidents were dealt with.",
        "counts": {"coop_admin": 2},
        "many": (SOME_ID,),
    }
    return Whole(**(facts | changes))  # type: ignore[arg-type] # tests give wrong types on purpose


@pytest.fixture
def kinds() -> Kinds:
    made = Kinds()
    made.declare("whole", 1, Whole)
    return made


def test_a_fact_comes_back_as_it_went(kinds: Kinds) -> None:
    fact = make_whole()
    kind = kinds.of(fact)

    assert kind.read(kind.payload_of(fact)) == fact


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": "1"},
        {"number": True},
        {"number": 2**60},
        {"is_so": 1},
        {"day": datetime(2026, 11, 22, tzinfo=UTC)},
        {"at": datetime(2026, 11, 22, 9, 30)},  # noqa: DTZ001 - naive on purpose
        {"one": str(SOME_ID)},
        {"code": "two words"},
        {"code": "x" * 81},
        {"words": "w" * 601},
        {"words": "a\x00b"},
        {"counts": {"a name": 1}},
        {"counts": {"coop_admin": "two"}},
        {"many": (SOME_ID,) * 501},
        {"maybe": "1"},
    ],
)
def test_a_fact_that_is_not_what_its_kind_promises_does_not_leave(
    kinds: Kinds, wrong: dict[str, object]
) -> None:
    with pytest.raises(NotToldSo):
        kinds.of(make_whole()).payload_of(make_whole(**wrong))


@pytest.mark.parametrize(
    "change",
    [
        {"extra": "something about somebody"},
        {"number": 1.5},
        {"day": "yesterday"},
        {"at": "2026-11-22T09:30:00"},
        {"one": "no id"},
        {"code": "<script>"},
        {"many": "no list"},
    ],
)
def test_a_payload_that_is_not_what_its_kind_promises_is_not_read(
    kinds: Kinds, change: dict[str, object]
) -> None:
    kind = kinds.of(make_whole())

    with pytest.raises(NotToldSo):
        kind.read(kind.payload_of(make_whole()) | change)


def test_a_payload_with_a_field_missing_is_not_read(kinds: Kinds) -> None:
    kind = kinds.of(make_whole())
    payload = kind.payload_of(make_whole())
    del payload["number"]

    with pytest.raises(NotToldSo):
        kind.read(payload)


def test_plain_text_is_no_kind_of_field() -> None:
    @dataclass(frozen=True)
    class Loose:
        note: str

    with pytest.raises(TypeError):
        Kinds().declare("loose", 1, Loose)


def test_two_kinds_do_not_share_a_name_and_version(kinds: Kinds) -> None:
    @dataclass(frozen=True)
    class Other:
        number: int

    with pytest.raises(ValueError, match="Two kinds are called whole"):
        kinds.declare("whole", 1, Other)


def test_what_was_never_declared_is_no_fact(kinds: Kinds) -> None:
    with pytest.raises(NotToldSo):
        kinds.of(object())
