"""The employment allowance: employer's contributions of a tax year that an employer need not pay."""

from franchise_kit.payroll.rules.rates import Figures

_ALLOWANCE = "national_insurance.employment_allowance"


def allowance_now_pence(*, employer_to_date_pence: int, used_before_pence: int, figures: Figures) -> int:
    """Return how much of the allowance is used now; below nought if contributions came to less than thought.

    Units: whole pence; ``employer_to_date_pence`` is employer's Class 1 of the tax year, of all who are paid
    by one employer; ``used_before_pence`` is what was used of the allowance earlier in it.
    Source: National Insurance Contributions Act 2014, s.1 and 4.
    """
    used_pence = min(max(0, employer_to_date_pence), figures.book.whole(_ALLOWANCE, on=figures.on))
    return used_pence - used_before_pence


def why_no_allowance(
    *, paid_count: int, paid_directors_count: int, is_claimed_by_connected: bool
) -> str | None:
    """Return a code for what keeps an employer from the allowance, or ``None``.

    ``paid_count`` are all whose pay passes the threshold from which the employer pays.
    Source: National Insurance Contributions Act 2014, s.2(4A) (a director alone) and s.3 (connected
    employers: one of them claims).
    """
    if is_claimed_by_connected:
        return "claimed_by_connected_employer"
    return "single_paid_director" if paid_count == paid_directors_count == 1 else None
