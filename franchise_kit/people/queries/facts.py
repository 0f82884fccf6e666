"""Facts about workers for the rooms above, inside their own readings and transactions.

Nothing here asks who reads: the room that calls has asked already, by its own permission.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from franchise_kit.people.models import Contract, PayRate, TaxParticulars, Worker
from franchise_kit.people.rules.contracts import ORDINARY
from franchise_kit.people.rules.tax_year import first_day
from tenants.bulk import is_one_of


@dataclass(frozen=True, slots=True)
class WorkerFacts:
    """Somebody who works here, or did; ``ended_on`` is their last day."""

    id: UUID
    number: int
    person_id: UUID
    account_id: UUID | None
    given_name: str
    family_name: str
    language: str
    staff_category: str
    started_on: date
    ended_on: date | None
    known_as: str = ""
    # Codes of the languages that they can work in, such as ``("en", "cy")``.
    speaks: tuple[str, ...] = ()
    arrangement: str = "employed"
    version: int = 1

    @property
    def full_name(self) -> str:
        """Both names as they are said."""
        return f"{self.given_name} {self.family_name}"


@dataclass(frozen=True, slots=True)
class Rate:
    """Pence for an ``hour``, or for a ``night`` that is paid flat."""

    pence: int
    unit: str


@dataclass(frozen=True, slots=True)
class TaxFacts:
    """What the tax office or a starter said that holds on a pay day.

    ``earlier_*`` are pence of this tax year, by its newest P45; ``source`` and ``from_on`` are the code's.
    """

    tax_code: str
    ni_category: str
    earlier_pay_pence: int
    earlier_tax_pence: int
    source: str
    from_on: date


def workers_on(session: Session, on: date) -> list[WorkerFacts]:
    """Return who works here on a day, by family name. It asks nobody: see the module."""
    return list_facts(session, Worker.started_on <= on, _stays(on))


def workers_from(session: Session, on: date) -> list[WorkerFacts]:
    """Return who works here on a day or starts later, by family name. It asks nobody: see the module."""
    return list_facts(session, _stays(on))


def _stays(on: date) -> ColumnElement[bool]:
    return or_(Worker.ended_on.is_(None), Worker.ended_on >= on)


def worker_of_person(session: Session, person_id: UUID) -> WorkerFacts | None:
    """Return the employment record of a verified person. It asks nobody: see the module."""
    row = session.scalars(select(Worker).where(Worker.person_id == person_id)).first()
    return worker_facts(row) if row is not None else None


def worker_of_id(session: Session, worker_id: UUID) -> WorkerFacts | None:
    """Return a worker by their id. It asks nobody: see the module."""
    row = session.get(Worker, worker_id)
    return worker_facts(row) if row is not None else None


def hold_worker(session: Session, worker_id: UUID) -> WorkerFacts | None:
    """Return a worker, locked until the transaction ends. It asks nobody: see the module."""
    row = session.get(Worker, worker_id, with_for_update=True)
    return worker_facts(row) if row is not None else None


def names_of(session: Session, worker_ids: Collection[UUID]) -> dict[UUID, str]:
    """Return workers' full names. It asks nobody: see the module."""
    if not worker_ids:
        return {}
    rows = session.execute(
        select(Worker.id, Worker.given_name, Worker.family_name).where(is_one_of(Worker.id, worker_ids))
    )
    return {worker_id: f"{given} {family}" for worker_id, given, family in rows}


def first_names_of(session: Session, worker_ids: Collection[UUID]) -> dict[UUID, str]:
    """Return what workers are called, without their family names. It asks nobody: see the module."""
    if not worker_ids:
        return {}
    rows = session.execute(
        select(Worker.id, Worker.known_as, Worker.given_name).where(is_one_of(Worker.id, worker_ids))
    )
    return {worker_id: known_as or given for worker_id, known_as, given in rows}


def numbers_of(session: Session, worker_ids: Collection[UUID]) -> dict[UUID, int]:
    """Return workers' numbers, which ranges of their times are built on. It asks nobody: see the module."""
    if not worker_ids:
        return {}
    rows = session.execute(select(Worker.id, Worker.number).where(is_one_of(Worker.id, worker_ids)))
    return dict(rows.all())


def rates_of(session: Session, worker_ids: Collection[UUID], on: date) -> dict[UUID, int]:
    """Return the pence per ordinary hour that hold on a day; who has no contract then is left out.

    It asks nobody: see the module.
    """
    if not worker_ids:
        return {}
    by_kind = rates_by_kind(session, worker_ids, on)
    return {worker_id: kinds[ORDINARY].pence for worker_id, kinds in by_kind.items() if ORDINARY in kinds}


