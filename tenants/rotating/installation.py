"""After the installation's key changed: every data key is wrapped anew, every login gets its new password."""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

from tenants.credentials import InstallationKey, scram_verifier
from tenants.keys import KeyDoesNotFit, unwrap, wrap
from tenants.names import checked_schema
from tenants.office import HUB_SCHEMA
from tenants.provisioning.alone import hold_wall_within
from tenants.provisioning.installation import Owner


@dataclass(frozen=True, slots=True)
class Rewrapped:
    """How many keys were wrapped anew, how many logins have new passwords, and whose keys nothing opens."""

    keys: int
    logins: int
    lost: tuple[str, ...]


def rewrap_all(owner: Owner, previous: Sequence[InstallationKey]) -> Rewrapped:
    """Carry every office over to the present key; an office whose key nothing opens is named and left."""
    names = owner.place.installation
    keys, logins, lost = 0, 0, []
    with owner.connect(autocommit=True) as connection:
        for office, login in _offices(connection, owner):
            with connection.transaction():
                hold_wall_within(connection, office)
                try:
                    keys += _rewrap(connection, owner, office, previous)
                except KeyDoesNotFit:
                    lost.append(office)
                    continue
                _set_password(connection, owner, login)
            logins += 1
        _set_password(connection, owner, names.jobs)
    return Rewrapped(keys, logins + 1, tuple(lost))


def _offices(connection: psycopg.Connection[Any], owner: Owner) -> Iterator[tuple[str, str]]:
    names = owner.place.installation
    yield HUB_SCHEMA, names.hub
    rows = connection.execute(
        "SELECT schema FROM hub.coop WHERE NOT is_synthetic AND erased_at IS NULL AND state <> 'preparing'"
    ).fetchall()
    for (schema,) in rows:
        yield checked_schema(schema), names.coop(schema)


def _rewrap(
    connection: psycopg.Connection[Any], owner: Owner, office: str, previous: Sequence[InstallationKey]
) -> int:
    table = sql.Identifier(office, "data_key")
    count = 0
    rows = connection.execute(sql.SQL("SELECT id, wrapped FROM {} FOR UPDATE").format(table)).fetchall()
    for key_id, wrapped in rows:
        if _opens(owner.place.key, bytes(wrapped), office) is not None:
            continue
        data_key = next(
            (found for key in previous if (found := _opens(key, bytes(wrapped), office)) is not None), None
        )
        if data_key is None:
            msg = "No key that was given opens this data key."
            raise KeyDoesNotFit(msg)
        connection.execute(
            sql.SQL("UPDATE {} SET wrapped = %s WHERE id = %s").format(table),
            [wrap(owner.place.key, data_key, office), key_id],
        )
        count += 1
    return count


def _opens(key: InstallationKey, wrapped: bytes, office: str) -> bytes | None:
    try:
        return unwrap(key, wrapped, office)
    except KeyDoesNotFit:
        return None


def _set_password(connection: psycopg.Connection[Any], owner: Owner, login: str) -> None:
    verifier = scram_verifier(owner.place.key.password_of(login), salt=secrets.token_bytes(16))
    connection.execute(
        sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(login), sql.Literal(verifier))
    )
