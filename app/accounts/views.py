"""Everybody's accounts: who is here, with which roles, and who is to come."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.schemas import InviteSchema, RolesSchema
from app.web.context import current_actor, current_office, read_again, reading_session
from app.web.forms import Form
from app.web.guards import needs
from app.web.hosts import office_url
from app.web.language import current_language
from app.web.proof import is_proved
from app.web.refusals import sentence_for
from franchise_kit.access import Permission
from franchise_kit.access.actions import accounts, factors, invitations, roles
from franchise_kit.access.queries import accounts as queries
from franchise_kit.access.rules.roles import Role, RoleGroup, catalogue, groups_of_side
from franchise_kit.kernel.text import welsh_sort_key
from tenants import clock
from tenants.office import Hub

pages = Blueprint("accounts", __name__, url_prefix="/accounts")
MANAGE = Permission.USER_MANAGE


def role_name(role_id: str) -> str:
    """Return a role's name in the reader's language."""
    return catalogue()[role_id].name(current_language())


@pages.get("")
@needs(MANAGE)
def index() -> ResponseReturnValue:
    """List everybody who has an account here, or is to have one."""
    found = queries.list_accounts(reading_session(), by=current_actor())
    found.sort(key=lambda line: welsh_sort_key(line.full_name))
    return render_template("accounts/index.html", accounts=found, role_name=role_name)


@pages.get("/invite")
@needs(MANAGE, fresh=True)
def invite() -> ResponseReturnValue:
    """Ask whom to invite."""
    return _invite_page(_invite_form())


@pages.post("/invite")
@needs(MANAGE, fresh=True)
def send_invitation() -> ResponseReturnValue:
    """Invite somebody by mail."""
    form = _invite_form(given=True)
    answers = form.validate()
    if answers is None:
        return _invite_page(form), 422
    office = current_office()
    try:
        account_id = invitations.invite(
            office=office,
            invitation=invitations.Invitation(**answers),
            by=current_actor(),
            address=lambda path: office_url(office, path),
            now=clock.ticking(),
            made_at=clock.now(),
        )
    except invitations.EmailTaken as refusal:
        form.refuse("email", sentence_for(refusal))
        return _invite_page(form), 422
    flash(_("The invitation is on its way. It works once, for seven days."))
    return redirect(url_for(".show", account_id=account_id), code=303)


@pages.get("/<uuid:account_id>")
@needs(MANAGE)
def show(account_id: UUID) -> ResponseReturnValue:
    """Show one account."""
    account = queries.get_account(reading_session(), account_id, by=current_actor())
    is_own = account.person_id == current_actor().person_id
    return render_template(
        "accounts/show.html", account=account, role_name=role_name, is_own=is_own, is_proved=is_proved()
    )


@pages.get("/<uuid:account_id>/roles")
@needs(MANAGE, fresh=True)
def edit_roles(account_id: UUID) -> ResponseReturnValue:
    """Ask which roles somebody is to hold."""
    account = queries.get_account(reading_session(), account_id, by=current_actor())
    held = {"roles": [role.role for role in account.roles], "version": account.version}
    form = Form(RolesSchema(), obj=held, options={"roles": _role_options()})
    return _roles_page(form, account)


@pages.post("/<uuid:account_id>/roles")
@needs(MANAGE, fresh=True)
def change_roles(account_id: UUID) -> ResponseReturnValue:
    """Change somebody's roles; they sign in anew."""
    form = Form(RolesSchema(), data=request.form, options={"roles": _role_options()})
    answers = form.validate()
    if answers is None:
        with read_again() as session:
            account = queries.get_account(session, account_id, by=current_actor())
        return _roles_page(form, account), 422
    roles.change(
        office=current_office(),
        account_id=account_id,
        wanted=answers["roles"],
        version=answers["version"],
        by=current_actor(),
        now=clock.ticking(),
    )
    flash(_("The roles are changed. What needs a second person waits for them."))
    return redirect(url_for(".show", account_id=account_id), code=303)


