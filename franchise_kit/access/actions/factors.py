"""Second factors: an authenticator, recovery codes, and what happens when they are put on or taken off."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from franchise_kit.access.actions import codes, posting, sessions
from franchise_kit.access.models import Account, Passkey, RecoveryCode, SignInSession
from franchise_kit.access.queries.sign_in import given_roles, has_passkey
from franchise_kit.access.queries.signed_in import SignedIn
from franchise_kit.access.rules.roles import need_second_factor
from franchise_kit.access.rules.separation import check_giver
from tenants import journal
from tenants.actor import Actor
from tenants.office import Office
from tenants.refusal import NotFound, Refusal
from tenants.transaction import transaction


class CodeDoesNotFit(Refusal):
    """The code is not the one that the new authenticator shows now."""

    code = "code_does_not_fit"


class FactorNeeded(Refusal):
    """Somebody with these roles cannot be without a second factor."""

    code = "factor_needed"


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What putting on a factor gave: recovery codes if there were none, and the session's new token."""

    recovery_codes: tuple[str, ...]
    token: str


def begin_authenticator(*, office: Office, by: Actor) -> None:
    """Make a seed for a new authenticator; it counts only when a code from it was given."""
    with transaction(office, by=by, doing="access.begin_authenticator") as session:
        account = session.get_one(Account, by.account_id, with_for_update=True)
        account.totp_pending = codes.new_seed()
        journal.note(session, record_kind="account", record_id=account.id)


def put_authenticator_on(*, office: Office, signed_in: SignedIn, code: str, now: datetime) -> Enrolled:
    """Let the new authenticator count from now on, in the place of an earlier one."""
    by = signed_in.actor
    with transaction(office, by=by, doing="access.put_authenticator_on") as session:
        row = sessions.get_living(session, signed_in, now=now)
        account = session.get_one(Account, by.account_id, with_for_update=True)
        typed = "".join(letter for letter in code if letter.isalnum())
        step = codes.matching_step(account.totp_pending, typed, now=now) if account.totp_pending else None
        if step is None:
            raise CodeDoesNotFit
        account.totp_secret, account.totp_pending = account.totp_pending, None
        account.totp_last_step = step
        journal.note(session, record_kind="account", record_id=account.id)
        return finish_enrolling(session, account, row, now=now)


def finish_enrolling(session: Session, account: Account, row: SignInSession, *, now: datetime) -> Enrolled:
    """Do what each new factor brings, in the caller's transaction.

    Sessions that were begun without it end, the present one gets a new token, and codes for the day when
    the factor is lost are made if there are none.
    """
    made: tuple[str, ...] = ()
    if codes.count_left(session, account) == 0:
        made = codes.make_recovery_codes(session, account, now=now)
    account.version += 1
    sessions.end_all_of(session, account, now=now, but=row.id)
    posting.tell(session, account, "factor_on")
    return Enrolled(made, sessions.renew(row, now=now))


def take_authenticator_off(*, office: Office, by: Actor, now: datetime) -> None:
    """Take the authenticator off, unless one's roles need it."""
    with transaction(office, by=by, doing="access.take_authenticator_off") as session:
        account = session.get_one(Account, by.account_id, with_for_update=True)
        if account.totp_secret is None:
            raise NotFound(record_kind="authenticator")
        account.totp_secret = account.totp_last_step = None
        finish_taking_off(session, account, but=by.session_id, now=now)


def finish_taking_off(session: Session, account: Account, *, but: object, now: datetime) -> None:
    """Refuse if the last factor of somebody who needs one went; otherwise end other sessions and tell."""
    session.flush()
    has_factor = account.totp_secret is not None or has_passkey(session, account.id)
    if not has_factor and need_second_factor(given_roles(session, account.id)):
        raise FactorNeeded
    if not has_factor:
        session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    account.version += 1
    kept = session.get(SignInSession, but) if but is not None else None
    sessions.end_all_of(session, account, now=now, but=kept.id if kept is not None else None)
    posting.tell(session, account, "factor_off")
    journal.note(session, record_kind="account", record_id=account.id, has_factor=has_factor)


def renew_recovery_codes(*, office: Office, by: Actor, now: datetime) -> tuple[str, ...]:
    """Make ten new recovery codes; the old ones die. They are shown once."""
    with transaction(office, by=by, doing="access.renew_recovery_codes") as session:
        account = session.get_one(Account, by.account_id, with_for_update=True)
        if account.totp_secret is None and not has_passkey(session, account.id):
            raise FactorNeeded
        made = codes.make_recovery_codes(session, account, now=now)
        posting.tell(session, account, "recovery_codes_new")
        journal.note(session, record_kind="account", record_id=account.id)
        return made


def take_lost_factors_off(*, office: Office, account_id: object, by: Actor, now: datetime) -> None:
    """Let somebody begin anew who lost every factor; an administrator's act, and never on oneself.

    Whoever's roles need a factor meets the enrolment pages, and nothing else, at the next sign-in.
    """
    with transaction(office, by=by, doing="access.take_lost_factors_off") as session:
        account = session.get(Account, account_id, with_for_update=True)
        if account is None:
            raise NotFound(record_kind="account")
        check_giver(by, account_id=account.id, person_id=account.person_id)
        account.totp_secret = account.totp_pending = account.totp_last_step = None
        for table in (Passkey, RecoveryCode):
            session.execute(delete(table).where(table.account_id == account.id))
        account.version += 1
        sessions.end_all_of(session, account, now=now)
        posting.tell(session, account, "factor_off")
        journal.note(session, record_kind="account", record_id=account.id)
