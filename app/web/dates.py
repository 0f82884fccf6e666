"""Dates and times in the reader's language, in patterns of ours: babel's are American, or too short."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from flask_babel import gettext as _

from app.web.language import current_language, locale_of
from tenants import clock

LONDON = ZoneInfo("Europe/London")
_LONG = {"en": "EEEE, d MMMM y", "cy": "EEEE, d MMMM y"}
_PLAIN = {"en": "d MMMM y", "cy": "d MMMM y"}
_SHORT = {"en": "d MMM y", "cy": "d MMM y"}
_MONTH = {"en": "MMMM y", "cy": "MMMM y"}
_TIME = "HH:mm"


@dataclass(frozen=True, slots=True)
class Spoken:
    """A time as it is shown, as it is in full, and as a machine reads it."""

    shown: str
    full: str
    machine: str


def long_date(day: date) -> str:
    """Return such as Sunday, 22 November 2026."""
    return _in_words(day, _LONG)


def plain_date(day: date) -> str:
    """Return such as 22 November 2026."""
    return _in_words(day, _PLAIN)


def short_date(day: date) -> str:
    """Return such as 22 Nov 2026."""
    return _in_words(day, _SHORT)


def month(day: date) -> str:
    """Return such as November 2026."""
    return _in_words(day, _MONTH)


def time_of_day(instant: datetime) -> str:
    """Return such as 14:15, in London."""
    return format_time(_in_london(instant), _TIME, locale=locale_of(current_language()))


def full_time(instant: datetime) -> str:
    """Return such as Sunday, 22 November 2026, 14:15."""
    return f"{long_date(instant)}, {time_of_day(instant)}"


def near_date(day: date) -> str:
    """Return today, yesterday or tomorrow where it is so, and else a short date."""
    local_day = _in_london(day).date() if isinstance(day, datetime) else day
    words = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}
    return words.get((local_day - clock.today()) // timedelta(days=1)) or short_date(local_day)


def spoken(moment: date, *, is_ahead: bool = False) -> Spoken:
    """Return a date or an instant for a ``<time>`` tag: near and short to see, whole in the title.

    ``is_ahead`` marks an instant at which something will end.
    """
    if not isinstance(moment, datetime):
        return Spoken(near_date(moment), long_date(moment), moment.isoformat())
    local = _in_london(moment) if is_ahead else _as_recorded(moment)
    time = format_time(local, _TIME, locale=locale_of(current_language()))
    return Spoken(
        f"{near_date(local.date())} {time}",
        f"{long_date(local.date())}, {time}",
        moment.astimezone(UTC).isoformat(timespec="seconds"),
    )


def _in_words(day: date, patterns: dict[str, str]) -> str:
    language = current_language()
    local = _in_london(day) if isinstance(day, datetime) else day
    return format_date(local, patterns[language], locale=locale_of(language))


def _in_london(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError("An instant without a time zone cannot be shown.")  # noqa: TRY003, EM101 (a fault of ours)
    return instant.astimezone(LONDON)


def _as_recorded(instant: datetime) -> datetime:
    """Return an instant that has been: one of the machine's clock falls on the day that is held."""
    local = _in_london(instant)
    held = clock.held_day()
    if held is not None and held < local.date() <= clock.ticking().astimezone(LONDON).date():
        # The demo's sessions go by the machine's clock, and its pages by its one day.
        return local.replace(year=held.year, month=held.month, day=held.day)
    return local