def rates_by_kind(session: Session, worker_ids: Collection[UUID], on: date) -> dict[UUID, dict[str, Rate]]:
    """Return the rates that hold on a day, by worker and kind of time; who has no contract then is left out.

    A kind that is not there is paid as ``ordinary``. It asks nobody: see the module.
    """
    if not worker_ids:
        return {}
    holding = (
        select(Contract.worker_id, PayRate.kind, PayRate.pence, PayRate.unit)
        .join(PayRate, PayRate.contract_id == Contract.id)
        .where(
            is_one_of(Contract.worker_id, worker_ids),
            Contract.valid_from <= on,
            or_(Contract.valid_until.is_(None), Contract.valid_until > on),
            PayRate.from_on <= on,
        )
        .order_by(PayRate.from_on, PayRate.entered_at)
    )
    found: dict[UUID, dict[str, Rate]] = {}
    # In order of days and of entry, so the newest that holds is the one that stays.
    for worker_id, kind, pence, unit in session.execute(holding):
        found.setdefault(worker_id, {})[kind] = Rate(pence, unit)
    return found


def categories_on(session: Session, on: date) -> dict[str, int]:
    """Return how many work here on a day by staff category, of every arrangement. It asks nobody."""
    counted = (
        select(Worker.staff_category, func.count())
        .where(Worker.started_on <= on, _stays(on))
        .group_by(Worker.staff_category)
    )
    return dict(session.execute(counted).all())


def tax_of(session: Session, worker_ids: Collection[UUID], pay_on: date) -> dict[UUID, TaxFacts]:
    """Return what holds for tax and National Insurance on a pay day. It asks nobody: see the module.

    Only what is agreed counts. Code and category are of the newest entry; earlier pay and tax of the newest
    P45 of the pay day's tax year, whatever came after it, and nought where there is none.
    """
    if not worker_ids:
        return {}
    wanted = (
        select(*_TOLD)
        .where(
            is_one_of(TaxParticulars.worker_id, worker_ids),
            TaxParticulars.from_on <= pay_on,
            TaxParticulars.state == "agreed",
        )
        .order_by(TaxParticulars.from_on, TaxParticulars.entered_at)
    )
    rows = [_Told._make(row) for row in session.execute(wanted)]
    # In order of days, so the latest of each worker is the one that stays.
    newest = {row.worker_id: row for row in rows}
    year_began = first_day(pay_on)
    p45s = {row.worker_id: row for row in rows if row.source == "p45" and row.from_on >= year_began}
    return {worker_id: _tax_facts(row, p45s.get(worker_id)) for worker_id, row in newest.items()}


class _Told(NamedTuple):
    """Columns of tax particulars, by their names. None is sealed, so nothing is opened."""

    worker_id: UUID
    tax_code: str
    ni_category: str
    earlier_pay_pence: int
    earlier_tax_pence: int
    source: str
    from_on: date


_TOLD: Final[Sequence[InstrumentedAttribute[object]]] = [
    getattr(TaxParticulars, name) for name in _Told._fields
]


def _tax_facts(newest: _Told, p45: _Told | None) -> TaxFacts:
    return TaxFacts(
        tax_code=newest.tax_code,
        ni_category=newest.ni_category,
        earlier_pay_pence=p45.earlier_pay_pence if p45 is not None else 0,
        earlier_tax_pence=p45.earlier_tax_pence if p45 is not None else 0,
        source=newest.source,
        from_on=newest.from_on,
    )


def list_facts(session: Session, *which: ColumnElement[bool]) -> list[WorkerFacts]:
    """Return workers by family name. It asks nobody: see the module.

    Columns and no whole rows: a pay run reads a thousand.
    """
    columns = (getattr(Worker, name) for name in _FACTS)
    by_name = (Worker.family_name, Worker.given_name, Worker.id)
    return [_as_facts(row) for row in session.execute(select(*columns).where(*which).order_by(*by_name))]


def worker_facts(row: Worker) -> WorkerFacts:
    """Return a row as a plain value."""
    return _as_facts([getattr(row, name) for name in _FACTS])


_FACTS: Final = tuple(one.name for one in fields(WorkerFacts))
_SPEAKS: Final = _FACTS.index("speaks")


def _as_facts(row: Sequence[Any]) -> WorkerFacts:
    values = list(row)
    values[_SPEAKS] = tuple(values[_SPEAKS])
    return WorkerFacts(*values)
