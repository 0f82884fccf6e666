"""Rating: what a co-op told of a month, at a plan's prices, line by line with its working."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self

from franchise_kit.billing.rules.pence import share
from franchise_kit.billing.rules.plan import BASE, PAYSLIPS, SOLIDARITY, TRAINING, FeePlan
from franchise_kit.billing.rules.vat import vat_pence, vat_rate_bps


@dataclass(frozen=True, slots=True)
class MonthUsage:
    """What was told of one month; ``None`` is what was not told. Turnover is in whole pence."""

    payslips: int | None = None
    learners: int | None = None
    turnover_pence: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an invoice with all that it was worked out from.

    ``price`` is pence for one of ``quantity``; of solidarity it is basis points of the turnover in pence.
    ``share_bps`` is the part that the co-op's stage pays.
    """

    service: str
    month: date
    stage: str
    quantity: int
    price: int
    cap_pence: int | None
    share_bps: int
    is_told: bool
    net_pence: int
    vat_code: str
    vat_bps: int = 0
    vat_pence: int = 0

    @property
    def whole_pence(self) -> int:
        """What the line would be if no stage paid less, under its cap."""
        return _whole(self.service, self.quantity, self.price, self.cap_pence)

    @property
    def is_capped(self) -> bool:
        """Whether the cap made the line smaller."""
        return self.cap_pence is not None and share(self.quantity, self.price) > self.cap_pence

    @property
    def working(self) -> dict[str, Any]:
        """The steps as codes and whole numbers, as an invoice keeps them."""
        return {
            "month": self.month.isoformat(),
            "stage": self.stage,
            "price": self.price,
            "cap_pence": self.cap_pence,
            "share_bps": self.share_bps,
            "is_told": self.is_told,
        }

    @classmethod
    def from_working(cls, working: dict[str, Any], **columns: Any) -> Self:  # noqa: ANN401 (an invoice's columns)
        """Return a line from the working that an invoice kept and its other columns."""
        steps = {name: working[name] for name in ("stage", "price", "cap_pence", "share_bps", "is_told")}
        return cls(month=date.fromisoformat(working["month"]), **steps, **columns)


def rate(plan: FeePlan, usage: MonthUsage, stage: str, month: date) -> tuple[Line, ...]:
    """Return a month's lines in the order of the plan, each rounded by itself, still without VAT.

    What was not told is a line of nothing. ``month`` is its first day; ``stage`` is where the co-op is.
    Units: whole pence, basis points; a half penny goes up.
    Source: ours: base, payslips, training by learner, and a share of the turnover from care under a cap;
    co-ops that are still beginning pay a part, or nothing.
    """
    asked = (
        (BASE, 1, plan.base_pence, None),
        (PAYSLIPS, usage.payslips, plan.payslip_pence, None),
        (TRAINING, usage.learners, plan.learner_pence, None),
        (SOLIDARITY, usage.turnover_pence, plan.solidarity_bps, plan.solidarity_cap_pence),
    )
    share_bps = plan.stage_share_bps[stage]
    return tuple(
        Line(
            service=service,
            month=month,
            stage=stage,
            quantity=told or 0,
            price=price,
            cap_pence=cap_pence,
            share_bps=share_bps,
            is_told=told is not None,
            net_pence=share(_whole(service, told or 0, price, cap_pence), share_bps),
            vat_code=plan.vat_codes[service],
        )
        for service, told, price, cap_pence in asked
    )


def with_vat(line: Line, *, on: date) -> Line:
    """Return a line with the VAT that its code bears on the day of the invoice, a half penny up.

    Source: Value Added Tax Act 1994, s.6: the time of supply decides the rate.
    """
    bps = vat_rate_bps(line.vat_code, on)
    return replace(line, vat_bps=bps, vat_pence=vat_pence(line.net_pence, bps))


def _whole(service: str, quantity: int, price: int, cap_pence: int | None) -> int:
    if service != SOLIDARITY:
        return quantity * price
    of_turnover = share(quantity, price)
    return of_turnover if cap_pence is None else min(of_turnover, cap_pence)
