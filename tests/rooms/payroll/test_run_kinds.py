# SPDX-License-Identifier: AGPL-3.0-or-later
"""Runs for some or for one who leaves, beside those for everybody; nobody is in two that are open."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from franchise_kit.payroll import actions, queries
from franchise_kit.payroll.actions.correcting import NewCorrection, correct_pay
from franchise_kit.payroll.rules import runs as rules
from franchise_kit.payroll.rules.runs import EVERYBODY, LEAVER, ONE_OFF, REGULAR, Kind
from franchise_kit.people import actions as people
from tenants import clock
from tenants.actor import SYSTEM, Actor
from tenants.office import Coop
from tenants.refusal import NotFound
from tenants.transaction import reading, upkeep
from tests.support.pay import (
    PERIOD,
    Paid,
    approve,
    draft,
    give_time,
    make_paid,
    preparer,
    submit,
    treasurer,
)
from tests.support.rows import rows

LAST_DAY = date(2026, 11, 13)
FRIDAY = date(2026, 11, 20)


def of(kind: str, *workers: Paid) -> Kind:
    return Kind(kind, frozenset(one.worker_id for one in workers))


def run_of(coop: Coop, by: Actor, kind: Kind, *, pay_on: date = FRIDAY) -> UUID:
    return actions.draft_run(
        coop=coop,
        pay_on=pay_on,
        period_from=PERIOD[0],
        period_until=PERIOD[1],
        by=by,
        now=clock.now(),
        kind=kind,
    )


def leave(coop: Coop, paid: Paid, on: date = LAST_DAY) -> None:
    people.end_employment(coop=coop, worker_id=paid.worker_id, ended_on=on, by=SYSTEM, now=clock.now())


def left_out(coop: Coop, run: UUID, by: Actor) -> list[tuple[str, str]]:
    with reading(coop) as session:
        return [(one.worker_name, one.reason) for one in queries.list_left_out(session, run, by=by)]


def test_a_run_for_some_pays_them_alone_and_the_usual_one_the_others(aber: Coop) -> None:
    nia, alys = make_paid(aber, minutes=600), make_paid(aber, "Alys Wyn", minutes=300)
    by = preparer(aber)

    some = run_of(aber, by, of(ONE_OFF, nia))
    everybody = draft(aber, by)

    paid = {(row["pay_run_id"], row["worker_id"]) for row in rows(aber, "payslip")}
    assert paid == {(some, nia.worker_id), (everybody, alys.worker_id)}
    assert left_out(aber, some, by) == []
    assert left_out(aber, everybody, by) == [("Nia Prys", "other_run_open")]


def test_who_leaves_is_paid_for_the_last_time_with_their_last_day(aber: Coop) -> None:
    nia, _alys = make_paid(aber, minutes=600), make_paid(aber, "Alys Wyn", minutes=300)
    leave(aber, nia)
    by, officer = preparer(aber), treasurer(aber)

    run = run_of(aber, by, of(LEAVER, nia))
    approve(aber, submit(aber, run, by), officer)

    (slip,) = rows(aber, "payslip")
    assert (slip["worker_id"], slip["leaving_on"], slip["tax_code"]) == (nia.worker_id, LAST_DAY, "1257L")


def test_pay_after_the_last_one_has_no_free_pay(aber: Coop) -> None:
    nia = make_paid(aber, minutes=600, tax_code="C1257L")
    leave(aber, nia)
    by, officer = preparer(aber), treasurer(aber)
    approve(aber, submit(aber, run_of(aber, by, of(LEAVER, nia)), by), officer)
    late = datetime(2026, 11, 10, 9, 0, tzinfo=UTC)
    give_time(aber, nia.worker_id, nia.account.person_id, 60, starts_at=late)

    run = draft(aber, by)

    (slip,) = (row for row in rows(aber, "payslip") if row["pay_run_id"] == run)
    assert (slip["tax_code"], slip["leaving_on"]) == ("C0T X", None)
    # £13.45: £13 at 20 %.
    assert (slip["gross_pence"], slip["tax_pence"]) == (13_45, 2_60)


def test_a_usual_run_says_the_last_day_too(aber: Coop) -> None:
    nia, _alys = make_paid(aber, minutes=600), make_paid(aber, "Alys Wyn", minutes=300)
    leave(aber, nia)

    draft(aber, preparer(aber))

    said = {row["worker_id"]: row["leaving_on"] for row in rows(aber, "payslip")}
    assert said.pop(nia.worker_id) == LAST_DAY
    assert set(said.values()) == {None}


def test_whom_a_run_is_for_is_never_left_to_chance(aber: Coop) -> None:
    nia, alys = make_paid(aber, minutes=600), make_paid(aber, "Alys Wyn", minutes=300)
    by = preparer(aber)

    for kind in (
        Kind(ONE_OFF),
        Kind(LEAVER),
        of(LEAVER, nia, alys),
        of(REGULAR, nia),
        Kind(REGULAR, takes_time=False),
        of("bonus", nia),
    ):
        with pytest.raises(rules.RunChoosesNobody):
            run_of(aber, by, kind)
    with pytest.raises(rules.LeaverHasNoLastDay):
        run_of(aber, by, of(LEAVER, nia))

    assert rows(aber, "pay_run") == []


def test_who_leaves_after_the_period_is_not_paid_for_the_last_time(aber: Coop) -> None:
    nia = make_paid(aber, minutes=600)
    leave(aber, nia, PERIOD[1])

    with pytest.raises(rules.LeaverHasNoLastDay):
        run_of(aber, preparer(aber), of(LEAVER, nia))


def test_a_worker_of_another_co_op_is_not_chosen(aber: Coop, bryn: Coop) -> None:
    elsewhere = make_paid(bryn, "Mali Ann", minutes=600)
    by = preparer(aber)

    for chosen in (elsewhere.worker_id, uuid4()):
        with pytest.raises(NotFound):
            run_of(aber, by, Kind(ONE_OFF, frozenset({chosen})))

    assert rows(aber, "pay_run") == []


def test_two_runs_for_some_may_have_one_pay_day(aber: Coop) -> None:
    nia, alys = make_paid(aber, minutes=600), make_paid(aber, "Alys Wyn", minutes=300)
    by = preparer(aber)

    runs = [run_of(aber, by, of(ONE_OFF, one)) for one in (nia, alys)]

    with reading(aber) as session:
        found = {one.id: (one.kind, one.payslips) for one in queries.list_runs(session, by=by)}
    assert found == dict.fromkeys(runs, (ONE_OFF, 1))
    assert Kind(REGULAR) == EVERYBODY


def test_nobody_is_paid_of_an_earlier_day_than_they_were_paid_for(aber: Coop) -> None:
    """Two drafts at one instant do not see each other: the approval of the second does."""
    nia = make_paid(aber, minutes=600)
    by, officer = preparer(aber), treasurer(aber)
    usual = submit(aber, draft(aber, by), by)
    correct_pay(coop=aber, correction=NewCorrection(nia.worker_id, 100_00, "one_off"), by=by, now=clock.now())
    _set_state(aber, usual, "rolled_back")
    sums = Kind(ONE_OFF, frozenset({nia.worker_id}), takes_time=False)
    early = submit(aber, run_of(aber, by, sums), by)
    _set_state(aber, usual, "submitted")
    approve(aber, usual, officer)

    with pytest.raises(actions.PayRunOutOfDate):
        approve(aber, early, officer)


def test_runs_that_are_drafted_at_once_take_a_correction_once(aber: Coop) -> None:
    nia = make_paid(aber)
    by = preparer(aber)
    correct_pay(coop=aber, correction=NewCorrection(nia.worker_id, 100_00, "one_off"), by=by, now=clock.now())
    # The co-op's own schedule is there from the first run on.
    run_of(aber, by, of(ONE_OFF, make_paid(aber, "Alys Wyn", minutes=60)))
    days = [FRIDAY + timedelta(days=number) for number in range(3)]

    with ThreadPoolExecutor(len(days)) as pool:
        runs = list(pool.map(lambda day: run_of(aber, by, of(ONE_OFF, nia), pay_on=day), days))

    # All schedules are locked first, so whoever drafts second sees what the first has taken.
    assert len(set(runs)) == len(days)
    assert [row["pence"] for row in rows(aber, "pay_correction_taken")] == [100_00]


def _set_state(coop: Coop, run: UUID, state: str) -> None:
    with upkeep(coop) as session:
        session.execute(
            text("UPDATE pay_run SET state = :state WHERE id = :run"), {"state": state, "run": run}
        )


def test_leave_is_not_paid_twice_when_the_last_day_changes(aber: Coop) -> None:
    nia = make_paid(aber, minutes=600)
    leave(aber, nia)
    by, officer = preparer(aber), treasurer(aber)
    approve(aber, submit(aber, draft(aber, by), by), officer)
    (paid,) = (row for row in rows(aber, "payslip_other") if row["kind"] == "leave_owed")
    leave(aber, nia, date(2026, 11, 27))

    run = draft(aber, by, pay_on=date(2026, 12, 31), period=(PERIOD[1], date(2026, 12, 23)))

    with reading(aber) as session:
        concerns = queries.list_concerns(session, queries.get_run(session, run, by=by), by=by)
    assert "last_day_moved" in [one.found.code for one in concerns.of_workers]
    owed = [row["minutes"] for row in rows(aber, "payslip_other") if row["kind"] == "leave_owed"]
    assert paid["minutes"] > 0
    assert sum(owed) < 2 * paid["minutes"]
