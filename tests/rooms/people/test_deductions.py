# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is taken from pay: the first holds, two people change it, and payroll reads what holds on a day."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event, text
from sqlalchemy.orm import Session

from franchise_kit.people.actions import deducting, deductions, pension_schemes
from franchise_kit.people.queries.deduction_entries import get_deductions, list_schemes
from franchise_kit.people.queries.deductions import NOTHING, PayeeFacts, payee_facts
from franchise_kit.people.rules import bank as two
from franchise_kit.people.rules import deductions as rules
from tenants import clock
from tenants.actor import SYSTEM, Actor
from tenants.office import Coop
from tenants.refusal import NotFound, Refusal
from tenants.transaction import reading
from tests.support.access import lines_of
from tests.support.people import actor_of, make_person
from tests.support.thread import make_worker

APRIL, MAY, JUNE = date(2026, 4, 30), date(2026, 5, 29), date(2026, 6, 30)
TERMS = pension_schemes.NewTerms(date(2026, 4, 6), 500, 300)
NEST = pension_schemes.NewScheme("NEST", "relief_at_source", "qualifying_earnings", "EMP1", TERMS)
FINE = deducting.NewOrder("priority", date(2026, 4, 1), APRIL, "CASE-12345", "Llys Ynadon", 100_00, 600_00)


def actor(coop: Coop, role: str = "payroll_contact") -> Actor:
    return actor_of(coop, make_person(coop, role))


def employed(coop: Coop) -> tuple[UUID, Actor]:
    person = make_person(coop, "care_worker", name="Nia Prys")
    return make_worker(coop, account_id=person.id), actor_of(coop, person)


def loan(coop: Coop, worker_id: UUID, by: Actor, plan: str, source: str, on: date) -> tuple[UUID, str]:
    notice = deductions.NewLoanNotice(plan, source, on)
    return deductions.set_loan_notice(coop=coop, worker_id=worker_id, notice=notice, by=by, now=clock.now())


def step(coop: Coop, worker_id: UUID, by: Actor, kind: str, on: date, **more: Any) -> tuple[UUID, str]:  # noqa: ANN401 (what an entry says besides)
    entry = deductions.NewPensionEntry(kind, on, **more)
    return deductions.set_pension(coop=coop, worker_id=worker_id, entry=entry, by=by, now=clock.now())


def scheme(coop: Coop, by: Actor = SYSTEM) -> UUID:
    return pension_schemes.enter_scheme(coop=coop, scheme=NEST, by=by, now=clock.now())


def order(coop: Coop, worker_id: UUID, by: Actor, said: deducting.NewOrder = FINE) -> tuple[UUID, str]:
    return deducting.set_order(coop=coop, worker_id=worker_id, order=said, by=by, now=clock.now())


def agree(coop: Coop, kind: str, entry_id: UUID, by: Actor) -> None:
    deducting.agree_deduction(coop=coop, kind=kind, entry_id=entry_id, by=by, now=clock.now())


def of(coop: Coop, worker_id: UUID, on: date) -> PayeeFacts:
    with reading(coop) as session:
        return payee_facts(session, [worker_id], on)[worker_id]


def test_each_plan_starts_and_stops_by_its_own_notices(aber: Coop) -> None:
    worker_id, worker = employed(aber)
    by = actor(aber)

    said = [
        loan(aber, worker_id, by, "2", "starter_declaration", APRIL),
        loan(aber, worker_id, by, "PG", "pgl1", MAY),
        loan(aber, worker_id, by, "2", "sl2", JUNE),
    ]
    before = of(aber, worker_id, JUNE).loans
    agree(aber, "loan", said[2][0], worker)

    assert [state for _id, state in said] == ["agreed", "agreed", "proposed"]
    assert [of(aber, worker_id, day).loans for day in (APRIL, MAY, JUNE)] == [("2",), ("2", "PG"), ("PG",)]
    assert before == ("2", "PG")


def test_a_newer_proposal_takes_the_place_of_one_that_waits(aber: Coop) -> None:
    worker_id, _worker = employed(aber)
    by = actor(aber)
    for source in ("sl1", "sl2", "sl2"):
        loan(aber, worker_id, by, "1", source, MAY)

    with reading(aber) as session:
        found = get_deductions(session, worker_id, by=by).loans

    assert [one.state for one in found] == ["proposed", "refused", "agreed"]


