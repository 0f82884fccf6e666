"""Looking behind the pages of accounts: mails, journal lines, and sessions by their tokens."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from franchise_kit.access.actions import sign_in
from franchise_kit.access.actions.seeding import SeedAccount
from franchise_kit.access.queries.sign_in import find_signed_in
from franchise_kit.access.queries.signed_in import SignedIn
from tenants.journal.models import JournalLine
from tenants.mail import MailRow
from tenants.office import Coop, Office
from tenants.transaction import reading
from tests.support.people import PASSWORD

HOME = sign_in.Visitor(address="192.0.2.7", device="firefox/linux")
ELSEWHERE = sign_in.Visitor(address="198.51.100.9", device="chrome/android")
_LINK = re.compile(r"https?://\S+/([\w-]{20,})")


@dataclass(frozen=True)
class Line:
    """What a test looks at in a journal line."""

    doing: str
    outcome: str
    code: str | None
    account_id: UUID | None


def lines_of(office: Office) -> list[Line]:
    """Return the journal without the lines by which the test made its people."""
    with reading(office) as session:
        rows = session.scalars(select(JournalLine).order_by(JournalLine.seq)).all()
    return [
        Line(row.doing, row.outcome, row.refusal_code, row.account_id)
        for row in rows
        if row.doing != "access.seed_accounts"
    ]


def mails_of(office: Office) -> list[tuple[str, str]]:
    """Return kind and address of every mail that waits, oldest first."""
    with reading(office) as session:
        rows = session.scalars(select(MailRow).order_by(MailRow.written_at, MailRow.id)).all()
    return [(row.kind, row.to_address) for row in rows]


def link_token(office: Office, kind: str) -> str:
    """Return the token in the newest link of a kind."""
    found = _LINK.fullmatch(link_of(office, kind))
    assert found is not None
    return found[1]


def link_of(office: Office, kind: str) -> str:
    """Return the newest link of a kind."""
    with reading(office) as session:
        row = session.scalars(
            select(MailRow).where(MailRow.kind == kind).order_by(MailRow.written_at.desc(), MailRow.id)
        ).first()
    assert row is not None
    return str(row.facts["link"])


def address_of(office: Office) -> Callable[[str], str]:
    """Return the maker of links of an office."""
    host = f"{office.slug}.localhost:8000" if isinstance(office, Coop) else "localhost:8000"
    return lambda path: f"http://{host}{path}"


def enter(
    office: Office, person: SeedAccount, *, now: datetime, visitor: sign_in.Visitor = HOME
) -> sign_in.Begun:
    """Sign somebody in with their password."""
    return sign_in.sign_in(office=office, email=person.email, password=PASSWORD, visitor=visitor, now=now)


def look(office: Office, token: str, *, now: datetime) -> SignedIn | None:
    """Return the living session with a token."""
    with reading(office) as session:
        return find_signed_in(session, token, now=now)


def living(office: Office, token: str, *, now: datetime) -> SignedIn:
    """Return the living session with a token; there is one."""
    found = look(office, token, now=now)
    assert found is not None
    return found
