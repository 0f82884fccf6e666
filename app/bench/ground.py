"""The ground of a measurement: a server of its own in a folder of its own, and installations on it."""

import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
from argon2 import PasswordHasher
from flask import Flask
from psycopg.sql import SQL, Identifier

from app.bench import page
from app.factory import create_app
from app.late_rooms import load_rooms
from app.loading import keep_what_is_loaded, take_short_turns
from app.settings import DatabaseAddress, Mode, Settings
from franchise_kit.access.actions.seeding import SeedAccount, seed_accounts
from tenants import clock, database, jobs, registry
from tenants.database import Database
from tenants.embedded import EmbeddedServer
from tenants.migrating import migrate_hub
from tenants.office import HUB, Coop
from tenants.provisioning import provision
from tenants.provisioning.installation import Owner, found_installation
from tenants.transaction import upkeep

BASE_DOMAIN = "localhost:8000"
PASSWORD = "a walk along the old railway"  # noqa: S105 - of made-up people in a folder that is deleted
EMAIL = "carer@bench.invalid"
CATALOGUE = "SELECT relname FROM pg_class WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind = 'r'"


@dataclass
class Ground:
    """One installation that is measured."""

    app: Flask
    owner: Owner
    database: Database
    password_hash: str
    coops: list[Coop] = field(default_factory=list)

    def use(self) -> None:
        """Make this the installation that the process works for."""
        if database.is_given() and database.current() is self.database:
            return
        database.hold(self.database)
        registry.forget()

    def analyze(self) -> None:
        """Let the database look at what was loaded, as it does by itself within a minute."""
        with self.owner.connect() as connection:
            connection.execute("ANALYZE")
        self.use()

    def settle(self, server: EmbeddedServer) -> None:
        """Let the database put its catalogue in order, as it does by itself in the hours after so much."""
        address = server.superuser_url(self.database.place.address.database)
        with psycopg.connect(address, autocommit=True) as own:
            for (table,) in own.execute(CATALOGUE).fetchall():
                own.execute(SQL("VACUUM (ANALYZE) pg_catalog.{}").format(Identifier(table)))
            own.execute("CHECKPOINT")
        self.use()

    def add_coops(self, count: int, *, at_once: int = 1) -> list[float]:
        """Add co-ops with one account each; return how long building each wall took."""
        self.use()
        entered = [self._enter() for _ in range(count)]
        with ThreadPoolExecutor(at_once) as workers:
            times = list(workers.map(lambda one: self._provision(one[0]), entered))
        registry.forget()
        for _, slug in entered:
            coop = registry.get(slug)
            self.enter_account(coop)
            self.coops.append(coop)
        return times

    def _enter(self) -> tuple[UUID, str]:
        slug = f"coop-{secrets.token_hex(6)}"
        with upkeep(HUB) as session:
            row = registry.add(
                session,
                slug=slug,
                now=clock.now(),
                name_en="Bench",
                name_cy="Mainc",
                language="en",
                stage="S7",
            )
            return row.id, slug

    def _provision(self, coop_id: UUID) -> float:
        started = time.perf_counter()
        provision(self.owner, coop_id, now=clock.now())
        return time.perf_counter() - started

    def enter_account(self, coop: Coop, *, email: str = EMAIL, role: str = "care_worker") -> None:
        """Enter somebody with an account and the one password."""
        person = SeedAccount(
            id=uuid4(),
            person_id=uuid4(),
            email=email,
            first_name="Mari",
            full_name="Mari Mainc",
            language="en",
            roles=(role,),
            totp_secret=None,
        )
        seed_accounts(office=coop, people=[person], password_hash=self.password_hash, now=clock.now())


@contextmanager
def own_server() -> Iterator[tuple[EmbeddedServer, Path]]:
    """Run a server that writes as a real one does, in a folder that is deleted."""
    folder = Path(tempfile.mkdtemp(prefix="cydofal-bench-"))
    try:
        with EmbeddedServer(folder / "state") as server:
            yield server, folder
            server.remove()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def found(server: EmbeddedServer, folder: Path, name: str, *, pool_cap: int) -> Ground:
    """Found an installation on a server."""
    settings = Settings(
        secret_key=secrets.token_urlsafe(48),
        database=DatabaseAddress(str(server.socket_dir), server.port, name, "prefer"),
        state_dir=folder / name,
        mode=Mode.LOCAL,
        base_domain=BASE_DOMAIN,
        installation=name,
        pool_cap=pool_cap,
    )
    place = settings.place
    found_installation(server.superuser_url(), place, "owner")
    where = f"host={server.socket_dir}&port={server.port}"
    owner = Owner(f"postgresql://{place.installation.owner}:owner@/{name}?{where}", place)
    migrate_hub(owner, now=clock.now())
    app = load_rooms(create_app(settings))
    app.register_blueprint(page.pages)
    # As in each of the web's processes.
    keep_what_is_loaded()
    take_short_turns()
    # Nobody works the queue here, and nothing but the page is to be measured.
    jobs.set_doorbell(None)
    return Ground(app, owner, database.current(), PasswordHasher().hash(PASSWORD))
