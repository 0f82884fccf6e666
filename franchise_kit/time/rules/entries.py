"""Which time may be written down by hand, by whom it may be approved, and how paid time is put right."""

from datetime import UTC, datetime, timedelta
from typing import Final

from franchise_kit.time.rules import LONGEST_MINUTES
from tenants.refusal import Refusal

# Visits write themselves down. Travel and waiting do too, and by hand where a gap was not free.
BY_HAND: Final = (
    "training",
    "supervision",
    "sleep_in",
    "waking_night",
    "standby",
    "travel",
    "waiting",
    "break",
    "other",
)
# Why time is written down by hand.
HAND_REASONS: Final = ("agreed_before", "not_on_rota", "called_out", "no_signal", "other")
# A rest break is written down, since the law asks for it, and not paid.
UNPAID: Final = frozenset({"break"})
# Who is put on the record a quarter of a year late is for a co-ordinator to sort out.
OLDEST: Final = timedelta(days=92)


class TimeStillToCome(Refusal):
    """Time is written down when it is over."""

    code = "time_still_to_come"


class TimeTooOld(Refusal):
    """Time of more than three months ago is not written down any more."""

    code = "time_too_old"


class NoteNeeded(Refusal):
    """Other work, and another reason, are said in words."""

    code = "note_needed"


class NothingToCorrect(Refusal):
    """It was so many minutes already."""

    code = "nothing_to_correct"


class TimeSpanNotPossible(Refusal):
    """A time ends after it begins, and lasts a day at the most."""

    code = "time_span_not_possible"


def check_by_hand(starts_at: datetime, ends_at: datetime, *, now: datetime) -> int:
    """Return the minutes of time by hand; refuse none, more than a day, still to come, or long ago.

    Units: aware instants; whole minutes of real time, so that a night has 7, 8 or 9 hours by the clocks.
    Source: ours; WSI 2017/1264, reg. 41: a record of the time actually spent.
    """
    minutes = (ends_at.astimezone(UTC) - starts_at.astimezone(UTC)) // timedelta(minutes=1)
    if not 1 <= minutes <= LONGEST_MINUTES:
        raise TimeSpanNotPossible
    if ends_at > now:
        raise TimeStillToCome
    if now - starts_at > OLDEST:
        raise TimeTooOld
    return minutes


def check_words(kind: str, reason: str, note: str) -> None:
    """Refuse other work, and another reason, without a word of what it was.

    Source: ours: whoever approves must know what they approve.
    """
    if "other" in (kind, reason) and not note.strip():
        raise NoteNeeded


def minutes_to_correct(stands_minutes: int, should_be_minutes: int) -> int:
    """Return how many minutes more, or fewer (below nought), put paid time right.

    ``stands_minutes`` is the entry with its corrections so far. Nought would be no correction.
    Source: ours: what was paid is never changed, a new entry says the difference.
    """
    if stands_minutes == should_be_minutes:
        raise NothingToCorrect
    return should_be_minutes - stands_minutes
