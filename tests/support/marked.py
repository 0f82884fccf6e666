"""Co-ops with planted marks, and archives of them."""

import secrets
from pathlib import Path
from uuid import UUID, uuid4

from franchise_kit.access.models import Account
from tenants import clock, files
from tenants.actor import SYSTEM
from tenants.archive.sealing import Lock, Passphrase
from tenants.export import Exported, export_coop, way_of
from tenants.office import Coop
from tenants.transaction import transaction
from tests.support.world import World

# A cheap lock: what it costs to guess is not what these tests are about.
LOCK = Passphrase("three quiet herons wade", log2_cost=14)
PDF = b"%PDF-1.7\n"


def plant(coop: Coop, mark: str, *, secret: str | None = None) -> UUID:
    """Write two accounts and a file that carry a mark; return the file's id."""
    with transaction(coop, by=SYSTEM, doing="test.plant") as session:
        for number in (1, 2):
            session.add(
                Account(
                    person_id=uuid4(),
                    email=f"{mark.lower()}.{number}@test.invalid",
                    first_name=f"{mark}\t\\N\nŵ{number}",
                    full_name=f"{mark} \x7f \\. {number}",
                    language="cy",
                    status="invited",
                    totp_secret=secret,
                    created_at=clock.now(),
                )
            )
        return files.put(
            session,
            name=f"{mark}.pdf",
            content=PDF + mark.encode() + secrets.token_bytes(300_000) + b"\n%%EOF\n",
            record_kind="profile",
            record_id=None,
            by=None,
        )


def export_to(world: World, coop: Coop, target: Path, *, lock: Lock = LOCK) -> Exported:
    """Export a co-op as the command does."""
    way = way_of(world.place, coop, world.owner)
    return export_coop(way=way, coop=coop, target=target, lock=lock, by=SYSTEM, now=clock.now())


def rows_of(coop: Coop, world: World) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table behind a wall, in an order of its own."""
    with world.superuser() as connection:
        tables = connection.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = to_regnamespace(%s) AND relkind = 'r'",
            [coop.schema],
        ).fetchall()
        return {
            table: sorted(
                connection.execute(f'SELECT t::text FROM {coop.schema}."{table}" t').fetchall()  # type: ignore[call-overload] # test data
            )
            for (table,) in tables
        }
