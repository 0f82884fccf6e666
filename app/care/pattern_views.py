"""Visits that come back: a list, those of one person, and agreeing, changing and ending them."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import partial
from typing import Any, Final
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from app.care.marks import length_words
from app.care.pattern_schemas import EndPatternSchema, NewPatternSchema, PatternSchema
from app.care.people_views import pages as supported
from app.care.plan_fields import SHORT_REASONS
from app.care.record import person_page
from app.care.rota_pages import form_page, kinds_to_choose, pages, people_to_choose, stale_rows
from app.search.finding import sort_key
from app.web import dates
from app.web.context import current_actor, current_coop, read_again, reading_session
from app.web.forms import Form, Schema
from app.web.guards import needs
from app.web.language import current_language
from app.web.posting import Answers, posted, sent_on
from app.web.weekdays import days_words
from franchise_kit.access import Permission
from franchise_kit.care import actions, queries
from franchise_kit.care.queries import PatternFacts
from franchise_kit.kernel.weekdays import bits_of, days_in
from franchise_kit.training.queries.modules import list_latest_modules
from tenants import clock

ABOUT: Final = {
    "pattern_not_possible": None,
    "pattern_ends_before_start": "last_on",
    "short_visit_needs_reason": "short_reason",
    "person_not_supported_then": "valid_from",
    "pattern_changed_meanwhile": None,
}
HOUR: Final = 60
DAY: Final = timedelta(days=1)
EVERY_DAY: Final = 7
USUAL: Final = {"minutes": 45, "every_weeks": 1, "carers": 1}


@pages.get("/patterns")
@needs(Permission.ROTA_MANAGE)
def patterns() -> ResponseReturnValue:
    """List all visits that come back, of today and later."""
    found = queries.list_patterns(reading_session(), by=current_actor(), on=clock.today())
    listed = sorted(found, key=lambda one: sort_key(one.person_name))
    return render_template("rota/patterns.html", patterns=listed, **_said())


@supported.get("/<uuid:person_supported_id>/patterns")
@needs(Permission.ROTA_MANAGE)
def of_person(person_supported_id: UUID) -> ResponseReturnValue:
    """Show the visits that come back to one person, those that are over too."""
    session, by, today = reading_session(), current_actor(), clock.today()
    person = queries.get_person(session, person_supported_id, by=by, today=clock.today())
    found = queries.list_patterns(session, by=by, person_supported_id=person.id)
    return person_page(
        "rota/of_person.html",
        person,
        here="supported.of_person",
        patterns=[one for one in found if not one.is_past(today)],
        past=[one for one in found if one.is_past(today)],
        **_said(),
    )


@pages.get("/patterns/new")
@needs(Permission.ROTA_MANAGE)
def new_pattern() -> ResponseReturnValue:
    """Ask for visits that come back; the address may say to whom."""
    said = USUAL | {
        "person_supported_id": request.args.get("person", ""),
        "valid_from": clock.today(),
    }
    return _new_page(_form(NewPatternSchema(), reading_session(), obj=said))


@pages.post("/patterns/new")
@needs(Permission.ROTA_MANAGE)
def make_pattern() -> ResponseReturnValue:
    """Agree visits that come back."""
    with read_again() as session:
        form = _form(NewPatternSchema(), session, data=request.form)

    def keep(answers: Answers) -> ResponseReturnValue:
        person_id = answers["person_supported_id"]
        pattern = pattern_of(answers, person_id)
        actions.make_pattern(coop=current_coop(), pattern=pattern, by=current_actor(), now=clock.now())
        said = _("They are kept. They are visits once the drafts of a week are made.")
        return sent_on(_person_url(person_id), said)

    return posted(form, keep, page=_new_page, beside=ABOUT)


@pages.get("/patterns/<uuid:pattern_id>")
@needs(Permission.ROTA_MANAGE)
def pattern(pattern_id: UUID) -> ResponseReturnValue:
    """Ask how visits that come back are to be from a day on."""
    held = _held(pattern_id)
    said = _kept(held) | {"valid_from": max(held.valid_from, clock.today())}
    with read_again() as session:
        form = _form(PatternSchema(), session, obj=said, held=held.visit_kind_id)
    return _edit_page(pattern_id, form)


@pages.post("/patterns/<uuid:pattern_id>")
@needs(Permission.ROTA_MANAGE)
def change_pattern(pattern_id: UUID) -> ResponseReturnValue:
    """Keep how visits are from a day on, or show what another changed meanwhile."""
    held = _held(pattern_id)
    with read_again() as session:
        form = _form(PatternSchema(), session, data=request.form, held=held.visit_kind_id)

    def keep(answers: Answers) -> ResponseReturnValue:
        done = actions.change_pattern(
            coop=current_coop(),
            pattern_id=held.id,
            pattern=pattern_of(answers, held.person_supported_id),
            version=answers["version"],
            by=current_actor(),
            now=clock.now(),
        )
        return sent_on(_person_url(held.person_supported_id), _done_words(done))

    return posted(form, keep, page=partial(_edit_page, pattern_id), beside=ABOUT)


@pages.get("/patterns/<uuid:pattern_id>/end")
@needs(Permission.ROTA_MANAGE)
def last_of_pattern(pattern_id: UUID) -> ResponseReturnValue:
    """Ask on which day they come back for the last time."""
    return _end_page(_held(pattern_id), Form(EndPatternSchema(), obj=_held(pattern_id)))


@pages.post("/patterns/<uuid:pattern_id>/end")
@needs(Permission.ROTA_MANAGE)
def end_pattern(pattern_id: UUID) -> ResponseReturnValue:
    """Keep on which day they come back for the last time."""
    held = _held(pattern_id)

    def keep(answers: Answers) -> ResponseReturnValue:
        done = actions.end_pattern(
            coop=current_coop(),
            pattern_id=held.id,
            valid_until=answers["last_on"] + DAY,
            version=answers["version"],
            by=current_actor(),
            now=clock.now(),
        )
        return sent_on(_person_url(held.person_supported_id), _done_words(done))

    form = Form(EndPatternSchema(), data=request.form)
    return posted(form, keep, page=partial(_end_page, held), beside=ABOUT)


def pattern_of(answers: Answers, person_supported_id: UUID) -> actions.NewPattern:
    """Return the pattern that a form or a program says."""
    at, last = answers["at"], answers.get("last_on")
    return actions.NewPattern(
        person_supported_id=person_supported_id,
        visit_kind_id=answers["visit_kind_id"],
        weekdays=bits_of(answers["weekdays"]),
        starts_minute=at.hour * HOUR + at.minute,
        minutes=answers["minutes"],
        valid_from=answers["valid_from"],
        every_weeks=answers["every_weeks"],
        window_minutes=answers["window_minutes"],
        carers=answers["carers"],
        skills=tuple(answers["skills"]),
        language=answers["language"],
        short_reason=answers["short_reason"],
        valid_until=last + DAY if last is not None else None,
    )


def clock_words(minute: int) -> str:
    """Return a minute of the day as a clock time."""
    return f"{minute // HOUR:02}:{minute % HOUR:02}"


def last_on(valid_until: date | None) -> date | None:
    """Return the last day on which a pattern holds."""
    return valid_until - DAY if valid_until is not None else None


def _said() -> dict[str, Callable[[PatternFacts], object]]:
    """Return what the lists of patterns say of each."""
    return {"when_words": _when_words, "how_words": _how_words, "until_words": _until_words}


def _when_words(one: PatternFacts) -> str:
    days = days_in(one.weekdays)
    named = _("Every day") if len(days) == EVERY_DAY else days_words(days)
    ends = clock_words((one.starts_minute + one.minutes) % (24 * HOUR))
    return f"{named}, {clock_words(one.starts_minute)}–{ends}"


def _how_words(one: PatternFacts) -> str:
    every = one.every_weeks
    name = one.kind_name_cy if current_language() == "cy" else one.kind_name_en
    parts = (
        (True, lambda: f"{name}, {length_words(one.minutes)}"),
        (every > 1, lambda: ngettext("every %(num)d week", "every %(num)d weeks", every)),
        (one.carers > 1, lambda: _("two workers")),
        (
            one.window_minutes > 0,
            lambda: _("%(time)s earlier or later", time=length_words(one.window_minutes)),
        ),
        (one.language is not None, lambda: _("in %(language)s", language=_languages()[one.language or ""])),
        (bool(one.skills), lambda: _("needs %(skills)s", skills=", ".join(one.skills))),
        (one.short_reason is not None, lambda: _in_a_line(SHORT_REASONS[one.short_reason or ""])),
    )
    return "; ".join(words() for is_so, words in parts if is_so)


def _in_a_line(words: object) -> str:
    """Return a sentence's words as a part of a line."""
    said = str(words)
    return said[:1].lower() + said[1:]


