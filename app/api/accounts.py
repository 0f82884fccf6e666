"""Accounts. Inviting, giving roles and opening an account again take a person with a fresh factor."""

from typing import Any
from uuid import UUID

from flask import Response, abort
from flask.typing import ResponseReturnValue
from marshmallow import fields

from app.api.accepted import done
from app.api.blueprint import Resource
from app.api.idempotency import done_once
from app.api.paging import PageQuery, cut, page_of, page_schema, text_mark
from app.api.versions import with_etag
from app.web.context import current_actor, current_office, reading_session
from app.web.forms import Schema
from app.web.guards import needs
from app.web.hosts import office_url
from franchise_kit.access import Permission
from franchise_kit.access.actions import accounts, invitations, roles
from franchise_kit.access.queries import accounts as queries
from tenants import clock
from tenants.refusal import NotFound

resource = Resource("accounts", about="People with an account here; giving roles takes a person.")


class HeldRole(Schema):
    """A role, given or waiting for a second person."""

    id = fields.UUID()
    role = fields.Str()
    state = fields.Str()
    proposed_at = fields.AwareDateTime()


class Account(Schema):
    """One account; ``status`` is invited, active or suspended."""

    id = fields.UUID()
    person_id = fields.UUID()
    full_name = fields.Str()
    first_name = fields.Str()
    email = fields.Str()
    language = fields.Str()
    status = fields.Str()
    version = fields.Int()
    created_at = fields.AwareDateTime()
    has_second_factor = fields.Bool()
    last_seen_at = fields.AwareDateTime(allow_none=True)
    roles = fields.List(fields.Nested(HeldRole))


class WaitingRole(Schema):
    """A role that waits for a second person."""

    id = fields.UUID()
    role = fields.Str()
    account_id = fields.UUID()
    full_name = fields.Str()
    proposed_by = fields.Str()
    proposed_at = fields.AwareDateTime()


@resource.route("")
@needs(Permission.USER_MANAGE)
@resource.arguments(PageQuery, location="query")
@resource.response(200, page_schema(Account))
def list_accounts(query: dict[str, Any]) -> dict[str, object]:
    """List everybody who has an account, or is to have one."""
    found = queries.list_accounts(
        reading_session(), by=current_actor(), after=_address(query["after"]), most=query["limit"] + 1
    )
    return page_of(found, limit=query["limit"], mark=lambda account: str(account.id))


def _address(mark: str | None) -> str:
    """Return where the list goes on; the mark holds an id, since addresses of pages end up in logs."""
    said = text_mark(mark)
    if said is None:
        return ""
    try:
        return queries.get_account(reading_session(), UUID(said), by=current_actor()).email
    except (ValueError, NotFound):
        abort(400)


@resource.route("/<uuid:account_id>")
@needs(Permission.USER_MANAGE)
@resource.response(200, Account)
def get_account(account_id: UUID) -> Response:
    """Show one account."""
    account = queries.get_account(reading_session(), account_id, by=current_actor())
    return with_etag(Account().dump(account), account.version)


@resource.route("/<uuid:account_id>/suspend", methods=["POST"])
@needs(Permission.USER_MANAGE)
@done_once
@resource.response(204)
def suspend(account_id: UUID) -> ResponseReturnValue:
    """Let somebody in no more; their sessions and tokens end at once."""
    accounts.suspend(office=current_office(), account_id=account_id, by=current_actor(), now=clock.now())
    return done()


@resource.route("/<uuid:account_id>/end-sessions", methods=["POST"])
@needs(Permission.USER_MANAGE)
@done_once
@resource.response(204)
def end_sessions(account_id: UUID) -> ResponseReturnValue:
    """Sign somebody out everywhere."""
    accounts.end_sessions(office=current_office(), account_id=account_id, by=current_actor(), now=clock.now())
    return done()


@resource.route("/<uuid:account_id>/invite-again", methods=["POST"])
@needs(Permission.USER_MANAGE)
@done_once
@resource.response(204)
def invite_again(account_id: UUID) -> ResponseReturnValue:
    """Send a fresh invitation to somebody who has not taken theirs up; the earlier one is dead."""
    office = current_office()
    invitations.invite_again(
        office=office,
        account_id=account_id,
        by=current_actor(),
        address=lambda path: office_url(office, path),
        now=clock.now(),
    )
    return done()


@resource.route("/waiting-roles")
@needs(Permission.ROLE_APPROVE)
@resource.arguments(PageQuery, location="query")
@resource.response(200, page_schema(WaitingRole))
def list_waiting_roles(query: dict[str, Any]) -> dict[str, object]:
    """List the roles that wait for a second person. Saying yes takes a person with a fresh factor."""
    found = queries.list_waiting_roles(reading_session(), by=current_actor())
    return cut(found, query, key=lambda role: str(role.id))


@resource.route("/waiting-roles/<uuid:account_role_id>/decline", methods=["POST"])
@needs(Permission.ROLE_APPROVE)
@done_once
@resource.response(204)
def decline_role(account_role_id: UUID) -> ResponseReturnValue:
    """Say no to a role that waits."""
    roles.decline(
        office=current_office(), account_role_id=account_role_id, by=current_actor(), now=clock.now()
    )
    return done()
