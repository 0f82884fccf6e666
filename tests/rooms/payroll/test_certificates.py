# SPDX-License-Identifier: AGPL-3.0-or-later
"""A P60 and a P45 are the sums of approved payslips, for the worker and for whoever reads all payslips."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text

from franchise_kit.payroll.actions import certificates as actions
from franchise_kit.payroll.actions.telling_p60s import P60S, tell_p60s
from franchise_kit.payroll.queries import certificates as queries
from franchise_kit.payroll.queries.certificates import YearsEnd
from franchise_kit.payroll.rules.handing_over.certificates import LetterSums
from franchise_kit.payroll.rules.paye import YearToDate
from franchise_kit.people import actions as people
from tenants import clock
from tenants.actor import SYSTEM, Actor
from tenants.office import Coop
from tenants.refusal import NotFound, Refusal
from tenants.transaction import reading, upkeep
from tests.support.pay import (
    Paid,
    approve,
    draft,
    give_time,
    make_paid,
    preparer,
    roll_back,
    submit,
    treasurer,
)
from tests.support.people import actor_of
from tests.support.rows import rows

APRIL = datetime(2027, 4, 6, 9, 0, tzinfo=UTC)
OCTOBER = (date(2026, 9, 23), date(2026, 10, 23))
PAID_IN_OCTOBER_ON = date(2026, 10, 30)
IN_OCTOBER = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)


def pay_twice(coop: Coop, *, by: Actor, **about: object) -> Paid:
    """Pay somebody £1,345 in October and again in November: £23.76 of National Insurance each time."""
    paid = make_paid(coop, minutes=6000, **about)  # type: ignore[arg-type] # the tests name the right facts
    give_time(coop, paid.worker_id, paid.account.person_id, 6000, starts_at=IN_OCTOBER)
    officer = treasurer(coop)
    approve(coop, submit(coop, draft(coop, by, pay_on=PAID_IN_OCTOBER_ON, period=OCTOBER), by), officer)
    approve(coop, submit(coop, draft(coop, by), by), officer)
    return paid


def end(coop: Coop, paid: Paid, on: date) -> None:
    people.end_employment(coop=coop, worker_id=paid.worker_id, ended_on=on, by=SYSTEM, now=clock.now())


def make(coop: Coop, paid: Paid, by: Actor) -> None:
    actions.make_p45(
        coop=coop, worker_id=paid.worker_id, by=by, address="https://aber.test{}".format, now=clock.now()
    )


def told(coop: Coop, paid: Paid, kind: str) -> list[str]:
    """Return the links of somebody's mails of a kind, which come with as many bells."""
    mine = [row for row in rows(coop, "bell") if (row["kind"], row["account_id"]) == (kind, paid.account.id)]
    links = [row["facts"]["link"] for row in rows(coop, "mail") if row["kind"] == kind]
    assert len(mine) == len(links)
    return links


def tell(coop: Coop, now: datetime) -> None:
    tell_p60s(coop=coop, year="2026-27", address="https://new.test{}".format, now=now)


def asked_again(coop: Coop) -> list[dict[str, object]]:
    """Return the jobs that tell of P60s, the first to come first."""
    return [row for row in rows(coop, "outbox", "next_at") if row["job"] == P60S]


def say_status(coop: Coop, paid: Paid, status: str) -> None:
    with upkeep(coop) as session:
        session.execute(
            text("UPDATE account SET status = :status WHERE id = :id"),
            {"status": status, "id": paid.account.id},
        )


def why_not(coop: Coop, paid: Paid, by: Actor) -> str:
    """Return the code with which a P45 is refused."""
    with pytest.raises(Refusal) as problem:
        make(coop, paid, by)
    return problem.value.code


def p60(coop: Coop, paid: Paid, by: Actor, *, now: datetime = APRIL) -> YearsEnd:
    with reading(coop) as session:
        return queries.get_p60(session, paid.worker_id, "2026-27", by=by, now=now)


