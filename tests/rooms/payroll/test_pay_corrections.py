# SPDX-License-Identifier: AGPL-3.0-or-later
"""What was paid stays as it was: what puts it right is an entry of its own, taken by the next run."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest

from franchise_kit.payroll import actions, queries
from franchise_kit.payroll.rules.correcting import CorrectionNotPossible
from franchise_kit.payroll.rules.runs import ONE_OFF, Kind
from tenants import clock
from tenants.actor import SYSTEM, Actor
from tenants.office import Coop
from tenants.refusal import NotFound, Refusal
from tenants.transaction import reading
from tests.support.pay import (
    PAY_ON,
    Paid,
    approve,
    draft,
    everything,
    give_time,
    make_paid,
    preparer,
    roll_back,
    submit,
    treasurer,
)
from tests.support.rows import rows

DECEMBER = (date(2026, 11, 23), date(2026, 12, 23))
DECEMBER_23 = date(2026, 12, 23)


def correct(
    coop: Coop, by: Actor, worker_id: UUID, pence: int, reason: str, of_run: UUID | None = None
) -> UUID:
    correction = actions.NewCorrection(worker_id, pence, reason, of_run)
    return actions.correct_pay(coop=coop, correction=correction, by=by, now=clock.now())


def waiting(coop: Coop, by: Actor) -> list[tuple[int, int, str]]:
    with reading(coop) as session:
        found = queries.list_corrections(session, by=by)
    return [(one.pence, one.left_pence, one.reason) for one in found]


def in_december(coop: Coop, paid: Paid, minutes: int) -> None:
    at = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
    give_time(coop, paid.worker_id, paid.account.person_id, minutes, starts_at=at)


def test_a_correction_is_a_line_of_the_next_run(aber: Coop) -> None:
    nia = make_paid(aber, minutes=6000, pence_per_hour=1345)
    by, officer = preparer(aber), treasurer(aber)
    november = submit(aber, draft(aber, by), by)
    approve(aber, november, officer)
    correct(aber, by, nia.worker_id, 55_00, "paid_too_little", november)
    before = rows(aber, "payslip")

    run = submit(aber, draft(aber, by, pay_on=DECEMBER_23, period=DECEMBER), by)
    approve(aber, run, officer)

    (slip,) = (row for row in rows(aber, "payslip") if row["pay_run_id"] == run)
    (line,) = rows(aber, "payslip_other")
    assert (line["kind"], line["pence"], line["payslip_id"]) == ("correction", 55_00, slip["id"])
    assert line["steps"] == [
        {
            "code": "correction",
            "values": {"reason": "paid_too_little", "entered_pence": 55_00, "left_pence": 0},
        }
    ]
    assert (slip["gross_pence"], slip["net_pence"]) == (55_00, 55_00)
    # The payslip of November is as it was.
    assert [row for row in rows(aber, "payslip") if row["pay_run_id"] == november] == before
    assert waiting(aber, by) == [(55_00, 0, "paid_too_little")]


def test_no_more_is_taken_back_than_there_is_pay_for(aber: Coop) -> None:
    nia = make_paid(aber, minutes=600, pence_per_hour=2000)
    by, officer = preparer(aber), treasurer(aber)
    correct(aber, by, nia.worker_id, -350_00, "paid_too_much")
    approve(aber, submit(aber, draft(aber, by), by), officer)
    first = waiting(aber, by)
    in_december(aber, nia, 600)

    december = draft(aber, by, pay_on=DECEMBER_23, period=DECEMBER)

    # £200 of time each month: all of it, and then the rest.
    assert first == [(-350_00, -150_00, "paid_too_much")]
    assert waiting(aber, by) == [(-350_00, 0, "paid_too_much")]
    assert sorted(row["pence"] for row in rows(aber, "payslip_other")) == [-200_00, -150_00]
    (slip,) = (row for row in rows(aber, "payslip") if row["pay_run_id"] == december)
    assert slip["gross_pence"] == 50_00


def test_what_gives_makes_room_for_what_takes(aber: Coop) -> None:
    nia = make_paid(aber)
    by = preparer(aber)
    correct(aber, by, nia.worker_id, -80_00, "time_was_wrong")
    correct(aber, by, nia.worker_id, 100_00, "rate_was_wrong")

    draft(aber, by)

    assert [row["pence"] for row in rows(aber, "payslip_other", "position")] == [100_00, -80_00]
    assert [row["gross_pence"] for row in rows(aber, "payslip")] == [20_00]


def test_without_pay_what_takes_waits(aber: Coop) -> None:
    nia, _alys = make_paid(aber), make_paid(aber, "Alys Wyn", minutes=600)
    by = preparer(aber)
    correct(aber, by, nia.worker_id, -80_00, "paid_too_much")

    draft(aber, by)

    assert len(rows(aber, "payslip")) == 1
    assert waiting(aber, by) == [(-80_00, -80_00, "paid_too_much")]


def test_a_run_that_is_taken_back_frees_what_it_took(aber: Coop) -> None:
    nia = make_paid(aber, minutes=600)
    by = preparer(aber)
    correct(aber, by, nia.worker_id, 30_00, "one_off")
    run = draft(aber, by)
    taken = waiting(aber, by)

    roll_back(aber, run, by)
    freed = waiting(aber, by)
    approve(aber, submit(aber, draft(aber, by), by), treasurer(aber))

    assert (taken, freed) == ([(30_00, 0, "one_off")], [(30_00, 30_00, "one_off")])
    assert waiting(aber, by) == [(30_00, 0, "one_off")]
    # Two payslips were drafted, and one paid.
    assert [row["net_pence"] for row in rows(aber, "payslip")] == [164_50, 164_50]


def test_a_sum_alone_is_paid_beside_the_usual_pay_day(aber: Coop) -> None:
    nia = make_paid(aber, minutes=600)
    _alys = make_paid(aber, "Alys Wyn", minutes=600)
    by, officer = preparer(aber), treasurer(aber)
    approve(aber, submit(aber, draft(aber, by), by), officer)
    correct(aber, by, nia.worker_id, 100_00, "one_off")
    in_december(aber, nia, 60)

    run = actions.draft_run(
        coop=aber,
        pay_on=PAY_ON,
        period_from=date(2026, 11, 1),
        period_until=date(2026, 12, 1),
        by=by,
        now=clock.now(),
        kind=Kind(ONE_OFF, frozenset({nia.worker_id}), takes_time=False),
    )
    approve(aber, submit(aber, run, by), officer)

    (slip,) = (row for row in rows(aber, "payslip") if row["pay_run_id"] == run)
    assert (slip["worker_id"], slip["gross_pence"], slip["earlier_pay_pence"]) == (
        nia.worker_id,
        100_00,
        134_50,
    )
    assert [row["state"] for row in rows(aber, "time_entry", "starts_at")] == ["paid", "paid", "approved"]


@pytest.mark.parametrize(
    ("pence", "reason"),
    [
        (0, "one_off"),
        (100_000_01, "one_off"),
        (10_00, "paid_too_much"),
        (-10_00, "paid_too_little"),
        (-10_00, "one_off"),
        (10_00, "because"),
    ],
)
def test_what_is_no_correction_is_not_entered(aber: Coop, pence: int, reason: str) -> None:
    nia, by = make_paid(aber), preparer(aber)

    with pytest.raises(CorrectionNotPossible):
        correct(aber, by, nia.worker_id, pence, reason)

    assert waiting(aber, by) == []


def test_a_correction_is_of_a_run_that_paid_them(aber: Coop, bryn: Coop) -> None:
    make_paid(aber, minutes=600)
    alys, elsewhere = make_paid(aber, "Alys Wyn"), make_paid(bryn, "Mali Ann")
    by = preparer(aber)
    run = submit(aber, draft(aber, by), by)
    refused: list[tuple[Actor, UUID, UUID | None, type[Refusal]]] = [
        (by, alys.worker_id, run, actions.CorrectionRunNotTheirs),
        (by, elsewhere.worker_id, None, NotFound),
        (by, uuid4(), None, NotFound),
        (SYSTEM, alys.worker_id, None, NotFound),
        (treasurer(aber), alys.worker_id, None, NotFound),
    ]
    before = everything(aber)

    for who, worker_id, of_run, refusal in refused:
        with pytest.raises(refusal):
            correct(aber, who, worker_id, 10_00, "one_off", of_run)

    assert everything(aber) == before
    assert rows(aber, "pay_correction") == []


def test_whoever_entered_a_correction_does_not_approve_it(aber: Coop) -> None:
    nia = make_paid(aber, minutes=600)
    by, drafter = preparer(aber), preparer(aber)
    correct(aber, by, nia.worker_id, 10_00, "one_off")
    run = submit(aber, draft(aber, drafter), drafter)

    theirs, anothers = treasurer(aber, person_id=by.person_id), treasurer(aber)
    with pytest.raises(actions.OwnPayRunRefused):
        approve(aber, run, theirs)

    with reading(aber) as session:
        assert queries.get_run(session, run, by=theirs).is_mine
        assert not queries.get_run(session, run, by=anothers).is_mine
    assert [row["state"] for row in rows(aber, "pay_run")] == ["submitted"]
