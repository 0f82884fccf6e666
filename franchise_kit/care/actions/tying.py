"""Which account is of somebody supported: who has it reads their own plan and visits."""

from uuid import UUID, uuid4

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from franchise_kit.access.queries.of_role import list_role_holders
from franchise_kit.access.rules.separation import check_approver
from franchise_kit.care.models import PersonSupported
from franchise_kit.care.queries.tied import SUPPORTED_MEMBER, check_may_tie
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import NotFound, Refusal
from tenants.taken import refused_if_taken
from tenants.transaction import transaction


class AccountIsOfSomebody(Refusal):
    """The account is of somebody supported already."""

    code = "account_is_of_somebody"


class PersonHasAccount(Refusal):
    """Somebody supported has an account already: that one is taken away first."""

    code = "person_has_account"


def tie_account(*, coop: Coop, person_supported_id: UUID, account_id: UUID, by: Actor) -> None:
    """Say that a supported member's account is of somebody supported: the second look after the role.

    Whoever gave the role does not tie the account, and nobody ties their own. Raises ``NotFound``,
    ``AccountIsOfSomebody``, ``PersonHasAccount``, or access's ``OwnRoleRefused`` or ``NotAnApprover``.
    """
    with transaction(coop, by=by, doing="care.tie_account") as session:
        check_may_tie(by)
        row = _held(session, person_supported_id)
        holders = {one.account_id: one for one in list_role_holders(session, SUPPORTED_MEMBER)}
        holder = holders.get(account_id)
        if holder is None:
            raise NotFound(record_kind="account")
        check_approver(
            by,
            for_person=holder.person_id,
            proposed_by_person=holder.proposed_by_person,
            side="coop",
        )
        if row.person_id in {one.person_id for one in holders.values()}:
            raise PersonHasAccount(person_supported_id=row.id)
        if session.scalar(select(exists().where(PersonSupported.person_id == holder.person_id))):
            raise AccountIsOfSomebody(account_id=account_id)
        row.person_id = holder.person_id
        row.version += 1
        with refused_if_taken("ix_person_supported_person_id", AccountIsOfSomebody):
            # Somebody else may have tied it since we looked.
            session.flush()
        journal.note(session, record_kind="care_plan", record_id=row.id, account_id=account_id)


def untie_account(*, coop: Coop, person_supported_id: UUID, by: Actor) -> None:
    """Take an account away from somebody supported: it reads nobody's plan any more. Raises ``NotFound``."""
    with transaction(coop, by=by, doing="care.untie_account") as session:
        check_may_tie(by)
        row = _held(session, person_supported_id)
        row.person_id = uuid4()
        row.version += 1
        journal.note(session, record_kind="care_plan", record_id=row.id)


def _held(session: Session, person_supported_id: UUID) -> PersonSupported:
    row = session.get(PersonSupported, person_supported_id, with_for_update=True)
    if row is None:
        raise NotFound(record_kind="care_plan")
    return row
