"""Mail: written as a row in the transaction that causes it, sent by a job afterwards.

A row keeps a kind, a first name and a link; the words are made when it is sent. There is no other
personal data in a mail, and none in the row after it has gone out.
"""

import unicodedata
from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any, Final, Protocol
from uuid import UUID

from sqlalchemy import CheckConstraint, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from tenants import clock, jobs
from tenants.bases import OfficeBase, UuidKey
from tenants.office import Office
from tenants.transaction import reading, upkeep

__all__ = ["FolderTransport", "MailRow", "Transport", "UnsafeHeader", "set_transport", "set_words", "write"]

# Written before the address is blanked, so that a resend can be told from a first sending.
SENT: Final = "sent"


class UnsafeHeader(ValueError):
    """An address or a subject holds a control character and could forge a header."""


class MailRow(OfficeBase):
    """One mail to one person."""

    __tablename__ = "mail"
    __table_args__ = (CheckConstraint("state IN ('waiting', 'sent')", name="state"),)

    id: Mapped[UuidKey]
    kind: Mapped[str] = mapped_column(String(60))
    to_address: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(2))
    facts: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(8), default="waiting")
    written_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]


class Transport(Protocol):
    """Hands a finished mail on, or raises ``OSError`` (``smtplib`` errors are such) to be tried again."""

    def __call__(self, message: EmailMessage) -> None:
        """Hand the mail on."""


Words = Callable[[str, str, dict[str, Any]], tuple[str, str]]


class _Post:
    def __init__(self) -> None:
        self.transport: Transport | None = None
        self.words: Words | None = None
        self.sender = "Cydofal <no-reply@localhost>"


_post = _Post()


def set_transport(transport: Transport, *, sender: str) -> None:
    """Say how mail leaves this process and from whom it comes."""
    _post.transport, _post.sender = transport, sender


def set_words(words: Words) -> None:
    """Say who makes a mail's words: ``words(kind, language, facts) -> (subject, text)``."""
    _post.words = words


def write(session: Session, *, to: str, kind: str, language: str, facts: dict[str, Any]) -> UUID:
    """Write a mail in the caller's transaction; it goes out only if that commits."""
    if any(unicodedata.category(letter) == "Cc" for letter in to):
        raise UnsafeHeader
    row = MailRow(kind=kind, to_address=to, language=language, facts=facts, written_at=clock.now())
    session.add(row)
    session.flush()
    jobs.enqueue(session, "mail.send", mail_id=row.id)
    return row.id


@jobs.job("mail.send")
def send(office: Office, *, mail_id: str) -> None:
    """Send one mail; a mail that went out already is left alone."""
    with reading(office) as session:
        row = session.scalars(select(MailRow).where(MailRow.id == UUID(mail_id))).one()
    if row.state == SENT:
        return
    if _post.transport is None or _post.words is None:
        msg = "This process was given no way to send mail."
        raise RuntimeError(msg)
    subject, text = _post.words(row.kind, row.language, row.facts)
    _post.transport(_message(row, subject, text))
    with upkeep(office) as session:
        sent = session.get_one(MailRow, row.id)
        # What was needed to send it is not kept: the link in it may still open something.
        sent.state, sent.sent_at, sent.facts, sent.to_address = SENT, clock.now(), {}, ""


def _message(row: MailRow, subject: str, text: str) -> EmailMessage:
    message = EmailMessage()
    # The same mail tried again carries the same id, so a server that took it once can drop the second.
    message["Message-ID"] = f"<{row.id}@cydofal.invalid>"
    message["Date"] = format_datetime(clock.now())
    message["From"] = _post.sender
    message["To"] = row.to_address
    message["Subject"] = " ".join(subject.split())
    message["Auto-Submitted"] = "auto-generated"
    # Setting the content takes away every Content- header that stood there before.
    message.set_content(text)
    message["Content-Language"] = row.language
    return message


class FolderTransport:
    """Writes mails as files where no mail server is set."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, message: EmailMessage) -> None:
        """Write the mail under a name of its own, whole or not at all."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = message["Message-ID"].strip("<>").split("@")[0].replace("/", "_")
        part = self._folder / f".{name}.part"
        part.write_bytes(bytes(message))
        part.chmod(0o600)
        part.replace(self._folder / f"{name}.eml")
