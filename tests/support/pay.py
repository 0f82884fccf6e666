"""Makers of workers who can be paid, and of pay runs by their steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import app.payroll.year_jobs  # noqa: F401 - declares what is done when a tax year is over
from franchise_kit.access.actions.seeding import SeedAccount
from franchise_kit.payroll import actions, queries
from franchise_kit.people import actions as people
from franchise_kit.time.models import TimeEntry
from tenants import clock
from tenants.actor import SYSTEM, Actor
from tenants.office import Coop
from tenants.transaction import reading, upkeep
from tests.support.people import actor_of, make_person
from tests.support.rows import rows
from tests.support.thread import make_worker
from tests.support.time import make_entry

PAY_ON = date(2026, 11, 30)
PERIOD = (date(2026, 10, 23), date(2026, 11, 23))
FIRST_SHIFT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
# Of days before the run's, paid by an earlier one.
LONG_AGO = datetime(2026, 9, 7, 9, 0, tzinfo=UTC)
# No visit is longer than a day, so long hours are several entries.
LONGEST = 720


@dataclass(frozen=True)
class Paid:
    """Somebody who works here and can sign in."""

    worker_id: UUID
    account: SeedAccount


def make_paid(
    coop: Coop,
    name: str = "Nia Prys",
    *,
    pence_per_hour: int | None = 1345,
    minutes: int = 0,
    tax_code: str | None = "1257L",
    p45: tuple[int, int] | None = None,
    language: str = "en",
) -> Paid:
    """Make a care worker with an account, a rate, tax particulars and approved time of November."""
    account = make_person(coop, "care_worker", name=name, language=language)
    worker_id = make_worker(coop, name, account_id=account.id, pence_per_hour=pence_per_hour)
    if tax_code is not None:
        give_particulars(coop, worker_id, tax_code, p45=p45)
    give_time(coop, worker_id, account.person_id, minutes)
    return Paid(worker_id, account)


def give_particulars(
    coop: Coop,
    worker_id: UUID,
    tax_code: str,
    *,
    p45: tuple[int, int] | None = None,
    from_on: date = date(2026, 4, 6),
) -> None:
    """Enter what the tax office says; ``p45`` is pay and tax of an earlier employment, in pence."""
    told = people.NewParticulars(
        from_on=from_on,
        source="p45" if p45 else "code_notice",
        tax_code=tax_code,
        ni_category="A",
        earlier_pay_pence=p45[0] if p45 else 0,
        earlier_tax_pence=p45[1] if p45 else 0,
    )
    people.set_tax_particulars(coop=coop, worker_id=worker_id, particulars=told, by=SYSTEM, now=clock.now())


def give_time(
    coop: Coop,
    worker_id: UUID,
    person_id: UUID,
    minutes: int,
    *,
    starts_at: datetime = FIRST_SHIFT,
    state: str = "approved",
) -> None:
    """Make time of so many minutes in all, one entry a day."""
    for number, begun in enumerate(range(0, minutes, LONGEST)):
        make_entry(
            coop,
            person_id=person_id,
            worker_id=worker_id,
            starts_at=starts_at + timedelta(days=number),
            minutes=min(LONGEST, minutes - begun),
            state=state,
        )


def make_time(
    coop: Coop,
    paid: Paid,
    minutes: int,
    *,
    kind: str = "visit",
    corrects: UUID | None = None,
    starts_at: datetime = LONG_AGO,
    is_paid: bool = False,
) -> UUID:
    """Make approved time of a kind, by an earlier run paid or not; ``corrects`` the entry of another."""
    with upkeep(coop) as session:
        row = TimeEntry(
            worker_id=paid.worker_id,
            worker_person=paid.account.person_id,
            kind=kind,
            source="hand",
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=max(60, minutes)),
            minutes=minutes,
            visit_id=uuid4() if kind == "visit" else None,
            corrects_entry_id=corrects,
            state="paid" if is_paid else "approved",
            pay_run_id=uuid4() if is_paid else None,
            recorded_at=starts_at,
            approved_by_person=uuid4(),
            approved_at=starts_at + timedelta(hours=2),
        )
        session.add(row)
        session.flush()
        return row.id


def give_rate(coop: Coop, paid: Paid, pence: int, kind: str, *, from_on: date = date(2026, 10, 1)) -> None:
    """Agree a rate of a kind of time with somebody who has a contract."""
    people.set_rate(
        coop=coop,
        worker_id=paid.worker_id,
        rate=people.NewRate(pence, from_on, kind),
        paid_through=None,
        by=SYSTEM,
        now=clock.now(),
    )


def preparer(coop: Coop, *, person_id: UUID | None = None) -> Actor:
    """Return a co-op's payroll contact."""
    return actor_of(coop, make_person(coop, "payroll_contact", name="Sioned Wyn", person_id=person_id))


def treasurer(coop: Coop, *, person_id: UUID | None = None) -> Actor:
    """Return a co-op's treasurer."""
    return actor_of(coop, make_person(coop, "treasurer", name="Owain Rees", person_id=person_id))


def draft(coop: Coop, by: Actor, *, pay_on: date = PAY_ON, period: Sequence[date] = PERIOD) -> UUID:
    """Draft the run of November, or of another day."""
    from_, until = period
    return actions.draft_run(
        coop=coop, pay_on=pay_on, period_from=from_, period_until=until, by=by, now=clock.now()
    )


def set_aside(coop: Coop, run: UUID, by: Actor, reason: str = "not_clear_yet") -> int:
    """Set all time aside that a run is held up by."""
    with reading(coop) as session:
        seen = [one.seen for one in queries.list_without_owner(session, run, by=by)]
    return actions.set_time_aside(coop=coop, pay_run_id=run, seen=seen, reason=reason, by=by, now=clock.now())


def submit(coop: Coop, run: UUID, by: Actor) -> UUID:
    """Send a run to whoever approves."""
    actions.submit_run(coop=coop, pay_run_id=run, by=by, now=clock.now())
    return run


def approve(coop: Coop, run: UUID, by: Actor) -> None:
    """Approve a run."""
    actions.approve_run(
        coop=coop,
        pay_run_id=run,
        by=by,
        address=lambda path: f"https://here.example.invalid{path}",
        now=clock.now(),
    )


def roll_back(coop: Coop, run: UUID, by: Actor) -> None:
    """Take a run back."""
    actions.roll_back_run(coop=coop, pay_run_id=run, by=by, now=clock.now())


def states(coop: Coop) -> list[str]:
    """Return the states of all runs, the oldest first."""
    return [row["state"] for row in rows(coop, "pay_run", "drafted_at, id")]


def everything(coop: Coop) -> list[object]:
    """Return all that a pay run may touch, to see that nothing changed."""
    tables = (
        "pay_run",
        "payslip",
        "payslip_line",
        "payslip_other",
        "payslip_order",
        "pay_correction_taken",
        "time_set_aside",
        "time_entry",
        "ledger_entry",
        "disclosure",
        "mail",
    )
    return [rows(coop, table) for table in tables]