def test_a_p60_has_the_year_with_what_a_p45_brought(aber: Coop) -> None:
    contact = preparer(aber)
    nia = pay_twice(aber, by=contact, p45=(3000_00, 200_00))

    found = p60(aber, nia, actor_of(aber, nia.account))

    figures = found.figures
    assert (figures.before.pay_pence, figures.here.pay_pence) == (3000_00, 2690_00)
    assert figures.together.pay_pence == 5690_00
    # 7 months' allowance is more than all pay, so the tax of the earlier job is given back in October.
    assert (figures.before.tax_pence, figures.here.tax_pence) == (200_00, -200_00)
    assert figures.letters == (LetterSums("A", 2 * 559_00, 2 * 489_00, 2 * 297_00, 2 * 23_76),)
    assert (found.holder.full_name, found.holder.is_own) == ("Nia Prys", True)


def test_there_is_no_p60_before_the_year_is_over_nor_for_who_left(aber: Coop) -> None:
    contact = preparer(aber)
    nia = pay_twice(aber, by=contact)

    with pytest.raises(NotFound):
        p60(aber, nia, contact, now=datetime(2027, 4, 5, 20, 0, tzinfo=UTC))
    with reading(aber) as session:
        assert queries.list_p60_years(session, nia.worker_id, by=contact, today=date(2027, 4, 6)) == [
            "2026-27"
        ]
    end(aber, nia, date(2027, 4, 4))
    with pytest.raises(NotFound):
        p60(aber, nia, contact)


def test_who_has_a_p60_hears_of_it_once_when_the_year_is_over(aber: Coop) -> None:
    contact = preparer(aber)
    nia = pay_twice(aber, by=contact)
    (waiting,) = [row for row in rows(aber, "outbox") if row["job"] == P60S]

    tell(aber, datetime(2027, 4, 5, 20, 0, tzinfo=UTC))
    early = told(aber, nia, "p60_ready")
    tell(aber, APRIL)
    tell(aber, APRIL)

    assert (waiting["next_at"], waiting["state"]) == (datetime(2027, 4, 6, 8, 0, tzinfo=UTC), "waiting")
    # The address is the one that the co-op has when it is told.
    assert waiting["arguments"] == {"year": "2026-27"}
    assert (early, told(aber, nia, "p60_ready")) == ([], ["https://new.test/payslips/p60/2026-27"])
    assert len(asked_again(aber)) == 1


def test_who_cannot_sign_in_in_april_hears_of_their_p60_when_they_can(aber: Coop) -> None:
    nia = pay_twice(aber, by=preparer(aber))
    say_status(aber, nia, "suspended")
    tell(aber, APRIL)
    before = rows(aber, "p60_told")
    waiting = asked_again(aber)
    say_status(aber, nia, "active")
    tell(aber, APRIL + timedelta(weeks=1))
    say_status(aber, nia, "suspended")
    tell(aber, APRIL + timedelta(weeks=2))

    assert (before, len(rows(aber, "p60_told"))) == ([], 1)
    assert [row["next_at"] for row in waiting[1:]] == [APRIL + timedelta(weeks=1)]
    assert told(aber, nia, "p60_ready") == ["https://new.test/payslips/p60/2026-27"]
    # Nobody is left to be told.
    assert len(asked_again(aber)) == len(waiting)


def test_after_may_nobody_is_asked_again_for_a_p60(aber: Coop) -> None:
    nia = pay_twice(aber, by=preparer(aber))
    say_status(aber, nia, "suspended")

    tell(aber, datetime(2027, 5, 31, 9, 0, tzinfo=UTC))

    assert len(asked_again(aber)) == 1


def test_who_left_before_the_years_end_hears_of_no_p60(aber: Coop) -> None:
    nia = pay_twice(aber, by=preparer(aber))
    end(aber, nia, date(2027, 4, 4))

    tell(aber, APRIL)

    assert (told(aber, nia, "p60_ready"), rows(aber, "p60_told")) == ([], [])


