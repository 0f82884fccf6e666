"""The co-op's own numbers for its rota, and how long the ways between homes take."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.care.marks import length_words
from app.care.pattern_schemas import RotaNumbersSchema, WaySchema
from app.care.rota_pages import form_page, pages, people_to_choose, stale_rows
from app.web.context import current_actor, current_coop, read_again, reading_session
from app.web.forms import Form, Schema
from app.web.guards import needs
from app.web.posting import Answers, posted, sent_on
from franchise_kit.access import Permission
from franchise_kit.care import actions, queries
from franchise_kit.care.queries import RotaNumbers
from tenants import clock

ABOUT: Final = {"rota_settings_changed_meanwhile": None}


@pages.get("/settings")
@needs(Permission.ROTA_MANAGE)
def settings() -> ResponseReturnValue:
    """Show the numbers, and the ways that somebody knows better."""
    session, by = reading_session(), current_actor()
    return render_template(
        "rota/settings.html",
        numbers=queries.get_rota_numbers(session, by=by),
        ways=queries.list_travel(session, by=by),
        length_words=length_words,
    )


@pages.get("/settings/numbers")
@needs(Permission.ROTA_MANAGE)
def numbers() -> ResponseReturnValue:
    """Ask for the numbers."""
    return _numbers_page(Form(RotaNumbersSchema(), obj=_held()))


@pages.post("/settings/numbers")
@needs(Permission.ROTA_MANAGE)
def set_numbers() -> ResponseReturnValue:
    """Keep the numbers, or show what another set meanwhile."""

    def keep(answers: Answers) -> ResponseReturnValue:
        version = answers.pop("version")
        actions.set_rota_settings(
            coop=current_coop(),
            settings=actions.SettingsSaid(**answers),
            version=_held().version if version is None else version,
            by=current_actor(),
            now=clock.now(),
        )
        return sent_on(url_for(".settings"), _("The numbers are kept"))

    form = Form(RotaNumbersSchema(), data=request.form)
    return posted(form, keep, page=_numbers_page, beside=ABOUT)


@pages.get("/settings/ways/new")
@needs(Permission.ROTA_MANAGE)
def new_way() -> ResponseReturnValue:
    """Ask how long a way takes; the address may say which."""
    said = {
        "from_person_id": request.args.get("from", ""),
        "to_person_id": request.args.get("to", ""),
        "minutes": request.args.get("minutes", ""),
        "metres": request.args.get("metres", ""),
    }
    return _way_page(_way_form(obj=said))


@pages.post("/settings/ways/new")
@needs(Permission.ROTA_MANAGE)
def set_way() -> ResponseReturnValue:
    """Keep how long a way takes."""

    def keep(answers: Answers) -> ResponseReturnValue:
        actions.set_travel(
            coop=current_coop(), travel=actions.TravelSaid(**answers), by=current_actor(), now=clock.now()
        )
        return sent_on(url_for(".settings"), _("The way is kept"))

    return posted(_way_form(data=request.form), keep, page=_way_page)


@pages.post("/settings/ways/<uuid:from_person_id>/<uuid:to_person_id>/forget")
@needs(Permission.ROTA_MANAGE)
def forget_way(from_person_id: UUID, to_person_id: UUID) -> ResponseReturnValue:
    """Go by the straight line again."""

    def forget(_answers: Answers) -> ResponseReturnValue:
        actions.forget_travel(
            coop=current_coop(),
            from_person_id=from_person_id,
            to_person_id=to_person_id,
            by=current_actor(),
        )
        return sent_on(url_for(".settings"), _("The way is by the straight line again"))

    return posted(Form(Schema(), data={}), forget, page=_way_page)


def _held() -> RotaNumbers:
    with read_again() as session:
        return queries.get_rota_numbers(session, by=current_actor())


def _numbers_page(form: Form) -> str:
    held = _held()
    kept = {name: getattr(held, name) for name in form.schema.load_fields if name != "version"}
    return form_page(
        form,
        title=_("The numbers of the rota"),
        action=url_for("rota.set_numbers"),
        button=_("Keep them"),
        back_url=url_for("rota.settings"),
        theirs=stale_rows(form, kept, held.version),
        version=held.version,
    )


def _way_form(*, data: Mapping[str, str] | None = None, obj: object = None) -> Form:
    with read_again() as session:
        people = people_to_choose(session)
    return Form(WaySchema(), data=data, obj=obj, options={"from_person_id": people, "to_person_id": people})


def _way_page(form: Form) -> str:
    return form_page(
        form,
        title=_("How long a way takes"),
        action=url_for("rota.set_way"),
        button=_("Keep it"),
        back_url=url_for("rota.settings"),
        lede=_("Where you know better than the straight line. The way back is another one."),
    )
