"""Settings: the co-op's profile, and the papers that prove what it says."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.coop import words
from app.coop.schemas import PAPER_KINDS, SHOWN_NAMES, PaperSchema, ProfileSchema, ShownNames
from app.web.attachments import attachment
from app.web.context import current_actor, current_coop, read_again, reading_session
from app.web.forms import Form
from app.web.guards import needs
from app.web.hosts import only_for
from app.web.posting import Answers, acted, posted
from app.web.refusals import sentence_for
from franchise_kit.access import Permission
from franchise_kit.access.queries.accounts import account_names
from franchise_kit.profile import actions, jobs, queries
from franchise_kit.profile.queries import FIELDS, Profile
from franchise_kit.profile.rules import ProfileFacts, changed_fields
from tenants import clock, files

__all__ = ["jobs", "pages", "words"]

pages = Blueprint("coop_settings", __name__, url_prefix="/settings")
only_for(pages, "coop")
MANAGE = Permission.SETTINGS_MANAGE


@pages.get("")
@needs(MANAGE)
def show() -> ResponseReturnValue:
    """Show the profile and the papers."""
    session, by = reading_session(), current_actor()
    profile = queries.get_profile(session, current_coop(), by=by)
    papers = queries.list_papers(session, by=by)
    names = account_names(session, [profile.changed_by, *(paper.added_by for paper in papers)])
    return render_template(
        "coop_settings/show.html",
        profile=profile,
        papers=[paper for paper in papers if not paper.is_replaced],
        replaced=[paper for paper in papers if paper.is_replaced],
        kinds=dict(PAPER_KINDS),
        names=names,
        shown_names=dict(SHOWN_NAMES)[queries.shown_names(session)],
    )


@pages.get("/names")
@needs(MANAGE)
def names() -> ResponseReturnValue:
    """Ask which names of those who visit them supported members see."""
    return _names_page(Form(ShownNames(), obj={"shown": queries.shown_names(reading_session())}))


@pages.post("/names")
@needs(MANAGE)
def set_names() -> ResponseReturnValue:
    """Keep which names supported members see."""

    def act(answers: Answers) -> ResponseReturnValue:
        return acted(actions.set_shown_names, url_for(".show"), _("It is kept"), **answers)

    return posted(Form(ShownNames(), data=request.form), act, page=_names_page)


@pages.get("/profile")
@needs(MANAGE)
def edit() -> ResponseReturnValue:
    """Ask for the profile's facts."""
    profile = queries.get_profile(reading_session(), current_coop(), by=current_actor())
    return render_template(
        "coop_settings/edit.html", form=Form(ProfileSchema(), obj=_kept(profile)), theirs=()
    )


@pages.post("/profile")
@needs(MANAGE)
def save() -> ResponseReturnValue:
    """Save the profile, or show what somebody else changed meanwhile."""
    form = Form(ProfileSchema(), data=request.form)
    answers = form.validate()
    if answers is None:
        return render_template("coop_settings/edit.html", form=form, theirs=()), 422
    version = answers.pop("version")
    facts = ProfileFacts(**answers)
    try:
        actions.save_profile(
            coop=current_coop(), by=current_actor(), facts=facts, version=version, now=clock.now()
        )
    except actions.ProfileChangedMeanwhile as refusal:
        return _show_theirs(facts, sentence_for(refusal)), 409
    flash(_("The profile is saved"))
    return redirect(url_for(".show"), code=303)


@pages.get("/papers/new")
@needs(MANAGE)
def new_paper() -> ResponseReturnValue:
    """Ask for a paper, or for a newer one in the place of another."""
    return render_template("coop_settings/paper.html", form=_paper_form(reading_session()))


@pages.post("/papers/new")
@needs(MANAGE)
def add_paper() -> ResponseReturnValue:
    """Keep a paper."""
    form = Form(PaperSchema(), data=request.form, files=request.files)
    answers = form.validate()
    if answers is None:
        return render_template("coop_settings/paper.html", form=form), 422
    sent = answers["paper"]
    if isinstance(sent, str):
        form.refuse("paper", _("Choose a file"))
        return render_template("coop_settings/paper.html", form=form), 422
    try:
        actions.add_paper(
            coop=current_coop(),
            by=current_actor(),
            kind=answers["kind"],
            upload=actions.Upload(name=sent.filename or "", content=sent.read()),
            replaces_id=answers["replaces"],
            now=clock.now(),
        )
    except (files.FileKindRefused, files.FileTooLarge, actions.PaperReplacedAlready) as refusal:
        form.refuse("paper", sentence_for(refusal))
        return render_template("coop_settings/paper.html", form=form), 422
    flash(_("The paper is kept"))
    return redirect(url_for(".show"), code=303)


@pages.get("/papers/<uuid:paper_id>")
@needs(MANAGE)
def fetch_paper(paper_id: UUID) -> ResponseReturnValue:
    """Give a paper to keep; it is never opened inside our pages."""
    kept, content = queries.read_paper(reading_session(), paper_id, by=current_actor())
    return attachment(content, kept.media_type, kept.name)


def _names_page(form: Form) -> str:
    return render_template("coop_settings/names.html", form=form)


def _kept(profile: Profile) -> dict[str, Any]:
    return {**{name: getattr(profile.facts, name) for name in FIELDS}, "version": profile.version}


def _paper_form(session: Session) -> Form:
    said = request.args.get("replaces", "")
    papers = queries.list_papers(session, by=current_actor())
    old = next((paper for paper in papers if str(paper.id) == said and not paper.is_replaced), None)
    return Form(PaperSchema(), obj={"kind": old.kind, "replaces": old.id} if old else None)


def _show_theirs(mine: ProfileFacts, sentence: str) -> str:
    """Show the answers again beside what is kept now; saving once more is a decision made with open eyes."""
    with read_again() as session:
        kept = queries.get_profile(session, current_coop(), by=current_actor())
        by_name = account_names(session, [kept.changed_by])
    typed = {name: getattr(mine, name) for name in FIELDS}
    form = Form(ProfileSchema(), data={**typed, "version": str(kept.version)})
    form.refuse(None, sentence)
    theirs = [
        (form[name].label, getattr(kept.facts, name) or "–", getattr(mine, name) or "–")
        for name in changed_fields(mine, kept.facts)
    ]
    who = by_name.get(kept.changed_by) if kept.changed_by else None
    return render_template(
        "coop_settings/edit.html", form=form, theirs=theirs, who=who, changed_at=kept.changed_at
    )
