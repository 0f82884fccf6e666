# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tax and bank particulars: the first entry holds, a change waits for two, and showing is written down."""

from collections.abc import Callable
from datetime import date
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from franchise_kit.people import actions, queries
from franchise_kit.people.queries import facts
from franchise_kit.people.rules import bank as rules
from tenants import bells, clock
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import NotFound, Refusal
from tenants.transaction import reading
from tests.support.access import lines_of
from tests.support.people import actor_of, make_person
from tests.support.thread import make_worker

APRIL = date(2026, 4, 6)
FIRST = actions.NewBank("Nia Prys", "12-34-56", "12345678")
OTHER = actions.NewBank("N Prys", "65-43-21", "87654321", "AB/1")


def actor(coop: Coop, role: str = "payroll_contact") -> Actor:
    return actor_of(coop, make_person(coop, role))


def employed(coop: Coop) -> tuple[UUID, Actor]:
    """Return a worker and who they are as a visitor."""
    person = make_person(coop, "care_worker", name="Nia Prys")
    return make_worker(coop, account_id=person.id), actor_of(coop, person)


def enter(coop: Coop, worker_id: UUID, bank: actions.NewBank, by: Actor) -> str:
    return actions.set_bank(coop=coop, worker_id=worker_id, bank=bank, by=by, now=clock.now())


def states(coop: Coop, worker_id: UUID, by: Actor) -> list[tuple[str, str]]:
    with reading(coop) as session:
        found = queries.list_bank_entries(session, worker_id, by=by)
    return [(one.masked_account_number, one.state) for one in found]


def proposal(coop: Coop, worker_id: UUID, by: Actor) -> UUID:
    with reading(coop) as session:
        return next(
            one.id for one in queries.list_bank_entries(session, worker_id, by=by) if one.state == "proposed"
        )


def test_the_first_account_holds_and_another_waits(aber: Coop) -> None:
    worker_id, worker = employed(aber)
    by = actor(aber)

    said = [enter(aber, worker_id, one, by) for one in (FIRST, OTHER)]

    assert said == ["agreed", "proposed"]
    assert states(aber, worker_id, worker) == [("•••••321", "proposed"), ("•••••678", "agreed")]


@pytest.mark.parametrize("who", ["worker", "payroll_contact"])
def test_a_second_person_agrees(aber: Coop, who: str) -> None:
    worker_id, worker = employed(aber)
    by = actor(aber)
    enter(aber, worker_id, FIRST, by)
    enter(aber, worker_id, OTHER, by)
    second = worker if who == "worker" else actor(aber, who)

    actions.agree_bank(coop=aber, entry_id=proposal(aber, worker_id, by), by=second, now=clock.now())

    assert states(aber, worker_id, by) == [("•••••321", "agreed"), ("•••••678", "agreed")]


@pytest.mark.parametrize(
    ("role", "refusal"),
    [(None, rules.OwnProposal), ("registered_manager", NotFound), ("care_worker", NotFound)],
)
def test_nobody_else_agrees(aber: Coop, role: str | None, refusal: type[Refusal]) -> None:
    worker_id, _worker = employed(aber)
    by = actor(aber)
    enter(aber, worker_id, FIRST, by)
    enter(aber, worker_id, OTHER, by)
    second = by if role is None else actor(aber, role)

    with pytest.raises(refusal):
        actions.agree_bank(coop=aber, entry_id=proposal(aber, worker_id, by), by=second, now=clock.now())

    assert states(aber, worker_id, by)[0][1] == "proposed"


@pytest.mark.parametrize("is_own", [True, False])
def test_a_proposal_is_put_aside(aber: Coop, is_own: bool) -> None:
    worker_id, worker = employed(aber)
    by = actor(aber)
    enter(aber, worker_id, FIRST, by)
    enter(aber, worker_id, OTHER, by)
    entry_id = proposal(aber, worker_id, by)
    who = by if is_own else worker

    actions.refuse_bank(coop=aber, entry_id=entry_id, by=who, now=clock.now())

    assert states(aber, worker_id, by) == [("•••••321", "refused"), ("•••••678", "agreed")]
    with pytest.raises(rules.DecidedAlready):
        actions.agree_bank(coop=aber, entry_id=entry_id, by=worker, now=clock.now())


@pytest.mark.parametrize("decide", [actions.agree_bank, actions.refuse_bank])
def test_a_proposal_is_not_there_among_another_workers(aber: Coop, decide: Callable[..., None]) -> None:
    by = actor(aber)
    (worker_id, worker), other_id = employed(aber), make_worker(aber, "Alys Bevan")
    enter(aber, worker_id, FIRST, by)
    enter(aber, worker_id, OTHER, by)
    said = {"coop": aber, "entry_id": proposal(aber, worker_id, by), "by": worker, "now": clock.now()}

    with pytest.raises(NotFound):
        decide(**said, worker_id=other_id)

    assert states(aber, worker_id, by)[0] == ("•••••321", "proposed")
    decide(**said, worker_id=worker_id)
    assert states(aber, worker_id, by)[0][1] != "proposed"


