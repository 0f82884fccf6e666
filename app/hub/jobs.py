"""What the hub's worker does for co-ops with the owner's login: building walls, shutting and opening doors.

A web process registers these jobs, so that it may ask for them, and never runs one: it has no owner.
"""

import shutil
from collections.abc import Callable
from functools import partial
from uuid import UUID

from app.coop.jobs import archives_folder
from app.web.hosts import office_url
from franchise_kit.access.actions.invitations import EmailTaken, Invitation, invite
from franchise_kit.access.actions.sessions import end_every_session
from tenants import bells, clock, progress, registry
from tenants.actor import SYSTEM, Actor
from tenants.closing import ERASE, SETTLE
from tenants.closing.settling import erase, settle
from tenants.jobs import job
from tenants.office import HUB, Coop, Office
from tenants.provisioning import provision
from tenants.provisioning.installation import Owner
from tenants.refusal import Refusal
from tenants.registry.actions import PROVISION
from tenants.transaction import reading, upkeep

FIRST_ROLE = "coop_admin"
STEPS = 2


class NoOwner(RuntimeError):
    """This process was not given the owner's login."""

    def __init__(self) -> None:
        super().__init__("Building and shutting walls needs the owner's login: set CYDOFAL_OWNER_URL.")


class _Holder:
    owner: Owner | None = None


def use_owner(owner: Owner | None) -> None:
    """Give this process the owner's way in: the worker and the commands, never a web process."""
    _Holder.owner = owner


def owner_now() -> Owner:
    """Return the owner's way in, or raise ``NoOwner``."""
    if _Holder.owner is None:
        raise NoOwner
    return _Holder.owner


def by_hub(account_id: str | None, person_id: str | None) -> Actor:
    """Return who asked in the hub, as the co-op's own journal is to name them."""
    if account_id is None:
        return SYSTEM
    return Actor(UUID(account_id), UUID(person_id) if person_id else None, side="hub")


@job(PROVISION)
def provision_coop(
    office: Office,
    *,
    coop_id: str,
    progress_id: str | None = None,
    admin_email: str | None = None,
    admin_name: str | None = None,
) -> None:
    """Build a co-op's wall, then invite its first administrator."""
    told = UUID(progress_id) if progress_id else None
    _tell(office, told, state="running", step="wall", done=0, total=STEPS)
    try:
        provision(owner_now(), UUID(coop_id), now=clock.now())
        registry.forget()
        with reading(HUB) as session:
            coop = registry.get_by_id(session, UUID(coop_id))
        _tell(office, told, step="invitation", done=1)
        if admin_email:
            address = partial(office_url, coop)
            invite_first(coop, admin_email, name=admin_name, address=address)
    except Refusal as refusal:
        _tell(office, told, state="failed", refusal_code=refusal.code)
        raise
    _tell(office, told, state="done", step="", done=STEPS, result={"slug": coop.slug})
    _ring(office, told)


def _ring(office: Office, progress_id: UUID | None) -> None:
    """Tell whoever asked for the co-op that it is there."""
    if progress_id is None:
        return
    with upkeep(office) as session:
        account_id = progress.account_of(session, progress_id)
        if account_id is not None:
            bells.ring_for(session, account_id, kind="coop_ready", path=f"/progress/{progress_id}")


def invite_first(coop: Coop, email: str, *, address: Callable[[str], str], name: str | None = None) -> None:
    """Invite a co-op's first administrator; somebody who was invited already is left alone."""
    invitation = Invitation(
        email=email,
        full_name=name or email.partition("@")[0],
        first_name=name or email.partition("@")[0],
        language=coop.language,
        roles=[FIRST_ROLE],
    )
    try:
        # The link runs on the time that passes; the account is of the day that the network lives on.
        invite(
            office=coop,
            invitation=invitation,
            by=SYSTEM,
            address=address,
            now=clock.ticking(),
            made_at=clock.now(),
        )
    except EmailTaken:
        return


def _tell(office: Office, progress_id: UUID | None, **columns: object) -> None:
    if progress_id is not None:
        progress.tell(office, progress_id, **columns)


@job(SETTLE)
def settle_coop(office: Office, *, coop_id: str, account_id: str | None, person_id: str | None) -> None:
    """Make a co-op's login and journal agree with the hub's word."""
    del office
    settle(
        owner=owner_now(),
        coop_id=UUID(coop_id),
        by=by_hub(account_id, person_id),
        end_sessions=end_every_session,
        now=clock.now(),
    )


@job(ERASE)
def erase_coop(office: Office, *, coop_id: str) -> None:
    """As the keeper, erase a closed co-op whose time is over."""
    del office
    with reading(HUB) as session:
        schema = registry.get_by_id(session, UUID(coop_id)).schema
    if erase(owner=owner_now(), coop_id=UUID(coop_id), now=clock.now()):
        # A closed co-op's own jobs do not run any more, so nothing else would let these go.
        shutil.rmtree(archives_folder(schema), ignore_errors=True)
