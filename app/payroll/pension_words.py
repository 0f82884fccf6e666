"""What is said of automatic enrolment: what is due, how many days are left, and what a group may do."""

from collections.abc import Callable, Mapping
from typing import Final

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.web import dates
from franchise_kit.payroll.rules.assessing import ENROL, ENROL_AGAIN, LETTER, Due
from franchise_kit.payroll.rules.enrolment import Group

# From so many days on it is no hurry any more.
SOON_DAYS: Final = 14
GROUPS: Final[Mapping[Group, LazyString]] = {
    Group.ELIGIBLE: _l("has left the pension, and is enrolled again when that is due"),
    Group.NON_ELIGIBLE: _l("may ask to be enrolled, and the co-op pays its share"),
    Group.ENTITLED: _l("may ask to join, and the co-op need not pay"),
    Group.OUTSIDE: _l("is too young or too old for it"),
}


def due_words(due: Due) -> str:
    """Return what is to be done."""
    return _DUE[due.code](due)


def left_words(days: int) -> str:
    """Return how many days are left, or that it is late."""
    if days < 0:
        late: str = ngettext("%(num)d day late", "%(num)d days late", -days)
        return late
    left: str = ngettext("%(num)d day left", "%(num)d days left", days)
    return left


def left_kind(days: int) -> str:
    """Return how pressing it is, as the colour of a tag."""
    if days < 0:
        return "gap"
    return "now" if days <= SOON_DAYS else "ok"


def _enrol(due: Due) -> str:
    return str(_("Enrol them from %(day)s, and write to them", day=dates.plain_date(due.from_on)))


def _letter(due: Due) -> str:
    day = dates.plain_date(due.from_on)
    return str(_("Write to them about their enrolment on %(day)s, and enter when they were told", day=day))


def _again(due: Due) -> str:
    return str(_("Enrol them again, on a day from %(day)s on", day=dates.plain_date(due.from_on)))


_DUE: Final[Mapping[str, Callable[[Due], str]]] = {ENROL: _enrol, LETTER: _letter, ENROL_AGAIN: _again}
