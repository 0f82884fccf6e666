"""What being away is called, what acts and refusals say, and how leave is said in hours."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.bell.words import add_bell_words
from app.journal.words import add_journal_words
from app.time.words import duration
from app.web import dates
from app.web.refusals import add_words
from franchise_kit.time.queries.absence import AbsenceFacts, FitNoteFacts
from franchise_kit.time.rules.absence import NOTHING

__all__ = ["duration"]

# The journal says that somebody is away, and not why.
add_journal_words(
    {
        "time.enter_own_absence": _l("said when they are away, or asked to be"),
        "time.enter_absence": _l("wrote down when somebody is away"),
        "time.decide_absence": _l("decided on somebody's absence"),
        "time.withdraw_absence": _l("withdrew an absence"),
        "time.set_sickness_days": _l("said the days of an absence"),
        "time.give_leave_back": _l("gave leave back for days of sickness (minutes: %(minutes)s)"),
        "time.keep_certificate": _l("wrote down which paper there is for an absence"),
        "time.add_fit_note": _l("wrote down a paper for an absence"),
        "time.take_fit_note_away": _l("took a paper for an absence away"),
        "time.adjust_leave": _l("put somebody's leave right (minutes: %(minutes)s)"),
        "time.set_leave_year": _l(
            "said with which month the leave year begins (%(month)s), and how much leave it has"
        ),
        "time.set_holiday_pay": _l("said how holidays are paid to those without guaranteed hours"),
        "care.take_off": _l("took a worker off visits (visits: %(visits)s)"),
    }
)
add_bell_words(
    {
        "absence_waits": _l("Somebody is away, or asks to be. Look at which visits it is about."),
        "absence_decided": _l("Somebody has answered about your days away"),
    }
)
add_words(
    {
        "absence_days_not_possible": _l("The last day must not be before the first, nor a year after it"),
        "absence_too_far": _l("Choose a first day from three months ago to two years ahead"),
        "sickness_still_to_come": _l("Tell of sickness when it is there: today, or from tomorrow"),
        "absence_last_day_needed": _l("Enter the last day. Only sickness may be open."),
        "own_absence_refused": _l("Somebody else must do this for your own leave and sickness."),
        "absence_decided_already": _l("This was decided on, or withdrawn, meanwhile. Look at it again."),
        "absence_changed_meanwhile": _l("Somebody else changed this meanwhile. Look at it again."),
        "absence_there_already": _l("You are away on some of these days already, or have asked to be"),
        "leave_hours_needed": _l(
            "Enter the hours: you do not usually work on these days, and no visits say how many they take"
        ),
        "leave_hours_not_possible": _l("These days do not have so many hours"),
        "absence_answer_needed": _l("Say in a few words why not"),
        "sickness_not_refused": _l("Sickness is told, and not asked for: it cannot be refused."),
        "absence_under_way": _l("These days have begun. Ask your co-ordinator to put them right."),
        "fit_note_seen_not_possible": _l(
            "Choose a day from the first of the sickness to today: a fit note is seen once it is there"
        ),
        "fit_note_there_already": _l("A fit note for the same days is written down already"),
        "fit_note_days_not_possible": _l(
            "Enter the first and the last day of the fit note; some of them are days of the sickness"
        ),
        "sickness_not_seen": _l("Somebody else looks at your sickness first. Then you have the leave back."),
        "no_holiday_ill_in": _l("No agreed holiday has days of this sickness any more."),
        "leave_adjustment_not_possible": _l("Enter hours up to 1,000, more or less than none"),
        "leave_year_not_possible": _l("Choose a month, and from 5.6 to 12 weeks"),
        "no_visits_to_take_off": _l("None of these visits is theirs any more, or still to come."),
    }
)
KINDS: Final[Mapping[str, LazyString]] = {
    "holiday": _l("Holiday"),
    "sickness": _l("Sickness"),
    "family": _l("Family leave"),
    "unpaid": _l("Unpaid leave"),
    "other": _l("Other absence"),
}
STATES: Final[Mapping[str, LazyString]] = {
    "asked": _l("Waits for an answer"),
    "agreed": _l("Agreed"),
    "refused": _l("Refused"),
    "withdrawn": _l("Withdrawn"),
}
SICKNESS_STATES: Final[Mapping[str, LazyString]] = {
    "asked": _l("Not seen yet"),
    "agreed": _l("Seen"),
    "withdrawn": _l("Withdrawn"),
}
STATE_KINDS: Final[Mapping[str, str]] = {"asked": "now", "agreed": "ok", "refused": "gap", "withdrawn": "off"}
CERTIFICATES: Final[Mapping[str, LazyString]] = {
    "none": _l("None yet"),
    "self": _l("Self-certificate"),
}
# What days of leave were counted by.
COUNTED_BY: Final[Mapping[str, LazyString]] = {
    "visits": _l("by the visits you were told of"),
    "usual_week": _l("by the week that you usually work, as told in the twelve before"),
    "rota": _l("by the rota of these weeks as it is planned"),
    "five_days": _l("by your contract, from Monday to Friday"),
}
REASONS: Final[Mapping[str, LazyString]] = {
    "carried_over": _l("Carried over from the year before"),
    "put_right": _l("Put right"),
    "agreed_more": _l("Agreed besides"),
}

# Fields of an absence whose earlier words are shown.
CHANGED: Final[Mapping[str, LazyString]] = {
    "state": _l("state"),
    "from_on": _l("first day"),
    "last_on": _l("last day"),
    "certificate": _l("paper"),
    "leave_minutes": _l("hours of leave"),
}


def was(name: str, before: str | int | None) -> str:
    """Return what a field of ``CHANGED`` said before."""
    if name == "leave_minutes":
        return duration(int(before or 0))
    if before is None:
        return "–"
    if name in ("state", "certificate"):
        return str((STATES if name == "state" else CERTIFICATES)[str(before)])
    return dates.short_date(date.fromisoformat(str(before)))


def state_words(kind: str, state: str) -> str:
    """Return how an absence stands: leave is asked for, sickness is told."""
    said = SICKNESS_STATES if kind == "sickness" else STATES
    return str(said.get(state, STATES[state]))


def span(first: date, last: date | None) -> str:
    """Return such as 3 Nov 2026 to 7 Nov 2026, one day alone, or from a day until they are back."""
    if last is None:
        return str(_("from %(first)s, not back yet", first=dates.short_date(first)))
    if first == last:
        return dates.short_date(first)
    return str(_("%(first)s to %(last)s", first=dates.short_date(first), last=dates.short_date(last)))


def papers(one: AbsenceFacts) -> list[str]:
    """Return which papers there are for sickness, a line each."""
    said = [str(CERTIFICATES[one.certificate])] if one.certificate != NOTHING or not one.fit_notes else []
    return said + [note_words(note) for note in one.fit_notes]


def note_words(note: FitNoteFacts) -> str:
    """Return which days a fit note is for, and when it was seen."""
    return str(
        _(
            "Fit note for %(days)s, seen on %(day)s",
            days=span(note.from_on, note.last_on),
            day=dates.short_date(note.seen_on),
        )
    )


def lacking(one: AbsenceFacts, today: date) -> list[str]:
    """Return which days of sickness no fit note is for, a line for each gap."""
    return [_gap_words(gap.first, gap.last) for gap in one.days_without_note(today)]


def _gap_words(first: date, last: date | None) -> str:
    if last is None or first == last:
        return str(_("No fit note for %(day)s.", day=dates.short_date(first)))
    said = _(
        "No fit note from %(first)s to %(last)s.", first=dates.short_date(first), last=dates.short_date(last)
    )
    return str(said)


def days(first: date, last: date) -> str:
    """Return how many days a span has, both included."""
    count = (last - first).days + 1
    return str(ngettext("%(num)d day", "%(num)d days", count))


def weeks(hundredths: int) -> str:
    """Return hundredths of weeks with no more decimals than they need, such as 5.6."""
    return f"{hundredths // 100}.{hundredths % 100:02d}".rstrip("0").rstrip(".")


def hours_typed(minutes: int) -> str:
    """Return minutes as they are typed into a form, such as 37:30."""
    return f"{minutes // 60}:{minutes % 60:02d}"
