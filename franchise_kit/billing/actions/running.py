"""Billing a month: every co-op by itself, so that what stops one invoice stops no other."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from franchise_kit.access import Permission, within
from franchise_kit.billing.actions.issuing import issue_invoice
from franchise_kit.billing.queries.months import CoopMonth, list_months
from franchise_kit.billing.rules.invoices import check_month_over
from franchise_kit.kernel.days import london_day
from tenants import jobs, journal, progress
from tenants.actor import Actor
from tenants.office import HUB
from tenants.refusal import Refusal
from tenants.transaction import reading, transaction

RUN: Final = "billing.run_month"
HowFar = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class RunOutcome:
    """What became of one co-op's month: ``issued``, ``free``, ``not_begun``, or why there is no invoice."""

    coop_id: UUID
    slug: str
    outcome: str
    invoice_id: UUID | None = None
    total_pence: int = 0


def run_month(
    *,
    month: date,
    by: Actor,
    now: datetime,
    confirmed: Collection[UUID] = (),
    tell: HowFar | None = None,
) -> tuple[RunOutcome, ...]:
    """Issue every invoice of a month that is over and not issued yet; run again, it does what is left.

    ``confirmed`` are co-ops whose lines are right though they are more than three times what they were;
    ``tell`` is called with how many of how many are done. Raises ``MonthNotOver`` or ``NoFeePlan``.
    """
    today = london_day(now)
    check_month_over(month, today=today)
    with reading(HUB) as session:
        within(by, Permission.NETWORK_FEE_MANAGE)
        months = list_months(session, month, by=by, on=today)
    outcomes = []
    for done, one in enumerate(months, start=1):
        outcomes.append(_run_one(one, month, by, now, is_confirmed=one.coop.id in confirmed))
        if tell is not None:
            tell(done, len(months))
    return tuple(outcomes)


def ask_for_run(*, month: date, by: Actor, now: datetime, confirmed: Collection[UUID] = ()) -> UUID:
    """Ask for a month to be billed by the worker; return the progress's id. Raises ``MonthNotOver``."""
    with transaction(HUB, by=by, doing="billing.ask_for_run") as session:
        within(by, Permission.NETWORK_FEE_MANAGE)
        check_month_over(month, today=london_day(now))
        progress_id = progress.begin(session, job=RUN, account_id=by.account_id, now=now)
        jobs.enqueue(
            session,
            RUN,
            month=month.isoformat(),
            account_id=by.account_id,
            progress_id=progress_id,
            confirmed=" ".join(str(one) for one in sorted(confirmed)),
        )
        journal.note(session, record_kind="fees", month=month.isoformat())
        return progress_id


def _run_one(one: CoopMonth, month: date, by: Actor, now: datetime, *, is_confirmed: bool) -> RunOutcome:
    coop = one.coop
    if one.state == "billed":
        return RunOutcome(coop.id, coop.slug, "month_billed_already", one.invoice_id, one.total_pence)
    if one.state in {"free", "not_begun"}:
        return RunOutcome(coop.id, coop.slug, one.state)
    try:
        invoice_id = issue_invoice(coop_id=coop.id, month=month, by=by, now=now, is_confirmed=is_confirmed)
    except Refusal as refusal:
        return RunOutcome(coop.id, coop.slug, refusal.code)
    return RunOutcome(coop.id, coop.slug, "issued", invoice_id, one.total_pence)
