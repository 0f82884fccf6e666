"""A month's counts in words: what the hub is told where the co-op agreed to it."""

from collections.abc import Iterable, Iterator, Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.journal.words import add_journal_words
from app.people.words import CATEGORIES
from app.sharing.words import KindWords, add_disclosure_words, told
from app.time.words import KINDS
from app.web import dates
from app.web.refusals import add_words
from franchise_kit.quality.rules.counts import CountsAgreed, MonthlyCounts


def count_lines(fact: MonthlyCounts) -> Iterator[str]:
    """Give what a month's counts say, a line each; a later version's codes stay codes."""
    yield _("People supported: %(count)s", count=told(fact.people_supported))
    planned, delivered = told(fact.visits_planned), told(fact.visits_delivered)
    yield _("Visits planned: %(planned)s; made: %(made)s", planned=planned, made=delivered)
    yield _("Hours worked: %(hours)s", hours=_listed(fact.hours, fact.hours_hidden, KINDS))
    workers = _listed(fact.workers, fact.workers_hidden, CATEGORIES)
    in_all = told(fact.workers_in_all)
    yield _("Who works here at the end of the month: %(in_all)s (%(which)s)", in_all=in_all, which=workers)


def _listed(counts: Mapping[str, int], hidden: Iterable[str], names: Mapping[str, object]) -> str:
    """Return counts by name, in the order in which the house names them, and what is hidden."""
    order = {code: place for place, code in enumerate(names)}
    codes = sorted({*counts, *hidden}, key=lambda code: (order.get(code, len(order)), code))
    said = [f"{names.get(code, code)} {told(counts.get(code))}" for code in codes]
    return "; ".join(said) or str(_("none"))


def _say_counts(fact: MonthlyCounts) -> Iterator[str]:
    yield _("Counts of %(month)s", month=dates.month(fact.month))
    yield from count_lines(fact)


def _say_agreed(fact: CountsAgreed) -> Iterator[str]:
    month = dates.month(fact.from_month)
    if fact.is_agreed:
        yield _("We tell our counts of each month from %(month)s on.", month=month)
    else:
        yield _("We tell our counts no more from %(month)s on.", month=month)


add_disclosure_words(
    "monthly_counts",
    KindWords(
        _l("Counts of each month"),
        _l(
            "Once a month, if we have agreed to it: people supported, visits, hours by kind and workers by"
            " category; what is of 1 to 4, or would give that away, stays with us"
        ),
        _say_counts,
    ),
)
add_disclosure_words(
    "counts_agreed",
    KindWords(
        _l("Whether we tell counts"),
        _l("When we agree to tell the counts of each month, or stop"),
        _say_agreed,
    ),
)
add_journal_words(
    {
        "quality.agree_to_counts": _l("agreed that the network's office is told the counts of each month"),
        "quality.stop_counts": _l("stopped telling the network's office the counts of each month"),
        "quality.tell_counts": _l("told the network's office the counts of %(month)s"),
    }
)
add_words(
    {
        "counts_agreed_already": _l("The counts of each month are told already."),
        "counts_not_agreed": _l("The counts of each month are not told, so there is nothing to stop."),
        "counts_told_already": _l("The counts of this month were told already."),
    }
)
