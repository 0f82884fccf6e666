"""What the rules of pensions, statutory pay, holiday, wages and miles say no with."""

from flask_babel import lazy_gettext as _l

from app.web.refusals import add_words

add_words(
    {
        "pension_share_not_possible": _l("A share for the pension is from 0% to 100% of the pay."),
        "pension_below_minimum": _l(
            "This is less than the law asks for: look at the employer's share and at both together."
        ),
        "sacrifice_below_minimum_wage": _l(
            "Nobody may give up so much pay that less than the minimum wage is left."
        ),
        "postponed_too_long": _l(
            "Enrolment may be put off for at most three months, and not to an earlier day."
        ),
        "not_time_to_opt_out": _l(
            "Opting out with a refund goes within one month from enrolment. Later somebody leaves the "
            "pension, and what was paid in stays there."
        ),
        "reenrolment_outside_window": _l(
            "Choose a day from three months before to three months after the third anniversary."
        ),
        "too_few_pay_days": _l(
            "There are not eight weeks of pay yet: work the average out from what the contract says."
        ),
        "qualifying_days_not_possible": _l("A week has one to seven qualifying days."),
        "average_below_nothing": _l("Average earnings are nothing or more."),
        "absences_not_possible": _l(
            "An absence ends on or after its first day, and shares no day with another."
        ),
        "average_below_lower_earnings_limit": _l(
            "Average earnings are below the limit from which this is paid."
        ),
        "employed_too_short": _l(
            "The employment began too late for this: it asks for 26 weeks by the week that decides."
        ),
        "no_such_statutory_week": _l("This payment is for %(weeks)s weeks."),
        "statutory_pay_below_nothing": _l("What was paid out in statutory pay is nothing or more."),
        "pay_below_nothing": _l(
            "Pay is nothing or more. What was paid too much is taken off by its own line."
        ),
        "deductions_above_pay": _l("More would be taken than is earned."),
        "no_paid_weeks": _l(
            "There is no week with pay and hours in the last two years to work holiday pay out from."
        ),
        "leave_below_nothing": _l("Leave, and the pay that it goes with, are nothing or more."),
        "no_minimum_wage_known": _l("We have no minimum wage for a time so long ago."),
        "time_below_nothing": _l("Minutes, pay and deductions are nothing or more."),
        "miles_below_nothing": _l("Miles are nothing or more."),
    }
)
