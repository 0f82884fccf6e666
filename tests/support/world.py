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

KEPT_TABLES = ("data_key", "hub_revision", "coop", "coop_slug", "coop_migration")
# One statement, and only where a test wrote something: a table that never held a row has no bytes.
_EMPTY = """
DO $$
DECLARE place record;
BEGIN
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
END $$
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
        with self.superuser() as connection, connection.transaction():
            connection.execute("SET LOCAL session_replication_role TO replica")
            _remove_other_coops(connection, self.place, [self.aber.id, self.bryn.id])
            _empty_schemas(connection, "hub", "library", self.aber.schema, self.bryn.schema)
            _restore_coops(connection, self.aber, self.bryn)
        registry.forget()


def _empty_schemas(connection: psycopg.Connection[Any], *schemas: str) -> None:
    connection.execute(
        sql.SQL(_EMPTY).format(
            schemas=sql.Literal(list(schemas)),
            kept=sql.Literal(list(KEPT_TABLES)),
            first=sql.Literal(FIRST_HASH),
        )
    )


def _remove_other_coops(connection: psycopg.Connection[Any], place: Place, keep: list[Any]) -> None:
    rows = connection.execute("SELECT id, schema FROM hub.coop WHERE id <> ALL(%s)", [keep]).fetchall()
    for _, schema in rows:
        connection.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(schema)))
        login = place.installation.coop(schema)
        if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [login]).fetchone():
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", [login]
            )
            connection.execute(sql.SQL("DROP OWNED BY {}").format(sql.Identifier(login)))
            connection.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(login)))
    for table in ("coop_migration", "coop_slug"):
        connection.execute(
            sql.SQL("DELETE FROM {} WHERE coop_id <> ALL(%s)").format(sql.Identifier("hub", table)), [keep]
        )
    connection.execute("DELETE FROM hub.coop WHERE id <> ALL(%s)", [keep])


def _restore_coops(connection: psycopg.Connection[Any], *coops: Coop) -> None:
    connection.execute("DELETE FROM hub.coop_slug WHERE slug <> ALL(%s)", [[coop.slug for coop in coops]])
    connection.execute("UPDATE hub.coop_slug SET is_current = true")
    for coop in coops:
        connection.execute(
            """
            UPDATE hub.coop SET state = 'active', stage = %s, language = %s, name_en = %s, name_cy = %s,
                town_en = %s, town_cy = %s, revision = %s, last_disclosure_at = NULL,
                keep_until = NULL, version = 1
            WHERE id = %s
            """,
            [
                coop.stage,
                coop.language,
                coop.name_en,
                coop.name_cy,
                coop.town_en,
                coop.town_cy,
                coop.revision,
                coop.id,
            ],
        )


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
        held.engine.dispose()
        keys.forget()


def create_engine_of(place: Place, *, cap: int = 20, **settings: float) -> Engine:
    """Return the engine of a process at a place."""
    url, options = database.engine_arguments(place, cap=cap, **settings)
    return create_engine(url, **options)
