"""How fairly a co-op pays, in words: what the hub is told where the co-op agreed to it."""

from collections.abc import Iterator

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.journal.words import add_journal_words
from app.sharing.words import KindWords, add_disclosure_words, told
from app.web import dates
from app.web.money import pounds
from app.web.refusals import add_words
from franchise_kit.payroll.rules.pay_fairness import PayFairness, PayFairnessAgreed


def fairness_lines(fact: PayFairness) -> Iterator[str]:
    """Give what a month's figures say, a line each."""
    yield _("Workers with a contract: %(count)s", count=told(fact.workers))
    yield _("Lowest rate for an ordinary hour: %(rate)s", rate=told(fact.lowest_pence, pounds))
    yield _("Rate in the middle: %(rate)s", rate=told(fact.middle_pence, pounds))
    if fact.living_wage_pence is not None:
        below, wage = told(fact.below_living_wage), pounds(fact.living_wage_pence)
        yield _("Paid less than the Real Living Wage of %(wage)s: %(count)s", wage=wage, count=below)
    yield _("Without guaranteed hours: %(count)s", count=told(fact.without_guaranteed_hours))


def _say_fairness(fact: PayFairness) -> Iterator[str]:
    yield _("How fairly we pay, %(month)s", month=dates.month(fact.month))
    yield from fairness_lines(fact)


def _say_agreed(fact: PayFairnessAgreed) -> Iterator[str]:
    month = dates.month(fact.from_month)
    if fact.is_agreed:
        yield _("We tell how fairly we pay from %(month)s on.", month=month)
    else:
        yield _("We tell how fairly we pay no more from %(month)s on.", month=month)


add_disclosure_words(
    "pay_fairness",
    KindWords(
        _l("How fairly we pay"),
        _l(
            "Once a month with an approved pay run, if we have agreed to it: the lowest and the middle rate,"
            " and how many are below the Real Living Wage or without guaranteed hours; what is of 1 to 4, or"
            " would give that away, stays with us"
        ),
        _say_fairness,
    ),
)
add_disclosure_words(
    "pay_fairness_agreed",
    KindWords(
        _l("Whether we tell how fairly we pay"),
        _l("When we agree to tell how fairly we pay, or stop"),
        _say_agreed,
    ),
)
add_journal_words(
    {
        "payroll.agree_to_fairness": _l("agreed that the network's office is told how fairly we pay"),
        "payroll.stop_fairness": _l("stopped telling the network's office how fairly we pay"),
    }
)
add_words(
    {
        "pay_fairness_agreed_already": _l("How fairly you pay is told already."),
        "pay_fairness_not_agreed": _l("How fairly you pay is not told, so there is nothing to stop."),
    }
)
