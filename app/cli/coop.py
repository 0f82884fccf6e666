"""``cydofal coop``: create, list, show, suspend, resume, export, restore, close, and its keys."""

import json
import os
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.cli.checking import checked, checked_address
from app.cli.local import Failed, Reached, reached, secret_from

if TYPE_CHECKING:
    from tenants.archive.sealing import Lock, Unlock
    from tenants.office import Coop

PASSPHRASE = click.option(
    "--passphrase-file", metavar="FILE", help="Its first line is the passphrase; - is standard input."
)
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.group()
def coop() -> None:
    """Create, list, suspend, export, restore and close co-ops."""


def say(facts: dict[str, Any], sentence: str, *, as_json: bool) -> None:
    """Print a command's outcome."""
    click.echo(json.dumps(facts, ensure_ascii=False, default=str) if as_json else sentence)


def found(slug: str) -> "Coop":
    """Return the co-op with this short name; a refusal says when there is none."""
    from tenants import registry

    return registry.get(slug)


@coop.command()
@click.argument("slug")
@click.option("--name", "name_en", required=True, help="Its name in English.")
@click.option("--name-cy", default="", help="Its name in Welsh, where it has one.")
@click.option("--language", type=click.Choice(["en", "cy"]), default="en", show_default=True)
@click.option("--stage", default="S1", show_default=True, help="How far it is on its way: S0 to S8.")
@click.option("--town", "town_en", default="")
@click.option("--town-cy", default="")
@click.option("--admin-email", metavar="ADDRESS", help="Invite its first administrator.")
@AS_JSON
def create(slug: str, *, admin_email: str | None, as_json: bool, **names: str) -> None:
    """Create the co-op SLUG; run again, it finishes what was begun."""
    from tenants import clock, registry
    from tenants.actor import SYSTEM
    from tenants.provisioning import provision
    from tenants.registry.actions import NewCoop, enter_coop

    names["name_cy"] = names["name_cy"] or names["name_en"]
    names["town_cy"] = names["town_cy"] or names["town_en"]
    answers = _checked(names | {"slug": slug, "admin_email": admin_email})
    facts = NewCoop(**{name: answers[name] for name in NewCoop.__dataclass_fields__})
    with reached(with_jobs=True) as here:
        owner = here.owner
        coop_id = _begun(slug) or enter_coop(by=SYSTEM, now=clock.now(), slug=slug, names=facts)
        provision(owner, coop_id, now=clock.now())
        registry.forget()
        made = found(slug)
        if "admin_email" in answers:
            _invite(here, made, answers["admin_email"])
        url = _address(here, made, "/")
    say(_facts(made) | {"url": url}, f"{made.name_en} is at {url}", as_json=as_json)


def _checked(said: dict[str, Any]) -> dict[str, Any]:
    """Return what the form for a new co-op makes of it; here nobody need be invited."""
    from app.hub.schemas import NewCoopSchema
    from app.hub.stages import stage_options

    options = {
        "slug": "SLUG",
        "name_en": "--name",
        "name_cy": "--name-cy",
        "stage": "--stage",
        "town_en": "--town",
        "town_cy": "--town-cy",
        "admin_email": "--admin-email",
    }
    answers = checked(NewCoopSchema(), said, options, may_lack=("admin_email", "admin_first_name"))
    stages = [stage for stage, _words in stage_options()]
    if answers["stage"] not in stages:
        msg = f"--stage: there are {', '.join(stages)}."
        raise Failed(msg)
    if "admin_email" in answers:
        checked_address(answers["admin_email"], options["admin_email"])
    return answers


def _begun(slug: str) -> Any:  # noqa: ANN401 - an id or nothing, of a type that is not loaded yet
    """Return the id of a co-op that an earlier, killed run of ``create`` left half made."""
    from tenants import registry
    from tenants.office import HUB, CoopState
    from tenants.restore import is_unfinished
    from tenants.transaction import reading

    begun = registry.find(slug)
    if begun is None or begun.slug != slug or begun.state is not CoopState.PREPARING:
        return None
    with reading(HUB) as session:
        return None if is_unfinished(session, begun.id) else begun.id


def _address(here: Reached, made: "Coop", path: str) -> str:
    return f"{here.settings.scheme}://{made.slug}.{here.settings.base_domain}{path}"


def _invite(here: Reached, made: "Coop", email: str) -> None:
    from app.hub.jobs import invite_first

    invite_first(made, email, address=lambda path: _address(here, made, path))


def _facts(one: "Coop") -> dict[str, Any]:
    return asdict(one) | {"id": str(one.id)}


