"""The pension schemes that a co-op pays into, and the shares of pay that each takes from a day on."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from franchise_kit.access import Permission
from franchise_kit.people.actions.holding import check_may
from franchise_kit.people.models import PensionScheme, PensionTerms
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import NotFound
from tenants.transaction import transaction


@dataclass(frozen=True, slots=True)
class NewTerms:
    """The shares of pay from a day on, in hundredths of a percent."""

    from_on: date
    employee_bps: int
    employer_bps: int


@dataclass(frozen=True, slots=True)
class NewScheme:
    """A scheme by its provider's reference, with the shares that it begins with."""

    name: str
    arrangement: str
    basis: str
    provider_reference: str
    terms: NewTerms


def enter_scheme(*, coop: Coop, scheme: NewScheme, by: Actor, now: datetime) -> UUID:
    """Enter a scheme that the co-op pays into; return its id."""
    with transaction(coop, by=by, doing="people.enter_pension_scheme") as session:
        check_may(by, Permission.EMPLOYMENT_WRITE)
        row = PensionScheme(
            id=uuid4(),
            name=scheme.name,
            arrangement=scheme.arrangement,
            basis=scheme.basis,
            provider_reference=scheme.provider_reference,
            entered_by_person=by.person_id,
            entered_at=now,
        )
        session.add(row)
        # The terms point at the scheme, so it must be there first.
        session.flush()
        session.add(_terms(row.id, scheme.terms, by, now))
        journal.note(session, record_kind="pension_scheme", record_id=row.id)
        return row.id


def set_terms(*, coop: Coop, scheme_id: UUID, terms: NewTerms, by: Actor, now: datetime) -> UUID:
    """Set what a scheme takes from a day on; return the entry's id. What was paid before stays as it was."""
    with transaction(coop, by=by, doing="people.set_pension_terms") as session:
        check_may(by, Permission.EMPLOYMENT_WRITE)
        if session.get(PensionScheme, scheme_id) is None:
            raise NotFound(record_kind="pension_scheme")
        row = _terms(scheme_id, terms, by, now)
        session.add(row)
        journal.note(session, record_kind="pension_scheme", record_id=scheme_id)
        return row.id


def _terms(scheme_id: UUID, terms: NewTerms, by: Actor, now: datetime) -> PensionTerms:
    return PensionTerms(
        id=uuid4(),
        scheme_id=scheme_id,
        from_on=terms.from_on,
        employee_bps=terms.employee_bps,
        employer_bps=terms.employer_bps,
        entered_by_person=by.person_id,
        entered_at=now,
    )
