"""Why somebody is paid more or less than last time: each cause with what it does to net pay, adding up."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from franchise_kit.payroll.rules.other_pay import OtherPay
from franchise_kit.payroll.rules.payslip import NIGHT, Line
from franchise_kit.payroll.rules.pence import half_up

REMAINDER: Final = "remainder"


@dataclass(frozen=True, slots=True)
class Compared:
    """One payslip as it is held against another, in whole pence; ``pension_pence`` is the worker's part.

    Expenses are among ``other`` and in ``net_pence``.
    """

    lines: tuple[Line, ...]
    tax_code: str
    ni_category: str
    tax_pence: int
    national_insurance_pence: int
    net_pence: int
    other: tuple[OtherPay, ...] = ()
    student_loan_pence: int = 0
    postgraduate_loan_pence: int = 0
    pension_pence: int = 0
    orders_pence: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """One cause, and by how many pence it changes net pay: below nought where it lessens it.

    ``before`` and ``now`` are minutes of ``hours`` and ``late_hours``, a number of ``nights``, pence of a
    ``rate``, of ``other_pay`` and of what is taken, and codes of ``tax_code`` and ``ni_category``. ``kind``
    is the kind of time or of other pay, ``rate_kind`` the rate of the contract.
    """

    code: str
    pence: int
    before: int | str
    now: int | str
    kind: str = ""
    rate_kind: str = ""


def why_changed(before: Compared, now: Compared) -> tuple[Change, ...]:
    """Return what makes net pay differ between two payslips, the greatest effect first.

    Together they are the difference of net pay to the penny; what nothing else explains is ``remainder``,
    the last of all.
    Units: whole pence.
    Source: ours; Employment Rights Act 1996, s.8 names the amounts that are compared.
    """
    found = (*_of_time(before, now), *_of_other(before, now), *_taken(before, now))
    made = sorted((one for one in found if one.pence), key=lambda one: -abs(one.pence))
    left_pence = now.net_pence - before.net_pence - sum(one.pence for one in made)
    if left_pence:
        made.append(Change(REMAINDER, left_pence, before.net_pence, now.net_pence))
    return tuple(made)


@dataclass(slots=True)
class _Worked:
    """What was worked of a kind by a rate in its time: minutes or nights, pence, and the rates in pence."""

    quantity: int = 0
    pence: int = 0
    rates: frozenset[int] = frozenset()


_Key = tuple[str, str, str]


def _of_time(before: Compared, now: Compared) -> Iterator[Change]:
    then, these = _worked(before.lines), _worked(now.lines)
    by_rate: dict[str, int] = {}
    for key in sorted(then.keys() | these.keys()):
        kind, rate_kind, unit = key
        was, is_ = then.get(key, _Worked()), these.get(key, _Worked())
        dearer_pence = _by_rate(was, is_)
        by_rate[rate_kind] = by_rate.get(rate_kind, 0) + dearer_pence
        pence = is_.pence - was.pence - dearer_pence
        code = "nights" if unit == NIGHT else "hours"
        yield Change(code, pence, was.quantity, is_.quantity, kind, rate_kind)
    for rate_kind, pence in by_rate.items():
        highest = _highest(then, rate_kind), _highest(these, rate_kind)
        yield Change("rate", pence, *highest, rate_kind=rate_kind)
    late = [[line for line in one.lines if line.is_late] for one in (before, now)]
    (minutes_then, minutes_now) = (sum(line.minutes for line in lines) for lines in late)
    pence_then, pence_now = (sum(line.amount_pence for line in lines) for lines in late)
    yield Change("late_hours", pence_now - pence_then, minutes_then, minutes_now)


def _by_rate(was: _Worked, is_: _Worked) -> int:
    """Return what this time's work pays more than it would have by the rates of last time, on average."""
    if not was.quantity or not is_.quantity or was.rates == is_.rates:
        return 0
    return is_.pence - half_up(was.pence * is_.quantity, was.quantity)


def _worked(lines: Iterable[Line]) -> dict[_Key, _Worked]:
    found: dict[_Key, _Worked] = {}
    for line in lines:
        if line.is_late:
            continue
        held = found.setdefault((line.kind, line.rate_kind, line.unit), _Worked())
        held.quantity += line.quantity
        held.pence += line.amount_pence
        held.rates |= {line.rate_pence}
    return found


def _highest(found: dict[_Key, _Worked], rate_kind: str) -> int:
    rates = (max(one.rates) for (_kind, kind, _unit), one in found.items() if kind == rate_kind)
    return max(rates, default=0)


def _of_other(before: Compared, now: Compared) -> Iterator[Change]:
    for kind in sorted({one.kind for one in (*before.other, *now.other)}):
        then, these = _sum_of(before.other, kind), _sum_of(now.other, kind)
        yield Change("other_pay", these - then, then, these, kind)


def _sum_of(other: Sequence[OtherPay], kind: str) -> int:
    return sum(one.pence for one in other if one.kind == kind)


def _taken(before: Compared, now: Compared) -> Iterator[Change]:
    """Return what is taken from pay: more of it is less net pay."""
    yield _tax(before, now)
    contributions = before.national_insurance_pence - now.national_insurance_pence
    if before.ni_category != now.ni_category:
        yield Change("ni_category", contributions, before.ni_category, now.ni_category)
    else:
        yield Change(
            "national_insurance", contributions, before.national_insurance_pence, now.national_insurance_pence
        )
    for name in ("pension", "student_loan", "postgraduate_loan", "orders"):
        then, these = getattr(before, f"{name}_pence"), getattr(now, f"{name}_pence")
        yield Change(_began_or_ended(name, then, these), then - these, then, these)


def _tax(before: Compared, now: Compared) -> Change:
    pence = before.tax_pence - now.tax_pence
    if before.tax_code != now.tax_code:
        return Change("tax_code", pence, before.tax_code, now.tax_code)
    code = "tax_refund" if now.tax_pence < 0 else "tax_refund_before" if before.tax_pence < 0 else "tax"
    return Change(code, pence, before.tax_pence, now.tax_pence)


def _began_or_ended(name: str, then: int, these: int) -> str:
    if not then:
        return f"{name}_began"
    return name if these else f"{name}_ended"
