"""The command ``cydofal``. A subcommand is imported when it is called, so that ``--help`` is quick.

Exit status: 0 done, 1 refused or failed with one line on stderr, 2 wrong usage.
"""

import importlib
import sys

import click

# Name: where it is, and what it does in a line (kept here so that help imports nothing).
SUBCOMMANDS = {
    "serve": ("app.cli.serve:serve", "Run the database, the web and the worker on this machine."),
    "worker": ("app.cli.serve:worker", "Run jobs, as one of several workers."),
    "migrate": ("app.cli.migrate:migrate", "Set the installation up and bring every co-op to this version."),
    "doctor": ("app.cli.doctor:doctor", "Check settings, versions, roles, journals, disk and clock."),
    "demo": ("app.cli.demo:demo", "Load the demo network, and show its sign-in codes."),
    "db": ("app.cli.db:db", "Show how to reach the database."),
    "coop": ("app.cli.coop:coop", "Create, list, suspend, export, restore and close co-ops."),
    "user": ("app.cli.user:user", "Invite somebody."),
    "token": ("app.cli.token:token", "Make a token for the API."),
    "journal": ("app.cli.journal:journal", "Verify that no line of a journal was changed."),
    "ledger": ("app.cli.ledger:ledger", "Verify that the books balance."),
    "billing": ("app.cli.billing:billing", "Publish the network's fees, and bill a month."),
    "payroll": ("app.cli.payroll:payroll", "Work out pay by the rules alone."),
    "routes": ("app.cli.routes:routes", "List every address and the permission that it asks for."),
    "bench": ("app.cli.bench:bench", "Measure speed and size on this machine."),
}


class _LazyGroup(click.Group):
    """A group that knows its subcommands by name and imports one when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - the signature is click's
        """Return the names, in the order in which people meet them."""
        return list(SUBCOMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as above
        """Import one subcommand; ``None`` when there is none of that name."""
        if cmd_name not in SUBCOMMANDS:
            return None
        module_name, _, attribute = SUBCOMMANDS[cmd_name][0].partition(":")
        found = getattr(importlib.import_module(module_name), attribute)
        if not isinstance(found, click.Command):
            raise TypeError(cmd_name)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - as above
        """Write the list of subcommands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in SUBCOMMANDS.items()])


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
def cydofal() -> None:
    """Host a social franchise of care co-operatives."""


def main() -> None:
    """Run a command; a refusal or a wrong setting is one line on stderr and exit status 1."""
    from tenants.refusal import Refusal

    try:
        cydofal()
    except SystemExit:
        # The way every command ends; asked first, since what the others are takes long to load.
        raise
    except _own_faults() as error:
        click.echo(f"cydofal: {error}", err=True)
        sys.exit(1)
    except Refusal as refusal:
        facts = " ".join(f"{name}={value}" for name, value in refusal.facts.items())
        click.echo(f"cydofal: refused: {refusal.code} {facts}".rstrip(), err=True)
        sys.exit(1)
    except _database_faults():
        # Its own words are left out: they may hold a row.
        click.echo(
            "cydofal: the database does not answer, or is not set up: `cydofal migrate` does that.", err=True
        )
        sys.exit(1)


def _own_faults() -> tuple[type[Exception], ...]:
    """Return what wrong settings and our own database server raise; asked for as below."""
    from app.settings import SettingsError
    from tenants.embedded.problem import EmbeddedProblem

    return SettingsError, EmbeddedProblem


def _database_faults() -> tuple[type[Exception], ...]:
    """Return what a database that is away raises; asked for only when something was raised."""
    import psycopg
    from sqlalchemy.exc import OperationalError, ProgrammingError

    return psycopg.OperationalError, OperationalError, ProgrammingError
