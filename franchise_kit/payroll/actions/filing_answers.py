"""Handing a file over, and what was answered to it. Handing over twice gives the same file."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from franchise_kit.payroll.actions.filing import FPS, PAPDIS
from franchise_kit.payroll.actions.telling_due import tell_dues
from franchise_kit.payroll.models import Filing, PayRun
from franchise_kit.payroll.queries.filed import is_filed
from franchise_kit.payroll.queries.filing_files import Telling, Written, eps_file, fps_file, papdis_file
from franchise_kit.payroll.queries.filing_reach import check_may_file
from franchise_kit.payroll.rules.handing_over import filing_states as states
from franchise_kit.payroll.rules.handing_over.transmitting import BY_HAND, HandedOver, Transmitter
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import NotFound, Refusal
from tenants.transaction import transaction


class FilingFactsChanged(Refusal):
    """A name was changed since the file was made, so that it is not the same any more."""

    code = "filing_facts_changed"


@dataclass(frozen=True, slots=True)
class Ending:
    """What became of a file: accepted, refused or withdrawn, the last two with a reason's code."""

    state: str
    reason: str | None = None
    answer_reference: str = ""


def hand_over(
    *, coop: Coop, filing_id: UUID, through: Transmitter = BY_HAND, by: Actor, now: datetime
) -> HandedOver:
    """Make a file again as it was made, write down that it is handed over, let it be carried, and return it.

    What is written down comes first, so that a file is never out of which nobody knows. Safe to do again:
    the same file is the same submission. Raises ``FilingEnded`` for one that was refused or withdrawn,
    ``FilingFactsChanged`` or ``NotFound``.
    """
    file = _taken(coop, filing_id, by, now)
    through.submit(file)
    return file


def _taken(coop: Coop, filing_id: UUID, by: Actor, now: datetime) -> HandedOver:
    with transaction(coop, by=by, doing="payroll.hand_over_filing") as session:
        row = _held(session, filing_id, by, now)
        if row.state not in states.STANDING:
            raise states.FilingEnded(filing_id=filing_id)
        made = _again(session, row)
        if hashlib.sha256(made.content).hexdigest() != row.digest:
            raise FilingFactsChanged(filing_id=filing_id)
        if row.state == states.MADE:
            row.state, row.handed_over_at = states.HANDED_OVER, now
            row.version += 1
        tell_dues(session)
        journal.note(session, record_kind="filing", record_id=filing_id, kind=row.kind)
        return HandedOver(row.kind, row.tax_year, row.tax_month, row.correlation, row.is_test, made.content)


def end_filing(*, coop: Coop, filing_id: UUID, ending: Ending, by: Actor, now: datetime) -> None:
    """Write down that a file was accepted, refused or withdrawn; after the last two another can be made.

    A run that was closed as told is open again when nothing tells of it any more. Raises ``FilingEnded``,
    ``FilingNotHandedOver``, ``FilingReasonUnknown`` or ``NotFound``.
    """
    with transaction(coop, by=by, doing="payroll.end_filing") as session:
        row = _held(session, filing_id, by, now)
        states.check_may_end(row.state, ending.state, ending.reason)
        row.state, row.reason = ending.state, ending.reason
        row.answer_reference = ending.answer_reference
        row.answered_by_person, row.answered_at = by.person_id, now
        row.version += 1
        _open_again(session, row)
        tell_dues(session)
        journal.note(session, record_kind="filing", record_id=filing_id, kind=row.kind, state=row.state)


def _open_again(session: Session, row: Filing) -> None:
    """Open a run that was closed because it was told, if what told of it stands no more."""
    if row.kind != FPS or row.pay_run_id is None:
        return
    run = session.get_one(PayRun, row.pay_run_id, with_for_update=True)
    session.flush()
    if run.closed_at is None or run.not_filed_reason is not None or is_filed(session, run.id):
        return
    run.closed_at = run.closed_by_person = None
    run.version += 1
    journal.note_many(session, doing="payroll.reopen_run", record_kind="pay_run", about={run.id: {}})


def _held(session: Session, filing_id: UUID, by: Actor, now: datetime) -> Filing:
    check_may_file(session, by=by, now=now)
    row = session.get(Filing, filing_id, with_for_update=True)
    if row is None:
        raise NotFound(record_kind="filing")
    return row


def _again(session: Session, row: Filing) -> Written:
    telling = Telling(
        tax_year=row.tax_year,
        tax_month=row.tax_month,
        told=row.told,
        made_at=row.made_at,
        is_by_bureau=row.made_by_entry is not None,
        late_reason=row.late_reason,
        is_test=row.is_test,
    )
    if row.pay_run_id is None:
        return eps_file(session, telling)
    run = session.get_one(PayRun, row.pay_run_id)
    if row.kind == PAPDIS and row.scheme_id is not None:
        return papdis_file(session, run, row.scheme_id, telling)
    return fps_file(session, run, telling)
