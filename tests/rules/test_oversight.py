# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which co-op needs somebody first."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from franchise_kit.oversight.rules import Standing, Worry, severity, worries_of
from tenants.office import Coop, CoopState

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=400)
COOP = Coop(
    UUID(int=1), "aber", "c_aaaaaaaaaaaa", "Aber", "Aber", "cy", "S7", CoopState.ACTIVE, revision="0002"
)
WELL = Standing(
    coop=COOP,
    state_since=LONG_AGO,
    made_at=LONG_AGO,
    last_disclosure_at=NOW,
    keep_until=None,
    has_failed_migration=False,
)


@pytest.mark.parametrize(
    ("case", "standing", "expected"),
    [
        ("all is well", WELL, ()),
        ("35 days are not too long", replace(WELL, last_disclosure_at=NOW - timedelta(days=35)), ()),
        (
            "a second more is",
            replace(WELL, last_disclosure_at=NOW - timedelta(days=35, seconds=1)),
            (Worry.QUIET,),
        ),
        ("it never told anything", replace(WELL, last_disclosure_at=None), (Worry.NEVER_TOLD,)),
        ("it is new and has told nothing yet", replace(WELL, last_disclosure_at=None, made_at=NOW), ()),
        ("its tables are behind", replace(WELL, coop=replace(COOP, revision="0001")), (Worry.BEHIND,)),
        (
            "its tables are behind because they failed",
            replace(WELL, coop=replace(COOP, revision="0001"), has_failed_migration=True),
            (Worry.MIGRATION_FAILED,),
        ),
        ("an old failure that was mended", replace(WELL, has_failed_migration=True), ()),
        ("it is paused", replace(WELL, coop=replace(COOP, state=CoopState.SUSPENDED)), (Worry.SUSPENDED,)),
        (
            "it is paused and behind",
            replace(WELL, coop=replace(COOP, state=CoopState.SUSPENDED, revision="0001")),
            (Worry.BEHIND, Worry.SUSPENDED),
        ),
        (
            "its place was not built within the hour",
            replace(WELL, coop=replace(COOP, state=CoopState.PREPARING, revision="")),
            (Worry.STUCK,),
        ),
        (
            "its place is being built",
            replace(WELL, coop=replace(COOP, state=CoopState.PREPARING, revision=""), made_at=NOW),
            (),
        ),
        (
            "a closed one needs nobody",
            replace(WELL, coop=replace(COOP, state=CoopState.CLOSED, revision="")),
            (),
        ),
        (
            "a synthetic one has no tables",
            replace(WELL, coop=replace(COOP, is_synthetic=True, revision="")),
            (),
        ),
    ],
)
def test_worries(case: str, standing: Standing, expected: tuple[Worry, ...]) -> None:
    assert worries_of(standing, now=NOW, newest="0002") == expected, case


def test_the_worst_worry_decides_the_order() -> None:
    told = [(Worry.QUIET,), (), (Worry.MIGRATION_FAILED, Worry.QUIET), (Worry.SUSPENDED,)]

    assert sorted(told, key=severity) == [told[2], told[3], told[0], ()]
