"""What is taken from the pay of a demo's workers, and what their tax goes by: all of it is agreed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

from franchise_kit.kernel.days import london_midnight
from franchise_kit.people.models import (
    AttachmentOrder,
    BankParticulars,
    BirthEntry,
    LoanNotice,
    PensionEntry,
    PensionScheme,
    PensionTerms,
    ReportedParticulars,
    TaxParticulars,
)
from franchise_kit.people.queries.facts import WorkerFacts
from tenants.bases import CoopBase

_MORNING: Final = timedelta(hours=10)


@dataclass(frozen=True, slots=True)
class SeedScheme:
    """A pension scheme of qualifying earnings with relief at source; shares in hundredths of a percent."""

    id: UUID
    name: str
    provider_reference: str
    from_on: date
    employee_bps: int = 500
    employer_bps: int = 300


@dataclass(frozen=True, slots=True)
class SeedOrder:
    """An attachment order that goes by a table: its kind, to whom it is paid, and with which reference."""

    id: UUID
    kind: str
    made_on: date
    from_on: date
    reference: str = field(repr=False)
    paid_to: str = field(repr=False)
    owed_pence: int | None = None


@dataclass(frozen=True, slots=True)
class SeedPension:
    """When a worker was enrolled into a scheme, and when they opted out if they did."""

    scheme_id: UUID
    enrolled_on: date
    opted_out_on: date | None = None


@dataclass(frozen=True, slots=True)
class SeedReported:
    """What HMRC is told of a worker: sex, an address by lines, and what a starter without a P45 declared."""

    sex: str = field(repr=False)
    lines: tuple[str, ...] = field(repr=False)
    postcode: str = field(repr=False)
    declaration: str | None = None


@dataclass(frozen=True, slots=True)
class SeedTaken:
    """All of it of one worker. ``loan`` is a plan, its source and first day; ``codes`` are later notices.

    ``account`` is a sort code and an account number.
    """

    born_on: date | None = field(default=None, repr=False)
    number: str | None = field(default=None, repr=False)
    account: tuple[str, str] | None = field(default=None, repr=False)
    pension: SeedPension | None = None
    loan: tuple[str, str, date] | None = None
    order: SeedOrder | None = None
    codes: tuple[tuple[date, str], ...] = ()
    reported: SeedReported | None = None


NOTHING_TAKEN = SeedTaken()


def seed_schemes(session: Session, schemes: Sequence[SeedScheme], now: datetime) -> None:
    """Write schemes with their terms, which workers are members of afterwards."""
    for one in schemes:
        session.add(
            PensionScheme(
                id=one.id,
                name=one.name,
                arrangement="relief_at_source",
                basis="qualifying_earnings",
                provider_reference=one.provider_reference,
                entered_at=now,
            )
        )
        session.flush()
        session.add(
            PensionTerms(
                scheme_id=one.id,
                from_on=one.from_on,
                employee_bps=one.employee_bps,
                employer_bps=one.employer_bps,
                entered_at=now,
            )
        )


def taken_rows(worker: WorkerFacts, taken: SeedTaken, ni_category: str, now: datetime) -> Iterator[CoopBase]:
    """Yield the agreed entries of one worker."""
    known = _known(worker, worker.started_on, now)
    if taken.reported is not None:
        yield _reported(taken.reported, known)
    if taken.account is not None:
        sort_code, number = taken.account
        name = worker.full_name
        yield BankParticulars(account_name=name, sort_code=sort_code, account_number=number, **known)
    if taken.born_on is not None:
        yield BirthEntry(born_on=taken.born_on.isoformat(), **known)
    if taken.loan is not None:
        plan, source, from_on = taken.loan
        entered = _known(worker, from_on, now)
        yield LoanNotice(plan=plan, starts=True, source=source, from_on=from_on, **entered)
    if taken.order is not None:
        yield _order(taken.order, _known(worker, taken.order.made_on, now))
    if taken.pension is not None:
        yield from _pension(worker, taken.pension, now)
    for from_on, code in taken.codes:
        yield TaxParticulars(
            from_on=from_on,
            source="code_notice",
            tax_code=code,
            ni_category=ni_category,
            national_insurance_number=taken.number,
            **_known(worker, from_on, now),
        )


def entered_on(day: date, now: datetime) -> datetime:
    """Return when something of a day was entered: on its morning, or at the load where that is to come."""
    return min(london_midnight(day) + _MORNING, now)


def _known(worker: WorkerFacts, day: date, now: datetime) -> dict[str, Any]:
    return {"worker_id": worker.id, "entered_at": entered_on(day, now)}


def _reported(one: SeedReported, known: dict[str, Any]) -> ReportedParticulars:
    return ReportedParticulars(
        sex=one.sex,
        address="\n".join(one.lines),
        postcode=one.postcode,
        declaration=one.declaration,
        **known,
    )


def _order(one: SeedOrder, known: dict[str, Any]) -> AttachmentOrder:
    return AttachmentOrder(
        order_id=one.id,
        kind=one.kind,
        made_on=one.made_on,
        from_on=one.from_on,
        reference=one.reference,
        paid_to=one.paid_to,
        owed_pence=one.owed_pence,
        **known,
    )


def _pension(worker: WorkerFacts, one: SeedPension, now: datetime) -> Iterator[PensionEntry]:
    on, out_on = one.enrolled_on, one.opted_out_on
    known = _known(worker, on, now)
    yield PensionEntry(scheme_id=one.scheme_id, kind="enrolled", from_on=on, told_on=on, **known)
    if out_on is not None:
        yield PensionEntry(kind="opted_out", from_on=out_on, **_known(worker, out_on, now))
