# SPDX-License-Identifier: AGPL-3.0-or-later
"""Two walls on any server, without an application: what attacks and faults are tried on."""

import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import sql

from tenants import clock
from tenants.credentials import InstallationKey
from tenants.database import Address, Place
from tenants.embedded import EmbeddedServer
from tenants.migrating import migrate_hub
from tenants.names import Installation, new_schema_name
from tenants.pool import ExtendedCursor
from tenants.provisioning import Owner, mend_wall, provision
from tenants.provisioning.hardening import still_open
from tenants.provisioning.installation import found_installation

SECRET = "kestrel-on-the-tower"
OLD_SERVER = Path("/usr/lib/postgresql/15/bin")


@dataclass(frozen=True)
class Wall:
    """A co-op's login, and everything that it could know of another co-op."""

    superuser_url: str
    owner: Owner
    own: str
    other: str

    @property
    def place(self) -> Place:
        return self.owner.place

    @property
    def names(self) -> dict[str, str]:
        installation = self.place.installation
        return {
            "own": self.own,
            "b": self.other,
            "own_login": installation.coop(self.own),
            "b_login": installation.coop(self.other),
            "hub": installation.hub,
            "jobs": installation.jobs,
            "owner": installation.owner,
            "keeper": installation.keeper,
            "pooler": installation.pooler,
            "database": self.place.address.database,
        }

    def superuser(self) -> psycopg.Connection[Any]:
        return psycopg.connect(self.superuser_url, autocommit=True, dbname=self.place.address.database)

    def connect(
        self, login: str, cursor: type[psycopg.Cursor[Any]] = ExtendedCursor
    ) -> psycopg.Connection[Any]:
        arguments = self.place.connection_arguments(login) | {"cursor_factory": cursor}
        return psycopg.connect(**arguments, autocommit=True)

    def oid_of(self, table: str) -> int:
        with self.superuser() as connection:
            row = connection.execute("SELECT to_regclass(%s)::oid", [f"{self.other}.{table}"]).fetchone()
        assert row
        return int(row[0])

    def mend(self) -> None:
        mend_wall(self.owner, self.own)

    def left_open(self) -> list[str]:
        with self.owner.connect() as connection:
            return still_open(connection, self.place)

    def state(self) -> list[Any]:
        """Everything that an attack from the one wall must not have changed."""
        own, login = sql.Literal(self.own), sql.Literal(self.names["own_login"])
        return self._rows(
            sql.SQL("SELECT * FROM {}").format(sql.Identifier(self.other, "mail")),
            sql.SQL("SELECT * FROM {}").format(sql.Identifier(self.other, "journal_head")),
            sql.SQL("SELECT id, schema, state, revision FROM hub.coop ORDER BY id"),
            sql.SQL(
                "SELECT nspname, nspowner::regrole::text, nspacl::text FROM pg_namespace"
                " WHERE nspname <> {} AND nspname !~ '^pg_(toast_)?temp' ORDER BY 1"
            ).format(own),
            sql.SQL(
                "SELECT relnamespace::regnamespace::text, relname, relacl::text FROM pg_class"
                " WHERE relnamespace::regnamespace::text <> {} AND relkind = 'r' ORDER BY 1, 2"
            ).format(own),
            sql.SQL(
                "SELECT defaclnamespace::regnamespace::text, defaclacl::text FROM pg_default_acl"
                " WHERE defaclnamespace::regnamespace::text <> {} AND defaclrole::regrole::text = {}"
            ).format(own, sql.Literal(self.names["owner"])),
            # Who else has anything behind the attacker's own wall.
            sql.SQL(
                "SELECT relname, grantee::regrole::text FROM pg_class, aclexplode(relacl)"
                " WHERE relnamespace::regnamespace::text = {} AND grantee::regrole::text <> {} ORDER BY 1, 2"
            ).format(own, login),
            sql.SQL(
                "SELECT rolname, rolsuper, rolcreaterole, rolcanlogin, rolpassword FROM pg_authid"
                " WHERE rolname <> {} ORDER BY 1"
            ).format(login),
            sql.SQL("SELECT rolsuper, rolcreaterole, rolbypassrls FROM pg_roles WHERE rolname = {}").format(
                login
            ),
            sql.SQL(
                "SELECT setdatabase, setrole, setconfig FROM pg_db_role_setting"
                " WHERE setrole::regrole::text <> {} ORDER BY 1, 2"
            ).format(login),
            sql.SQL("SELECT roleid::regrole::text, member::regrole::text FROM pg_auth_members ORDER BY 1, 2"),
            sql.SQL("SELECT oid FROM pg_largeobject_metadata"),
            sql.SQL("SELECT count(*) FROM pg_proc"),
        )

    def own_state(self) -> list[Any]:
        """The attacker's own rights and settings, which it can lose and must get back."""
        own, login = sql.Literal(self.own), sql.Literal(self.names["own_login"])
        return self._rows(
            sql.SQL(
                "SELECT relname, privilege_type FROM pg_class, aclexplode(relacl)"
                " WHERE relnamespace::regnamespace::text = {} AND grantee::regrole::text = {} ORDER BY 1, 2"
            ).format(own, login),
            sql.SQL(
                "SELECT defaclacl::text ~ {} FROM pg_default_acl"
                " WHERE defaclnamespace::regnamespace::text = {} AND defaclrole::regrole::text = {}"
            ).format(login, own, sql.Literal(self.names["owner"])),
            sql.SQL(
                "SELECT setdatabase, setconfig FROM pg_db_role_setting"
                " WHERE setrole::regrole::text = {} ORDER BY 1"
            ).format(login),
            sql.SQL("SELECT has_database_privilege({}, current_database(), 'CONNECT')").format(login),
        )

    def _rows(self, *queries: sql.Composable) -> list[Any]:
        with self.superuser() as connection:
            return [connection.execute(query).fetchall() for query in queries]


