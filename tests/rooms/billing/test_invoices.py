# SPDX-License-Identifier: AGPL-3.0-or-later
"""A month is billed once, numbered without gaps, posted on both sides of the wall, and paid."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from sqlalchemy import select

from franchise_kit.access.scopes import PermissionLacking
from franchise_kit.billing import actions
from franchise_kit.billing.hub_models import Invoice
from franchise_kit.billing.queries import invoices, months, received
from franchise_kit.billing.queries.plans import NoFeePlan
from franchise_kit.billing.rules.invoices import LineOutOfBounds, MonthBilledAlready, MonthNotOver
from tenants import registry
from tenants.actor import SYSTEM
from tenants.office import HUB, Coop, Hub
from tenants.openings.models import Delivery, DeliveryPending
from tenants.refusal import Refusal
from tenants.registry import CoopRow
from tenants.registry.actions import NewCoop, enter_coop
from tenants.transaction import reading, upkeep
from tests.support.billing import (
    EARLY_DECEMBER,
    EARLY_NOVEMBER,
    NOVEMBER,
    OCTOBER,
    TOTAL_PENCE,
    balances,
    invoice_of,
    publish_plan,
    together,
    told,
    told_all,
)
from tests.support.openings import carry_all, count
from tests.support.people import actor_of, make_person


def issue(coop: Coop, **changes: object) -> object:
    facts = {"coop_id": coop.id, "month": OCTOBER, "by": SYSTEM, "now": EARLY_NOVEMBER} | changes
    return actions.issue_invoice(**facts)  # type: ignore[arg-type] # the tests name the right facts


def test_an_invoice_stands_in_the_books_on_both_sides(hub: Hub, aber: Coop, bryn: Coop) -> None:
    invoice_id = invoice_of(aber)

    assert balances(hub) == {
        "debtors": TOTAL_PENCE,
        "fees_base": -120_00,
        "fees_payslips": -130_20,
        "fees_training": -65_10,
        "fees_solidarity": -1_514_24,
        "vat_owed": -365_91,
    }
    assert balances(aber) == {"network_fees": TOTAL_PENCE, "creditors_network": -TOTAL_PENCE}
    assert balances(bryn) == {}
    with reading(HUB) as session:
        at_hub = invoices.get_invoice(session, invoice_id, by=SYSTEM)
    with reading(aber) as session:
        at_coop = received.get_received(session, invoice_id, by=SYSTEM)
    assert (at_coop.number, at_coop.lines) == (at_hub.number, at_hub.lines) == ("2026-0001", at_hub.lines)
    assert [line.net_pence for line in at_coop.lines] == [120_00, 130_20, 65_10, 1_514_24]
    assert (at_coop.net_pence, at_coop.vat_pence, at_coop.due_on) == (1_829_54, 365_91, date(2026, 12, 5))


def test_a_month_is_billed_once(hub: Hub, aber: Coop) -> None:
    invoice_of(aber)

    with pytest.raises(MonthBilledAlready):
        issue(aber)

    assert count(hub, Invoice) == 1


def test_an_invoice_and_its_delivery_are_of_one_transaction(
    hub: Hub, aber: Coop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever ends the process before the commit ends both; after it, both are there to be carried."""
    publish_plan()
    told_all(aber)

    class PowerCutError(RuntimeError):
        pass

    def cut(*_arguments: object, **_options: object) -> None:
        raise PowerCutError

    with monkeypatch.context() as patched:
        patched.setattr("tenants.journal.write_line", cut)
        with pytest.raises(PowerCutError):
            issue(aber)
    assert (count(hub, Invoice), count(hub, Delivery)) == (0, 0)

    issue(aber)

    assert (count(hub, Invoice), count(hub, Delivery), count(hub, DeliveryPending)) == (1, 1, 1)
    with reading(HUB) as session:
        assert session.scalars(select(Invoice.number)).all() == [1]
    carry_all(aber)
    with reading(aber) as session:
        assert len(received.list_received(session, by=SYSTEM)) == 1