@pytest.mark.parametrize(
    ("role", "refusal"),
    [(None, two.OwnProposal), ("registered_manager", NotFound), ("care_worker", NotFound)],
)
def test_nobody_else_agrees(aber: Coop, role: str | None, refusal: type[Refusal]) -> None:
    worker_id, _worker = employed(aber)
    by = actor(aber)
    loan(aber, worker_id, by, "1", "sl1", APRIL)
    entry_id, _state = loan(aber, worker_id, by, "1", "sl2", MAY)

    with pytest.raises(refusal):
        agree(aber, "loan", entry_id, by if role is None else actor(aber, role))

    assert of(aber, worker_id, MAY).loans == ("1",)


def test_membership_is_followed_over_time(aber: Coop) -> None:
    worker_id, worker = employed(aber)
    by, scheme_id = actor(aber), scheme(aber)
    step(aber, worker_id, by, "postponed", date(2026, 4, 6), until_on=MAY)
    for kind, day, more in (
        ("enrolled", MAY, {"scheme_id": scheme_id, "told_on": date(2026, 6, 1)}),
        ("opted_out", date(2026, 6, 20), {}),
    ):
        entry_id, _state = step(aber, worker_id, by, kind, day, **more)
        agree(aber, "pension", entry_id, worker)

    postponed, member, out = (of(aber, worker_id, day).pension for day in (APRIL, MAY, JUNE))

    assert postponed is not None
    assert (postponed.kind, postponed.until_on, postponed.is_member) == ("postponed", MAY, False)
    assert member is not None
    assert member.scheme is not None
    assert (member.is_member, member.scheme.employee_bps, member.scheme.provider_reference) == (
        True,
        500,
        "EMP1",
    )
    assert out is not None
    assert (out.kind, out.is_member, out.member_on, out.told_on) == (
        "opted_out",
        False,
        MAY,
        date(2026, 6, 1),
    )


def test_a_step_that_does_not_follow_changes_nothing(aber: Coop) -> None:
    worker_id, _worker = employed(aber)
    by = actor(aber)

    with pytest.raises(rules.PensionMoveNotPossible):
        step(aber, worker_id, by, "left", MAY)
    with pytest.raises(NotFound):
        step(aber, worker_id, by, "joined", MAY, scheme_id=uuid4())

    with reading(aber) as session:
        assert get_deductions(session, worker_id, by=by).pensions == ()


def test_a_schemes_shares_hold_from_a_day(aber: Coop) -> None:
    by, scheme_id = actor(aber), scheme(aber)
    terms = pension_schemes.NewTerms(MAY, 600, 400)
    pension_schemes.set_terms(coop=aber, scheme_id=scheme_id, terms=terms, by=by, now=clock.now())

    with reading(aber) as session:
        shares = [
            [(one.employee_bps, one.employer_bps) for one in list_schemes(session, by=by, on=day)]
            for day in (date(2026, 1, 1), APRIL, MAY)
        ]

    assert shares == [[(500, 300)], [(500, 300)], [(600, 400)]]


def test_the_first_order_waits_as_well(aber: Coop) -> None:
    worker_id, worker = employed(aber)
    by, second = actor(aber), actor(aber)
    entry_id, state = order(aber, worker_id, by)
    waiting = of(aber, worker_id, MAY).orders

    for who, refusal in ((by, two.OwnProposal), (worker, NotFound)):
        with pytest.raises(refusal):
            agree(aber, "order", entry_id, who)
    agree(aber, "order", entry_id, second)

    assert (state, waiting) == ("proposed", ())
    assert [(one.kind, one.normal_pence, one.reference) for one in of(aber, worker_id, MAY).orders] == [
        ("priority", 100_00, "CASE-12345")
    ]


