"""What is asked about leave and sickness, for pages and the API."""

from typing import Any, Final

from babel.dates import get_month_names
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from marshmallow import fields, validate

from app.absence.fields import Hours, Weeks
from app.absence.words import CERTIFICATES, KINDS, REASONS
from app.people.fields import FIRST_DAY, LAST_DAY, day_field
from app.time.fields import Seen, note_field
from app.web.forms import Schema, Whole, choice
from app.web.language import current_language, locale_of
from franchise_kit.time.actions.absence import NewAbsence
from franchise_kit.time.actions.leave import Adjustment
from franchise_kit.time.actions.sickness import NewFitNote
from franchise_kit.time.rules import absence as rules

MOST_VISITS: Final = 500
DAYS: Final = validate.Range(FIRST_DAY, LAST_DAY)


def _kind_field(kinds: tuple[str, ...], label: LazyString) -> fields.Str:
    return fields.Str(required=True, **choice([(code, KINDS[code]) for code in kinds], label=label))


def _hours_field() -> Hours:
    return Hours(
        load_default=None,
        metadata={
            "label": _l("Hours of leave"),
            "hint": _l(
                "For a holiday. Left empty, we count them from the contract, the usual week or visits."
            ),
        },
    )


def version_field() -> Whole:
    """Return the hidden field with the version that was read."""
    return Whole(required=True, validate=validate.Range(min=1), metadata={"widget": "hidden"})


class AskLeave(Schema):
    """Days on which somebody asks to be away, the last one included."""

    kind = _kind_field(rules.ASKED, _l("What for?"))
    from_on = day_field(_l("First day away"))
    last_on = day_field(_l("Last day away"))
    hours = _hours_field()
    note = note_field(_l("In your words"), _l("Whoever decides reads it"))


class TellSickness(Schema):
    """Since when somebody is ill, and until when if they know."""

    from_on = day_field(_l("First day of sickness"))
    last_on = day_field(
        _l("Last day of sickness"), required=False, hint=_l("Leave empty if you are not back")
    )
    note = note_field(_l("In your words"), _l("Only you and whoever decides on absence read it"))


class EnterAbsence(AskLeave):
    """The same for somebody who works here, of any kind."""

    worker_id = fields.UUID(required=True, metadata={"label": _l("Who is away?"), "widget": "select"})
    kind = _kind_field(rules.KINDS, _l("What for?"))
    last_on = day_field(_l("Last day away"), required=False, hint=_l("Sickness may be left open"))

    class Meta(Schema.Meta):
        """The worker is asked for first."""

        fields = ("worker_id", "kind", "from_on", "last_on", "hours", "note")


class Decide(Schema):
    """Yes or no, with words for the worker, to the version that was read."""

    answer = note_field(_l("Words for the worker"), _l("Needed when you say no"))
    version = version_field()
    is_agreed = fields.Bool(required=True, metadata={"label": _l("Agreed?"), "widget": "hidden"})


class OfVersion(Schema):
    """The version that was read."""

    version = version_field()


class SicknessDays(OfVersion):
    """The days of sickness; without a last one somebody is not back yet."""

    from_on = day_field(_l("First day of sickness"))
    last_on = day_field(
        _l("Last day of sickness"), required=False, hint=_l("Leave empty if you are not back")
    )


class TheirSicknessDays(SicknessDays):
    """The same, said by somebody else."""

    last_on = day_field(
        _l("Last day of sickness"), required=False, hint=_l("Leave empty while they are not back")
    )


class KeepCertificate(OfVersion):
    """Whether somebody has certified their sickness themself."""

    certificate = fields.Str(
        required=True,
        **choice(
            [(code, CERTIFICATES[code]) for code in rules.CERTIFICATES],
            label=_l("Is there a self-certificate?"),
        ),
    )


class AddFitNote(OfVersion):
    """The days that a fit note is for, the last one included, and the day on which it was seen."""

    from_on = day_field(_l("First day of the fit note"))
    last_on = day_field(_l("Last day of the fit note"))
    seen_on = day_field(_l("When was it seen?"), hint=_l("The day on which you had it before you"))


class TakeOff(Schema):
    """Visits that the worker is taken off, each as it was read."""

    visit_ids = fields.List(
        Seen(), load_default=list, validate=validate.Length(max=MOST_VISITS), metadata={"label": _l("Visits")}
    )


class AdjustLeave(Schema):
    """Hours more or fewer, for which leave year, and why."""

    more = fields.Str(
        required=True,
        **choice([("more", _l("More leave")), ("fewer", _l("Less leave"))], label=_l("More or less?")),
    )
    hours = Hours(required=True, metadata={"label": _l("Hours")})
    reason = fields.Str(
        required=True,
        **choice([(code, REASONS[code]) for code in rules.ADJUSTMENTS], label=_l("Why?")),
    )
    on_day = day_field(_l("A day of the leave year that it is for"))


class LeaveYearSchema(Schema):
    """With which month the leave year begins, and how many weeks of leave it has."""

    begins_month = Whole(
        required=True,
        validate=validate.Range(1, 12),
        metadata={"label": _l("The leave year begins on the first day of"), "widget": "select"},
    )
    weeks = Weeks(
        required=True,
        validate=validate.Range(560, 1200, error=_l("Choose a month, and from 5.6 to 12 weeks")),
        metadata={"label": _l("Weeks of leave a year"), "hint": _l("5.6 is what the law gives")},
    )
    version = Whole(required=True, validate=validate.Range(min=0), metadata={"widget": "hidden"})


class DayQuery(Schema):
    """Any day of the month or leave year that is asked for."""

    day = fields.Date(load_default=None, validate=DAYS)


def months() -> list[tuple[str, str]]:
    """Return the months by number with their names in the reader's language."""
    names = get_month_names("wide", "stand-alone", locale=locale_of(current_language()))
    return [(str(number), names[number]) for number in range(1, 13)]


def absence_of(answers: dict[str, Any], *, kind: str | None = None) -> NewAbsence:
    """Return the absence that a form says."""
    last_on, hours = answers.get("last_on"), answers.get("hours")
    return NewAbsence(kind or answers["kind"], answers["from_on"], last_on, hours, answers["note"])


def sick_days_of(answers: dict[str, Any]) -> dict[str, Any]:
    """Return what an action is told of days of sickness that a form says."""
    return {"days": rules.SickDays(answers["from_on"], answers.get("last_on")), "version": answers["version"]}


def fit_note_of(answers: dict[str, Any]) -> dict[str, Any]:
    """Return what an action is told of a fit note that a form says."""
    fit_note = NewFitNote(answers["from_on"], answers["last_on"], answers["seen_on"])
    return {"fit_note": fit_note, "version": answers["version"]}


def adjustment_of(answers: dict[str, Any]) -> Adjustment:
    """Return the adjustment that a form says."""
    minutes = answers["hours"] if answers["more"] == "more" else -answers["hours"]
    return Adjustment(answers["on_day"], minutes, answers["reason"])
