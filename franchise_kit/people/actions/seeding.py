"""Workers of a demo, all at once, as the account seeding does it for accounts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import exists, select

from franchise_kit.people.actions.seeding_kept import kept_rows
from franchise_kit.people.actions.seeding_taken import (
    NOTHING_TAKEN,
    SeedScheme,
    SeedTaken,
    entered_on,
    seed_schemes,
    taken_rows,
)
from franchise_kit.people.models import Contract, PayRate, TaxParticulars, Worker
from franchise_kit.people.queries.facts import WorkerFacts
from tenants import journal
from tenants.actor import SYSTEM
from tenants.office import Coop
from tenants.transaction import transaction

# The usual one; age and proofs decide where a birthday is known.
NI_CATEGORY: Final = "A"


@dataclass(frozen=True, slots=True)
class SeedWorker:
    """One made-up worker, with a contract and what the tax office says from the day that it begins.

    Pence an hour, minutes a week, nought where ``kind`` guarantees none; pay and tax of this tax year before
    the co-op's runs are in pence. ``raises`` are later rates, each with its first day.
    """

    facts: WorkerFacts
    contract_from: date
    weekly_minutes: int
    pence_per_hour: int
    tax_code: str
    earlier_pay_pence: int
    earlier_tax_pence: int
    raises: tuple[tuple[date, int], ...] = ()
    kind: str = "guaranteed_hours"
    taken: SeedTaken = NOTHING_TAKEN


def seed_workers(
    *, coop: Coop, workers: Sequence[SeedWorker], now: datetime, schemes: Sequence[SeedScheme] = ()
) -> bool:
    """Enter workers with their contracts; say whether it was done: a second load does nothing.

    ``schemes`` are those that some of them are members of.
    """
    with transaction(coop, by=SYSTEM, doing="people.seed_workers") as session:
        if session.scalar(select(exists().where(Worker.id.in_([one.facts.id for one in workers])))):
            return False
        session.add_all(_worker(one.facts, now) for one in workers)
        session.flush()
        contracts = [(one, _contract(one, now)) for one in workers]
        session.add_all(row for _, row in contracts)
        session.flush()
        session.add_all(rate for one, row in contracts for rate in _rates(one, row.id, now))
        seed_schemes(session, schemes, now)
        session.add_all(_tax(one, now) for one in workers)
        session.add_all(row for one in workers for row in taken_rows(one.facts, one.taken, NI_CATEGORY, now))
        here = [one for one in workers if one.facts.ended_on is None]
        session.add_all(row for one in here for row in kept_rows(one.facts, now))
        journal.note(session, record_kind="worker", count=len(workers))
        return True


def _worker(facts: WorkerFacts, now: datetime) -> Worker:
    return Worker(
        id=facts.id,
        person_id=facts.person_id,
        account_id=facts.account_id,
        given_name=facts.given_name,
        family_name=facts.family_name,
        language=facts.language,
        speaks=sorted({"en", facts.language}),
        staff_category=facts.staff_category,
        started_on=facts.started_on,
        ended_on=facts.ended_on,
        entered_at=now,
    )


def _contract(one: SeedWorker, now: datetime) -> Contract:
    return Contract(
        worker_id=one.facts.id,
        kind=one.kind,
        weekly_minutes=one.weekly_minutes,
        valid_from=one.contract_from,
        valid_until=one.facts.ended_on and one.facts.ended_on + timedelta(days=1),
        entered_at=now,
    )


def _rates(one: SeedWorker, contract_id: UUID, now: datetime) -> Iterator[PayRate]:
    for from_on, pence in ((one.contract_from, one.pence_per_hour), *one.raises):
        yield PayRate(contract_id=contract_id, kind="ordinary", pence=pence, from_on=from_on, entered_at=now)


def _tax(one: SeedWorker, now: datetime) -> TaxParticulars:
    return TaxParticulars(
        worker_id=one.facts.id,
        from_on=one.contract_from,
        source="p45" if one.earlier_pay_pence else "starter_declaration",
        tax_code=one.tax_code,
        ni_category=NI_CATEGORY,
        national_insurance_number=one.taken.number,
        earlier_pay_pence=one.earlier_pay_pence,
        earlier_tax_pence=one.earlier_tax_pence,
        entered_at=entered_on(one.contract_from, now),
    )