def test_an_order_is_changed_and_ended_by_entries_of_its_own(aber: Coop) -> None:
    worker_id, _worker = employed(aber)
    by, second = actor(aber), actor(aber)
    order_id, _state = order(aber, worker_id, by)
    agree(aber, "order", order_id, second)
    for day, pence, ends in ((MAY, 80_00, False), (JUNE, 80_00, True)):
        said = deducting.NewOrder(
            "priority", FINE.made_on, day, "CASE-12345", "Llys", pence, 600_00, None, order_id, ends
        )
        agree(aber, "order", order(aber, worker_id, by, said)[0], second)

    amounts = [[one.normal_pence for one in of(aber, worker_id, day).orders] for day in (APRIL, MAY, JUNE)]

    assert amounts == [[100_00], [80_00], []]


def test_an_order_of_somebody_else_is_not_changed(aber: Coop) -> None:
    worker_id, _worker = employed(aber)
    other_id, by = make_worker(aber), actor(aber)
    order_id, _state = order(aber, worker_id, by)
    said = deducting.NewOrder("direct_earnings", APRIL, MAY, "R", "DWP", order_id=order_id)

    with pytest.raises(NotFound):
        order(aber, other_id, by, said)

    assert of(aber, other_id, MAY) == NOTHING


def test_what_names_a_case_is_sealed_and_shown_once(aber: Coop) -> None:
    worker_id, _worker = employed(aber)
    by = actor(aber)
    order(aber, worker_id, by)

    whole = deducting.show_orders(coop=aber, worker_id=worker_id, by=by)

    with reading(aber) as session:
        sealed = session.scalar(text("SELECT reference FROM attachment_order"))
        masked = get_deductions(session, worker_id, by=by).orders[0].masked_reference
    assert [(one.reference, one.paid_to) for one in whole] == [("CASE-12345", "Llys Ynadon")]
    assert b"CASE" not in bytes(sealed)
    assert masked == "•••345"
    assert "CASE" not in repr(whole)
    assert lines_of(aber)[-1].doing == "people.show_orders"


def test_directors_births_and_certificates_hold_on_their_days(aber: Coop) -> None:
    worker_id, _worker = employed(aber)
    by, now = actor(aber), clock.now()
    about: dict[str, Any] = {"coop": aber, "worker_id": worker_id, "by": by, "now": now}
    deductions.set_director(**about, director=deductions.NewDirector(True, MAY))
    deductions.set_birth(**about, birth=deductions.NewBirth(date(1990, 2, 1)))
    deductions.note_proof(**about, proof=deductions.NewProof("deferment", APRIL, MAY))

    april, may, june = (of(aber, worker_id, day) for day in (APRIL, MAY, JUNE))

    assert (april.director, june.director and june.director.method) == (None, "annual")
    assert {one.born_on for one in (april, may, june)} == {date(1990, 2, 1)}
    assert [one.proofs for one in (april, may, june)] == [
        frozenset({"deferment"}),
        frozenset({"deferment"}),
        frozenset(),
    ]


def test_many_are_read_in_as_few_readings_as_one(aber: Coop) -> None:
    by, scheme_id = actor(aber), scheme(aber)
    worker_ids = [make_worker(aber) for _ in range(3)]
    for worker_id in worker_ids:
        loan(aber, worker_id, by, "2", "sl1", APRIL)
        step(aber, worker_id, by, "joined", APRIL, scheme_id=scheme_id)

    counts = []
    for asked in (worker_ids[:1], worker_ids):
        with reading(aber) as session:
            counts.append(_readings(session, asked))

    assert counts == [(7, 1), (7, 3)]


def _readings(session: Session, worker_ids: list[UUID]) -> tuple[int, int]:
    seen: list[str] = []
    connection = session.connection()
    event.listen(connection, "before_cursor_execute", lambda *said: seen.append(said[2]))
    found = payee_facts(session, worker_ids, MAY)
    return len(seen), sum(one.loans == ("2",) for one in found.values())


def test_another_co_op_reads_and_changes_nothing(aber: Coop, bryn: Coop) -> None:
    worker_id, _worker = employed(aber)
    by, stranger = actor(aber), actor(bryn)
    entry_id, _state = order(aber, worker_id, by)

    with pytest.raises(NotFound):
        agree(bryn, "order", entry_id, stranger)
    with reading(bryn) as session:
        assert payee_facts(session, [worker_id], MAY) == {worker_id: NOTHING}
