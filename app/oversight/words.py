"""What the hub's pages say of co-ops' figures: why to talk, and what cannot be compared."""

from collections.abc import Mapping, Sequence
from typing import Final

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.web import dates
from app.web.language import current_language
from franchise_kit.oversight.queries_quality import Overview
from franchise_kit.oversight.rules_quality import CoopSeen, State, Why
from franchise_kit.quality.rules.indicators import Indicator
from franchise_kit.quality.rules.periods import Period

STATES: Final[Mapping[State, LazyString]] = {
    "told": _l("Told"),
    "hidden": _l("Too small to be told"),
    "nothing_to_count": _l("Nothing to count"),
    "not_told": _l("Not told"),
}
SIZES: Final[Mapping[str, LazyString]] = {
    "visits_missed": _l("Visits planned"),
    "training_in_date": _l("Training items required"),
}
WHYS: Final[Mapping[Why, LazyString]] = {
    "over_time": _l("Over time its figures have changed by more than chance, and not for the better."),
    "beside_others": _l("Beside the others, and for its size, it lies clearly apart."),
}


def period_words(period: Period) -> str:
    """Return what a month, or three of them, are called."""
    first, last = dates.month(period.from_), dates.month(period.last_day)
    return first if first == last else str(_("%(first)s to %(last)s", first=first, last=last))


def why_words(seen: CoopSeen) -> str:
    """Return why a conversation with a co-op is worth it."""
    return " ".join(str(WHYS[why]) for why in seen.why_talk)


def talk_words(overview: Overview) -> str:
    """Return how many co-ops are worth a conversation about an indicator."""
    count = sum(bool(seen.why_talk) for seen in overview.coops)
    if not count:
        return str(_("No co-op's figures ask for a conversation now."))
    said = ngettext(
        "The figures of %(num)d co-op are worth a conversation.",
        "The figures of %(num)d co-ops are worth a conversation.",
        count,
    )
    return str(said)


def upright_words(indicator: Indicator) -> str:
    """Return what the height of the funnel is."""
    if indicator.compare == "funnel_PR":
        return str(_("Share, %(unit)s", unit=indicator.unit.said(current_language())))
    return str(_("Ratio: 1 is as expected"))


def size_words(indicator: Indicator) -> str:
    """Return what the width of the funnel counts, short enough for a phone."""
    known = SIZES.get(indicator.id)
    return indicator.denominator.said(current_language()) if known is None else str(known)


def not_shown_words(coops: Sequence[CoopSeen]) -> list[str]:
    """Return how many co-ops are not on the funnel, a sentence for each reason."""
    hidden = sum(seen.compared == "hidden" for seen in coops)
    missing = sum(seen.compared == "not_told" for seen in coops)
    idle = sum(seen.compared == "nothing_to_count" for seen in coops)
    eventless = sum(seen.compared == "told" and seen.unit is None for seen in coops)
    said = [
        ngettext(
            "%(num)d co-op is not shown: its counts are too small to show.",
            "%(num)d co-ops are not shown: their counts are too small to show.",
            hidden,
        ),
        ngettext(
            "%(num)d co-op is not shown: not all of it was told.",
            "%(num)d co-ops are not shown: not all of it was told.",
            missing,
        ),
        ngettext(
            "%(num)d co-op is not shown: it had nothing to count.",
            "%(num)d co-ops are not shown: they had nothing to count.",
            idle,
        ),
        ngettext(
            "%(num)d co-op is not shown: where nobody has a case, nothing can be compared.",
            "%(num)d co-ops are not shown: where nobody has a case, nothing can be compared.",
            eventless,
        ),
    ]
    counts = (hidden, missing, idle, eventless)
    return [str(sentence) for sentence, count in zip(said, counts, strict=True) if count]


def months_words(seen: CoopSeen) -> str:
    """Return how many of a co-op's months are missing or hidden; nothing where all were told."""
    said = []
    missing = sum(one.state == "not_told" for one in seen.months)
    if missing:
        said.append(ngettext("%(num)d month was not told.", "%(num)d months were not told.", missing))
    if seen.hidden_months:
        said.append(
            ngettext(
                "%(num)d month was too small to be told.",
                "%(num)d months were too small to be told.",
                seen.hidden_months,
            )
        )
    return " ".join(said)


def short_words(seen: CoopSeen) -> str:
    """Return what is to be known before a chart is judged: that it is too short, or nothing."""
    return str(_("Too few to judge.")) if seen.chart.is_trial or seen.chart.reasons else ""
