# SPDX-License-Identifier: AGPL-3.0-or-later
"""A run names who began in its period and who left, since their pay is looked at once more."""

from datetime import date

import pytest
from sqlalchemy import text

from franchise_kit.payroll import queries
from tenants.office import Coop
from tenants.transaction import reading, upkeep
from tests.support.pay import Paid, draft, make_paid, preparer, treasurer


def works(coop: Coop, paid: Paid, first: str, last: str | None) -> None:
    with upkeep(coop) as session:
        session.execute(
            text("UPDATE worker SET started_on = :first, ended_on = :last WHERE id = :id"),
            {"first": first, "last": last, "id": paid.worker_id},
        )


@pytest.mark.parametrize(
    ("case", "days", "expected"),
    [
        ("here before and after", ("2020-01-01", None), (0, 0)),
        ("the first day of the period", ("2026-10-23", None), (1, 0)),
        ("the day after the period", ("2026-11-23", None), (0, 0)),
        ("gone before the period", ("2020-01-01", "2026-10-22"), (0, 0)),
        ("the first day was the last of work", ("2020-01-01", "2026-10-23"), (0, 1)),
        ("the last day is the pay day", ("2020-01-01", "2026-11-30"), (0, 1)),
        ("came and went", ("2026-10-26", "2026-11-06"), (1, 1)),
    ],
)
def test_who_began_and_who_left(
    aber: Coop, bryn: Coop, case: str, days: tuple[str, str | None], expected: tuple[int, int]
) -> None:
    paid = make_paid(aber, minutes=60)
    make_paid(bryn, minutes=60)
    contact = preparer(aber)
    run_id = draft(aber, contact)
    works(aber, paid, *days)

    for by in (contact, treasurer(aber)):
        with reading(aber) as session:
            found = queries.list_comings(session, queries.get_run(session, run_id, by=by), by=by)
        assert (len(found.starters), len(found.leavers)) == expected, case
        assert bool(found) is any(expected)


def test_days_of_the_one_who_left_are_said(aber: Coop) -> None:
    paid = make_paid(aber, minutes=60)
    contact = preparer(aber)
    run_id = draft(aber, contact)
    works(aber, paid, "2020-01-01", "2026-11-06")

    with reading(aber) as session:
        found = queries.list_comings(session, queries.get_run(session, run_id, by=contact), by=contact)

    (one,) = found.leavers
    assert (one.worker_name, one.ended_on) == ("Nia Prys", date(2026, 11, 6))
