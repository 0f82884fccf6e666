"""The second person's pages: roles that wait for a yes."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

import app.accounts.bells  # noqa: F401 - declares what the bell says
from app.accounts.views import role_name
from app.web.context import current_actor, current_office, reading_session
from app.web.guards import needs
from franchise_kit.access import Permission
from franchise_kit.access.actions import roles
from franchise_kit.access.queries import accounts as queries
from tenants import clock

pages = Blueprint("approvals", __name__, url_prefix="/accounts/waiting")


@pages.get("")
@needs(Permission.ROLE_APPROVE)
def index() -> ResponseReturnValue:
    """List the roles that wait for a second person."""
    found = queries.list_waiting_roles(reading_session(), by=current_actor())
    return render_template("accounts/waiting.html", waiting=found, role_name=role_name)


@pages.post("/<uuid:account_role_id>/approve")
@needs(Permission.ROLE_APPROVE, fresh=True)
def approve(account_role_id: UUID) -> ResponseReturnValue:
    """Say yes as the second person."""
    roles.approve(
        office=current_office(), account_role_id=account_role_id, by=current_actor(), now=clock.ticking()
    )
    flash(_("The role counts from now on"))
    return redirect(url_for(".index"), code=303)


@pages.post("/<uuid:account_role_id>/decline")
@needs(Permission.ROLE_APPROVE)
def decline(account_role_id: UUID) -> ResponseReturnValue:
    """Say no."""
    roles.decline(
        office=current_office(), account_role_id=account_role_id, by=current_actor(), now=clock.ticking()
    )
    flash(_("The role is not given"))
    return redirect(url_for(".index"), code=303)
