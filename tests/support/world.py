"""A real installation for one test process: a database, the hub, and two co-ops with walls.

Between tests everything is emptied, so that no test sees what another wrote.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import Engine, create_engine

from tenants import clock, database, files, jobs, keys, mail, registry
from tenants.actor import SYSTEM
from tenants.credentials import InstallationKey
from tenants.database import Address, Database, Place
from tenants.embedded import EmbeddedServer
from tenants.journal.chain import FIRST_HASH
from tenants.migrating import migrate_hub
from tenants.names import Installation
from tenants.office import HUB, Coop
from tenants.provisioning import Owner, provision
from tenants.provisioning.installation import found_installation
from tenants.transaction import transaction

RESTORED_FACTS = ("id", "stage", "language", "name_en", "name_cy", "town_en", "town_cy", "revision")
KEPT_TABLES = ("data_key", "hub_revision", "coop", "coop_slug", "coop_migration")
# One statement, since each that is sent waits for an answer. Only where a test wrote something is emptied:
# a table that never held a row has no bytes.
_SWEEP = """
DO $$
DECLARE place record;
BEGIN
    PERFORM set_config('session_replication_role', 'replica', true);
    FOR place IN
        SELECT relnamespace::regnamespace AS schema, relname AS name
        FROM pg_class
        WHERE relnamespace::regnamespace::text = ANY({schemas}) AND relkind = 'r' AND relname <> ALL({kept})
            AND pg_relation_size(oid) > 0
    LOOP
        IF place.name = 'journal_head' THEN
            EXECUTE format('UPDATE %s.%I SET seq = 0, hash = %L::bytea', place.schema, place.name, {first});
        ELSE
            EXECUTE format('DELETE FROM %s.%I', place.schema, place.name);
        END IF;
    END LOOP;
    DELETE FROM hub.coop_migration WHERE coop_id <> ALL({coops}::uuid[]);
    DELETE FROM hub.coop_slug WHERE slug <> ALL({slugs});
    UPDATE hub.coop_slug SET is_current = true;
    {restored};
END $$
"""
_RESTORED = """
UPDATE hub.coop SET state = 'active', stage = {stage}, language = {language}, name_en = {name_en},
    name_cy = {name_cy}, town_en = {town_en}, town_cy = {town_cy}, revision = {revision},
    last_disclosure_at = NULL, keep_until = NULL, version = 1
WHERE id = {id}
"""


@dataclass
class World:
    """One installation; ``aber`` and ``bryn`` are its two co-ops."""

    server_url: str
    owner: Owner
    database: Database
    state: Path
    aber: Coop
    bryn: Coop
    mails: Path
    # Kept open from test to test: to connect takes longer than to sweep.
    _broom: psycopg.Connection[Any] | None = None

    @property
    def place(self) -> Place:
        """The installation's address and key."""
        return self.owner.place

    def superuser(self) -> psycopg.Connection[Any]:
        """Open a connection that no wall stops, to look from outside or to damage things."""
        return psycopg.connect(self.server_url, autocommit=True, dbname=self.place.address.database)

    def as_login_of(self, coop: Coop) -> psycopg.Connection[Any]:
        """Open a connection with a co-op's own login, as an attacker would have it."""
        return psycopg.connect(**self.place.connection_arguments(self.place.login_of(coop)))

    def add_coop(self, slug: str, **facts: object) -> Coop:
        """Make one more co-op with a wall."""
        names = {"name_en": slug.title(), "name_cy": slug.title(), "language": "en", "stage": "S7"}
        with transaction(HUB, by=SYSTEM, doing="registry.add") as session:
            row = registry.add(session, slug=slug, now=clock.now(), **(names | facts))
        provision(self.owner, row.id, now=clock.now())
        registry.forget()
        return registry.get(slug)

    def take_back(self) -> None:
        """Let the process have this installation's database again, whatever a test gave it."""
        held = database.current()
        if held is not self.database:
            held.engine.dispose()
            database.hold(self.database)
            # Whatever application was made since brought its own bell, shelf and post as well.
            jobs.set_doorbell(None)
            files.set_store(files.FolderStore(self.state / "files"))
            mail.set_transport(mail.FolderTransport(self.mails), sender="Cydofal <no-reply@test.invalid>")

    def empty(self) -> None:
        """Take away everything that a test may have written."""
        clock.set_fixed(None)
        self.take_back()
        registry.forget()
        try:
            self._sweep()
        except psycopg.OperationalError:
            # The test stopped the server, or ended all that was connected.
            self.let_go()
            self._sweep()
        registry.forget()

    def _sweep(self) -> None:
        if self._broom is None:
            self._broom = self.superuser()
        keep = [self.aber.id, self.bryn.id]
        others = self._broom.execute("SELECT schema FROM hub.coop WHERE id <> ALL(%s)", [keep]).fetchall()
        if others:
            _remove(self._broom, self.place, [schema for (schema,) in others])
        self._broom.execute(_sweep_of(self.aber, self.bryn))

    def let_go(self) -> None:
        """Close every connection that is kept open."""
        if self._broom is not None:
            self._broom.close()
            self._broom = None
        self.database.engine.dispose()


