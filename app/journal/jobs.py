"""What takes longer than a page may: walking the whole chain, and a long journal on paper."""

from dataclasses import asdict
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from flask_babel import force_locale
from sqlalchemy.orm import Session

from app.journal.paper import journal_pdf
from app.web.language import locale_of
from franchise_kit.access import Permission, within
from franchise_kit.access.queries.actors import find_actor
from franchise_kit.history.queries import Wanted
from tenants import bells, clock, files, jobs, journal, progress
from tenants.actor import Actor
from tenants.office import Office
from tenants.refusal import NotFound
from tenants.transaction import reading, transaction, upkeep

VERIFY: Final = "journal.verify"
PDF: Final = "journal.pdf"


def ask_to_verify(*, office: Office, by: Actor, now: datetime) -> UUID:
    """Ask for the chain to be walked from end to end; return the id of the progress."""
    with transaction(office, by=by, doing="journal.ask_to_verify") as session:
        within(by, Permission.JOURNAL_READ)
        progress_id = progress.begin(session, job=VERIFY, account_id=by.account_id, now=now)
        jobs.enqueue(session, VERIFY, progress_id=progress_id)
    return progress_id


@jobs.job(VERIFY)
def verify(office: Office, *, progress_id: str) -> None:
    """Walk the chain and keep what was found; a second run finds the same."""
    row_id = UUID(progress_id)
    progress.tell(office, row_id, state="running", step="walking")
    with reading(office) as session:
        broken = journal.verify(session)
        account_id = progress.account_of(session, row_id)
    result: dict[str, Any] = {"is_whole": broken is None, **(asdict(broken) if broken else {})}
    progress.tell(office, row_id, state="done", result=result)
    with upkeep(office) as session:
        _ring(session, account_id, "journal_whole" if broken is None else "journal_broken", "/journal")


def ask_for_pdf(*, office: Office, by: Actor, wanted: Wanted, language: str, now: datetime) -> UUID:
    """Ask for many lines on paper; return the id of the progress."""
    with transaction(office, by=by, doing="journal.ask_for_pdf") as session:
        within(by, Permission.JOURNAL_READ)
        progress_id = progress.begin(session, job=PDF, account_id=by.account_id, now=now)
        jobs.enqueue(session, PDF, progress_id=progress_id, language=language, **_as_codes(wanted))
    return progress_id


@jobs.job(PDF)
def make_pdf(office: Office, *, progress_id: str, language: str, **codes: str | None) -> None:
    """Put the wanted lines on paper and keep the file for whoever asked."""
    row_id = UUID(progress_id)
    progress.tell(office, row_id, state="running", step="writing")
    with reading(office) as session, force_locale(locale_of("cy" if language == "cy" else "en")):
        account_id = progress.account_of(session, row_id)
        by = find_actor(session, account_id) if account_id is not None else None
        if by is None:
            raise NotFound
        content = journal_pdf(session, office, by=by, wanted=_from_codes(codes), now=clock.now())
    with upkeep(office) as session:
        file_id = files.put(
            session,
            name="journal.pdf",
            content=content,
            record_kind=PDF,
            record_id=row_id,
            by=account_id,
        )
        _ring(session, account_id, "journal_pdf_ready", f"/progress/{row_id}")
    progress.tell(office, row_id, state="done", result={"file_id": str(file_id)})


def _ring(session: Session, account_id: UUID | None, kind: str, path: str) -> None:
    if account_id is not None:
        bells.ring_for(session, account_id, kind=kind, path=path)


def _as_codes(wanted: Wanted) -> dict[str, Any]:
    codes = {name: getattr(wanted, name) for name in Wanted.__dataclass_fields__}
    return {
        name: value.isoformat()
        if isinstance(value, datetime)
        else (str(value) if value is not None else None)
        for name, value in codes.items()
    }


def _from_codes(codes: dict[str, str | None]) -> Wanted:
    account_id, since, until = (codes.get(name) for name in ("account_id", "since", "until"))
    return Wanted(
        account_id=UUID(account_id) if account_id else None,
        room=codes.get("room"),
        outcome=codes.get("outcome"),
        since=datetime.fromisoformat(since) if since else None,
        until=datetime.fromisoformat(until) if until else None,
    )