def test_two_runs_at_once_make_one_invoice_each_with_no_gap(hub: Hub, aber: Coop, bryn: Coop) -> None:
    publish_plan()
    told_all(aber)
    told_all(bryn)

    def run() -> object:
        return actions.run_month(month=OCTOBER, by=SYSTEM, now=EARLY_NOVEMBER)

    raised = together(run, run, run)

    with reading(hub) as session:
        numbers = sorted(session.scalars(select(Invoice.number)))
        billed = set(session.scalars(select(Invoice.coop_id)))
    assert (raised, numbers, billed) == ([], [1, 2], {aber.id, bryn.id})
    assert balances(hub)["debtors"] == 2 * TOTAL_PENCE


def test_a_line_of_three_times_last_months_stops_that_invoice_alone(hub: Hub, aber: Coop, bryn: Coop) -> None:
    publish_plan()
    for coop in (aber, bryn):
        told_all(coop)
        issue(coop)
        told_all(coop, payslips=94 if coop is aber else 93, month=NOVEMBER)

    stopped = actions.run_month(month=NOVEMBER, by=SYSTEM, now=EARLY_DECEMBER)
    with pytest.raises(LineOutOfBounds) as refused:
        issue(aber, month=NOVEMBER, now=EARLY_DECEMBER)
    confirmed = actions.run_month(month=NOVEMBER, by=SYSTEM, now=EARLY_DECEMBER, confirmed=[aber.id])

    assert [(one.slug, one.outcome) for one in stopped] == [
        ("aber", "invoice_line_out_of_bounds"),
        ("bryn", "issued"),
    ]
    assert refused.value.facts["service"] == "payslips"
    assert [(one.slug, one.outcome) for one in confirmed] == [
        ("aber", "issued"),
        ("bryn", "month_billed_already"),
    ]
    assert count(hub, Invoice) == 4


def test_before_it_opens_a_coop_gets_no_invoice(hub: Hub, aber: Coop, bryn: Coop) -> None:
    publish_plan()
    with upkeep(HUB) as session:
        session.get_one(CoopRow, aber.id).stage = "S4"
    registry.forget()

    outcomes = actions.run_month(month=OCTOBER, by=SYSTEM, now=EARLY_NOVEMBER)
    with pytest.raises(actions.NothingToBill):
        issue(aber)

    assert [(one.slug, one.outcome) for one in outcomes] == [("aber", "free"), ("bryn", "issued")]


def test_a_coop_of_figures_only_is_in_no_months_fees(aber: Coop, bryn: Coop) -> None:
    publish_plan()
    told_all(aber)
    told_all(bryn)
    figures_only = made_synthetic("cwm-ffigurau")

    with reading(HUB) as session:
        listed = months.list_months(session, OCTOBER, by=SYSTEM, on=EARLY_NOVEMBER.date())
    outcomes = actions.run_month(month=OCTOBER, by=SYSTEM, now=EARLY_NOVEMBER)
    with pytest.raises(actions.NothingToBill):
        issue(figures_only)

    assert [one.coop.slug for one in listed] == ["aber", "bryn"]
    assert [(one.slug, one.outcome) for one in outcomes] == [("aber", "issued"), ("bryn", "issued")]
    with reading(HUB) as session:
        assert invoices.list_invoices(session, by=SYSTEM, coop_id=figures_only.id) == []


@pytest.mark.parametrize(
    ("case", "made_at", "outcomes"),
    [
        ("in the month", datetime(2026, 10, 14, 9, 0, tzinfo=UTC), ("not_begun", "issued")),
        ("on its first day", datetime(2026, 9, 30, 23, 30, tzinfo=UTC), ("issued", "issued")),
        ("after it", datetime(2026, 11, 26, 9, 0, tzinfo=UTC), ("not_begun", "not_begun")),
    ],
)
def test_a_coop_pays_from_its_first_whole_month_on(
    hub: Hub, aber: Coop, bryn: Coop, case: str, made_at: datetime, outcomes: tuple[str, str]
) -> None:
    publish_plan()
    for coop in (aber, bryn):
        told_all(coop)
        told_all(coop, month=NOVEMBER)
    with upkeep(HUB) as session:
        session.get_one(CoopRow, aber.id).made_at = made_at

    october = actions.run_month(month=OCTOBER, by=SYSTEM, now=EARLY_DECEMBER)
    november = actions.run_month(month=NOVEMBER, by=SYSTEM, now=EARLY_DECEMBER)

    assert (october[0].outcome, november[0].outcome) == outcomes, case
    assert (october[1].outcome, november[1].outcome) == ("issued", "issued")
    assert count(hub, Invoice) == 2 + outcomes.count("issued")
    if outcomes[0] == "not_begun":
        with pytest.raises(actions.NothingToBill):
            issue(aber, now=EARLY_DECEMBER)