@coop.command("list")
@AS_JSON
def list_(*, as_json: bool) -> None:
    """List every co-op."""
    from tenants import registry
    from tenants.office import HUB
    from tenants.transaction import reading

    with reached(), reading(HUB) as session:
        coops = registry.list_coops(session)
    if as_json:
        click.echo(json.dumps([_facts(one) for one in coops], ensure_ascii=False, indent=1))
        return
    for one in coops:
        kind = "figures only" if one.is_synthetic else one.state
        click.echo(f"{one.slug:<24} {kind:<12} {one.stage:<3} {one.name_en}")


@coop.command()
@click.argument("slug")
@AS_JSON
def show(slug: str, *, as_json: bool) -> None:
    """Show what the registry knows of the co-op SLUG."""
    from tenants.office import HUB
    from tenants.registry import CoopRow
    from tenants.transaction import reading

    with reached() as here:
        one = found(slug)
        with reading(HUB) as session:
            row = session.get_one(CoopRow, one.id)
        facts = _facts(one) | {
            "login": here.settings.place.login_of(one),
            "url": _address(here, one, "/"),
            "state_since": row.state_since.isoformat(),
            "keep_until": row.keep_until.isoformat() if row.keep_until else None,
            "erased_at": row.erased_at.isoformat() if row.erased_at else None,
            "last_disclosure_at": row.last_disclosure_at.isoformat() if row.last_disclosure_at else None,
        }
    lines = [f"{name:<20} {'' if value is None else value}" for name, value in facts.items()]
    say(facts, "\n".join(lines), as_json=as_json)


def _change(slug: str, change: str, *, as_json: bool, **more: object) -> None:
    import psycopg
    from sqlalchemy.exc import DBAPIError

    from franchise_kit.access.actions.sessions import end_every_session
    from tenants import clock, closing
    from tenants.actor import SYSTEM
    from tenants.closing.settling import settle

    with reached(with_jobs=True) as here:
        owner = here.owner
        one = found(slug)
        changed = getattr(closing, change)(coop_id=one.id, by=SYSTEM, now=clock.now(), **more)
        try:
            settle(owner=owner, coop_id=one.id, by=SYSTEM, end_sessions=end_every_session, now=clock.now())
        except (psycopg.Error, DBAPIError) as fault:
            msg = f"{slug} is {changed.state}, and its login is not settled yet: the worker will try again."
            raise Failed(msg) from fault
    say(_facts(changed), f"{changed.slug} is {changed.state}", as_json=as_json)


@coop.command()
@click.argument("slug")
@AS_JSON
def suspend(slug: str, *, as_json: bool) -> None:
    """Shut the co-op SLUG to its people for a while; nothing is lost."""
    _change(slug, "suspend", as_json=as_json)


@coop.command()
@click.argument("slug")
@AS_JSON
def resume(slug: str, *, as_json: bool) -> None:
    """Open the suspended co-op SLUG again; everybody signs in anew."""
    _change(slug, "resume", as_json=as_json)


@coop.command()
@click.argument("slug")
@click.option("--keep-until", type=click.DateTime(["%Y-%m-%d"]), help="A later day than the law's.")
@AS_JSON
def close(slug: str, *, keep_until: datetime | None, as_json: bool) -> None:
    """Close the co-op SLUG for good. Its data is kept for as long as the law says, then erased."""
    _change(slug, "close", as_json=as_json, kept_until=keep_until.date() if keep_until else None)


@coop.command()
@click.argument("slug")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@PASSPHRASE
@click.option("--to", "recipient", metavar="KEY", help="A public key (coop archive-key) instead of words.")
@click.option("--force", is_flag=True, help="Write over a FILE that is there.")
@AS_JSON
def export(
    slug: str,
    file: Path,
    *,
    passphrase_file: str | None,
    recipient: str | None,
    force: bool,
    as_json: bool,
) -> None:
    """Write everything of the co-op SLUG to FILE, encrypted, while it works."""
    from tenants import clock
    from tenants.actor import SYSTEM
    from tenants.export import export_coop, way_of

    if os.path.lexists(file) and not force:
        msg = f"{file} is there already: choose another name, or say --force to write over it."
        raise Failed(msg)
    with reached() as here:
        one = found(slug)
        way = way_of(here.settings.place, one, here.owner_or_none)
        lock = _lock(passphrase_file, recipient)
        done = export_coop(way=way, coop=one, target=file, lock=lock, by=SYSTEM, now=clock.now())
    rows = sum(done.rows.values())
    say(
        asdict(done) | {"file": str(file)},
        f"{file}: {rows} rows, {done.files} files, {done.size_bytes} bytes",
        as_json=as_json,
    )
    if done.missing_files:
        click.echo(f"cydofal: {len(done.missing_files)} files could not be read and are missing.", err=True)


