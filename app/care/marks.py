"""What the rota says in words: marks of visits, warnings, reasons for and against a worker."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final
from uuid import UUID

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from franchise_kit.care.actions import Skipped
from franchise_kit.care.queries import RotaWarning
from franchise_kit.care.rules.suggesting import Reason

HOUR: Final = 60
# What is marked on a visit: its words, and the kind of tag that says so.
MARKS: Final[Mapping[str, tuple[LazyString, str]]] = {
    "draft": (_l("Draft"), "new"),
    "changed": (_l("Changed since told"), "new"),
    "late": (_l("Late"), "gap"),
    "short": (_l("Under 30 minutes"), "off"),
    "cut_short": (_l("Cut short"), "gap"),
    "clash": (_l("Clash"), "gap"),
    "little_rest": (_l("Too little rest"), "gap"),
    "tight": (_l("Too little time for the way"), "gap"),
    "not_employed": (_l("Does not work here then"), "gap"),
    "away": (_l("Away"), "gap"),
}
# What the week leaves unsaid on a visit: most are so, and where nobody has one that stands there already.
PLAIN_STATES: Final = frozenset({"planned", "done", "open"})
WARNINGS: Final[Mapping[str, LazyString]] = {
    "clash": _l("%(name)s has two visits at the same time"),
    "little_rest": _l("%(name)s rests %(minutes)s before this visit; %(least)s is the least"),
    "tight": _l("%(name)s has %(minutes)s to get here, and the way takes %(needed)s"),
    "not_employed": _l("%(name)s does not work here on that day"),
    "away": _l("%(name)s is away on that day"),
}
SKIPPED: Final[Mapping[str, LazyString]] = {
    "not_supported": _l("We do not support them on that day"),
    "over": _l("The time is over"),
    "cancelled": _l("It was cancelled in that week"),
    "there_already": _l("It stands there already"),
    "pattern_ended": _l("These visits have ended"),
    "left": _l("Does not work here then"),
    "away": _l("Is away on that day"),
    "not_wanted": _l("The person has asked for somebody else"),
    "elsewhere": _l("Is at another visit then"),
}


def length_words(minutes: int) -> str:
    """Return whole minutes as hours and minutes: 6 h 30 min, 45 min, 6 h."""
    hours, rest = divmod(abs(minutes), HOUR)
    if hours and rest:
        return str(_("%(hours)d h %(minutes)d min", hours=hours, minutes=rest))
    return str(_("%(hours)d h", hours=hours) if hours else _("%(minutes)d min", minutes=rest))


def skipped_words(one: Skipped) -> str:
    """Return why a visit was not made, or was made without its worker."""
    why = str(SKIPPED[one.reason])
    return f"{one.worker_name}: {why[:1].lower()}{why[1:]}" if one.worker_name else why


def warnings_words(
    warnings: Iterable[RotaWarning], names: Mapping[UUID, str], lengths: Callable[[int], str]
) -> Iterator[str]:
    """Return warnings as sentences that name the worker; ``lengths`` says minutes in words."""
    # A week may have hundreds, of five kinds: each kind's words are looked up once.
    words = {code: str(sentence) for code, sentence in WARNINGS.items()}
    for one in warnings:
        figures = {name: lengths(value) for name, value in one.figures.items()}
        yield words[one.code] % {"name": names.get(one.worker_id, "–"), **figures}


def reasons_words(reasons: Iterable[Reason]) -> str:
    """Return reasons for a worker, or against, as one line."""
    return "; ".join(_reason_words(one) for one in reasons)


def _reason_words(one: Reason) -> str:
    figures = one.figures
    minutes = length_words(int(figures.get("minutes", 0)))
    least = length_words(int(figures.get("least", 0)))
    weeks, skills = figures.get("weeks"), figures.get("skills")
    words: dict[str, Callable[[], str]] = {
        "preferred": lambda: _("the person would rather have them"),
        "visited": lambda: ngettext(
            "visited once in %(weeks)s weeks",
            "visited %(num)d times in %(weeks)s weeks",
            int(figures.get("times", 0)),
            weeks=weeks,
        ),
        "speaks_it": lambda: _("speaks their language"),
        "does_not_speak_it": lambda: _("does not speak their language"),
        "skills_in_date": lambda: _("has learnt what is needed"),
        "hours_left": lambda: _("%(time)s left this week", time=minutes),
        "over_contract": lambda: _("%(time)s more than agreed this week", time=minutes),
        "travel_before": lambda: _("%(time)s to get there", time=minutes),
        "travel_after": lambda: _("%(time)s on to the next visit", time=minutes),
        "not_employed": lambda: _("does not work here then"),
        "away": lambda: _("is away on that day"),
        "not_wanted": lambda: _("the person has asked for somebody else"),
        "elsewhere": lambda: _("is at another visit then"),
        "skills_missing": lambda: _("has not learnt, or not in date: %(skills)s", skills=skills),
        "little_rest": lambda: _("would rest %(time)s; %(least)s is the least", time=minutes, least=least),
    }
    return words[one.code]()
