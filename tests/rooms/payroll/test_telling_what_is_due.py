# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is due of a co-op's pay is told to the shared payroll while it is agreed to, and else not."""

from datetime import date
from uuid import UUID

from franchise_kit.payroll import actions
from franchise_kit.payroll.rules.disclosed import PayDue
from franchise_kit.visiting.actions.agreeing import accept_agreement, end_agreement
from tenants import clock
from tenants.office import Coop, Hub
from tenants.openings.queries import DisclosureFilter, list_disclosed
from tenants.transaction import reading
from tests.support.pay import PAY_ON, approve, draft, make_paid, preparer, roll_back, submit, treasurer
from tests.support.visiting import PAYROLL, decider, offer_to


def agree(coop: Coop) -> UUID:
    agreement_id, _officer = offer_to(coop)
    accept_agreement(
        coop=coop, agreement_id=agreement_id, by=decider(coop, "chair"), permissions=PAYROLL, now=clock.now()
    )
    return agreement_id


def told(coop: Coop) -> list[tuple[str, str | None, date | None]]:
    """Return what was told, the earliest first."""
    with reading(coop) as session:
        found = list_disclosed(session, DisclosureFilter(kind="pay_due"))
    facts = [one.fact for one in reversed(found)]
    return [(fact.frequency, fact.step, fact.by) for fact in facts if isinstance(fact, PayDue)]


def test_each_step_of_a_run_is_told_once(hub: Hub, aber: Coop) -> None:
    agree(aber)
    make_paid(aber, minutes=600)
    by, approver = preparer(aber), treasurer(aber)

    run = draft(aber, by)
    submit(aber, run, by)
    approve(aber, run, approver)
    actions.say_paid(coop=aber, pay_run_id=run, by=approver, now=clock.now())
    actions.close_run(coop=aber, pay_run_id=run, by=by, now=clock.now(), not_filed_reason="no_scheme_needed")

    assert told(aber) == [
        ("M1", "send", PAY_ON),
        ("M1", "approve", PAY_ON),
        ("M1", "pay", PAY_ON),
        ("M1", "file", PAY_ON),
        ("M1", "prepare", date(2026, 12, 31)),
    ]


def test_a_run_that_is_taken_back_is_prepared_anew(hub: Hub, aber: Coop) -> None:
    agree(aber)
    make_paid(aber, minutes=600)
    by = preparer(aber)

    roll_back(aber, draft(aber, by), by)

    assert [step for _frequency, step, _by in told(aber)] == ["send", "prepare"]


def test_without_an_agreement_nothing_is_told(hub: Hub, aber: Coop) -> None:
    make_paid(aber, minutes=600)

    draft(aber, preparer(aber))

    assert told(aber) == []


def test_when_the_agreement_has_ended_nothing_more_is_told(hub: Hub, aber: Coop) -> None:
    agreement_id = agree(aber)
    make_paid(aber, minutes=600)
    by = preparer(aber)
    run = draft(aber, by)
    end_agreement(coop=aber, agreement_id=agreement_id, by=decider(aber, "chair"), now=clock.now())

    submit(aber, run, by)

    assert [step for _frequency, step, _by in told(aber)] == ["send"]
