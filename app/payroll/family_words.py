"""What leave for a family is called, why it is not paid, and what the rules refuse about it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.journal.words import add_journal_words
from app.web import dates
from app.web.refusals import add_words
from franchise_kit.payroll.queries.family_pay import FamilyLeaveFacts

KINDS: Final[Mapping[str, LazyString]] = {
    "SMP": _l("Maternity"),
    "SPP": _l("Paternity"),
    "SAP": _l("Adoption"),
    "ShPP": _l("Shared parental leave"),
    "SPBP": _l("Parental bereavement"),
    "SNCP": _l("Neonatal care"),
}
BASES: Final[Mapping[str, LazyString]] = {
    "eight_weeks": _l("from payslips of eight weeks or more"),
    "since_start": _l("from the payslips there are, of less than eight weeks"),
    "contract": _l("from the contract, since there is no payslip of before"),
    "earlier_payroll": _l("as entered, from an earlier payroll"),
    "nothing": _l("nothing says it yet"),
}
WHY_UNPAID: Final[Mapping[str, LazyString]] = {
    "average_too_low": _l("The average is below the lower earnings limit"),
    "employed_too_short": _l("Less than 26 weeks here by the week that decides"),
}


def days_words(leave: FamilyLeaveFacts) -> str:
    """Return the days of leave, or that it was taken back."""
    if leave.until <= leave.begins_on:
        return str(_("Taken back"))
    first, last = dates.short_date(leave.begins_on), dates.short_date(leave.until - timedelta(days=1))
    return str(_("%(first)s to %(last)s", first=first, last=last))


add_journal_words(
    {
        "payroll.enter_family_leave": _l("entered a worker's leave for a family"),
        "payroll.stop_family_leave": _l("stopped a worker's leave for a family"),
    }
)
add_words(
    {
        "family_leave_too_early": _l(
            "Maternity leave begins at the earliest in the 11th week before that of the birth, "
            "other leave on the day itself."
        ),
        "family_leave_overlaps": _l("There is other leave for a family in these weeks already."),
        "family_leave_not_employed": _l("The worker does not work here on that day."),
        "family_average_not_possible": _l("An average is at most £100,000 a week."),
        "family_leave_stop_not_possible": _l("Choose one of the days of this leave; it is stopped once."),
        "family_leave_paid_already": _l("Weeks after that day are in a pay run already. Choose a later day."),
        "family_leave_changed_meanwhile": _l("Somebody has changed this leave meanwhile. Look at it again."),
    }
)
