"""What acts on time, refusals, states and reasons are called, and how long a time is in words."""

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.bell.words import add_bell_saying
from app.journal.words import add_journal_rooms, add_journal_words
from app.web.money import MINUS
from app.web.refusals import add_words
from franchise_kit.time.queries import EntryFacts
from franchise_kit.time.rules.miles import tenths_of

add_journal_rooms({"time": _l("Time worked")})
add_journal_words(
    {
        "time.check_in": _l("checked in to a visit"),
        "time.check_out": _l("checked out of a visit, after %(minutes)s minutes"),
        "time.take_back_check_out": _l("took back their check-out of a visit, after %(minutes)s minutes"),
        "time.end_visit": _l("ended a visit that nobody had checked out of, after %(minutes)s minutes"),
        "time.approve_entries": _l("approved hours (entries: %(entries)s, minutes: %(minutes)s)"),
        "time.correct_entry": _l("put a time right: %(minutes)s minutes in place of %(minutes_before)s"),
        "time.correct_paid": _l("put paid time right: %(minutes)s minutes in place of %(minutes_before)s"),
        "time.enter_own_time": _l("wrote down time of their own (minutes: %(minutes)s)"),
        "time.enter_time": _l("wrote down somebody's time (minutes: %(minutes)s)"),
        "time.remake_day": _l(
            "worked out anew what lies between a day's visits (entries changed: %(entries)s)"
        ),
        "time.claim_miles": _l("claimed miles (metres: %(metres)s)"),
        "time.decide_miles": _l("decided on claims of miles (claims: %(count)s)"),
    }
)
add_words(
    {
        "own_time_refused": _l("Somebody else must approve or correct your own time."),
        "time_approved_already": _l("Some of these hours are approved already. Open the list again."),
        "time_paid_already": _l("A pay run holds these hours, so they stay as they are."),
        "no_time_chosen": _l("Tick the hours that you approve"),
        "time_not_possible": _l("Enter the minutes from 1 to 1440, up to now, and choose a reason."),
        "time_changed_meanwhile": _l("Somebody else changed this time meanwhile. Open it again."),
        "own_correction_refused": _l(
            "You wrote down how long one of these took, so somebody else who approves hours must approve it."
        ),
        "time_still_to_come": _l("That is still to come. Write time down when it is over."),
        "time_too_old": _l("That is more than three months ago. Ask whoever runs the pay to put it right."),
        "note_needed": _l("Say in a few words what it was."),
        "nothing_to_correct": _l("It is so many minutes already."),
        "time_span_not_possible": _l("A time has at least a minute and at most 24 hours."),
        "time_not_paid_yet": _l("No pay run holds this time: put it right in its own place."),
        "not_employed_then": _l("The worker does not work here on that day."),
        "kind_not_by_hand": _l("Choose a kind of time and a reason from the lists."),
        "miles_not_possible": _l("Enter miles from 0.1 to 621, and choose what for."),
        "no_miles_chosen": _l("Tick the miles that you decide on"),
        "own_miles_refused": _l(
            "Somebody else must decide on your own miles, and on those that you entered."
        ),
        "miles_decided_already": _l("Somebody decided on some of these miles, or changed them. Look again."),
        "visit_open_too_long": _l(
            "You checked in more than a day ago. Tell your co-ordinator when the visit ended; they enter it."
        ),
        "check_out_stands": _l(
            "Somebody has approved this time or put it right. Ask your co-ordinator to change it."
        ),
        "visit_not_under_way": _l("Nobody is checked in to this visit, so there is nothing to end."),
    }
)
STATES: Final[Mapping[str, LazyString]] = {
    "recorded": _l("Waits for approval"),
    "approved": _l("Approved"),
    "in_pay_run": _l("In a pay run"),
    "paid": _l("Paid"),
}
STATE_KINDS: Final[Mapping[str, str]] = {
    "recorded": "now",
    "approved": "ok",
    "in_pay_run": "ok",
    "paid": "off",
}
KINDS: Final[Mapping[str, LazyString]] = {
    "visit": _l("Visit"),
    "travel": _l("Travel"),
    "waiting": _l("Waiting"),
    "break": _l("Break"),
    "training": _l("Training"),
    "supervision": _l("Supervision"),
    "sleep_in": _l("Sleep-in night"),
    "waking_night": _l("Waking night"),
    "standby": _l("Standby"),
    "other": _l("Other work"),
}
REASON_WORDS: Final[Mapping[str, LazyString]] = {
    "checked_in_late": _l("Checked in late"),
    "checked_out_late": _l("Checked out late, or not at all"),
    "checked_out_early": _l("Checked out too early"),
    "no_signal": _l("No signal, or a flat phone"),
    "agreed_with_worker": _l("Agreed with the worker"),
}
# Why time was written down by hand.
HAND_REASON_WORDS: Final[Mapping[str, LazyString]] = {
    "agreed_before": _l("It was agreed before"),
    "not_on_rota": _l("It was not on the rota"),
    "called_out": _l("Called out"),
    "no_signal": _l("No signal, or a flat phone"),
    "other": _l("Another reason"),
}
PURPOSES: Final[Mapping[str, LazyString]] = {
    "visits": _l("Between visits"),
    "errand": _l("An errand for somebody"),
    "training": _l("To training"),
    "meeting": _l("To a meeting"),
    "other": _l("Something else"),
}
MILES_STATES: Final[Mapping[str, LazyString]] = {
    "recorded": _l("Waits for approval"),
    "approved": _l("Approved"),
    "refused": _l("Refused"),
    "paid": _l("Paid"),
}
MILES_STATE_KINDS: Final[Mapping[str, str]] = {
    "recorded": "now",
    "approved": "ok",
    "refused": "gap",
    "paid": "off",
}
JUDGED: Final[Mapping[str, LazyString]] = {
    "late": _l("Late"),
    "short": _l("Shorter than planned"),
    "missed": _l("Missed"),
}
# A record's stretches of time: the kinds, and a gap of a day that is the worker's own.
RECORD_KINDS: Final[Mapping[str, LazyString]] = {**KINDS, "break": _l("Rest break"), "rest": _l("Rest")}
RECORD_ABOUT: Final = _l(
    "Schedule and what really happened: visits, travel and rest breaks apart, as regulation 41 asks"
    " (WSI 2017/1264)."
)
GAPS_ABOUT: Final = _l(
    "Up to an hour beyond the way counts as waiting, and is worked. A longer gap in a day is rest."
)
RECORD_SUMS: Final[Mapping[str, LazyString]] = {
    "visits": _l("Visits"),
    "travel": _l("Travel"),
    "waiting": _l("Waiting"),
    "rest": _l("Rest"),
    "other": _l("Other work"),
}