def _sweep_of(*coops: Coop) -> sql.Composed:
    restored = [
        sql.SQL(_RESTORED).format(**{name: sql.Literal(getattr(coop, name)) for name in RESTORED_FACTS})
        for coop in coops
    ]
    return sql.SQL(_SWEEP).format(
        schemas=sql.Literal(["hub", "library", *(coop.schema for coop in coops)]),
        kept=sql.Literal(list(KEPT_TABLES)),
        first=sql.Literal(FIRST_HASH),
        coops=sql.Literal([coop.id for coop in coops]),
        slugs=sql.Literal([coop.slug for coop in coops]),
        restored=sql.SQL("; ").join(restored),
    )


def _remove(connection: psycopg.Connection[Any], place: Place, schemas: list[str]) -> None:
    """Take away the co-ops that a test made."""
    with connection.transaction():
        connection.execute("SET LOCAL session_replication_role TO replica")
        for schema in schemas:
            connection.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(schema)))
            login = place.installation.coop(schema)
            if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [login]).fetchone():
                connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", [login]
                )
                connection.execute(sql.SQL("DROP OWNED BY {}").format(sql.Identifier(login)))
                connection.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(login)))
        connection.execute("DELETE FROM hub.coop WHERE schema = ANY(%s)", [schemas])


@contextmanager
def build_world(server: EmbeddedServer, folder: Path, worker: str) -> Iterator[World]:
    """Make an installation of its own for one test process; its roles carry the process's name."""
    installation = Installation(f"test_{worker}")
    address = Address(str(server.socket_dir), server.port, f"test_{worker}")
    place = Place(address, InstallationKey(secrets.token_urlsafe(48).encode()), installation)
    url = server.superuser_url("postgres")
    found_installation(url, place, "owner")
    owner_url = (
        f"postgresql://{installation.owner}:owner@/{address.database}?host={address.host}&port={address.port}"
    )
    owner = Owner(owner_url, place)
    migrate_hub(owner, now=clock.now())
    held = database.use(place, create_engine_of(place))
    files.set_store(files.FolderStore(folder / "files"))
    mail.set_transport(mail.FolderTransport(folder / "mail"), sender="Cydofal <no-reply@test.invalid>")
    jobs.set_doorbell(None)
    world = World(url, owner, held, folder, None, None, folder / "mail")  # type: ignore[arg-type] # set below
    world.aber = world.add_coop("aber", name_en="Aber Care Co-op", name_cy="Gofal Aber", language="cy")
    world.bryn = world.add_coop("bryn", name_en="Bryn Care Co-op", name_cy="Gofal Bryn")
    try:
        yield world
    finally:
        world.let_go()
        keys.forget()


def create_engine_of(place: Place, *, cap: int = 20, **settings: float) -> Engine:
    """Return the engine of a process at a place."""
    url, options = database.engine_arguments(place, cap=cap, **settings)
    return create_engine(url, **options)
