# SPDX-License-Identifier: AGPL-3.0-or-later
"""No run is sent while time up to its end is in no run, unless set aside; the next run finds it again."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest

from franchise_kit.payroll import actions, queries
from franchise_kit.payroll.rules.orphans import (
    NothingToSetAside,
    OrphanSeen,
    TimeChangedSince,
    TimeWithoutOwner,
)
from franchise_kit.time.actions import approve_entries
from tenants import clock
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import NotFound
from tenants.transaction import reading
from tests.support.pay import (
    Paid,
    approve,
    draft,
    everything,
    give_time,
    make_paid,
    preparer,
    roll_back,
    set_aside,
    states,
    submit,
    treasurer,
)
from tests.support.people import actor_of, make_person
from tests.support.rows import rows
from tests.support.time import make_entry

NOVEMBER_10 = datetime(2026, 11, 10, 9, 0, tzinfo=UTC)
LAST_YEAR = datetime(2025, 12, 1, 9, 0, tzinfo=UTC)
DECEMBER = (date(2026, 11, 23), date(2026, 12, 14))


def recorded(coop: Coop, paid: Paid, minutes: int = 45, starts_at: datetime = NOVEMBER_10) -> None:
    give_time(coop, paid.worker_id, paid.account.person_id, minutes, starts_at=starts_at, state="recorded")


def without(coop: Coop, run: UUID, by: Actor) -> list[queries.WithoutOwner]:
    with reading(coop) as session:
        return queries.list_without_owner(session, run, by=by)


@pytest.mark.parametrize(
    ("case", "starts_at"), [("of the period", NOVEMBER_10), ("of long before", LAST_YEAR)]
)
def test_a_run_is_not_sent_while_time_is_not_approved(aber: Coop, case: str, starts_at: datetime) -> None:
    nia = make_paid(aber, minutes=600)
    recorded(aber, nia, starts_at=starts_at)
    contact = preparer(aber)
    run = draft(aber, contact)
    before = everything(aber)

    with pytest.raises(TimeWithoutOwner) as refused:
        submit(aber, run, contact)

    assert (refused.value.facts["days"], everything(aber)) == (1, before), case


def test_time_after_the_period_does_not_hold_a_run_up(aber: Coop, bryn: Coop) -> None:
    nia = make_paid(aber, minutes=600)
    recorded(aber, nia, starts_at=datetime(2026, 11, 23, 0, 0, tzinfo=UTC))
    recorded(bryn, make_paid(bryn))
    contact = preparer(aber)

    submit(aber, draft(aber, contact), contact)

    assert states(aber) == ["submitted"]


def test_whom_no_run_can_pay_holds_it_up_too(aber: Coop) -> None:
    make_paid(aber, "Alys Wyn", minutes=600)
    make_paid(aber, "Bryn Rhys", minutes=600, pence_per_hour=None)
    make_paid(aber, "Cadi Mair", minutes=60, tax_code=None)
    contact = preparer(aber)
    run = draft(aber, contact)

    with pytest.raises(TimeWithoutOwner):
        submit(aber, run, contact)

    assert [(one.worker_name, one.seen.why) for one in without(aber, run, contact)] == [
        ("Bryn Rhys", "no_contract"),
        ("Cadi Mair", "in_no_run"),
    ]


def test_what_is_set_aside_lets_the_run_close_and_stands_in_the_journal(aber: Coop) -> None:
    nia = make_paid(aber, minutes=600)
    recorded(aber, nia)
    recorded(aber, nia, starts_at=LAST_YEAR)
    contact = preparer(aber)
    run = draft(aber, contact)

    assert set_aside(aber, run, contact, "nobody_to_approve") == 2
    submit(aber, run, contact)

    assert states(aber) == ["submitted"]
    assert [one.reason for one in without(aber, run, contact)] == ["nobody_to_approve"] * 2
    (line,) = [row for row in rows(aber, "journal_line", "seq") if row["doing"] == "payroll.set_time_aside"]
    assert (line["record_id"], line["codes"]) == (run, {"days": 2, "reason": "nobody_to_approve"})


def test_the_next_run_finds_it_again_and_pays_it_late_once_it_is_approved(aber: Coop) -> None:
    nia, gwen = make_paid(aber, minutes=600), make_paid(aber, "Gwen Rees", minutes=60)
    entry = make_entry(
        aber,
        person_id=nia.account.person_id,
        worker_id=nia.worker_id,
        starts_at=NOVEMBER_10,
        minutes=45,
    )
    recorded(aber, gwen)
    contact = preparer(aber)
    run = draft(aber, contact)
    set_aside(aber, run, contact)
    approve(aber, submit(aber, run, contact), treasurer(aber))
    approve_entries(
        coop=aber,
        entry_ids=[entry],
        by=actor_of(aber, make_person(aber, "care_coordinator")),
        now=clock.now(),
    )

    second = draft(aber, contact, pay_on=date(2026, 12, 18), period=DECEMBER)

    with reading(aber) as session:
        (line,) = queries.list_lines(session, second, by=contact)
    assert (line.worker_name, line.minutes, line.late_minutes) == ("Nia Prys", 45, 45)
    (left,) = without(aber, second, contact)
    assert (left.worker_name, left.reason, left.reason_before) == ("Gwen Rees", None, "not_clear_yet")
    with pytest.raises(TimeWithoutOwner):
        submit(aber, second, contact)


def test_more_time_of_the_day_is_not_covered(aber: Coop) -> None:
    nia = make_paid(aber, minutes=600)
    recorded(aber, nia)
    contact = preparer(aber)
    run = draft(aber, contact)
    set_aside(aber, run, contact)
    recorded(aber, nia, minutes=30)

    with pytest.raises(TimeWithoutOwner):
        submit(aber, run, contact)

    set_aside(aber, run, contact, "agreed_for_later")
    submit(aber, run, contact)
    assert [(row["minutes"], row["reason"]) for row in rows(aber, "time_set_aside")] == [
        (75, "agreed_for_later")
    ]


def test_what_was_seen_must_be_what_there_is(aber: Coop) -> None:
    nia = make_paid(aber, minutes=600)
    recorded(aber, nia)
    contact = preparer(aber)
    run = draft(aber, contact)
    (there,) = without(aber, run, contact)
    before = everything(aber)

    for seen in (replace(there.seen, minutes=44), replace(there.seen, worker_id=uuid4())):
        with pytest.raises(TimeChangedSince):
            put(aber, run, [seen], contact)
    for seen_so, reason in (([], "not_clear_yet"), ([there.seen], "because")):
        with pytest.raises(NothingToSetAside):
            put(aber, run, seen_so, contact, reason)

    assert everything(aber) == before


def put(coop: Coop, run: UUID, seen: list[OrphanSeen], by: Actor, reason: str = "not_clear_yet") -> None:
    actions.set_time_aside(
        coop=coop,
        pay_run_id=run,
        seen=seen,
        reason=reason,
        by=by,
        now=clock.now(),
    )


def test_a_run_that_is_over_sets_nothing_aside(aber: Coop) -> None:
    nia = make_paid(aber, minutes=600)
    recorded(aber, nia)
    contact = preparer(aber)
    run = draft(aber, contact)
    (there,) = without(aber, run, contact)
    roll_back(aber, run, contact)

    with pytest.raises(actions.PayRunRolledBack):
        put(aber, run, [there.seen], contact)

    assert rows(aber, "time_set_aside") == []


@pytest.mark.parametrize("role", ["care_worker", "care_coordinator", "treasurer"])
def test_who_may_not_prepare_sets_nothing_aside(aber: Coop, bryn: Coop, role: str) -> None:
    nia = make_paid(aber, minutes=600)
    recorded(aber, nia)
    contact = preparer(aber)
    run = draft(aber, contact)
    (there,) = without(aber, run, contact)

    with pytest.raises(NotFound):
        put(aber, run, [there.seen], actor_of(aber, make_person(aber, role)))
    with pytest.raises(NotFound):
        put(bryn, run, [there.seen], preparer(bryn))

    assert rows(aber, "time_set_aside") == []
