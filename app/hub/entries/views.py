"""The hub's pages about coming in."""

from collections.abc import Mapping
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.hub.entries.schemas import AskForGrant, OfferAgreement
from app.visitors.words import WORDS, kind_words
from app.web.context import current_actor, current_visitor_facts, read_again, reading_session
from app.web.forms import Form
from app.web.guards import needs
from app.web.hosts import local_or_office_url, only_for
from app.web.language import current_language
from app.web.permission_words import permission_words
from app.web.refusals import sentence_for
from franchise_kit.access import Permission
from franchise_kit.access.queries.sign_in import SignedIn
from franchise_kit.kernel.text import welsh_sort_key
from franchise_kit.visiting.actions import asking, entering
from franchise_kit.visiting.queries.asked import list_asked, list_open_doors
from franchise_kit.visiting.rules.kinds import AGREEMENT_KINDS, askable_kinds
from tenants import clock, registry
from tenants.office import Coop, CoopState
from tenants.refusal import Refusal

pages = Blueprint("entries", __name__, url_prefix="/entries")
only_for(pages, "hub")


@pages.get("/")
@needs(Permission.ACCESS_GRANT_READ)
def index() -> ResponseReturnValue:
    """Show every request and offer with its co-op's answer."""
    session = reading_session()
    entries = list_asked(session, by=current_actor(), now=clock.now())
    return render_template("hub_entries/index.html", entries=entries, names=_names(session), **WORDS)


@pages.get("/doors")
@needs(Permission.COOP_ENTER)
def doors() -> ResponseReturnValue:
    """Show the co-ops that this person can go into now."""
    session = reading_session()
    entries = list_open_doors(session, by=current_actor(), now=clock.now())
    return render_template("hub_entries/doors.html", entries=entries, names=_names(session), **WORDS)


@pages.get("/ask")
@needs(Permission.ACCESS_GRANT_REQUEST)
def ask() -> ResponseReturnValue:
    """Ask what is to be asked."""
    return render_template("hub_entries/ask.html", form=_ask_form(reading_session()))


@pages.post("/ask")
@needs(Permission.ACCESS_GRANT_REQUEST)
def send_request() -> ResponseReturnValue:
    """Ask a co-op for a grant."""
    with read_again() as session:
        form = _ask_form(session, typed=True)
    answers = form.validate()
    if answers is None:
        return render_template("hub_entries/ask.html", form=form), 422
    wanted = asking.Ask(
        name=_somebody().full_name,
        record_kinds=frozenset(answers.pop("record_kinds")),
        fields_hidden=frozenset(answers.pop("fields_hidden")),
        **answers,
    )
    try:
        asking.ask_for_grant(by=current_actor(), ask=wanted, now=clock.now())
    except Refusal as refusal:
        form.refuse(None, sentence_for(refusal))
        return render_template("hub_entries/ask.html", form=form), 422
    flash(_("The request is on its way. The co-op decides, and you see its answer here."))
    return redirect(url_for(".index"), code=303)


@pages.get("/offer")
@needs(Permission.SERVICE_AGREEMENT_OFFER)
def offer() -> ResponseReturnValue:
    """Ask what is to be offered."""
    return render_template("hub_entries/offer.html", form=_offer_form(reading_session()))


@pages.post("/offer")
@needs(Permission.SERVICE_AGREEMENT_OFFER)
def send_offer() -> ResponseReturnValue:
    """Offer a co-op a service agreement."""
    with read_again() as session:
        form = _offer_form(session, typed=True)
    answers = form.validate()
    if answers is None:
        return render_template("hub_entries/offer.html", form=form), 422
    try:
        asking.offer_agreement(by=current_actor(), name=_somebody().full_name, now=clock.now(), **answers)
    except Refusal as refusal:
        form.refuse(None, sentence_for(refusal))
        return render_template("hub_entries/offer.html", form=form), 422
    flash(_("The offer is on its way. The co-op decides, and you see its answer here."))
    is_reader = current_actor().may(Permission.ACCESS_GRANT_READ)
    return redirect(url_for(".index" if is_reader else ".doors"), code=303)


@pages.post("/<uuid:entry_id>/set-out")
@needs(Permission.COOP_ENTER)
def set_out(entry_id: UUID) -> ResponseReturnValue:
    """Write a hand-over, and lead to the co-op's door."""
    facts = _somebody()
    coop, token = entering.set_out(
        by=current_actor(),
        entry_id=entry_id,
        name=facts.full_name,
        language=current_language(),
        times=entering.Times(now=clock.now(), ticking=clock.ticking()),
    )
    # A form's answer may not lead to another host (form-action), so a page does: by itself, and by a link.
    door = f"{local_or_office_url(coop).rstrip('/')}/enter?token={token}"
    return render_template("hub_entries/door.html", coop_name=_name(coop), door=door)


def _somebody() -> SignedIn:
    facts = current_visitor_facts()
    if facts is None:
        raise RuntimeError("A guarded page has somebody signed in.")  # noqa: TRY003, EM101 - a fault of ours
    return facts


def _name(coop: Coop) -> str:
    return coop.name_cy if current_language() == "cy" else coop.name_en


def _names(session: Session) -> Mapping[UUID, str]:
    return {coop.id: _name(coop) for coop in registry.list_coops(session)}


def _coop_options(session: Session) -> list[tuple[str, str]]:
    coops = registry.list_coops(session, with_synthetic=False)
    open_coops = [coop for coop in coops if coop.state in (CoopState.ACTIVE, CoopState.SUSPENDED)]
    named = sorted(open_coops, key=lambda coop: welsh_sort_key(_name(coop)))
    return [(str(coop.id), _name(coop)) for coop in named]


def _ask_form(session: Session, *, typed: bool = False) -> Form:
    kinds = askable_kinds(current_actor().permissions.keys())
    options = {
        "coop_id": _coop_options(session),
        "record_kinds": [(kind, kind_words(kind)) for kind in kinds],
    }
    return Form(AskForGrant(), data=request.form if typed else None, options=options)


def _offer_form(session: Session, *, typed: bool = False) -> Form:
    needed = [permission.value for kind in AGREEMENT_KINDS.values() for permission in kind.permissions]
    options = {
        "coop_id": _coop_options(session),
        "permissions": [(code, permission_words(code)) for code in dict.fromkeys(needed)],
    }
    kept = {"permissions": needed, "kind": next(iter(AGREEMENT_KINDS))}
    return Form(
        OfferAgreement(), data=request.form if typed else None, obj=None if typed else kept, options=options
    )
