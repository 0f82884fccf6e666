"""The picture of how far an outcome is over time: a line of its readings, a sentence, and the table."""

from typing import Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from app.care import plan_words
from app.web import dates
from app.web.charts.drawing import Naming, Plane, axes, line_of, mark_of, picture
from app.web.charts.figures import Figure
from franchise_kit.care.queries import OutcomeFacts, ReadingFacts
from franchise_kit.care.rules.plans import SCORES

_COURSES: Final = {
    "first": _l("It was looked at once (%(score)s)."),
    "up": _l("It is further than the time before (%(score)s)."),
    "same": _l("It is as far as the time before (%(score)s)."),
    "down": _l("It is less far than the time before (%(score)s)."),
}


def course_figure(outcome: OutcomeFacts) -> Figure | None:
    """Return the figure of an outcome's readings, in the language of the page; None where there are none."""
    readings = outcome.readings
    if not readings or outcome.course is None:
        return None
    sentence = str(_COURSES[outcome.course]) % {"score": plan_words.SCORES[readings[-1].score]}
    naming = Naming(f"course-{outcome.id.hex}", _("How far it is"), "", decimals=0, least=1, most=5)
    return Figure(
        title=naming.title,
        picture=picture(naming, sentence, *_drawn(readings, naming)),
        sentence=sentence,
        signs=(),
        key=(),
        headings=(_("Day"), _("How far"), _("Who said so"), _("What they said of it")),
        numeric=(),
        rows=tuple(
            (
                dates.short_date(one.on_day),
                str(plan_words.SCORES[one.score]),
                str(plan_words.SAID_BY[one.said_by]),
                one.note or "–",
            )
            for one in readings
        ),
    )


def _drawn(readings: tuple[ReadingFacts, ...], naming: Naming) -> list[Markup]:
    days = [one.on_day.toordinal() for one in readings]
    plane = Plane(days[0], days[-1], tuple(float(score) for score in SCORES))
    places = [(plane.x(day), plane.y(one.score)) for day, one in zip(days, readings, strict=True)]
    feet = [(float(days[0]), dates.short_date(readings[0].on_day))]
    if days[-1] != days[0]:
        feet.append((float(days[-1]), dates.short_date(readings[-1].on_day)))
    return [
        axes(plane, naming, feet),
        line_of(places, "course"),
        *(mark_of("common", x, y) for x, y in places),
    ]
