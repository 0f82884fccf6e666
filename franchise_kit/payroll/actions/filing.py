"""Making the files that tell HMRC and pension schemes of pay: a run is filed once, whoever makes it."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy.dialects.postgresql import insert as insert_or_not
from sqlalchemy.orm import Session

from franchise_kit.kernel.days import london_day
from franchise_kit.payroll.actions.moving import PayRunClosed
from franchise_kit.payroll.models import Filing, PayRun
from franchise_kit.payroll.queries.filing_content import payees_of
from franchise_kit.payroll.queries.filing_files import (
    Telling,
    Written,
    eps_file,
    fps_file,
    papdis_file,
)
from franchise_kit.payroll.queries.filing_reach import check_may_file
from franchise_kit.payroll.queries.owed import summary_to_tell
from franchise_kit.payroll.rules.handing_over.filing_states import MADE, checked_late_reason
from franchise_kit.payroll.rules.handing_over.summary_kept import as_kept
from franchise_kit.payroll.rules.runs import APPROVED
from franchise_kit.payroll.rules.tax_calendar import tax_month
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import NotFound, Refusal
from tenants.transaction import transaction

FPS, EPS, PAPDIS = "fps", "eps", "papdis"
CORRELATION_LENGTH: Final = 32


@dataclass(frozen=True, slots=True)
class MonthToTell:
    """A tax month, 1 to 12, of a tax year such as ``2026-27``; whether nobody is paid any more this year."""

    tax_year: str
    tax_month: int
    is_final: bool = False


class FiledAlready(Refusal):
    """A file of this kind stands for the run or the month: nothing is told twice."""

    code = "filed_already"


class ParticularsMissing(Refusal):
    """Somebody's particulars are not all there, so that HMRC would send the file back."""

    code = "particulars_missing"


def make_fps(
    *,
    coop: Coop,
    pay_run_id: UUID,
    late_reason: str | None,
    is_test: bool = False,
    by: Actor,
    now: datetime,
) -> UUID:
    """Make the full payment submission of an approved run, and return its id.

    ``late_reason`` is a letter, or ``none``, once the pay day has passed. A test may be made besides. Raises
    ``FiledAlready``, ``PayRunClosed`` for one that was closed with a reason why it is not filed from here,
    ``ParticularsMissing`` with how many there are, ``EmployerReferencesMissing``, ``LateReasonNeeded``,
    ``NotFound`` for a run that is not approved, or what the rules of the submission refuse.
    """
    with transaction(coop, by=by, doing="payroll.make_fps") as session:
        run = _approved(session, pay_run_id, by, now)
        if run.not_filed_reason is not None:
            # It was said that HMRC is not told from here, or was told already.
            raise PayRunClosed(pay_run_id=pay_run_id)
        reason = checked_late_reason(late_reason, pay_on=run.pay_on, today=london_day(now))
        payees = payees_of(session, run, as_of=now)
        lacking = sum(bool(one.missing) for one in payees)
        if lacking:
            raise ParticularsMissing(payees=lacking)
        told = {"starters": [str(one.worker_id) for one in payees if one.is_starter]}
        telling = Telling(
            run.tax_year, tax_month(run.pay_on), told, now, by.entry_id is not None, reason, is_test
        )
        made = fps_file(session, run, telling)
        return _keep(session, FPS, telling, made, by=by, pay_run_id=pay_run_id)


def make_papdis(*, coop: Coop, pay_run_id: UUID, scheme_id: UUID, by: Actor, now: datetime) -> UUID:
    """Make the table that tells a pension scheme of an approved run, and return its id: it is never a test.

    Raises ``FiledAlready``, ``NobodyInScheme``, ``NotFound``, or what the rules of the table refuse.
    """
    with transaction(coop, by=by, doing="payroll.make_papdis") as session:
        run = _approved(session, pay_run_id, by, now)
        telling = Telling(run.tax_year, tax_month(run.pay_on), {}, now, by.entry_id is not None)
        made = papdis_file(session, run, scheme_id, telling)
        return _keep(session, PAPDIS, telling, made, by=by, pay_run_id=pay_run_id, scheme_id=scheme_id)


def make_eps(*, coop: Coop, month: MonthToTell, is_test: bool = False, by: Actor, now: datetime) -> UUID:
    """Make the summary of a tax month, and return its id.

    Raises ``FiledAlready`` while one is under way, ``NothingToSay``, ``EmployerReferencesMissing``,
    ``NoSuchTaxMonth``, ``TaxMonthAhead`` or ``NoNamesForTaxYear``.
    """
    with transaction(coop, by=by, doing="payroll.make_eps") as session:
        check_may_file(session, by=by, now=now)
        owed = summary_to_tell(session, month.tax_year, month.tax_month, today=london_day(now))
        told = as_kept(replace(owed, is_final=month.is_final))
        telling = Telling(
            month.tax_year, month.tax_month, told, now, by.entry_id is not None, is_test=is_test
        )
        return _keep(session, EPS, telling, eps_file(session, telling), by=by)


def _approved(session: Session, pay_run_id: UUID, by: Actor, now: datetime) -> PayRun:
    check_may_file(session, by=by, now=now)
    run = session.get(PayRun, pay_run_id, with_for_update=True)
    if run is None or run.state != APPROVED:
        raise NotFound(record_kind="pay_run")
    return run


def _keep(session: Session, kind: str, telling: Telling, made: Written, *, by: Actor, **of: UUID) -> UUID:
    digest = hashlib.sha256(made.content).hexdigest()
    # Whoever makes the same at the same instant waits here, and is then told so.
    made_id = session.execute(
        insert_or_not(Filing)
        .values(
            id=uuid4(),
            kind=kind,
            tax_year=telling.tax_year,
            tax_month=telling.tax_month,
            late_reason=telling.late_reason,
            is_test=telling.is_test,
            told=dict(telling.told),
            payments=made.payments,
            irmark=made.mark,
            digest=digest,
            correlation=digest[:CORRELATION_LENGTH].upper(),
            state=MADE,
            made_by_person=by.person_id,
            made_by_entry=by.entry_id,
            made_at=telling.made_at,
            **of,
        )
        .on_conflict_do_nothing()
        .returning(Filing.id)
    ).scalar_one_or_none()
    if made_id is None:
        raise FiledAlready
    journal.note(
        session,
        record_kind="filing",
        record_id=made_id,
        payments=made.payments,
        tax_year=telling.tax_year,
        tax_month=telling.tax_month,
    )
    return made_id
