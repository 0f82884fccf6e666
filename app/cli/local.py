"""What the operator's commands stand on: an installation that is reached, and faults told in one line."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.settings import Settings
    from tenants.provisioning.installation import Owner
    from tenants.refusal import Refusal

T = TypeVar("T")
# What a refusal's code means to whoever typed the command; ``{name}`` is one of its facts.
SENTENCES = {
    "already_there": "The co-op is {state} already.",
    "archive_damaged": "The archive is damaged or cut short. Nothing was written.",
    "archive_foreign": "The archive opens, but what is in it is not a co-op's ({facts}). Nothing was kept.",
    "archive_locked": "This passphrase or key does not open the archive. Nothing was written.",
    "archive_too_new": "A newer Cydofal made this archive ({facts}): update this one. Nothing was written.",
    "archive_unknown": "This file is no archive of a co-op. Nothing was written.",
    "cannot_change_state": "That cannot be done to a co-op that is {state}.",
    "email_taken": "Somebody there has this address already.",
    "role_not_of_this_office": "No such role there; the hub gives the network's roles, a co-op all others.",
    "coop_is_behind": "The co-op's tables are at {revision}: run `cydofal migrate` first.",
    "export_is_running": "Another export writes to this file just now.",
    "fee_plan_not_readable": "The plan of fees is not as it must be: {field}. Nothing was published.",
    "kept_too_short": "The law wants the data kept longer: until {earliest} at least.",
    "month_not_over": "That month is not over yet.",
    "no_such_demo_account": "The demo has nobody of that name who needs a code: `cydofal demo accounts` "
    "lists everybody.",
    "no_fee_plan": "No published plan of fees is in force in {month}: `cydofal billing plan` publishes one.",
    "not_found": "There is no such co-op.",
    "nothing_to_export": "This co-op has no data of its own here.",
    "passphrase_too_short": "A passphrase needs {fewest_characters} characters at least.",
    "restore_is_running": "Another restore under this name runs just now.",
    "slug_not_allowed": "That short name cannot be used: 3 to 40 lower-case letters, digits and hyphens, "
    "and not one that the network keeps for itself.",
    "slug_taken": "A co-op has this short name, or once had it: choose another (with restore: --as).",
}

# The class of faults that say: no such table, no such column, no right to it (PostgreSQL, appendix A).
NOT_AS_WRITTEN = "42"


class Failed(click.ClickException):
    """The command failed: one line on stderr and exit status 1."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the line as all our commands do."""
        click.echo(f"cydofal: {self.format_message()}", file=file, err=True)


@dataclass(frozen=True, slots=True)
class Reached:
    """An installation that answers. ``has_owner`` says whether the owner's login was given."""

    settings: "Settings"
    owner_or_none: "Owner | None"

    @property
    def owner(self) -> "Owner":
        """The owner's way in; a sentence says so when it was not given."""
        if self.owner_or_none is None:
            msg = "CYDOFAL_OWNER_URL is missing: this command needs the owner's login."
            raise Failed(msg)
        return self.owner_or_none


@contextmanager
def plain_faults() -> Iterator[None]:
    """Turn what went wrong into one clear line."""
    import psycopg
    from sqlalchemy.exc import DBAPIError

    from tenants.refusal import Refusal

    try:
        yield
    except Refusal as refusal:
        raise Failed(sentence_of(refusal)) from refusal
    except (psycopg.Error, DBAPIError) as fault:
        raise Failed(database_fault(fault)) from fault
    except OSError as fault:
        where = f"{fault.filename}: " if fault.filename else ""
        msg = f"{where}{fault.strerror or fault}."
        raise Failed(msg) from fault


def database_fault(fault: Exception) -> str:
    """Return what the database said as a sentence of ours: its own words may hold a row."""
    code = getattr(getattr(fault, "orig", None) or fault, "sqlstate", None)
    if code is None:
        return "The database does not answer, or does not let this login in."
    if code.startswith(NOT_AS_WRITTEN):
        return f"The database is not set up for this version ({code}): `cydofal migrate` does that."
    return f"The database said no ({code}). Nothing was told of why, since that may hold somebody's data."


def sentence_of(refusal: "Refusal") -> str:
    """Return a refusal as a sentence."""
    facts = " ".join(f"{name}={value}" for name, value in refusal.facts.items())
    sentence = SENTENCES.get(refusal.code)
    if sentence is None:
        return f"refused: {refusal.code} {facts}".rstrip()
    return sentence.format_map(_Facts(refusal.facts) | {"facts": facts or "its shape"})


class _Facts(dict[str, object]):
    """Facts by name; one that is not there shows as nothing."""

    def __missing__(self, name: str) -> str:
        return ""

    def __or__(self, other: dict[str, object]) -> "_Facts":  # type: ignore[override] # of our own kind
        return _Facts({**self, **other})


@contextmanager
def reached(*, with_jobs: bool = False) -> Iterator[Reached]:
    """Reach the installation: that of the environment, or the one in the local state directory.

    ``with_jobs`` also loads what a command needs that asks for jobs or mail.
    """
    from sqlalchemy import create_engine

    from app.local_state import command_environment
    from app.settings import Settings
    from tenants import clock, database, files
    from tenants.provisioning.installation import Owner

    with plain_faults(), command_environment(os.environ) as environment:
        settings = Settings.from_env(environment)
        place = settings.place
        url, options = database.engine_arguments(place, cap=4)
        held = database.use(place, create_engine(url, **options))
        files.set_store(files.FolderStore(settings.state_dir / "files"))
        owner = Owner(settings.owner_url, place) if settings.owner_url else None
        clock.hold_day(settings.held_day)
        try:
            if with_jobs:
                with _jobs(owner, settings):
                    yield Reached(settings, owner)
            else:
                yield Reached(settings, owner)
        finally:
            held.engine.dispose()


@contextmanager
def _jobs(owner: "Owner | None", settings: "Settings") -> Iterator[None]:
    from app.hub.jobs import use_owner
    from app.queue import QueueDoorbell
    from tenants import jobs

    use_owner(owner)
    doorbell = QueueDoorbell(settings.place)
    jobs.set_doorbell(doorbell)
    try:
        yield
    finally:
        jobs.set_doorbell(None)
        doorbell.close()


def secret_from(path: str | None, question: str, *, confirm: bool = False) -> str:
    """Read a passphrase from a file, from standard input for ``-``, or ask for it on a terminal."""
    if path == "-":
        return sys.stdin.readline().rstrip("\r\n")
    if path is not None:
        with plain_faults(), open(path, encoding="utf-8") as file:
            return file.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        msg = "No passphrase was given: use --passphrase-file FILE, or - for standard input."
        raise Failed(msg)
    return str(click.prompt(question, hide_input=True, confirmation_prompt=confirm))


def read_each_office(slug: str | None, read: Callable[["Session", str], T]) -> list[tuple[str, T]]:
    """Return what ``read`` finds, given a session of the owner's and the schema that it looks into.

    Of the co-op of a short name, or of the hub and every co-op: each with what it is called.
    """
    from tenants import registry
    from tenants.doctor.offices import known_coops, look_into, offices, session_as_owner

    found = []
    with reached() as here:
        wanted = registry.get(slug).schema if slug else None
        with here.owner.connect(autocommit=True) as connection:
            named = [one for one in offices(known_coops(connection)) if wanted in {None, one[1]}]
        with session_as_owner(here.owner) as session:
            for name, schema in named:
                look_into(session, schema)
                found.append((name, read(session, schema)))
    return found
