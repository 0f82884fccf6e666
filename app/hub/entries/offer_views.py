"""The hub offers service agreements, and sees the answers."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.hub.entries.party import coop_options, names_of, somebody
from app.hub.entries.schemas import OfferAgreement
from app.visitors.words import WORDS
from app.web.context import current_actor, read_again, reading_session
from app.web.forms import Form
from app.web.guards import needs
from app.web.hosts import only_for
from app.web.permission_words import permission_words
from app.web.refusals import sentence_for
from franchise_kit.access import Permission
from franchise_kit.visiting.actions import asking
from franchise_kit.visiting.queries.asked import list_asked
from franchise_kit.visiting.rules.kinds import AGREEMENT_KINDS
from tenants import clock
from tenants.refusal import Refusal

pages = Blueprint("offers", __name__, url_prefix="/offers")
only_for(pages, "hub")


@pages.get("")
@needs(Permission.SERVICE_AGREEMENT_READ)
def index() -> ResponseReturnValue:
    """Show every offer with its co-op's answer."""
    session = reading_session()
    asked = list_asked(session, by=current_actor(), now=clock.now())
    entries = [entry for entry in asked if entry.kind == "agreement"]
    return render_template("hub_entries/offers.html", entries=entries, names=names_of(session), **WORDS)


@pages.get("/new")
@needs(Permission.SERVICE_AGREEMENT_OFFER)
def offer() -> ResponseReturnValue:
    """Ask what is to be offered."""
    return render_template("hub_entries/offer.html", form=_offer_form(reading_session()))


@pages.post("/new")
@needs(Permission.SERVICE_AGREEMENT_OFFER)
def send_offer() -> ResponseReturnValue:
    """Offer a co-op a service agreement."""
    with read_again() as session:
        form = _offer_form(session, typed=True)
    answers = form.validate()
    if answers is None:
        return render_template("hub_entries/offer.html", form=form), 422
    try:
        asking.offer_agreement(by=current_actor(), name=somebody().full_name, now=clock.now(), **answers)
    except Refusal as refusal:
        form.refuse(None, sentence_for(refusal))
        return render_template("hub_entries/offer.html", form=form), 422
    flash(_("The offer is on its way. The co-op decides, and you see its answer here."))
    return redirect(url_for(".index"), code=303)


def _offer_form(session: Session, *, typed: bool = False) -> Form:
    needed = [permission.value for kind in AGREEMENT_KINDS.values() for permission in kind.permissions]
    options = {
        "coop_id": coop_options(session),
        "permissions": [(code, permission_words(code)) for code in dict.fromkeys(needed)],
    }
    kept = {"permissions": needed, "kind": next(iter(AGREEMENT_KINDS))}
    return Form(
        OfferAgreement(), data=request.form if typed else None, obj=None if typed else kept, options=options
    )
