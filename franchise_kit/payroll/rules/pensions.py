"""Contributions to a workplace pension from one payment: on what, how much, and before or after tax."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import ClassVar, Final

from franchise_kit.payroll.rules.pence import WHOLE_BPS, half_up
from franchise_kit.payroll.rules.rates import Figures, figures_for
from franchise_kit.payroll.rules.steps import Step
from franchise_kit.payroll.rules.tax_calendar import Frequency
from tenants.refusal import Refusal

# How the data names the period of each frequency.
PERIOD_NAMES: Final[Mapping[Frequency, str]] = {
    Frequency.W1: "weekly",
    Frequency.W2: "two_weekly",
    Frequency.W4: "four_weekly",
    Frequency.M1: "monthly",
    Frequency.A1: "annual",
    Frequency.A1: "annual",
}


class Arrangement(StrEnum):
    """When the worker's share leaves the pay, and who gives the tax relief."""

    RELIEF_AT_SOURCE = "relief_at_source"
    NET_PAY = "net_pay"
    SALARY_SACRIFICE = "salary_sacrifice"


class Basis(StrEnum):
    """Which pay the shares are of."""

    QUALIFYING_EARNINGS = "qualifying_earnings"
    ALL_PAY = "all_pay"


class PensionShareNotPossible(Refusal):
    """A share of pay is below nothing, or both together are more than all of it."""

    code: ClassVar[str] = "pension_share_not_possible"


class PensionBelowMinimum(Refusal):
    """The scheme pays in less than the law's least; facts are the shares in hundredths of a percent."""

    code: ClassVar[str] = "pension_below_minimum"


class SacrificeBelowMinimumWage(Refusal):
    """A worker may not give up so much that the rest is less than the minimum wage."""

    code: ClassVar[str] = "sacrifice_below_minimum_wage"


@dataclass(frozen=True, slots=True)
class Scheme:
    """What a worker's membership says: shares in hundredths of a percent, of which pay, and how relieved."""

    arrangement: Arrangement
    basis: Basis
    employee_bps: int
    employer_bps: int


@dataclass(frozen=True, slots=True)
class PensionFigures:
    """The limits of one pay reference period by frequency, and the least shares by basis."""

    lower_pence: Mapping[Frequency, int]
    upper_pence: Mapping[Frequency, int]
    trigger_pence: Mapping[Frequency, int]
    least_total_bps: Mapping[Basis, int]
    least_employer_bps: Mapping[Basis, int]
    relief_bps: int


@dataclass(frozen=True, slots=True)
class Contributions:
    """One payment's contributions in whole pence.

    ``sacrificed_pence`` is given up before pay is earned, ``before_tax_pence`` taken before tax alone, and
    ``after_tax_pence`` from net pay: at most one of them is not nought. ``employer_pence`` is all that the
    employer pays in of its own, what was sacrificed among it; ``relief_pence`` is what the scheme claims.
    """

    pensionable_pence: int = 0
    sacrificed_pence: int = 0
    before_tax_pence: int = 0
    after_tax_pence: int = 0
    employer_pence: int = 0
    relief_pence: int = 0

    @property
    def worker_pence(self) -> int:
        """By how much the worker's pay is less, before what tax and contributions that saves."""
        return self.sacrificed_pence + self.before_tax_pence + self.after_tax_pence

    @property
    def paid_in_pence(self) -> int:
        """All that reaches the scheme, the tax relief that it claims with it."""
        taken_pence = self.before_tax_pence + self.after_tax_pence
        return taken_pence + self.employer_pence + self.relief_pence


NO_PENSION: Final = Contributions()


@cache
def pension_figures(pay_date: date) -> PensionFigures:
    """Return the pension figures of a pay date; raise NoFiguresForTaxYear if we have none.

    Source: Pensions Act 2008, s.13 (qualifying earnings), s.14 (their review each year), s.20 and 28.
    """
    figures = figures_for(pay_date)
    on_earnings = figures.book.wholes("pension.minimum", on=pay_date)
    on_all_pay = figures.book.wholes("pension.minimum_on_all_pay", on=pay_date)
    return PensionFigures(
        lower_pence=_by_frequency(figures, "lower"),
        upper_pence=_by_frequency(figures, "upper"),
        trigger_pence=_by_frequency(figures, "trigger"),
        least_total_bps={Basis.QUALIFYING_EARNINGS: on_earnings["total"], Basis.ALL_PAY: on_all_pay["total"]},
        least_employer_bps={
            Basis.QUALIFYING_EARNINGS: on_earnings["employer"],
            Basis.ALL_PAY: on_all_pay["employer"],
        },
        relief_bps=figures.book.whole("pension.relief_at_source", on=pay_date),
    )


def pensionable_pence(basis: Basis, frequency: Frequency, pay_pence: int, figures: PensionFigures) -> int:
    """Return the pay of one period that the shares are of; pay below nought counts as nought.

    Units: whole pence, before anything is sacrificed.
    Source: Pensions Act 2008, s.13(1): the part of earnings above the lower and up to the upper limit.
    """
    if basis is Basis.ALL_PAY:
        return max(0, pay_pence)
    return max(0, min(pay_pence, figures.upper_pence[frequency]) - figures.lower_pence[frequency])