def test_a_newer_proposal_takes_the_place_of_one_that_waits(aber: Coop) -> None:
    worker_id, _worker = employed(aber)
    by = actor(aber)
    for one in (FIRST, OTHER, FIRST):
        enter(aber, worker_id, one, by)

    assert [state for _number, state in states(aber, worker_id, by)] == ["proposed", "refused", "agreed"]


def told(code: str) -> actions.NewParticulars:
    return actions.NewParticulars(APRIL, "code_notice", code, "A")


def test_tax_goes_by_what_is_agreed(aber: Coop) -> None:
    worker_id, worker = employed(aber)
    by = actor(aber)
    codes = []
    for code in ("1257L", "BR"):
        actions.set_tax_particulars(
            coop=aber, worker_id=worker_id, particulars=told(code), by=by, now=clock.now()
        )
        codes.append(code_of(aber, worker_id))
    with reading(aber) as session:
        entry = queries.get_employment(session, worker_id, by=worker).tax_entries[0]

    actions.agree_tax(coop=aber, entry_id=entry.id, by=worker, now=clock.now())

    assert codes == ["1257L", "1257L"]
    assert (entry.state, entry.is_mine) == ("proposed", False)
    assert code_of(aber, worker_id) == "BR"


def code_of(coop: Coop, worker_id: UUID) -> str:
    with reading(coop) as session:
        return facts.tax_of(session, [worker_id], APRIL)[worker_id].tax_code


def test_each_showing_stands_in_the_journal_and_no_number_does(aber: Coop) -> None:
    worker_id, worker = employed(aber)
    by = actor(aber)
    enter(aber, worker_id, FIRST, by)
    enter(aber, worker_id, OTHER, by)

    shown = actions.show_bank(coop=aber, worker_id=worker_id, by=worker)
    actions.show_ni_number(coop=aber, worker_id=worker_id, by=by)

    assert [(one.state, one.sort_code, one.account_number, one.roll_number) for one in shown] == [
        ("agreed", "123456", "12345678", ""),
        ("proposed", "654321", "87654321", "AB/1"),
    ]
    assert [line.doing for line in lines_of(aber)][-2:] == ["people.show_bank", "people.show_ni_number"]
    with reading(aber) as session:
        written = session.scalars(text("SELECT l::text FROM journal_line l")).all()
        kept = session.scalars(text("SELECT b::text FROM bank_particulars b")).all()
    assert [one for one in [*written, *kept] if "12345678" in one or "N Prys" in one] == []


@pytest.mark.parametrize("role", ["care_worker", "care_coordinator", "training_lead"])
@pytest.mark.parametrize("show", [actions.show_bank, actions.show_ni_number])
def test_nobody_else_is_shown_anything_whole(aber: Coop, role: str, show: Callable[..., object]) -> None:
    worker_id, _worker = employed(aber)

    with pytest.raises(NotFound):
        show(coop=aber, worker_id=worker_id, by=actor(aber, role))


def test_a_worker_of_another_co_op_has_no_account_here(aber: Coop, bryn: Coop) -> None:
    worker_id, _worker = employed(bryn)

    with pytest.raises(NotFound):
        enter(aber, worker_id, FIRST, actor(aber))


def test_the_bureau_inside_reads_masked_numbers_alone(aber: Coop) -> None:
    worker_id, _worker = employed(aber)
    enter(aber, worker_id, FIRST, actor(aber))
    held = dict.fromkeys(("worker.read", "employment.read"), "svc")
    inside = Actor(uuid4(), uuid4(), "hub", permissions=held, entry_id=uuid4())

    assert states(aber, worker_id, inside) == [("•••••678", "agreed")]
    with pytest.raises(NotFound):
        actions.show_bank(coop=aber, worker_id=worker_id, by=inside)
    with reading(aber) as session, pytest.raises(NotFound):
        queries.get_contact(session, worker_id, by=inside)


def test_the_worker_is_told_of_each_account_that_somebody_enters(aber: Coop) -> None:
    person = make_person(aber, "care_worker", name="Nia Prys")
    worker_id = make_worker(aber, person.full_name, account_id=person.id)
    by = actor(aber)

    for bank in (FIRST, OTHER):
        enter(aber, worker_id, bank, by)

    with reading(aber) as session:
        rung = {(bell.kind, bell.path) for bell in bells.list_latest(session, person.id)}
    path = f"/workers/{worker_id}/bank"
    assert rung == {("bank_entered", path), ("bank_proposed", path)}
