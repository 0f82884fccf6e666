"""A co-op leaves one installation and returns: to its old place after it was erased, or to quite another."""

import io
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, text

from app.hub import jobs as hub_jobs
from app.settings import DatabaseAddress, Settings
from app.web.hosts import SETTINGS
from franchise_kit.access.models import Account
from tenants import clock, database, files, keys, progress, registry
from tenants.actor import SYSTEM
from tenants.closing import close
from tenants.closing.settling import erase, settle
from tenants.credentials import InstallationKey
from tenants.database import Place
from tenants.embedded import EmbeddedServer
from tenants.jobs.runner import run_pending
from tenants.migrating import migrate_hub
from tenants.names import Installation
from tenants.office import HUB, Coop, CoopState
from tenants.provisioning.installation import Owner, found_installation
from tenants.registry import SlugTaken
from tenants.registry.actions import NewCoop, request_coop
from tenants.restore import Request, restore_coop
from tenants.transaction import reading
from tests.conftest import WORKER
from tests.support.marked import LOCK, export_to, plant
from tests.support.world import World, create_engine_of

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
SEED = "JBSWY3DPEHPK3PXP"


def restore(owner: Owner, data: bytes, slug: str | None = None) -> Coop:
    request = Request(io.BytesIO(data), LOCK, slug)
    return restore_coop(owner=owner, request=request, by=SYSTEM, now=clock.now()).coop


def leave(world: World, coop: Coop, folder: Path) -> bytes:
    plant(coop, "MARKCAER", secret=SEED)
    export_to(world, coop, folder / "caer.cydofal")
    return (folder / "caer.cydofal").read_bytes()


def test_a_coop_that_was_erased_returns_as_itself(world: World, tmp_path: Path) -> None:
    caer = world.add_coop("caer", name_en="Caer Care")
    data = leave(world, caer, tmp_path)
    close(coop_id=caer.id, by=SYSTEM, now=NOW)
    settle(owner=world.owner, coop_id=caer.id, by=SYSTEM, end_sessions=lambda *_: None, now=NOW)
    with pytest.raises(SlugTaken):
        restore(world.owner, data)
    erase(owner=world.owner, coop_id=caer.id, now=NOW + timedelta(days=9999))

    back = restore(world.owner, data)

    assert (back.id, back.slug, back.name_en, back.state) == (caer.id, "caer", "Caer Care", CoopState.ACTIVE)
    assert back.schema != caer.schema
    with world.superuser() as connection:
        row = connection.execute(
            "SELECT erased_at, keep_until FROM hub.coop WHERE id = %s", [caer.id]
        ).fetchone()
    assert row == (None, None)


def test_a_refused_return_leaves_the_erased_coop_erased(world: World, aber: Coop, tmp_path: Path) -> None:
    """Another co-op's archive does not get the name of one that was erased."""
    caer = world.add_coop("caer")
    close(coop_id=caer.id, by=SYSTEM, now=NOW)
    erase(owner=world.owner, coop_id=caer.id, now=NOW + timedelta(days=9999))
    export_to(world, aber, tmp_path / "aber.cydofal")

    with pytest.raises(SlugTaken):
        restore(world.owner, (tmp_path / "aber.cydofal").read_bytes(), "caer")


@pytest.fixture
def elsewhere(server: EmbeddedServer, world: World, tmp_path: Path) -> Iterator[Owner]:
    """Another installation, with a key of its own, in which this process lives for one test."""
    name = f"else_{WORKER}"
    address = database.Address(str(server.socket_dir), server.port, name)
    place = Place(address, InstallationKey(secrets.token_bytes(32)), Installation(name))
    found_installation(server.superuser_url("postgres"), place, "owner")
    url = f"postgresql://{name}_owner:owner@/{name}?host={address.host}&port={address.port}"
    owner = Owner(url, place)
    migrate_hub(owner, now=clock.now())
    held = database.use(place, create_engine_of(place))
    store = files.store()
    files.set_store(files.FolderStore(tmp_path / "files"))
    move()
    yield owner
    held.engine.dispose()
    database.use(world.place, world.database.engine)
    files.set_store(store)
    move()


def move() -> None:
    keys.forget()
    registry.forget()


def test_a_coop_moves_to_another_installation(
    world: World, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """SECURITY_CHECKLIST 80: restore is rehearsed into a fresh installation, one co-op alone."""
    caer = world.add_coop("caer", name_en="Caer Care", name_cy="Gofal Caer", language="cy")
    data = leave(world, caer, tmp_path)
    owner = request.getfixturevalue("elsewhere")

    back = restore(owner, data)

    assert (back.id, back.slug, back.name_cy, back.language) == (caer.id, "caer", "Gofal Caer", "cy")
    with reading(back) as session:
        assert session.scalars(select(Account.totp_secret)).all() == [SEED, SEED]
        [file] = files.find_of_record(session, "profile")
        assert files.read(session, file.id)[1].startswith(b"%PDF-1.7\nMARKCAER")
    with reading(HUB) as session:
        assert [coop.slug for coop in registry.list_coops(session)] == ["caer"]


@contextmanager
def as_a_worker(world: World) -> Iterator[None]:
    """Have what a worker has: the owner's login, and settings from which addresses are made."""
    flask = Flask("worker")
    where = DatabaseAddress("", 5432, "unused", "prefer")
    flask.config[SETTINGS] = Settings(secret_key="", database=where, base_domain="care.test")
    hub_jobs.use_owner(world.owner)
    with flask.app_context():
        yield
    hub_jobs.use_owner(None)


def test_the_hubs_job_builds_a_coop_and_invites_its_first_administrator(world: World, hub: object) -> None:
    names = NewCoop("Dros Care", "Gofal Dros", "cy", "S2")

    coop_id, progress_id = request_coop(
        by=SYSTEM, now=clock.now(), slug="dros", names=names, admin_email="jo@test.invalid"
    )
    before = registry.get("dros").state
    with as_a_worker(world):
        ran = run_pending(HUB)
        hub_jobs.provision_coop(HUB, coop_id=str(coop_id), admin_email="jo@test.invalid")
    registry.forget()

    dros = registry.get("dros")
    assert (before, dros.state, ran) == (CoopState.PREPARING, CoopState.ACTIVE, 1)
    with reading(HUB) as session:
        told = progress.get(session, progress_id, account_id=None)
    assert (told.state, told.done, told.total, told.result) == ("done", 2, 2, {"slug": "dros"})
    with reading(dros) as session:
        accounts = session.execute(text("SELECT email, status FROM account")).all()
        mails = session.execute(text("SELECT kind, to_address FROM mail")).all()
        roles = session.execute(text("SELECT role, state FROM account_role")).all()
    assert accounts == [("jo@test.invalid", "invited")]
    assert len(mails) == 1
    assert roles == [("coop_admin", "given")]
    assert UUID(str(dros.id)) == coop_id
