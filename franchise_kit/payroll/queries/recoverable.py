"""What a co-op gets back of family pay in a tax year so far, for the summary to HMRC. It asks nobody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from franchise_kit.payroll.models import OtherPayDay, PayRun
from franchise_kit.payroll.rules.family_sums import PAID_AS
from franchise_kit.payroll.rules.rates import figures_for
from franchise_kit.payroll.rules.recovery import Recovery, recovery
from franchise_kit.payroll.rules.runs import APPROVED
from franchise_kit.payroll.rules.tax_calendar import tax_month

_KINDS: Final[Mapping[str, str]] = {paid_as: str(kind) for kind, paid_as in PAID_AS.items()}


@dataclass(frozen=True, slots=True)
class Recoverable:
    """By the law's short name (``SMP`` and so on), in whole pence: what was paid, and what is got back of it.

    Kinds of which nothing was paid are left out.
    """

    paid_pence: Mapping[str, int]
    by_kind: Mapping[str, Recovery]

    @property
    def total_pence(self) -> int:
        """All that is set against what is owed to HMRC."""
        return sum(one.total_pence for one in self.by_kind.values())


def recoverable(session: Session, *, tax_year: str, month: int, is_small: bool) -> Recoverable:
    """Return what is got back of what approved runs paid, from 6 April to the end of a tax month, 1 to 12.

    ``is_small`` says whether the employer's contributions of last year make it a small one. Nothing is got
    back of sick pay.
    """
    rows = session.execute(
        select(OtherPayDay.kind, PayRun.pay_on, func.sum(OtherPayDay.pence))
        .join(PayRun, PayRun.id == OtherPayDay.pay_run_id)
        .where(PayRun.state == APPROVED, PayRun.tax_year == tax_year, OtherPayDay.kind.in_(_KINDS))
        .group_by(OtherPayDay.kind, PayRun.pay_on)
    )
    paid: dict[str, int] = {}
    for paid_as, pay_on, pence in rows:
        if tax_month(pay_on) <= month:
            paid[_KINDS[paid_as]] = paid.get(_KINDS[paid_as], 0) + int(pence)
    figures = figures_for(date(int(tax_year[:4]), 4, 6))
    by_kind = {kind: recovery(pence, is_small=is_small, figures=figures) for kind, pence in paid.items()}
    return Recoverable(paid, by_kind)