def test_a_p45_is_made_once_and_stays_as_it_was(aber: Coop) -> None:
    contact = preparer(aber)
    nia = pay_twice(aber, by=contact)
    end(aber, nia, date(2026, 11, 20))
    own = actor_of(aber, nia.account)

    with reading(aber) as session:
        (due,) = queries.list_p45_due(session, by=contact, today=clock.today())
        assert (due.worker_name, due.left_on, due.last_paid_on) == (
            "Nia Prys",
            date(2026, 11, 20),
            date(2026, 11, 30),
        )
        assert not queries.has_p45(session, nia.worker_id, by=own, today=clock.today())
    make(aber, nia, contact)
    with pytest.raises(actions.P45MadeAlready):
        make(aber, nia, contact)

    with reading(aber) as session:
        assert queries.list_p45_due(session, by=contact, today=clock.today()) == []
        figures = queries.get_p45(session, nia.worker_id, by=own, now=clock.now()).figures
    assert (figures.left_on, figures.tax_code.printed, figures.week_or_month) == (
        date(2026, 11, 20),
        "1257L",
        8,
    )
    assert (figures.to_date, figures.here) == (YearToDate(2690_00, 0), YearToDate(2690_00, 0))
    assert told(aber, nia, "p45_ready") == ["https://aber.test/payslips/p45"]


def test_what_keeps_a_p45_from_being_made_changes_nothing(aber: Coop) -> None:
    contact = preparer(aber)
    nia = pay_twice(aber, by=contact)
    never_paid = make_paid(aber, "Bryn Rhys")
    give_time(aber, nia.worker_id, nia.account.person_id, 60, starts_at=datetime(2026, 11, 24, 9, tzinfo=UTC))

    refused = [why_not(aber, nia, contact)]
    end(aber, never_paid, date(2026, 11, 20))
    refused.append(why_not(aber, never_paid, contact))
    end(aber, nia, date(2026, 11, 24))
    december = (date(2026, 11, 23), date(2026, 12, 1))
    run = draft(aber, contact, pay_on=date(2026, 12, 31), period=december)
    refused.append(why_not(aber, nia, contact))

    assert refused == ["p45_still_employed", "not_paid_yet", "p45_pay_run_open"]
    assert rows(aber, "p45_made") == []
    roll_back(aber, run, contact)
    make(aber, nia, contact)
    assert len(rows(aber, "p45_made")) == 1


def test_certificates_are_the_workers_and_of_who_reads_all_payslips(aber: Coop, bryn: Coop) -> None:
    contact = preparer(aber)
    nia = pay_twice(aber, by=contact)
    end(aber, nia, date(2026, 11, 20))
    make(aber, nia, contact)
    other = make_paid(aber, "Alys Wyn")

    for stranger, coop in ((actor_of(aber, other.account), aber), (preparer(bryn), bryn)):
        with reading(coop) as session, pytest.raises(NotFound):
            queries.get_p45(session, nia.worker_id, by=stranger, now=clock.now())


def test_what_is_paid_after_the_last_pay_is_on_no_p45(aber: Coop) -> None:
    contact, officer = preparer(aber), treasurer(aber)
    nia = make_paid(aber, minutes=6000)
    end(aber, nia, date(2026, 11, 20))
    approve(aber, submit(aber, draft(aber, contact), contact), officer)
    late = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
    give_time(aber, nia.worker_id, nia.account.person_id, 60, starts_at=late)
    december = (date(2026, 11, 23), date(2026, 12, 23))
    run = draft(aber, contact, pay_on=date(2026, 12, 31), period=december)
    approve(aber, submit(aber, run, contact), officer)

    make(aber, nia, contact)

    with reading(aber) as session:
        found = queries.get_p45(session, nia.worker_id, by=contact, now=clock.now()).figures
    assert (found.tax_code.printed, found.week_or_month) == ("1257L", 8)
    (last,) = (row for row in rows(aber, "payslip") if row["leaving_on"])
    # £1,345 and the leave that was not taken.
    assert last["taxable_pence"] > 1345_00
    assert found.to_date == YearToDate(last["taxable_pence"], last["tax_pence"])
