"""The blueprint of the rota's pages, which several modules fill, and what their forms have to choose from."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from flask import Blueprint, render_template, url_for
from sqlalchemy.orm import Session

from app.care.meanwhile import Differing, answer_words
from app.people.named import told_apart
from app.search.finding import sort_key
from app.web.context import current_actor
from app.web.forms import Form
from app.web.hosts import only_for
from app.web.language import current_language
from franchise_kit.care import queries
from franchise_kit.care.queries import KindFacts
from tenants import clock

pages = Blueprint("rota", __name__, url_prefix="/rota")
only_for(pages, "coop")
Choices = list[tuple[UUID, str]]


def form_page(form: Form, *, title: str, action: str, button: str, **more: object) -> str:
    """Draw a page with one form; ``back_url`` and ``lede`` stand above it, ``theirs`` beside it.

    ``theirs`` is what another person changed meanwhile: label, what is kept, what was typed. The form goes on
    from ``version``, the one that is shown.
    """
    said: dict[str, object] = {
        "lede": None,
        "back_url": url_for("rota.index"),
        "back": None,
        "theirs": (),
        "version": None,
    }
    said |= more
    return render_template("rota/form.html", form=form, title=title, action=action, button=button, **said)


def stale_rows(form: Form, kept: Mapping[str, object], version: int) -> Differing:
    """Return what differs between a form from another version and what is kept now."""
    if form["version"].value in {"", str(version)}:
        return ()
    rows = (
        (one.label, answer_words(one, kept[name]), answer_words(one, one.value))
        for name, one in form.fields.items()
        if name in kept
    )
    return tuple(row for row in rows if row[1] != row[2])


def kind_name(kind: KindFacts) -> str:
    """Return what a kind of visit is called in the reader's language."""
    return kind.name_cy if current_language() == "cy" else kind.name_en


def kinds_to_choose(session: Session, *, held: UUID | None = None) -> Choices:
    """Return the kinds that are offered, and the one that is held already."""
    kinds = queries.list_kinds(session, by=current_actor())
    return sorted(
        ((one.id, kind_name(one)) for one in kinds if one.is_offered or one.id == held),
        key=lambda one: sort_key(one[1]),
    )


def people_to_choose(session: Session) -> Choices:
    """Return the people who are supported now or are to be, by name."""
    today, called = clock.today(), told_apart(session)
    people = queries.list_people(session, by=current_actor(), today=today)
    staying = (one for one in people if one.ended_on is None or one.ended_on >= today)
    return sorted(((one.id, called(one.id, one.name)) for one in staying), key=lambda one: sort_key(one[1]))


def workers_to_choose(session: Session, day: date) -> Choices:
    """Return the workers of a day and of the days to come, by name."""
    called = told_apart(session)
    listed = queries.list_assignable(session, by=current_actor(), on=day)
    named = ((one.id, called(one.id, one.full_name)) for one in listed)
    return sorted(named, key=lambda one: sort_key(one[1]))


def day_url(day: date) -> str:
    """Return the way to a day of the rota."""
    return url_for("rota.index", week=day.isoformat(), _anchor=f"day-{day.isoformat()}")