def _languages() -> dict[str, str]:
    return {"en": _("English"), "cy": _("Welsh")}


def _until_words(one: PatternFacts) -> str:
    last = last_on(one.valid_until)
    begins = dates.short_date(one.valid_from)
    return f"{begins} – {dates.short_date(last)}" if last else _("from %(day)s", day=begins)


def _done_words(done: actions.PatternChanged) -> str:
    said = [_("They are kept.")]
    if done.drafts_removed:
        said.append(
            ngettext(
                "%(num)d draft is taken away; make the week's drafts again.",
                "%(num)d drafts are taken away; make the week's drafts again.",
                done.drafts_removed,
            )
        )
    if done.told_left:
        said.append(
            ngettext(
                "%(num)d visit that was told stays; look at it on the rota.",
                "%(num)d visits that were told stay; look at them on the rota.",
                done.told_left,
            )
        )
    return " ".join(said)


def _held(pattern_id: UUID) -> PatternFacts:
    with read_again() as session:
        return queries.get_pattern(session, pattern_id, by=current_actor())


def _form(
    schema: Schema,
    session: Session,
    *,
    data: Any = None,  # noqa: ANN401 (a form's own answers)
    obj: object = None,
    held: UUID | None = None,
) -> Form:
    options: dict[str, Iterable[tuple[Any, ...]]] = {
        "visit_kind_id": kinds_to_choose(session, held=held),
        "skills": _skills(session),
    }
    if "person_supported_id" in schema.load_fields:
        options["person_supported_id"] = people_to_choose(session)
    return Form(schema, data=data, obj=obj, options=options)