def _lock(passphrase_file: str | None, recipient: str | None) -> "Lock":
    from tenants.archive.sealing import Passphrase, Recipient

    if recipient is None:
        return Passphrase(_hard_to_guess(secret_from(passphrase_file, "Passphrase", confirm=True)))
    try:
        return Recipient(bytes.fromhex(recipient))
    except ValueError as fault:
        msg = "--to is no public key: it has 64 hexadecimal digits."
        raise Failed(msg) from fault


def _hard_to_guess(words: str) -> str:
    """Return words that a password could be made of; how few they may be the seal itself says."""
    from franchise_kit.access.rules.passwords import is_guessed

    if is_guessed(words):
        msg = "This passphrase is guessed too easily: use four words that have nothing to do with each other."
        raise Failed(msg)
    return words


@coop.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as", "slug", metavar="SLUG", help="Under another short name than it had.")
@PASSPHRASE
@click.option("--key-file", type=click.Path(path_type=Path), help="The private half of a recipient's key.")
@AS_JSON
def restore(
    file: Path, *, slug: str | None, passphrase_file: str | None, key_file: Path | None, as_json: bool
) -> None:
    """Put the co-op in FILE back, here or in another installation.

    Everything in it is verified before anything is written. Sessions, passkeys, tokens and open links do
    not travel: people sign in anew, and enrol their passkeys anew.
    """
    from tenants import clock
    from tenants.actor import SYSTEM
    from tenants.restore import Request, restore_coop

    with reached() as here:
        owner = here.owner
        unlock = _unlock(passphrase_file, key_file)
        with file.open("rb") as source:
            done = restore_coop(
                owner=owner, request=Request(source, unlock, slug), by=SYSTEM, now=clock.now()
            )
        url = _address(here, done.coop, "/")
    facts = _facts(done.coop) | {
        "url": url,
        "archive_id": str(done.archive_id),
        "made_at": done.made_at.isoformat(),
        "rows": done.rows,
        "files": done.files,
        "missing_files": list(done.missing_files),
    }
    told = f"{done.coop.slug} is back as of {done.made_at:%Y-%m-%d %H:%M} UTC, at {url}"
    say(facts, f"{told}\nPeople sign in anew, and enrol their passkeys anew.", as_json=as_json)


def _unlock(passphrase_file: str | None, key_file: Path | None) -> "Unlock":
    from tenants.archive.sealing import Passphrase, RecipientKey

    if key_file is None:
        return Passphrase(secret_from(passphrase_file, "Passphrase"))
    try:
        return RecipientKey(bytes.fromhex(key_file.read_text(encoding="ascii").strip()))
    except ValueError as fault:
        msg = f"{key_file} holds no key of ours."
        raise Failed(msg) from fault


@coop.command("archive-key")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def archive_key(file: Path) -> None:
    """Make a key for archives: its private half goes to FILE, its public half is printed."""
    from app.cli.local import plain_faults
    from tenants.archive.sealing import RecipientKey

    key = RecipientKey.new()
    with plain_faults():
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as stream:
            stream.write(key.key.hex() + "\n")
    click.echo(key.recipient.key.hex())


@coop.command("rotate-key")
@click.argument("slug")
@AS_JSON
def rotate_key(slug: str, *, as_json: bool) -> None:
    """Make a new data key for the co-op SLUG and seal every encrypted field with it."""
    from tenants import clock
    from tenants.actor import SYSTEM
    from tenants.rotating import rotate_data_key

    with reached():
        done = rotate_data_key(office=found(slug), by=SYSTEM, now=clock.now())
    say(asdict(done), f"Key {done.key_id}: {done.values} values sealed anew", as_json=as_json)


@coop.command()
@click.argument("slug")
def mend(slug: str) -> None:
    """Give the login of the co-op SLUG its password, settings and rights back, when doctor says so."""
    from tenants.office import CoopState
    from tenants.provisioning import mend_wall

    with reached() as here:
        one = found(slug)
        if one.state is not CoopState.ACTIVE:
            msg = f"{slug} is {one.state}, and its login is shut."
            raise Failed(msg)
        mend_wall(here.owner, one.schema)
    click.echo(f"The login of {slug} is as it was made")
