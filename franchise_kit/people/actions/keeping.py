"""Writing down what was seen, checked and talked over. Entries are only added to; the newest holds."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from franchise_kit.access import Permission
from franchise_kit.kernel.days import london_day
from franchise_kit.people.actions.holding import check_may, hold, note_entry
from franchise_kit.people.models import CheckSeen, RegistrationEntry, SupervisionHeld
from franchise_kit.people.rules import keeping as rules
from franchise_kit.people.rules.clocks import next_talk_on
from tenants.actor import Actor
from tenants.office import Coop
from tenants.transaction import transaction


@dataclass(frozen=True, slots=True)
class NewCheck:
    """A check that was seen; ``expires_on`` is its last day, if it has one."""

    kind: str
    checked_on: date
    expires_on: date | None = None
    reference: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class NewRegistration:
    """How somebody stands with Social Care Wales from a day on; ``until_on`` is its last day."""

    state: str
    from_on: date
    until_on: date | None = None
    register_number: str | None = None


@dataclass(frozen=True, slots=True)
class NewTalk:
    """A supervision or an appraisal that was held; without ``next_due_on`` the next follows by rule."""

    kind: str
    held_on: date
    next_due_on: date | None = None
    note: str | None = field(default=None, repr=False)


def note_check(*, coop: Coop, worker_id: UUID, check: NewCheck, by: Actor, now: datetime) -> UUID:
    """Write down that a check was seen; return its id. Raise ``NotYet`` or ``ExpiresBeforeChecked``."""
    with transaction(coop, by=by, doing="people.note_check") as session:
        check_may(by, Permission.WORKER_ENGAGE)
        hold(session, worker_id)
        rules.check_done(check.checked_on, london_day(now))
        rules.check_expiry(check.checked_on, check.expires_on)
        row = CheckSeen(
            id=uuid4(),
            worker_id=worker_id,
            kind=check.kind,
            reference=check.reference,
            checked_on=check.checked_on,
            expires_on=check.expires_on,
            seen_by_person=by.person_id,
        )
        return note_entry(session, row, now, kind=check.kind)


def note_registration(
    *, coop: Coop, worker_id: UUID, registration: NewRegistration, by: Actor, now: datetime
) -> UUID:
    """Write down how a worker stands in the register; return the entry's id.

    Raise ``NotYet``, ``NumberNeeded`` or ``ExpiresBeforeChecked``.
    """
    with transaction(coop, by=by, doing="people.note_registration") as session:
        check_may(by, Permission.WORKER_ENGAGE)
        hold(session, worker_id)
        said = registration
        rules.check_done(said.from_on, london_day(now))
        rules.check_registered(said.state, said.register_number, said.from_on, said.until_on)
        row = RegistrationEntry(
            id=uuid4(),
            worker_id=worker_id,
            state=said.state,
            register_number=said.register_number,
            from_on=said.from_on,
            until_on=said.until_on,
            entered_by_person=by.person_id,
        )
        return note_entry(session, row, now, state=said.state)


def note_talk(*, coop: Coop, worker_id: UUID, talk: NewTalk, by: Actor, now: datetime) -> UUID:
    """Write down a supervision or an appraisal; return its id. Raise ``NotYet`` or ``NextIsNotLater``."""
    with transaction(coop, by=by, doing="people.note_talk") as session:
        check_may(by, Permission.WORKER_ENGAGE)
        hold(session, worker_id)
        rules.check_done(talk.held_on, london_day(now))
        next_due_on = talk.next_due_on or next_talk_on(talk.kind, talk.held_on)
        rules.check_next(talk.held_on, next_due_on)
        row = SupervisionHeld(
            id=uuid4(),
            worker_id=worker_id,
            kind=talk.kind,
            held_on=talk.held_on,
            next_due_on=next_due_on,
            note=talk.note,
            held_by_person=by.person_id,
        )
        return note_entry(session, row, now, kind=talk.kind)