def found_place(server: EmbeddedServer, name: str) -> Owner:
    """Found an installation on a server and bring its hub to the head; its engine is nobody's yet."""
    address = Address(str(server.socket_dir), server.port, name)
    place = Place(address, InstallationKey(secrets.token_bytes(32)), Installation(name))
    found_installation(server.superuser_url(), place, "owner")
    where = f"host={address.host}&port={address.port}"
    owner = Owner(f"postgresql://{place.installation.owner}:owner@/{name}?{where}", place)
    migrate_hub(owner, now=clock.now())
    return owner


def enter_coop(owner: Owner, slug: str) -> tuple[UUID, str]:
    """Enter a co-op into the registry as ``preparing``; return its id and its schema."""
    coop_id, schema = uuid4(), new_schema_name()
    with owner.connect() as connection:
        connection.execute(
            """
            INSERT INTO hub.coop (id, schema, name_en, name_cy, town_en, town_cy, language, stage, state,
                                  state_since, revision, is_synthetic, made_at, version)
            VALUES (%s, %s, %s, %s, '', '', 'en', 'S7', 'preparing', now(), '', false, now(), 1)
            """,
            [coop_id, schema, slug, slug],
        )
        connection.execute(
            "INSERT INTO hub.coop_slug (slug, coop_id, is_current, given_at) VALUES (%s, %s, true, now())",
            [slug, coop_id],
        )
    return coop_id, schema


def found_walls(server: EmbeddedServer, name: str) -> Wall:
    """Found an installation with two co-ops."""
    owner = found_place(server, name)
    schemas = []
    for slug in ("aber", "bryn"):
        coop_id, schema = enter_coop(owner, slug)
        provision(owner, coop_id, now=clock.now())
        schemas.append(schema)
    return Wall(server.superuser_url(), owner, schemas[0], schemas[1])


def plant_secret(wall: Wall) -> None:
    """Put one row behind each wall; the other's holds the secret."""
    with wall.superuser() as connection:
        for schema, words in ((wall.own, "our own"), (wall.other, SECRET)):
            table = sql.Identifier(schema, "mail")
            connection.execute(sql.SQL("DELETE FROM {}").format(table))
            connection.execute(
                sql.SQL(
                    """
                    INSERT INTO {} (id, kind, to_address, language, facts, state, written_at)
                    VALUES (gen_random_uuid(), 'test', %s, 'en', '{{}}', 'waiting', now())
                    """
                ).format(table),
                [words],
            )


@contextmanager
def own_server(*, durable: bool = False, bin_dir: Path | None = None) -> Iterator[EmbeddedServer]:
    """A server of one's own, to be stopped, killed and filled at will."""
    folder = Path(tempfile.mkdtemp(prefix="cydofal-own-"))
    try:
        with EmbeddedServer(folder / "state", bin_dir=bin_dir, durable=durable) as server:
            yield server
            server.remove()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def postgresql_15() -> Iterator[EmbeddedServer]:
    """The oldest server that we promise to run on, where the system has it."""
    if not OLD_SERVER.is_dir():
        pytest.skip("PostgreSQL 15 is not installed here")
    with own_server(bin_dir=OLD_SERVER) as server:
        yield server
