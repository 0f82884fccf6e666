# SPDX-License-Identifier: AGPL-3.0-or-later
"""Workers: who may enter and read them, and what holds on a day."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from franchise_kit.access import Permission
from franchise_kit.people import actions, queries
from franchise_kit.people.queries import facts
from franchise_kit.people.rules import contracts, particulars
from tenants import clock
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import NotFound, Refusal
from tenants.transaction import reading
from tests.support.people import actor_of, make_person
from tests.support.thread import BEGAN, make_worker

SUMMER = date(2026, 6, 1)
# A prefix that is never given out cannot be somebody's, so a number that could be is put together here.
NUMBER = "".join(("AB", "123456", "C"))


def coordinator(coop: Coop) -> Actor:
    return actor_of(coop, make_person(coop, "care_coordinator"))


def payroll(coop: Coop) -> Actor:
    return actor_of(coop, make_person(coop, "payroll_contact"))


def count(coop: Coop, table: str) -> int:
    with reading(coop) as session:
        return int(session.scalar(text(f"SELECT count(*) FROM {table}")) or 0)


def rates(coop: Coop, worker_id: UUID, on: date) -> dict[UUID, int]:
    with reading(coop) as session:
        return facts.rates_of(session, [worker_id], on)


def contract(kind: str, minutes: int, from_on: date) -> actions.NewContract:
    return actions.NewContract(kind, minutes, from_on, 1400)


def particulars_of(code: str, from_on: date, *, number: str | None = None) -> actions.NewParticulars:
    return actions.NewParticulars(
        from_on=from_on,
        source="code_notice",
        tax_code=code,
        ni_category="A",
        national_insurance_number=number,
    )


def agree_to_all(coop: Coop, worker_id: UUID, by: Actor) -> None:
    with reading(coop) as session:
        entries = queries.get_employment(session, worker_id, by=by).tax_entries
    for entry in entries:
        if entry.state == "proposed":
            actions.agree_tax(coop=coop, entry_id=entry.id, by=by, now=clock.now())


def test_a_worker_is_the_person_behind_their_account(aber: Coop, bryn: Coop) -> None:
    person = make_person(aber, "care_worker", name="Nia Prys")

    worker_id = make_worker(aber, account_id=person.id)

    by = actor_of(aber, person)
    with reading(aber) as session:
        own = queries.find_own_worker(session, by=by)
        everybody = queries.list_workers(session, by=by, on=SUMMER)
    assert own is not None
    assert (own.id, own.person_id, own.full_name) == (worker_id, person.person_id, "Nia Prys")
    assert [worker.id for worker in everybody] == [worker_id]
    assert count(bryn, "worker") == 0


def test_an_account_stands_for_one_worker(aber: Coop) -> None:
    person = make_person(aber, "care_worker")
    make_worker(aber, account_id=person.id)

    with pytest.raises(actions.AccountHasWorker):
        make_worker(aber, "Nia Arall", account_id=person.id)

    assert count(aber, "worker") == 1


def test_a_care_worker_reads_nobody_elses_record(aber: Coop) -> None:
    other = make_worker(aber, "Ann Arall", pence_per_hour=1345)
    by = actor_of(aber, make_person(aber, "care_worker"))

    with reading(aber) as session:
        listed = queries.list_workers(session, by=by, on=SUMMER)
        with pytest.raises(NotFound):
            queries.get_employment(session, other, by=by)

    assert listed == []


@pytest.mark.parametrize("role", ["care_worker", "board_member", "coop_admin", "training_lead"])
def test_only_who_takes_workers_on_enters_them(aber: Coop, role: str) -> None:
    by = actor_of(aber, make_person(aber, role))
    worker = actions.NewWorker("Nia", "Prys", "cy", "other_social_care", BEGAN)

    with pytest.raises(NotFound):
        actions.enter_worker(coop=aber, worker=worker, by=by, now=clock.now())

    assert count(aber, "worker") == 0


def test_a_rate_holds_from_its_day(aber: Coop) -> None:
    worker_id = make_worker(aber, pence_per_hour=1345)
    by = payroll(aber)

    actions.set_rate(
        coop=aber,
        worker_id=worker_id,
        rate=actions.NewRate(1400, SUMMER),
        paid_through=None,
        by=by,
        now=clock.now(),
    )

    assert rates(aber, worker_id, date(2026, 5, 31)) == {worker_id: 1345}
    assert rates(aber, worker_id, SUMMER) == {worker_id: 1400}
    assert rates(aber, worker_id, date(2026, 1, 4)) == {}


@pytest.mark.parametrize("from_on", [BEGAN, date(2026, 1, 4)])
def test_a_rate_rewrites_none(aber: Coop, from_on: date) -> None:
    worker_id = make_worker(aber, pence_per_hour=1345)

    with pytest.raises((contracts.RateUsedAlready, contracts.NoContractThen)):
        actions.set_rate(
            coop=aber,
            worker_id=worker_id,
            rate=actions.NewRate(1, from_on),
            paid_through=BEGAN,
            by=payroll(aber),
            now=clock.now(),
        )

    assert rates(aber, worker_id, SUMMER) == {worker_id: 1345}


def test_a_new_contract_ends_the_one_before(aber: Coop) -> None:
    worker_id = make_worker(aber, pence_per_hour=1345)
    by = payroll(aber)

    actions.make_contract(
        coop=aber,
        worker_id=worker_id,
        contract=contract("non_guaranteed_hours", 0, SUMMER),
        by=by,
        now=clock.now(),
    )

    with reading(aber) as session:
        held = queries.get_employment(session, worker_id, by=by).contracts
    assert [(one.valid_from, one.valid_until) for one in held] == [(SUMMER, None), (BEGAN, SUMMER)]
    assert rates(aber, worker_id, SUMMER) == {worker_id: 1400}


@pytest.mark.parametrize(
    ("new", "refusal"),
    [
        (contract("guaranteed_hours", 600, BEGAN), contracts.ContractsOverlap),
        (contract("guaranteed_hours", 0, SUMMER), contracts.HoursNeeded),
        (contract("guaranteed_hours", 600, date(2025, 12, 1)), contracts.ContractBeforeStart),
    ],
)
def test_two_contracts_never_run_at_once(
    aber: Coop, new: actions.NewContract, refusal: type[Exception]
) -> None:
    worker_id = make_worker(aber, pence_per_hour=1345)

    with pytest.raises(refusal):
        actions.make_contract(coop=aber, worker_id=worker_id, contract=new, by=payroll(aber), now=clock.now())

    assert count(aber, "contract") == count(aber, "pay_rate") == 1


def test_the_newest_entry_of_a_pay_day_holds(aber: Coop) -> None:
    worker_id = make_worker(aber)
    by, second = payroll(aber), payroll(aber)
    april = date(2026, 4, 6)
    said = [
        particulars_of("c 1257 l", april, number=NUMBER),
        particulars_of("BR", april),
        particulars_of("1000L M1", SUMMER),
    ]

    for one in said:
        actions.set_tax_particulars(coop=aber, worker_id=worker_id, particulars=one, by=by, now=clock.now())
        agree_to_all(aber, worker_id, second)

    with reading(aber) as session:
        held = [facts.tax_of(session, [worker_id], day)[worker_id].tax_code for day in (april, SUMMER)]
        entries = queries.get_employment(session, worker_id, by=by).tax_entries
        before = facts.tax_of(session, [worker_id], date(2026, 4, 5))
    assert held == ["BR", "1000L X"]
    assert before == {}
    assert [(entry.tax_code, entry.masked_number) for entry in entries] == [
        ("1000L X", "••••••56C"),
        ("BR", "••••••56C"),
        ("C1257L", "••••••56C"),
    ]


def p45(from_on: date, pay_pence: int, tax_pence: int) -> actions.NewParticulars:
    return actions.NewParticulars(
        from_on, "p45", "1257L", "A", earlier_pay_pence=pay_pence, earlier_tax_pence=tax_pence
    )


@pytest.mark.parametrize(
    ("case", "said", "pay_on", "expected"),
    [
        (
            "a later code notice keeps what the P45 brought",
            [p45(date(2026, 4, 20), 900_00, 80_00), particulars_of("BR", SUMMER)],
            date(2026, 6, 30),
            ("BR", 900_00, 80_00),
        ),
        (
            "a newer P45 stands in place of an older",
            [p45(date(2026, 4, 20), 900_00, 80_00), p45(SUMMER, 700_00, 60_00)],
            date(2026, 6, 30),
            ("1257L", 700_00, 60_00),
        ),
        (
            "a P45 counts from its day on",
            [particulars_of("BR", date(2026, 4, 6)), p45(SUMMER, 700_00, 60_00)],
            date(2026, 5, 31),
            ("BR", 0, 0),
        ),
        (
            "it counts on the last day of its tax year",
            [p45(date(2026, 4, 6), 900_00, 80_00)],
            date(2027, 4, 5),
            ("1257L", 900_00, 80_00),
        ),
        (
            "and nothing on the first day of the next, where its code holds on",
            [p45(date(2026, 4, 6), 900_00, 80_00)],
            date(2027, 4, 6),
            ("1257L", 0, 0),
        ),
        (
            "a P45 of the year before brings nothing",
            [p45(date(2026, 4, 5), 900_00, 80_00), particulars_of("BR", date(2026, 4, 6))],
            date(2026, 4, 6),
            ("BR", 0, 0),
        ),
    ],
)
def test_earlier_pay_is_of_the_newest_p45_of_the_tax_year(
    aber: Coop,
    case: str,
    said: list[actions.NewParticulars],
    pay_on: date,
    expected: tuple[str, int, int],
) -> None:
    worker_id = make_worker(aber)
    by, second = payroll(aber), payroll(aber)
    for one in said:
        actions.set_tax_particulars(coop=aber, worker_id=worker_id, particulars=one, by=by, now=clock.now())
        agree_to_all(aber, worker_id, second)

    with reading(aber) as session:
        held = facts.tax_of(session, [worker_id], pay_on)[worker_id]

    assert (held.tax_code, held.earlier_pay_pence, held.earlier_tax_pence) == expected, case


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        (particulars_of("HELLO", SUMMER), particulars.TaxCodeUnreadable),
        (p45(SUMMER, 900_00, 900_01), particulars.EarlierTaxAbovePay),
    ],
)
def test_what_no_paper_says_is_refused(
    aber: Coop, said: actions.NewParticulars, refusal: type[Refusal]
) -> None:
    worker_id, by = make_worker(aber), payroll(aber)

    with pytest.raises(refusal):
        actions.set_tax_particulars(coop=aber, worker_id=worker_id, particulars=said, by=by, now=clock.now())

    assert count(aber, "tax_particulars") == 0


def test_a_ni_number_is_nowhere_in_clear(aber: Coop) -> None:
    worker_id = make_worker(aber)
    actions.set_tax_particulars(
        coop=aber,
        worker_id=worker_id,
        particulars=particulars_of("BR", SUMMER, number=NUMBER),
        by=payroll(aber),
        now=clock.now(),
    )

    with reading(aber) as session:
        rows = session.scalars(text("SELECT t::text FROM tax_particulars t")).all()
        lines = session.scalars(text("SELECT l::text FROM journal_line l")).all()
    assert [row for row in [*rows, *lines] if NUMBER in row] == []


def test_an_account_is_linked_once(aber: Coop) -> None:
    worker_id = make_worker(aber)
    person, other = make_person(aber, "care_worker"), make_person(aber, "care_worker")
    by = coordinator(aber)

    actions.link_account(coop=aber, worker_id=worker_id, account_id=person.id, by=by)

    with pytest.raises(actions.WorkerHasAccount):
        actions.link_account(coop=aber, worker_id=worker_id, account_id=other.id, by=by)
    with reading(aber) as session:
        linked = facts.worker_of_person(session, person.person_id)
        free = [one.account_id for one in queries.list_accounts_to_link(session, by=by)]
    assert linked is not None
    assert linked.id == worker_id
    assert sorted(free, key=str) == sorted([other.id, by.account_id], key=str)


def test_the_bureau_inside_reads_employment_and_writes_none(aber: Coop) -> None:
    worker_id = make_worker(aber, pence_per_hour=1345)
    inside = Actor(
        uuid4(),
        uuid4(),
        "hub",
        permissions=dict.fromkeys(("worker.read", "employment.read"), "svc"),
        entry_id=uuid4(),
    )

    with reading(aber) as session:
        listed = queries.list_workers(session, by=inside, on=SUMMER)
        held = queries.get_employment(session, worker_id, by=inside)
    with pytest.raises(NotFound):
        actions.set_rate(
            coop=aber,
            worker_id=worker_id,
            rate=actions.NewRate(1, SUMMER),
            paid_through=None,
            by=inside,
            now=clock.now(),
        )

    assert [worker.id for worker in listed] == [worker_id]
    assert held.contracts[0].rates[0].pence == 1345


def test_a_coordinator_makes_the_first_contract_and_no_other(aber: Coop) -> None:
    worker_id, by = make_worker(aber), coordinator(aber)
    first, later = (contract("non_guaranteed_hours", 0, day) for day in (BEGAN, SUMMER))

    actions.make_contract(coop=aber, worker_id=worker_id, contract=first, by=by, now=clock.now())
    with pytest.raises(NotFound):
        actions.make_contract(coop=aber, worker_id=worker_id, contract=later, by=by, now=clock.now())

    assert count(aber, "contract") == count(aber, "pay_rate") == 1


def test_a_coordinator_reads_the_hours_and_neither_pay_nor_tax(aber: Coop) -> None:
    worker_id, by = make_worker(aber, pence_per_hour=1345), coordinator(aber)

    with reading(aber) as session:
        [agreed] = queries.list_contracts(session, worker_id, by=by)
        with pytest.raises(NotFound):
            queries.get_employment(session, worker_id, by=by)

    assert agreed.weekly_minutes == 1200
    assert not hasattr(agreed, "rates")


def test_a_coordinator_who_also_visits_reads_their_own_pay_alone(aber: Coop) -> None:
    person = make_person(aber, "care_coordinator", "care_worker")
    own, other = make_worker(aber, account_id=person.id), make_worker(aber, "Ann Arall")
    by = actor_of(aber, person)

    with reading(aber) as session:
        found = queries.list_workers(session, by=by, on=SUMMER)
        readable = [one.id for one in found if queries.reaches(one, Permission.EMPLOYMENT_READ, by=by)]

    assert {one.id for one in found} == {own, other}
    assert readable == [own]
