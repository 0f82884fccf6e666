"""Entering what HMRC is told of a worker besides name, number and birth; each entry is kept."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from franchise_kit.access import Permission
from franchise_kit.people.actions.holding import check_may, hold
from franchise_kit.people.models import ReportedParticulars
from franchise_kit.people.rules import reported as rules
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.transaction import transaction


@dataclass(frozen=True, slots=True)
class NewReported:
    """``sex`` is M or F; ``address`` is text of two to four lines; ``declaration`` A, B or C of a starter."""

    sex: str = field(repr=False)
    address: str = field(default="", repr=False)
    postcode: str | None = field(default=None, repr=False)
    country: str | None = field(default=None, repr=False)
    declaration: str | None = None


def set_reported(*, coop: Coop, worker_id: UUID, reported: NewReported, by: Actor, now: datetime) -> UUID:
    """Enter what HMRC asks of a worker; return the entry's id. It holds at once: nobody is paid by it.

    Raise ``AddressLinesNotSound``, ``PostcodeUnreadable`` or ``PostcodeOrCountryNeeded``.
    """
    with transaction(coop, by=by, doing="people.set_reported") as session:
        check_may(by, Permission.EMPLOYMENT_WRITE)
        hold(session, worker_id)
        lines = rules.checked_lines(reported.address) if reported.address else ()
        postcode = rules.checked_postcode(reported.postcode)
        rules.check_place(lines, postcode, reported.country)
        row = ReportedParticulars(
            id=uuid4(),
            worker_id=worker_id,
            sex=reported.sex,
            address="\n".join(lines) or None,
            postcode=postcode,
            country=reported.country or None,
            declaration=reported.declaration or None,
            entered_by_person=by.person_id,
            entered_at=now,
        )
        session.add(row)
        journal.note(session, record_kind="worker", record_id=worker_id)
        return row.id
