"""Making, listing and revoking tokens, at the hub and in each co-op."""

from datetime import datetime, timedelta
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.tokens import words
from app.tokens.schemas import NewToken
from app.web.context import current_actor, current_office, reading_session
from app.web.forms import Form
from app.web.guards import needs
from app.web.permission_words import permission_words
from franchise_kit.access import Permission
from franchise_kit.tokens import actions, queries
from franchise_kit.tokens.rules import NEVER
from tenants import clock

__all__ = ["pages", "words"]

pages = Blueprint("tokens", __name__, url_prefix="/tokens")


@pages.get("")
@needs(Permission.TOKEN_MANAGE)
def index() -> ResponseReturnValue:
    """List the office's tokens."""
    tokens = queries.list_tokens(reading_session(), by=current_actor())
    return render_template(
        "tokens/index.html", tokens=tokens, now=clock.now(), permission_words=permission_words
    )


@pages.get("/new")
@needs(Permission.TOKEN_MANAGE, fresh=True)
def new() -> ResponseReturnValue:
    """Ask what the token is for."""
    return render_template("tokens/new.html", form=_form())


@pages.post("/new")
@needs(Permission.TOKEN_MANAGE, fresh=True)
def make() -> ResponseReturnValue:
    """Make a token and show it this once."""
    form = _form(posted=True)
    answers = form.validate()
    if answers is None:
        return render_template("tokens/new.html", form=form), 422
    now = clock.now()
    made = actions.make_token(
        office=current_office(),
        by=current_actor(),
        name=answers["name"],
        permissions=frozenset(answers["permissions"]),
        expires_at=expiry(now, answers["days"]),
        now=now,
    )
    return render_template("tokens/made.html", token=made, name=answers["name"])


@pages.post("/<uuid:token_id>/revoke")
@needs(Permission.TOKEN_MANAGE)
def revoke(token_id: UUID) -> ResponseReturnValue:
    """Take a token back."""
    actions.revoke_token(office=current_office(), by=current_actor(), token_id=token_id, now=clock.now())
    flash(_("The token opens nothing any more"))
    return redirect(url_for(".index"), code=303)


def expiry(now: datetime, days: int) -> datetime:
    """Return when a token of so many days ends."""
    return now + timedelta(days=days)


def _form(*, posted: bool = False) -> Form:
    held = frozenset(current_actor().permissions) - NEVER
    options = {"permissions": [(name, permission_words(name)) for name in sorted(held)]}
    return Form(NewToken(), data=request.form if posted else None, options=options)