def made_synthetic(slug: str) -> Coop:
    """Register a co-op that has no wall and only sends figures, fully under way."""
    names = NewCoop(slug.title(), slug.title(), "cy", "S7", "Ystalyfera", "Ystalyfera")
    enter_coop(by=SYSTEM, now=EARLY_NOVEMBER, slug=slug, names=names, coop_id=uuid4(), is_synthetic=True)
    return registry.get(slug)


def test_what_is_told_after_the_invoice_stands_on_the_next_one(aber: Coop) -> None:
    publish_plan()
    told(aber, "payslips", 30)
    issue(aber)
    told(aber, "payslips", 1)
    told(aber, "care_turnover", 10_000_00)
    told_all(aber, month=NOVEMBER)

    issue(aber, month=NOVEMBER, now=EARLY_DECEMBER)

    with reading(HUB) as session:
        newest, _first = invoices.list_invoices(session, by=SYSTEM)
        lines = invoices.get_invoice(session, newest.id, by=SYSTEM).lines
        (rated,) = (
            one
            for one in months.list_months(session, OCTOBER, by=SYSTEM, on=date(2026, 12, 3))
            if one.coop.id == aber.id
        )
    late = [(line.service, line.month, line.net_pence) for line in lines if line.month == OCTOBER]
    assert late == [("payslips", OCTOBER, 4_20), ("solidarity", OCTOBER, 200_00)]
    assert (rated.state, len(lines)) == ("billed", 6)


@pytest.mark.parametrize(("month", "refusal"), [(NOVEMBER, MonthNotOver), (date(2025, 12, 1), NoFeePlan)])
def test_a_month_that_goes_on_or_has_no_plan_is_not_billed(
    hub: Hub, aber: Coop, month: date, refusal: type[Refusal]
) -> None:
    publish_plan()
    told_all(aber, month=month)

    with pytest.raises(refusal):
        issue(aber, month=month)

    assert (count(hub, Invoice), balances(hub)) == (0, {})


def test_a_months_state_says_what_stands_in_the_way(aber: Coop, bryn: Coop) -> None:
    publish_plan()
    told_all(aber)
    told(bryn, "payslips", 3)

    with reading(HUB) as session:
        found = months.list_months(session, OCTOBER, by=SYSTEM, on=date(2026, 11, 5))

    assert [(one.coop.slug, one.state, one.missing) for one in found] == [
        ("aber", "ready", ()),
        ("bryn", "incomplete", ("training", "solidarity")),
    ]


def test_a_new_plan_is_in_force_from_its_month(aber: Coop) -> None:
    publish_plan()
    publish_plan(**{"from": "2026-11-01", "base_pence": 150_00})
    told_all(aber)
    told_all(aber, month=NOVEMBER)

    issue(aber)
    issue(aber, month=NOVEMBER, now=EARLY_DECEMBER)

    with reading(HUB) as session:
        found = [
            invoices.get_invoice(session, one.id, by=SYSTEM)
            for one in invoices.list_invoices(session, by=SYSTEM)
        ]
    assert [(one.month, one.plan_version, one.lines[0].net_pence) for one in found] == [
        (NOVEMBER, 2, 150_00),
        (OCTOBER, 1, 120_00),
    ]


def test_only_who_collects_fees_may_bill(hub: Hub, aber: Coop) -> None:
    publish_plan()
    told_all(aber)
    director = actor_of(hub, make_person(hub, "quality_lead"))

    with pytest.raises(PermissionLacking):
        issue(aber, by=director)
    with pytest.raises(PermissionLacking):
        actions.run_month(month=OCTOBER, by=director, now=EARLY_NOVEMBER)

    assert count(hub, Invoice) == 0
