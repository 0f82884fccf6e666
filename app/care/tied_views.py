"""The account of somebody supported: which one it is, tying one to them, and taking it away."""

from functools import partial
from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from marshmallow import fields

from app.care.record import person_page
from app.care.supported_pages import pages
from app.web.context import current_actor, current_coop, read_again
from app.web.forms import Form, Schema
from app.web.guards import needs
from app.web.posting import Answers, posted, sent_on
from franchise_kit.access import Permission
from franchise_kit.care.actions import tying
from franchise_kit.care.queries import get_person, tied
from tenants import clock

TIE = Permission.ROLE_APPROVE
BESIDE = {
    tying.AccountIsOfSomebody.code: "account_id",
    tying.PersonHasAccount.code: None,
    "own_role": "account_id",
    "not_an_approver": None,
}


class TiedAccount(Schema):
    """Which account is of somebody supported."""

    account_id = fields.UUID(required=True, metadata={"label": _l("Whose account?"), "widget": "select"})


class NothingAsked(Schema):
    """A press of a button."""


@pages.get("/<uuid:person_supported_id>/account")
@needs(TIE)
def account(person_supported_id: UUID) -> ResponseReturnValue:
    """Show which account is of somebody supported."""
    return _page(person_supported_id)


@pages.post("/<uuid:person_supported_id>/account")
@needs(TIE, fresh=True)
def tie(person_supported_id: UUID) -> ResponseReturnValue:
    """Say which account is of somebody supported."""

    def act(answers: Answers) -> ResponseReturnValue:
        which = answers["account_id"]
        by = current_actor()
        tying.tie_account(
            coop=current_coop(), person_supported_id=person_supported_id, account_id=which, by=by
        )
        way = url_for(".account", person_supported_id=person_supported_id)
        return sent_on(way, _("They read their own plan and visits from now on"))

    form = _form(data=request.form)
    return posted(form, act, page=partial(_page, person_supported_id), beside=BESIDE)


@pages.post("/<uuid:person_supported_id>/account/away")
@needs(TIE, fresh=True)
def untie(person_supported_id: UUID) -> ResponseReturnValue:
    """Take an account away from somebody supported."""

    def act(_answers: Answers) -> ResponseReturnValue:
        tying.untie_account(coop=current_coop(), person_supported_id=person_supported_id, by=current_actor())
        way = url_for(".account", person_supported_id=person_supported_id)
        return sent_on(way, _("The account reads nobody's plan any more"))

    return posted(Form(NothingAsked(), data=request.form), act, page=partial(_page, person_supported_id))


def _form(**typed: object) -> Form:
    with read_again() as session:
        free = tied.list_untied(session, by=current_actor())
    options = {"account_id": [(str(one.account_id), one.full_name) for one in free]}
    return Form(TiedAccount(), options=options, **typed)  # type: ignore[arg-type] # what a Form takes


def _page(person_supported_id: UUID, form: Form | None = None) -> str:
    by = current_actor()
    with read_again() as session:
        person = get_person(session, person_supported_id, by=by, today=clock.today())
        holder = tied.find_tied(session, person_supported_id, by=by)
    return person_page(
        "supported/account.html",
        person,
        here="supported.account",
        form=form if form is not None and "account_id" in form.fields else _form(),
        holder=holder,
    )