# What nobody chooses: it is written by the act itself.
ACT_REASON_WORDS: Final[Mapping[str, LazyString]] = {
    "taken_back": _l("Checked out by a slip, and took it back")
}


def reason_words(reason: str) -> str:
    """Return why a time was put right, or written down by hand."""
    return str({**HAND_REASON_WORDS, **REASON_WORDS, **ACT_REASON_WORDS}.get(reason, reason))


def miles(metres: int) -> str:
    """Return such as 12.4 miles; both languages write the figure alike."""
    tenths = tenths_of(metres)
    return str(_("%(miles)s miles", miles=f"{tenths // 10:,}.{tenths % 10}"))


def signed(entry: EntryFacts) -> str:
    """Return how long an entry is; a correction says how much more or less."""
    if entry.corrects_entry_id is None:
        return duration(entry.minutes)
    return f"{MINUS if entry.minutes < 0 else '+'}{duration(abs(entry.minutes))}"


def duration(minutes: int) -> str:
    """Return how long something took, such as 45 minutes, or 1 h 30 min."""
    if minutes < 0:
        return f"{MINUS}{duration(-minutes)}"
    hours, rest = divmod(minutes, 60)
    if hours == 0:
        return str(ngettext("%(num)d minute", "%(num)d minutes", rest))
    return str(_("%(hours)d h %(minutes)02d min", hours=hours, minutes=rest))


def long_duration(minutes: int) -> str:
    """Return how long something took with nothing cut short, such as 1 hour 5 minutes, or 24 hours."""
    hours, rest = divmod(minutes, 60)
    said = [ngettext("%(num)d hour", "%(num)d hours", hours)] if hours else []
    if rest or not hours:
        said.append(ngettext("%(num)d minute", "%(num)d minutes", rest))
    return " ".join(said)


def _say_corrected(facts: Mapping[str, object]) -> str:
    now = long_duration(int(str(facts["minutes"])))
    if "minutes_before" not in facts:
        return str(_("Somebody put one of your times right: it is now %(now)s", now=now))
    times = {"now": now, "before": long_duration(int(str(facts["minutes_before"])))}
    said = _("Somebody put one of your times right: it is now %(now)s; it was %(before)s", **times)
    return str(said)


add_bell_saying("time_corrected", _say_corrected)
