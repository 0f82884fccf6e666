# SPDX-License-Identifier: AGPL-3.0-or-later
"""Money that came in is known on both sides, what is too much is credit, and nothing entered is deleted."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from franchise_kit.access.scopes import PermissionLacking
from franchise_kit.billing import actions
from franchise_kit.billing.hub_models import Payment
from franchise_kit.billing.queries import invoices, received
from tenants.actor import SYSTEM, Actor
from tenants.office import HUB, Coop, Hub
from tenants.refusal import NotFound, Refusal
from tenants.transaction import reading
from tests.support.billing import (
    EARLY_DECEMBER,
    NOVEMBER,
    TOTAL_PENCE,
    balances,
    invoice_of,
    officer,
    together,
    told_all,
)
from tests.support.openings import carry_all, count
from tests.support.people import actor_of, make_person


def pay(invoice_id: UUID, amount_pence: int, *, by: Actor | None = None, **changes: Any) -> UUID:  # noqa: ANN401 (a transfer's facts)
    usual: dict[str, Any] = {"received_on": date(2026, 11, 20), "reference": "ABER OCT"}
    facts = usual | changes
    transfer = actions.Transfer(amount_pence=amount_pence, **facts)
    return actions.record_transfer(
        invoice_id=invoice_id, transfer=transfer, by=by or officer(), now=EARLY_DECEMBER
    )


def two_invoices(coop: Coop) -> tuple[UUID, UUID]:
    """Bill October and November of a co-op, each at the same amount."""
    first = invoice_of(coop)
    told_all(coop, month=NOVEMBER)
    second = actions.issue_invoice(coop_id=coop.id, month=NOVEMBER, by=SYSTEM, now=EARLY_DECEMBER)
    carry_all(coop)
    return first, second


def owed(invoice_id: UUID) -> tuple[int, int]:
    """Return what is owed for an invoice, and the credit of its co-op."""
    with reading(HUB) as session:
        facts = invoices.get_invoice(session, invoice_id, by=SYSTEM)
    return facts.owed_pence, facts.credit_pence


def owed_there(coop: Coop) -> list[int]:
    """Return what a co-op knows that it owes for each invoice, the newest month first."""
    carry_all(coop)
    with reading(coop) as session:
        return [one.owed_pence for one in received.list_received(session, by=SYSTEM)]


def use_credit(invoice_id: UUID) -> int:
    return actions.use_credit(invoice_id=invoice_id, by=officer(), now=EARLY_DECEMBER)


def take_back(invoice_id: UUID, transfer_id: UUID) -> None:
    actions.take_back(invoice_id=invoice_id, transfer_id=transfer_id, by=officer(), now=EARLY_DECEMBER)


def test_two_coops_pay_the_same_on_one_day_under_the_same_reference(hub: Hub, aber: Coop, bryn: Coop) -> None:
    for invoice_id in (invoice_of(aber), invoice_of(bryn)):
        pay(invoice_id, 144_00, reference="FEES")

    left = [TOTAL_PENCE - 144_00]
    assert (balances(hub)["bank"], owed_there(aber), owed_there(bryn)) == (288_00, left, left)


def test_one_transfer_covers_two_invoices(hub: Hub, aber: Coop) -> None:
    first, second = two_invoices(aber)

    pay(first, TOTAL_PENCE)
    pay(second, TOTAL_PENCE)

    assert (balances(hub)["bank"], "debtors" in balances(hub)) == (2 * TOTAL_PENCE, False)
    assert owed_there(aber) == [0, 0]
    with pytest.raises(actions.TransferRecordedAlready):
        pay(second, TOTAL_PENCE, keeps_rest=True)


def test_what_is_too_much_is_kept_as_credit_and_used_by_hand(hub: Hub, aber: Coop, bryn: Coop) -> None:
    first, second = two_invoices(aber)
    others = invoice_of(bryn)

    pay(first, TOTAL_PENCE + 56_00, keeps_rest=True)
    kept, there = (owed(first), owed(second)), owed_there(aber)
    bank_pence = balances(aber)["bank"]
    used_pence = use_credit(second)

    left_pence = TOTAL_PENCE - 56_00
    assert kept == ((0, 56_00), (TOTAL_PENCE, 56_00))
    assert (there, bank_pence) == ([TOTAL_PENCE, 0], -TOTAL_PENCE - 56_00)
    assert (used_pence, owed(second), owed_there(aber)) == (56_00, (left_pence, 0), [left_pence, 0])
    assert (balances(aber)["bank"], balances(hub)["bank"]) == (-TOTAL_PENCE - 56_00, TOTAL_PENCE + 56_00)
    assert owed(others) == (TOTAL_PENCE, 0)
    for invoice_id in (first, second, others):
        with pytest.raises(actions.NoCreditToUse):
            use_credit(invoice_id)


def test_a_wrong_entry_is_taken_back_by_another_and_stays(hub: Hub, aber: Coop) -> None:
    invoice_id = invoice_of(aber)
    wrong = pay(invoice_id, 500_00)
    carry_all(aber)

    take_back(invoice_id, wrong)

    assert (owed(invoice_id), owed_there(aber), count(hub, Payment)) == ((TOTAL_PENCE, 0), [TOTAL_PENCE], 2)
    assert ("bank" in balances(hub), "bank" in balances(aber)) == (False, False)
    with reading(aber) as session:
        assert received.get_received(session, invoice_id, by=SYSTEM).paid_on is None
    with pytest.raises(actions.TransferTakenBack):
        take_back(invoice_id, wrong)
    pay(invoice_id, 500_00)
    assert owed_there(aber) == [TOTAL_PENCE - 500_00]


def test_credit_that_is_used_is_taken_back_before_its_transfer(hub: Hub, aber: Coop) -> None:
    first, second = two_invoices(aber)
    wrong = pay(first, TOTAL_PENCE + 56_00, keeps_rest=True)
    use_credit(second)
    with pytest.raises(actions.CreditIsUsed):
        take_back(first, wrong)
    with reading(HUB) as session:
        (used,) = invoices.get_invoice(session, second, by=SYSTEM).payments

    take_back(second, used.transfer_id)
    take_back(first, wrong)

    assert (owed(first), owed(second)) == ((TOTAL_PENCE, 0), (TOTAL_PENCE, 0))
    assert owed_there(aber) == [TOTAL_PENCE, TOTAL_PENCE]
    assert ("bank" in balances(hub), "bank" in balances(aber)) == (False, False)


def test_an_entry_of_another_coop_is_not_there(aber: Coop, bryn: Coop) -> None:
    wrong, others = pay(invoice_of(aber), 5_00), invoice_of(bryn)

    with pytest.raises(NotFound):
        take_back(others, wrong)

    assert owed(others) == (TOTAL_PENCE, 0)


def test_credit_is_used_once_by_two_at_once(aber: Coop) -> None:
    first, second = two_invoices(aber)
    pay(first, TOTAL_PENCE + 56_00, keeps_rest=True)

    raised = together(*(lambda: use_credit(second) for _turn in range(2)))

    assert [type(one) for one in raised] == [actions.NoCreditToUse]
    assert owed(second) == (TOTAL_PENCE - 56_00, 0)


def test_a_transfer_may_come_before_the_invoice(hub: Hub, aber: Coop) -> None:
    pay(invoice_of(aber), 5_00, received_on=date(2026, 10, 28))

    assert (owed_there(aber), balances(hub)["bank"]) == ([TOTAL_PENCE - 5_00], 5_00)


def test_a_transfer_is_known_on_both_sides(hub: Hub, aber: Coop) -> None:
    invoice_id = invoice_of(aber)

    pay(invoice_id, 1_000_00)
    pay(invoice_id, TOTAL_PENCE - 1_000_00, received_on=date(2026, 11, 25))
    carry_all(aber)

    assert balances(hub)["bank"] == TOTAL_PENCE
    assert "debtors" not in balances(hub)
    assert balances(aber) == {"network_fees": TOTAL_PENCE, "bank": -TOTAL_PENCE}
    with reading(aber) as session:
        at_coop = received.get_received(session, invoice_id, by=SYSTEM)
    with reading(hub) as session:
        (balance,) = invoices.list_balances(session, by=SYSTEM, today=date(2027, 1, 1))
    assert (at_coop.owed_pence, at_coop.paid_on) == (0, date(2026, 11, 25))
    assert (balance.owed_pence, balance.overdue_pence, balance.oldest_due_on) == (0, 0, None)


@pytest.mark.parametrize(
    ("case", "amount_pence", "changes", "refusal"),
    [
        ("a penny too much", TOTAL_PENCE - 500_00 + 1, {}, actions.OverPayment),
        ("the same transfer again", 500_00, {}, actions.TransferRecordedAlready),
        ("nothing", 0, {}, actions.TransferNotPossible),
        ("less than nothing", -5, {}, actions.TransferNotPossible),
        ("tomorrow", 5, {"received_on": date(2026, 12, 4)}, actions.TransferNotPossible),
        ("without a reference", 5, {"reference": ""}, actions.TransferNotPossible),
    ],
)
def test_a_transfer_that_cannot_be_is_not_recorded(
    hub: Hub, aber: Coop, case: str, amount_pence: int, changes: dict[str, Any], refusal: type[Refusal]
) -> None:
    invoice_id = invoice_of(aber)
    pay(invoice_id, 500_00)

    with pytest.raises(refusal):
        pay(invoice_id, amount_pence, **changes)

    assert (count(hub, Payment), balances(hub)["bank"]) == (1, 500_00), case


def test_two_transfers_at_once_never_take_more_than_is_owed(hub: Hub, aber: Coop) -> None:
    invoice_id = invoice_of(aber)

    raised = together(
        lambda: pay(invoice_id, TOTAL_PENCE, reference="ONE"),
        lambda: pay(invoice_id, TOTAL_PENCE, reference="TWO"),
    )

    assert [type(one) for one in raised] == [actions.OverPayment]
    assert balances(hub)["bank"] == TOTAL_PENCE


def test_only_who_collects_fees_may_enter_transfers(hub: Hub, aber: Coop) -> None:
    invoice_id = invoice_of(aber)
    lead = actor_of(hub, make_person(hub, "quality_lead"))

    with pytest.raises(PermissionLacking):
        pay(invoice_id, 5, by=lead)
    with pytest.raises(PermissionLacking):
        actions.use_credit(invoice_id=invoice_id, by=lead, now=EARLY_DECEMBER)
    with pytest.raises(PermissionLacking):
        actions.take_back(invoice_id=invoice_id, transfer_id=invoice_id, by=lead, now=EARLY_DECEMBER)

    assert count(hub, Payment) == 0
