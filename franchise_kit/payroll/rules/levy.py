"""The apprenticeship levy: a share of the pay bill above an allowance, month by month through the year."""

from franchise_kit.payroll.rules.pence import share_down
from franchise_kit.payroll.rules.rates import Figures

_RATE = "national_insurance.apprenticeship_levy.rate"
_ALLOWANCE = "national_insurance.apprenticeship_levy.allowance"


def levy_now_pence(
    *, pay_bill_to_date_pence: int, month: int, due_before_pence: int, figures: Figures
) -> int:
    """Return the levy of one tax month; below nought if the year so far comes to less than was paid.

    Units: whole pence; ``pay_bill_to_date_pence`` is all earnings of the tax year that employer's Class 1
    counts, those below its threshold too; ``month`` is the tax month, 1 to 12.
    Source: Finance Act 2016, s.99 and 100.
    """
    rate_bps = figures.book.whole(_RATE, on=figures.on)
    allowance_pence = month * figures.book.wholes(_ALLOWANCE, on=figures.on)["monthly"]
    to_date_pence = max(0, share_down(pay_bill_to_date_pence, rate_bps) - allowance_pence)
    return to_date_pence - due_before_pence
