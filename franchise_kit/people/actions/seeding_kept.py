"""What a demo's workers were checked for and talked over: most of it is in time, and some is not."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from franchise_kit.kernel.days import london_day, months_after
from franchise_kit.people.models import CheckSeen, RegistrationEntry, SupervisionHeld
from franchise_kit.people.queries.facts import WorkerFacts
from franchise_kit.people.rules.clocks import TALKS, next_talk_on, registration_due_on

THREE_YEARS: Final = 36
# One worker in so many is late with a supervision, an appraisal or a licence.
SPREAD: Final = {"supervision": 103, "appraisal": 385}
YEAR: Final = timedelta(days=365)


def kept_rows(
    worker: WorkerFacts, now: datetime
) -> Iterator[CheckSeen | RegistrationEntry | SupervisionHeld]:
    """Give what is kept of a worker; it hangs on their id alone, and is the same at every load of one day."""
    today, began = london_day(now), worker.started_on
    last_dbs = began
    while months_after(last_dbs, THREE_YEARS) <= today:
        last_dbs = months_after(last_dbs, THREE_YEARS)
    yield _check(worker, "dbs", last_dbs, months_after(last_dbs, THREE_YEARS), now)
    yield _check(worker, "references", began, None, now)
    yield _check(worker, "right_to_work", began, None, now)
    licence = max(began, today - timedelta(days=worker.id.int % 380))
    yield _check(worker, "driving_licence", licence, licence + YEAR, now)
    due_on = registration_due_on(worker.arrangement, worker.staff_category, began)
    if due_on is not None:
        yield _registration(worker, due_on, today, now)
    for kind in TALKS:
        yield _talk(worker, kind, today, now)


def _check(
    worker: WorkerFacts, kind: str, checked_on: date, expires_on: date | None, now: datetime
) -> CheckSeen:
    return CheckSeen(
        worker_id=worker.id, kind=kind, checked_on=checked_on, expires_on=expires_on, entered_at=now
    )


def _registration(worker: WorkerFacts, due_on: date, today: date, now: datetime) -> RegistrationEntry:
    registered_on = due_on - timedelta(days=60)
    is_registered = registered_on <= today
    return RegistrationEntry(
        worker_id=worker.id,
        state="registered" if is_registered else "applied",
        register_number=f"W/5{worker.id.int % 1_000_000:06d}" if is_registered else None,
        from_on=min(registered_on, today),
        entered_at=now,
    )


def _talk(worker: WorkerFacts, kind: str, today: date, now: datetime) -> SupervisionHeld:
    held_on = max(worker.started_on, today - timedelta(days=worker.id.int % SPREAD[kind]))
    return SupervisionHeld(
        worker_id=worker.id,
        kind=kind,
        held_on=held_on,
        next_due_on=next_talk_on(kind, held_on),
        entered_at=now,
    )
