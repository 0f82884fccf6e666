"""``cydofal user``: invite somebody to a co-op or to the hub."""

import json
from typing import TYPE_CHECKING, Any

import click

from app.cli.checking import checked, checked_address
from app.cli.local import Failed, Reached, reached

if TYPE_CHECKING:
    from tenants.office import Office


@click.group()
def user() -> None:
    """Invite somebody."""


@user.command()
@click.argument("email")
@click.option("--coop", "slug", metavar="SLUG", help="The co-op; left out, the hub.")
@click.option(
    "--role", "roles", multiple=True, required=True, metavar="ROLE", help="A role's id; may be repeated."
)
@click.option("--name", "full_name", required=True, help="The whole name.")
@click.option("--first-name", default="", help="What mails call them; left out, the name's first word.")
@click.option("--language", type=click.Choice(["en", "cy"]), help="Left out, the co-op's own.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def invite(
    email: str, *, slug: str | None, roles: tuple[str, ...], as_json: bool, **said: str | None
) -> None:
    """Invite EMAIL: a mail with a link goes out; no password is made.

    A role that reaches care, pay or safeguarding data waits for a second person, unless there is nobody yet
    who may say yes.
    """
    from tenants import registry
    from tenants.office import HUB

    with reached(with_jobs=True) as here:
        office: Office = registry.get(slug) if slug else HUB
        answers = _checked(office, {"email": email, "roles": list(roles)} | said)
        outcome = _invite(here, office, answers)
    if as_json:
        click.echo(json.dumps(outcome, ensure_ascii=False))
        return
    waiting = [role for role, state in outcome["roles"].items() if state != "given"]
    click.echo(f"{email} is invited." + (f" These roles wait: {', '.join(waiting)}." if waiting else ""))


def _invite(here: Reached, office: "Office", answers: dict[str, Any]) -> dict[str, dict[str, str]]:
    from franchise_kit.access.actions.invitations import Invitation, invite
    from franchise_kit.access.queries.accounts import get_account
    from tenants import clock
    from tenants.actor import SYSTEM
    from tenants.office import Coop
    from tenants.transaction import reading

    host = (
        f"{office.slug}.{here.settings.base_domain}"
        if isinstance(office, Coop)
        else here.settings.base_domain
    )
    account_id = invite(
        office=office,
        invitation=Invitation(**answers),
        by=SYSTEM,
        address=lambda path: f"{here.settings.scheme}://{host}{path}",
        now=clock.ticking(),
        made_at=clock.now(),
    )
    with reading(office) as session:
        account = get_account(session, account_id, by=SYSTEM)
    return {"account": {"id": str(account.id)}, "roles": {held.role: held.state for held in account.roles}}


def _checked(office: "Office", said: dict[str, Any]) -> dict[str, Any]:
    """Return what the form for an invitation makes of it."""
    from app.accounts.schemas import InviteSchema

    first_name = said["first_name"] or next(iter(str(said["full_name"]).split()), "")
    options = {
        "email": "EMAIL",
        "full_name": "--name",
        "first_name": "--first-name" if said["first_name"] else "--name",
        "roles": "--role",
    }
    typed = {"first_name": first_name, "language": said["language"] or office.language}
    answers = checked(InviteSchema(), said | typed, options)
    checked_address(answers["email"], options["email"])
    return answers | {"roles": _known(office, answers["roles"])}


def _known(office: "Office", roles: list[str]) -> list[str]:
    """Return roles of this side of the wall by their ids; a hyphen does for the line in them."""
    from franchise_kit.access.rules.roles import roles_of_side
    from tenants.office import Hub

    there = [role.id for role in roles_of_side(is_hub=isinstance(office, Hub))]
    meant = [role.replace("-", "_") for role in roles]
    wrong = [role for role, ours in zip(roles, meant, strict=True) if ours not in there]
    if wrong:
        side = "The hub gives the network's roles, a co-op all others"
        msg = f"--role: there is no {wrong[0]!r} here. {side}: {', '.join(sorted(there))}."
        raise Failed(msg)
    return meant