def contributions(
    scheme: Scheme, *, frequency: Frequency, pay_pence: int, figures: PensionFigures
) -> Contributions:
    """Return the contributions on one period's pay.

    Units: whole pence; ``pay_pence`` is the gross before anything is sacrificed. Each share is rounded on
    its own to the nearest penny, a half up. Raises PensionShareNotPossible.
    Source: Pensions Act 2008, s.20 and 28; Finance Act 2004, s.192 (relief at source: the worker pays in what
    is left after basic rate tax) and s.193 (net pay arrangements); ITEPA 2003, s.308 (the employer).
    """
    check_shares(scheme)
    base_pence = pensionable_pence(scheme.basis, frequency, pay_pence, figures)
    worker_pence = half_up(base_pence * scheme.employee_bps, WHOLE_BPS)
    employer_pence = half_up(base_pence * scheme.employer_bps, WHOLE_BPS)
    if scheme.arrangement is Arrangement.SALARY_SACRIFICE:
        return Contributions(
            base_pence, sacrificed_pence=worker_pence, employer_pence=worker_pence + employer_pence
        )
    if scheme.arrangement is Arrangement.NET_PAY:
        return Contributions(base_pence, before_tax_pence=worker_pence, employer_pence=employer_pence)
    left_bps = scheme.employee_bps * (WHOLE_BPS - figures.relief_bps)
    taken_pence = half_up(base_pence * left_bps, WHOLE_BPS * WHOLE_BPS)
    relief_pence = max(0, worker_pence - taken_pence)
    return Contributions(
        base_pence, after_tax_pence=taken_pence, employer_pence=employer_pence, relief_pence=relief_pence
    )


def further_contributions(
    scheme: Scheme, *, frequency: Frequency, before_pence: int, pay_pence: int, figures: PensionFigures
) -> Contributions:
    """Return what one more payment of a pay reference period adds, ``before_pence`` of it paid already.

    Units: whole pence. Raises PensionShareNotPossible.
    Source: Pensions Act 2008, s.13 and 20: the limits are those of all earnings of one period.
    """
    if before_pence == 0:
        return contributions(scheme, frequency=frequency, pay_pence=pay_pence, figures=figures)
    before, together = (
        contributions(scheme, frequency=frequency, pay_pence=pence, figures=figures)
        for pence in (before_pence, before_pence + pay_pence)
    )
    return Contributions(
        *(getattr(together, name) - getattr(before, name) for name in Contributions.__slots__)
    )


def check_shares(scheme: Scheme) -> None:
    """Refuse shares below nothing, or above all of the pay.

    Source: ours: nobody pays in more than was earned, and a slip of the decimal point is the usual cause.
    """
    shares = (scheme.employee_bps, scheme.employer_bps)
    if min(shares) < 0 or max(shares) > WHOLE_BPS:
        raise PensionShareNotPossible


def check_minimum(scheme: Scheme, figures: PensionFigures) -> None:
    """Refuse a scheme that pays in less than what automatic enrolment asks for.

    Source: Pensions Act 2008, s.20 (of qualifying earnings) and s.28 with SI 2010/772, Part 7A
    (of all pay, certified by the employer).
    """
    total_bps = figures.least_total_bps[scheme.basis]
    employer_bps = figures.least_employer_bps[scheme.basis]
    paid_bps = scheme.employee_bps + scheme.employer_bps
    if paid_bps < total_bps or scheme.employer_bps < employer_bps:
        raise PensionBelowMinimum(total_bps=total_bps, employer_bps=employer_bps)


def check_sacrifice(cash_pence: int, *, sacrificed_pence: int, minimum_pence: int) -> None:
    """Refuse a sacrifice that leaves less cash than the minimum wage of the hours that count.

    Units: whole pence; ``minimum_pence`` is what the minimum wage asks for the pay reference period.
    Source: National Minimum Wage Act 1998, s.17 and 49: nobody can agree to be paid less.
    """
    if sacrificed_pence > 0 and cash_pence - sacrificed_pence < minimum_pence:
        raise SacrificeBelowMinimumWage


def steps(
    scheme: Scheme, worked: Contributions, *, frequency: Frequency, pay_pence: int, figures: PensionFigures
) -> tuple[Step, ...]:
    """Return how the contributions came about, for a page to say in words.

    Source: ours: whoever is paid can read how each figure came about.
    """
    if scheme.basis is Basis.ALL_PAY:
        first = Step("pension_on_all_pay", {"pay_pence": worked.pensionable_pence})
    else:
        first = Step(
            "qualifying_earnings",
            {
                "pay_pence": pay_pence,
                "from_pence": figures.lower_pence[frequency],
                "to_pence": figures.upper_pence[frequency],
                "band_pence": worked.pensionable_pence,
            },
        )
    mine = {"rate_bps": scheme.employee_bps, "amount_pence": worked.worker_pence}
    if worked.after_tax_pence:
        mine["relief_pence"] = worked.relief_pence
    own_pence = worked.employer_pence - worked.sacrificed_pence
    theirs = Step("pension_from_employer", {"rate_bps": scheme.employer_bps, "amount_pence": own_pence})
    return (first, Step(f"pension_by_{scheme.arrangement}", mine), theirs)


def _by_frequency(figures: Figures, limit: str) -> Mapping[Frequency, int]:
    pence = figures.book.wholes(f"pension.qualifying_earnings.{limit}", on=figures.on)
    return {frequency: pence[name] for frequency, name in PERIOD_NAMES.items()}
