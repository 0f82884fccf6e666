"""What acts on time, refusals, states and reasons are called, and how long a time is in words."""

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.bell.words import add_bell_saying
from app.journal.words import add_journal_rooms, add_journal_words
from app.web.refusals import add_words

add_journal_rooms({"time": _l("Time worked")})
add_journal_words(
    {
        "time.check_in": _l("checked in to a visit"),
        "time.check_out": _l("checked out of a visit, after %(minutes)s minutes"),
        "time.end_visit": _l("ended a visit that nobody had checked out of, after %(minutes)s minutes"),
        "time.approve_entries": _l("approved hours (entries: %(entries)s, minutes: %(minutes)s)"),
        "time.correct_entry": _l("put a time right: %(minutes)s minutes in place of %(minutes_before)s"),
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
        "visit_open_too_long": _l(
            "You checked in more than a day ago. Tell your co-ordinator when the visit ended; they enter it."
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


def duration(minutes: int) -> str:
    """Return how long something took, such as 45 minutes, or 1 h 30 min."""
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
