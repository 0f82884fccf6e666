"""``cydofal db``: how to reach the database, and new wrappings after the installation's key changed."""

import json

import click

from app.cli.local import Failed, Reached, reached


@click.group()
def db() -> None:
    """Show how to reach the database."""


@db.command()
@click.option("--role", type=click.Choice(["owner", "hub", "coop", "pooler"]), required=True)
@click.option("--coop", "slug", metavar="SLUG", help="Which co-op's login, with --role coop.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def url(*, role: str, slug: str | None, as_json: bool) -> None:
    """Print a libpq address with its password: whoever has it is that login."""
    if (role == "coop") is not (slug is not None):
        msg = "--coop SLUG goes with --role coop, and only with it."
        raise click.UsageError(msg)
    with reached() as here:
        said = _url(here, role, slug)
    click.echo(json.dumps({"role": role, "url": said}) if as_json else said)


def _url(here: Reached, role: str, slug: str | None) -> str:
    from tenants import registry
    from tenants.office import HUB

    if role == "owner":
        return here.owner.url
    place = here.settings.place
    if role == "pooler":
        return url_of(here, place.installation.pooler)
    office = HUB if slug is None else registry.get(slug)
    login = place.login_of(office)
    return url_of(here, login)


def url_of(here: Reached, login: str) -> str:
    """Return the address of one login whose password is derived."""
    from urllib.parse import quote, urlencode

    place = here.settings.place
    asked = {"host": place.address.host, "port": place.address.port}
    if place.address.sslmode != "prefer":
        asked["sslmode"] = place.address.sslmode
    password = quote(place.key.password_of(login), safe="")
    return f"postgresql://{login}:{password}@/{quote(place.address.database)}?{urlencode(asked)}"


@db.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def rekey(*, as_json: bool) -> None:
    """After CYDOFAL_SECRET_KEY changed: wrap every data key anew and give every login its new password.

    The earlier key is given in CYDOFAL_PREVIOUS_SECRET_KEYS. Restart the web and the worker afterwards.
    """
    from dataclasses import asdict

    from tenants.credentials import InstallationKey
    from tenants.rotating.installation import rewrap_all

    with reached() as here:
        previous = [InstallationKey(key.encode()) for key in here.settings.previous_secret_keys]
        done = rewrap_all(here.owner, previous)
    click.echo(
        json.dumps(asdict(done)) if as_json else f"{done.keys} keys wrapped anew, {done.logins} passwords set"
    )
    if done.lost:
        msg = f"No key that was given opens the data keys of {', '.join(done.lost)}."
        raise Failed(msg)
