"""The list of who may come in, and the co-op's word on each request."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.journal.telling import page_words
from app.visitors.schemas import AcceptGrant, SayNo
from app.visitors.words import WORDS, field_words, kind_words, record_words
from app.web.context import current_actor, current_coop, read_again, reading_session
from app.web.forms import Form
from app.web.guards import needs
from app.web.hosts import only_for
from app.web.proof import is_proved
from franchise_kit.access import Permission
from franchise_kit.access.queries.accounts import account_names
from franchise_kit.visiting.actions import deciding
from franchise_kit.visiting.queries import GrantFacts, get_grant, list_agreements, list_grants, list_reads
from franchise_kit.visiting.rules.grants import Terms
from franchise_kit.visiting.rules.kinds import FIELDS
from tenants import clock

pages = Blueprint("visitors", __name__)
only_for(pages, "coop")
WAITING = ("asked", "offered")
IN_FORCE = "accepted"


@pages.get("/visitors")
@needs(Permission.ACCESS_GRANT_READ)
def index() -> ResponseReturnValue:
    """Show what waits for an answer, what is in force, and what was."""
    session, by = reading_session(), current_actor()
    grants = list_grants(session, by=by, now=clock.now())
    agreements = list_agreements(session, by=by) if by.may(Permission.SERVICE_AGREEMENT_READ) else []
    groups = [
        (
            [grant for grant in grants if _group(grant.state) == name],
            [agreement for agreement in agreements if _group(agreement.state) == name],
        )
        for name in ("waiting", "in_force", "past")
    ]
    return render_template("visitors/index.html", groups=groups, **WORDS)


def _group(state: str) -> str:
    if state in WAITING:
        return "waiting"
    return "in_force" if state == IN_FORCE else "past"


@pages.get("/visitors/requests/<uuid:grant_id>")
@needs(Permission.ACCESS_GRANT_READ)
def show(grant_id: UUID) -> ResponseReturnValue:
    """Show one request: what is asked, what was decided, and what was read."""
    grant = get_grant(reading_session(), grant_id, by=current_actor(), now=clock.now())
    return _page(_about(reading_session(), grant), accept=_accept_form(grant), refuse=_refuse_form())


@pages.get("/visitors/requests/<uuid:grant_id>/accept")
@needs(Permission.ACCESS_GRANT_DECIDE, fresh=True)
def prove_to_accept(grant_id: UUID) -> ResponseReturnValue:
    """Show the request again, now that its reader has proved who they are."""
    get_grant(reading_session(), grant_id, by=current_actor(), now=clock.now())
    return redirect(url_for(".show", grant_id=grant_id), code=303)


@pages.post("/visitors/requests/<uuid:grant_id>/accept")
@needs(Permission.ACCESS_GRANT_DECIDE, fresh=True)
def accept(grant_id: UUID) -> ResponseReturnValue:
    """Say yes to a request, perhaps to less than it asks."""
    with read_again() as session:
        grant = get_grant(session, grant_id, by=current_actor(), now=clock.now())
        about = _about(session, grant)
    form = _accept_form(grant, typed=True)
    answers = form.validate()
    if answers is None:
        return _page(about, accept=form, refuse=_refuse_form(), form=form), 422
    is_given = deciding.accept_grant(
        coop=current_coop(), grant_id=grant_id, by=current_actor(), terms=_terms(answers), now=clock.now()
    )
    flash(
        _("They may come in, until the time that you see here.")
        if is_given
        else _("Your yes is written down. It counts once the second person says yes too.")
    )
    return redirect(url_for(".show", grant_id=grant_id), code=303)


@pages.post("/visitors/requests/<uuid:grant_id>/refuse")
@needs(Permission.ACCESS_GRANT_DECIDE)
def refuse(grant_id: UUID) -> ResponseReturnValue:
    """Say no to a request, with a reason."""
    form = _refuse_form(typed=True)
    answers = form.validate()
    if answers is None:
        with read_again() as session:
            grant = get_grant(session, grant_id, by=current_actor(), now=clock.now())
            about = _about(session, grant)
        return _page(about, accept=_accept_form(grant), refuse=form, form=form), 422
    deciding.refuse_grant(
        coop=current_coop(), grant_id=grant_id, by=current_actor(), reason=answers["reason"], now=clock.now()
    )
    flash(_("You have said no. The network's office is told."))
    return redirect(url_for(".show", grant_id=grant_id), code=303)


@pages.post("/visitors/requests/<uuid:grant_id>/revoke")
@needs(Permission.ACCESS_GRANT_DECIDE)
def revoke(grant_id: UUID) -> ResponseReturnValue:
    """Take a grant back, at once."""
    deciding.revoke_grant(coop=current_coop(), grant_id=grant_id, by=current_actor(), now=clock.now())
    flash(_("The grant is taken back. Whoever was inside is outside now."))
    return redirect(url_for(".show", grant_id=grant_id), code=303)


def _terms(answers: dict[str, Any]) -> Terms:
    return Terms(
        record_kinds=frozenset(answers["record_kinds"]),
        record_ids=frozenset(answers["record_ids"]),
        fields_hidden=frozenset(answers["fields_hidden"]),
        hours=answers["hours"],
    )


def _accept_form(grant: GrantFacts, *, typed: bool = False) -> Form:
    asked = grant.asked
    ids = sorted(asked.record_ids, key=str)
    options: dict[str, list[tuple[object, str]]] = {
        "record_kinds": [(kind, kind_words(kind)) for kind in sorted(asked.record_kinds)],
        "record_ids": [(one, record_words(number, one)) for number, one in enumerate(ids, start=1)],
        "fields_hidden": [(code, field_words(code)) for code in FIELDS],
    }
    kept = {
        "record_kinds": sorted(asked.record_kinds),
        "record_ids": [str(one) for one in ids],
        "fields_hidden": sorted(asked.fields_hidden),
        "hours": asked.hours,
    }
    return Form(
        AcceptGrant(), data=request.form if typed else None, obj=None if typed else kept, options=options
    )


def _refuse_form(*, typed: bool = False) -> Form:
    return Form(SayNo(), data=request.form if typed else None, prefix="no-")


def _about(session: Session, grant: GrantFacts) -> dict[str, object]:
    """Return what the page shows of a request besides its forms."""
    by = current_actor()
    return {
        "grant": grant,
        "names": account_names(session, [decision.account_id for decision in grant.decisions]),
        "reads": list_reads(session, grant.id, by=by),
        "may_decide": by.may(Permission.ACCESS_GRANT_DECIDE) and by.side == "coop",
        "is_proved": is_proved(),
        "has_spoken": any(decision.person_id == by.person_id for decision in grant.decisions),
    }


def _page(about: dict[str, object], **forms: Form) -> str:
    return render_template("visitors/request.html", page_words=page_words, **about, **forms, **WORDS)