def _skills(session: Session) -> list[tuple[str, str]]:
    """Return the modules that can be asked for. Which there are is for all to know."""
    found = [one.module for one in list_latest_modules(session)]
    titled = [(one.code, one.title.in_language(current_language())) for one in found]
    return sorted(titled, key=lambda one: sort_key(one[1]))


def _kept(held: PatternFacts) -> dict[str, object]:
    names = (
        "visit_kind_id",
        "every_weeks",
        "minutes",
        "window_minutes",
        "carers",
        "language",
        "short_reason",
    )
    return {name: getattr(held, name) for name in names} | {
        "weekdays": days_in(held.weekdays),
        "at": clock_words(held.starts_minute),
        "skills": list(held.skills),
        "last_on": last_on(held.valid_until),
    }


def _person_url(person_supported_id: UUID) -> str:
    return url_for("supported.of_person", person_supported_id=person_supported_id)


def _new_page(form: Form) -> str:
    return form_page(
        form,
        title=_("Visits that come back"),
        action=url_for("rota.make_pattern"),
        button=_("Keep them"),
        back_url=url_for("rota.patterns"),
        back=_("Visits that come back"),
    )


def _edit_page(pattern_id: UUID, form: Form) -> str:
    held = _held(pattern_id)
    kept = {name: value for name, value in _kept(held).items() if name not in {"weekdays", "skills"}}
    return form_page(
        form,
        title=_("Visits that come back: %(name)s", name=held.person_name),
        action=url_for("rota.change_pattern", pattern_id=held.id),
        button=_("Keep them"),
        back_url=_person_url(held.person_supported_id),
        lede=_("They are so from the day that you say. Before it they stay as they were."),
        theirs=stale_rows(form, kept, held.version),
        version=held.version,
    )


def _end_page(held: PatternFacts, form: Form) -> str:
    return form_page(
        form,
        title=_("End visits that come back: %(name)s", name=held.person_name),
        action=url_for("rota.end_pattern", pattern_id=held.id),
        button=_("End them"),
        back_url=_person_url(held.person_supported_id),
        version=_held(held.id).version,
    )
