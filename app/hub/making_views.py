"""Making a co-op, pausing one, and opening it again."""

from collections.abc import Callable
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from app.hub import jobs, words
from app.hub.pages import pages
from app.hub.schemas import NewCoopSchema, ReasonSchema
from app.hub.slugs import is_free, propose_slug
from app.hub.stages import stage_options
from app.hub.views import coop_page
from app.progress_page.words import JobWords, Result, add_job_words
from app.web.context import current_actor, read_again
from app.web.forms import Form
from app.web.guards import needs
from app.web.hosts import office_url, settings
from app.web.language import current_language
from app.web.refusals import sentence_for
from franchise_kit.access import Permission
from franchise_kit.oversight.queries import get_standing
from tenants import clock, closing, registry
from tenants.jobs.models import Progress
from tenants.names import SlugRefused
from tenants.office import Coop
from tenants.registry import SlugTaken
from tenants.registry.actions import PROVISION, NewCoop, request_coop

__all__ = ["jobs", "pages", "words"]

PROVISIONING = Permission.TENANT_PROVISION


@pages.get("/coops/new")
@needs(PROVISIONING, fresh=True)
def new() -> ResponseReturnValue:
    """Ask for a co-op's names and its first administrator."""
    form = Form(NewCoopSchema(), obj={"language": "cy", "stage": "S1"}, options={"stage": stage_options()})
    return render_template("hub/new.html", form=form, slug_words="", base_domain=settings().base_domain)


@pages.post("/coops/new")
@needs(PROVISIONING, fresh=True)
def make() -> ResponseReturnValue:
    """Ask for the co-op's wall, or only say which short name is free."""
    data = {name: value for name, value in request.form.items() if name != "check"}
    if not data.get("slug", "").strip():
        data["slug"] = propose_slug(data.get("name_en") or data.get("name_cy") or "")
    form = Form(NewCoopSchema(), data=data, options={"stage": stage_options()})
    if "check" in request.form:
        return _form_page(form, slug=data["slug"]), 200
    answers = form.validate()
    if answers is None:
        return _form_page(form, slug=data["slug"]), 422
    names = NewCoop(
        **{name: answers[name] for name in ("name_en", "name_cy", "language", "stage", "town_en", "town_cy")}
    )
    try:
        _id, progress_id = request_coop(
            by=current_actor(),
            now=clock.now(),
            slug=answers["slug"],
            names=names,
            admin_email=answers["admin_email"].lower(),
            admin_name=answers["admin_first_name"],
        )
    except (SlugRefused, SlugTaken) as refusal:
        form.refuse("slug", sentence_for(refusal))
        return _form_page(form, slug=""), 422
    return redirect(url_for("progress.show", progress_id=progress_id), code=303)


@pages.post("/coops/<uuid:coop_id>/suspend")
@needs(PROVISIONING, fresh=True)
def suspend(coop_id: UUID) -> ResponseReturnValue:
    """Pause a co-op."""
    return _move(coop_id, closing.suspend, _("The co-op is paused. Nothing of it is lost."))


@pages.post("/coops/<uuid:coop_id>/resume")
@needs(PROVISIONING, fresh=True)
def resume(coop_id: UUID) -> ResponseReturnValue:
    """Open a paused co-op again."""
    return _move(coop_id, closing.resume, _("The co-op is open again"))


def _move(coop_id: UUID, move: Callable[..., Coop], said: str) -> ResponseReturnValue:
    """Pause a co-op or open it again, for the reason that the form gives."""
    form = Form(ReasonSchema(), data=request.form)
    answers = form.validate()
    if answers is None:
        with read_again() as session:
            return coop_page(session, coop_id, form), 422
    _must_exist(coop_id)
    move(coop_id=coop_id, by=current_actor(), now=clock.now(), reason=answers["reason"])
    flash(said)
    return redirect(url_for(".coop", coop_id=coop_id), code=303)


def _must_exist(coop_id: UUID) -> None:
    with read_again() as session:
        get_standing(session, coop_id, by=current_actor())


def _form_page(form: Form, *, slug: str) -> str:
    said = ""
    if slug:
        said = (
            _("%(slug)s is free.", slug=slug)
            if is_free(slug)
            else _("%(slug)s cannot be used: it is not allowed, or another co-op has or had it.", slug=slug)
        )
    return render_template("hub/new.html", form=form, slug_words=said, base_domain=settings().base_domain)


def _made(session: Session, row: Progress) -> Result | None:
    slug = row.result.get("slug")
    coop = next((one for one in registry.list_coops(session) if one.slug == slug), None)
    if coop is None:
        return None
    name = coop.name_cy if current_language() == "cy" else coop.name_en
    note = _("%(coop)s is ready. The invitation to its first administrator is on its way.", coop=name)
    return Result(office_url(coop), _("To the co-op's own address"), note)


add_job_words(
    PROVISION,
    JobWords(
        title=_l("A new co-op"),
        done=_l("The co-op's place is built"),
        steps={
            "wall": _l("Its place is being built, apart from all others."),
            "invitation": _l("Its first administrator is being invited."),
        },
        find_result=_made,
    ),
)
