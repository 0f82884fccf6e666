"""``cydofal token``: make a token for the API, in the name of somebody who has an account."""

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import click

from app.cli.checking import checked
from app.cli.local import Failed, reached

if TYPE_CHECKING:
    from collections.abc import Mapping

    from franchise_kit.tokens.actions import NewToken
    from tenants.office import Office


@click.group()
def token() -> None:
    """Make a token for the API."""


@token.command()
@click.option("--coop", "slug", metavar="SLUG", help="The co-op whose data the token opens.")
@click.option("--hub", "at_hub", is_flag=True, help="The hub, instead of a co-op.")
@click.option("--account", "email", required=True, metavar="EMAIL", help="Whom the token acts for.")
@click.option("--name", required=True, help="Which program it is for.")
@click.option(
    "--permission", "permissions", multiple=True, required=True, help="What it may do; may be repeated."
)
@click.option("--days", type=click.IntRange(1, 366), required=True, help="How long it lasts.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def create(
    *,
    slug: str | None,
    at_hub: bool,
    as_json: bool,
    **said: "str | int | tuple[str, ...]",
) -> None:
    """Make a token that may do some of what its holder may. It is shown this once."""
    from app.tokens.schemas import NewToken
    from tenants import registry
    from tenants.office import HUB

    if at_hub is (slug is not None):
        msg = "Say either --coop SLUG or --hub."
        raise click.UsageError(msg)
    options = {"name": "--name", "permissions": "--permission", "days": "--days"}
    answers = checked(NewToken(), {name: said[name] for name in options}, options)
    with reached() as here:
        office: Office = registry.get(slug) if slug is not None else HUB
        made = _made(office, str(said["email"]), answers)
        host = here.settings.base_domain if slug is None else f"{slug}.{here.settings.base_domain}"
    address = f"{here.settings.scheme}://{host}/api/v1"
    if as_json:
        click.echo(json.dumps({"id": str(made.id), "token": made.text, "address": address}))
        return
    click.echo(f"{made.text}\nIt is not shown again. It opens {address} for {said['days']} days.")


def _made(office: "Office", email: str, answers: "Mapping[str, Any]") -> "NewToken":
    from franchise_kit.access.queries.actors import find_actor_by_email
    from franchise_kit.tokens.actions import make_token
    from franchise_kit.tokens.rules import TokenTooWide
    from tenants import clock
    from tenants.transaction import reading

    with reading(office) as session:
        actor = find_actor_by_email(session, email)
    if actor is None:
        msg = f"Nobody with the address {email!r} may sign in there."
        raise Failed(msg)
    now = clock.now()
    try:
        return make_token(
            office=office,
            by=actor,
            name=answers["name"],
            permissions=frozenset(answers["permissions"]),
            expires_at=now + timedelta(days=answers["days"]),
            now=now,
        )
    except TokenTooWide as refusal:
        may_hold = ", ".join(_holdable(actor.permissions))
        msg = f"Its holder may not do all of that, or no program may. It may hold: {may_hold}"
        raise Failed(msg) from refusal


def _holdable(held: "Mapping[str, str]") -> list[str]:
    from franchise_kit.tokens.rules import NEVER

    return sorted(set(held) - NEVER)
