"""``cydofal user``: invite somebody to a co-op or to the hub."""

import json
from typing import TYPE_CHECKING

import click

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
        outcome = _invite(here, office, email, roles, said)
    if as_json:
        click.echo(json.dumps(outcome, ensure_ascii=False))
        return
    waiting = [role for role, state in outcome["roles"].items() if state != "given"]
    click.echo(f"{email} is invited." + (f" These roles wait: {', '.join(waiting)}." if waiting else ""))


def _invite(
    here: Reached, office: "Office", email: str, roles: tuple[str, ...], said: dict[str, str | None]
) -> dict[str, dict[str, str]]:
    from franchise_kit.access.actions.invitations import Invitation, invite
    from franchise_kit.access.queries.accounts import get_account
    from tenants import clock
    from tenants.actor import SYSTEM
    from tenants.office import Coop
    from tenants.transaction import reading

    name = said["full_name"] or email
    host = (
        f"{office.slug}.{here.settings.base_domain}"
        if isinstance(office, Coop)
        else here.settings.base_domain
    )
    account_id = invite(
        office=office,
        invitation=Invitation(
            email=_checked(email),
            full_name=name,
            first_name=said["first_name"] or name.split(maxsplit=1)[0],
            language=said["language"] or office.language,
            roles=roles,
        ),
        by=SYSTEM,
        address=lambda path: f"{here.settings.scheme}://{host}{path}",
        now=clock.ticking(),
    )
    with reading(office) as session:
        account = get_account(session, account_id, by=SYSTEM)
    return {"account": {"id": str(account.id)}, "roles": {held.role: held.state for held in account.roles}}


def _checked(email: str) -> str:
    from email_validator import EmailNotValidError, validate_email

    try:
        validate_email(email, check_deliverability=False, test_environment=True)
    except EmailNotValidError as fault:
        msg = f"Nobody was invited: {fault}"
        raise Failed(msg) from fault
    return email
