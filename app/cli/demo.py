"""``cydofal demo``: load the demo network, list its sign-ins, show a second factor's code."""

import json
import os
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from app.cli.local import Reached
    from app.demo.signing_in import SignIn
    from app.settings import Settings


@click.group()
def demo() -> None:
    """Load the demo network, and show its sign-in codes."""


@demo.command()
@click.option("--if-needed", is_flag=True, help="Say nothing and do nothing when it is here already.")
def load(*, if_needed: bool) -> None:
    """Load a hub and six co-ops with made-up people into an empty installation."""
    from app.cli.local import reached
    from app.demo.carrying_on import carry_on
    from app.demo.loading import Loading, is_whole
    from app.settings import FIRST_DEMO_DAY, Mode, SettingsError
    from tenants import clock

    with reached() as here:
        if here.settings.mode is Mode.PRODUCTION or here.owner_or_none is None:
            msg = "The demo's accounts are known to all: it is never loaded in production."
            raise SettingsError(msg)
        if not (if_needed and is_whole()):
            _load_whole(here)
        # Its stories are of the first day; its visits are of the day on which it lives.
        clock.hold_day(here.settings.held_day or FIRST_DEMO_DAY)
        carry_on(Loading(here.owner, clock.now(), click.echo))
        _print_first_met(here.settings)


def _load_whole(here: "Reached") -> None:
    """Load all of it, with the application: what is told through an opening is met by the rooms."""
    from app import create_app
    from app.demo.loading import Loading
    from app.demo.loading import load as load_all
    from app.demo.stories import tell
    from app.late_rooms import load_rooms
    from app.settings import FIRST_DEMO_DAY
    from tenants import clock

    app = load_rooms(create_app(here.settings))
    clock.hold_day(FIRST_DEMO_DAY)
    click.echo("Loading the demo network:")
    with app.app_context():
        size = (here.settings.demo_tenths, here.settings.demo_only)
        load_all(Loading(here.owner, clock.now(), click.echo, *size), tell)


@demo.command()
def reset() -> None:
    """Set the demo back to its first day: all that was done in it since is gone.

    The first time it is loaded anew and a copy is kept beside it; after that the copy is copied.
    """
    from app.cli.local import Failed, plain_faults
    from app.demo.resetting import reset as set_back
    from app.local_state import command_environment, has_own_database, own_server
    from app.settings import MODE, Mode, Settings

    environ = dict(os.environ) | {MODE: os.environ.get(MODE) or Mode.DEMO}
    with plain_faults():
        if has_own_database(environ) and own_server(environ).is_running_elsewhere():
            msg = "The demo is served just now: stop `cydofal serve` first."
            raise Failed(msg)
        with command_environment(environ) as environment:
            settings = Settings.from_env(environment)
            if settings.mode is not Mode.DEMO:
                msg = "Only a demo is set back to its first day."
                raise Failed(msg)
            set_back(settings, environment, click.echo)


@demo.command()
@click.argument("account")
def code(account: str) -> None:
    """Show the current one-time code of ACCOUNT, for example hub/quality-lead."""
    from app.cli.local import plain_faults
    from app.demo.signing_in import code_of
    from tenants import clock

    key = _settings().place.key
    with plain_faults():
        click.echo(code_of(key, account, at=clock.ticking()))


@demo.command()
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def accounts(*, as_json: bool) -> None:
    """List every sign-in of the demo."""
    found = _sign_ins(_settings())
    if as_json:
        click.echo(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=1))
        return
    for one in found:
        click.echo(_line(one))


def _settings() -> "Settings":
    from app.local_state import settings_of_state
    from app.settings import Mode, SettingsError

    settings = settings_of_state(os.environ)
    if settings.mode is Mode.PRODUCTION:
        msg = "There is no demo in production."
        raise SettingsError(msg)
    return settings


def _sign_ins(settings: "Settings") -> "list[SignIn]":
    from app.demo.signing_in import sign_ins

    return sign_ins(settings.place.key, scheme=settings.scheme, base_domain=settings.base_domain)


def _print_first_met(settings: "Settings") -> None:
    from app.demo.signing_in import FIRST_MET

    found = {one.account: one for one in _sign_ins(settings)}
    click.echo(f"Sign in with the password: {next(iter(found.values())).password}")
    for account in FIRST_MET:
        click.echo(_line(found[account]))
    click.echo("A second factor's code: .venv/bin/cydofal demo code hub/quality-lead")
    click.echo("Everybody else: .venv/bin/cydofal demo accounts")


def _line(one: "SignIn") -> str:
    factor = "and a code" if one.has_second_factor else ""
    return f"  {one.account:38} {one.address:42} {one.email:44} {factor}".rstrip()
