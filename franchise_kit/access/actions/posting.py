"""Mails about somebody's account: a first name and a link, and nothing else about anybody."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final, Literal

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from franchise_kit.access.actions.hashing import new_token
from franchise_kit.access.models import Account, OneTimeLink
from franchise_kit.access.queries.sign_in import token_hash
from tenants import mail
from tenants.office import Coop
from tenants.refusal import Refusal
from tenants.registry.naming import get_hub_name

# From a path to a full address, made of settings and never of a request's host.
Address = Callable[[str], str]
Purpose = Literal["invitation", "reset", "new_email"]
LASTS: Final[dict[Purpose, timedelta]] = {
    "invitation": timedelta(days=7),
    "reset": timedelta(minutes=30),
    "new_email": timedelta(hours=24),
}
PATHS: Final[dict[Purpose, str]] = {
    "invitation": "/sign-in/invitation/{token}",
    "reset": "/sign-in/reset/{token}",
    "new_email": "/sign-in/address/{token}",
}


class LinkIsSpent(Refusal):
    """A link that was used, has run out, or never was; which of them is nobody's business."""

    code = "link_is_spent"


def tell(session: Session, account: Account, kind: str, *, to: str | None = None, **facts: object) -> None:
    """Write a mail to an account's holder in the caller's transaction."""
    mail.write(
        session,
        to=to or account.email,
        kind=kind,
        language=account.language,
        facts={"first_name": account.first_name, **facts},
    )


def send_link(
    session: Session,
    account: Account,
    purpose: Purpose,
    *,
    address: Address,
    now: datetime,
    new_email: str | None = None,
) -> None:
    """Send a link that works once; an earlier one for the same purpose is dead."""
    drop_links(session, account, purpose)
    token = new_token()
    session.add(
        OneTimeLink(
            token_hash=token_hash(token),
            account_id=account.id,
            purpose=purpose,
            new_email=new_email,
            made_at=now,
            expires_at=now + LASTS[purpose],
        )
    )
    link = address(PATHS[purpose].format(token=token))
    tell(session, account, purpose, to=new_email, link=link, place=_place(session, account.language))


def _place(session: Session, language: str) -> str:
    """Return the public name of the office that writes; empty for a hub that nobody has named."""
    office = session.info["office"]
    if not isinstance(office, Coop):
        named = get_hub_name(session).name
        return named.name(language) if named is not None else ""
    return office.name_cy if language == "cy" else office.name_en


def drop_links(session: Session, account: Account, *purposes: Purpose) -> None:
    """Let an account's links of some purposes die."""
    session.execute(
        delete(OneTimeLink).where(
            OneTimeLink.account_id == account.id,
            OneTimeLink.purpose.in_(purposes),
            OneTimeLink.used_at.is_(None),
        )
    )


def find_holder(session: Session, token: str, purpose: Purpose, *, now: datetime) -> Account | None:
    """Return whose link this is while it may still be used."""
    living = select(OneTimeLink.account_id).where(
        OneTimeLink.token_hash == token_hash(token),
        OneTimeLink.purpose == purpose,
        OneTimeLink.used_at.is_(None),
        OneTimeLink.expires_at > now,
    )
    account_id = session.scalars(living).first()
    return session.get(Account, account_id) if account_id is not None else None


def spend_link(
    session: Session, token: str, purpose: Purpose, *, now: datetime
) -> tuple[Account, str | None]:
    """Use a link up; return whose it is, and the new address that it proves. Of two at once, one gets it."""
    used = session.execute(
        update(OneTimeLink)
        .where(
            OneTimeLink.token_hash == token_hash(token),
            OneTimeLink.purpose == purpose,
            OneTimeLink.used_at.is_(None),
            OneTimeLink.expires_at > now,
        )
        .values(used_at=now)
        .returning(OneTimeLink.account_id, OneTimeLink.new_email)
    ).first()
    if used is None:
        raise LinkIsSpent
    account = session.get_one(Account, used.account_id, with_for_update=True)
    return account, used.new_email