@pages.get("/<uuid:account_id>/suspend")
@needs(MANAGE, fresh=True)
def prove_to_suspend(account_id: UUID) -> ResponseReturnValue:
    """Show the account again, now that its reader has proved who they are."""
    queries.get_account(reading_session(), account_id, by=current_actor())
    return redirect(url_for(".show", account_id=account_id), code=303)


@pages.post("/<uuid:account_id>/suspend")
@needs(MANAGE, fresh=True)
def suspend(account_id: UUID) -> ResponseReturnValue:
    """Let somebody in no more."""
    accounts.suspend(office=current_office(), account_id=account_id, by=current_actor(), now=clock.ticking())
    flash(_("The account is suspended"))
    return redirect(url_for(".show", account_id=account_id), code=303)


@pages.post("/<uuid:account_id>/resume")
@needs(MANAGE, fresh=True)
def resume(account_id: UUID) -> ResponseReturnValue:
    """Let somebody in again."""
    accounts.resume(office=current_office(), account_id=account_id, by=current_actor())
    flash(_("The account is open again"))
    return redirect(url_for(".show", account_id=account_id), code=303)


@pages.post("/<uuid:account_id>/end-sessions")
@needs(MANAGE)
def end_sessions(account_id: UUID) -> ResponseReturnValue:
    """Sign somebody out everywhere."""
    accounts.end_sessions(
        office=current_office(), account_id=account_id, by=current_actor(), now=clock.ticking()
    )
    flash(_("They are signed out everywhere"))
    return redirect(url_for(".show", account_id=account_id), code=303)


@pages.post("/<uuid:account_id>/invite-again")
@needs(MANAGE)
def invite_again(account_id: UUID) -> ResponseReturnValue:
    """Send a fresh invitation."""
    office = current_office()
    invitations.invite_again(
        office=office,
        account_id=account_id,
        by=current_actor(),
        address=lambda path: office_url(office, path),
        now=clock.ticking(),
    )
    flash(_("A fresh invitation is on its way. The earlier one is dead."))
    return redirect(url_for(".show", account_id=account_id), code=303)


@pages.post("/<uuid:account_id>/factors-off")
@needs(MANAGE, fresh=True)
def take_factors_off(account_id: UUID) -> ResponseReturnValue:
    """Let somebody begin anew who lost every second factor."""
    factors.take_lost_factors_off(
        office=current_office(), account_id=account_id, by=current_actor(), now=clock.ticking()
    )
    flash(_("Their second factors are taken off. They set up new ones when they sign in."))
    return redirect(url_for(".show", account_id=account_id), code=303)


def _invite_form(*, given: bool = False) -> Form:
    office_language = {"language": getattr(current_office(), "language", "en")}
    return Form(
        InviteSchema(),
        data=request.form if given else None,
        obj=None if given else office_language,
        options={"roles": _role_options()},
    )


def _invite_page(form: Form) -> str:
    return render_template("accounts/invite.html", form=form, role_groups=_named_groups())


def _roles_page(form: Form, account: queries.AccountLine) -> str:
    return render_template("accounts/roles.html", form=form, account=account, role_groups=_named_groups())


def _named_groups() -> list[tuple[str, str, list[str]]]:
    """Return each group's id, its name, and the ids of its roles."""
    return [
        (group.id, group.name(current_language()), [one.id for one in group.roles]) for group in _groups()
    ]


def _groups() -> tuple[RoleGroup, ...]:
    return groups_of_side(is_hub=isinstance(current_office(), Hub))


def _role_options() -> list[tuple[str, str, str]]:
    """Return the roles of this side of the wall, and what each is for and asks."""
    return [(role.id, role_name(role.id), _role_hint(role)) for group in _groups() for role in group.roles]


def _role_hint(role: Role) -> str:
    asks = [
        str(_("Needs a second step to sign in.")) if role.needs_second_factor else "",
        str(_("A second person must say yes.")) if role.needs_second_approver else "",
    ]
    return " ".join([role.description(current_language()), *filter(None, asks)])
