"""New keys for old: a co-op's data key, and the installation's key with everything that hangs on it.

Safe to run again: a field that has the newest key is left alone, and so is a key that is wrapped anew.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import LargeBinary, Table, func, select, tuple_, type_coerce, update
from sqlalchemy.orm import Session

from tenants import database, journal, keys
from tenants.actor import Actor
from tenants.bases import CoopBase, HubBase, OfficeBase
from tenants.keys import DataKey, Encrypted, new_wrapped_key
from tenants.office import Coop, Office
from tenants.transaction import transaction, upkeep

__all__ = ["Rotated", "encrypted_fields", "rotate_data_key"]

BATCH_ROWS: Final = 500
KEY_ID_BYTES: Final = 4


class _Field(NamedTuple):
    table: Table
    name: str


@dataclass(frozen=True, slots=True)
class Rotated:
    """The new key's number, how many values were sealed anew, and fields that may not be changed."""

    key_id: int
    values: int
    left: tuple[str, ...]


def encrypted_fields(office: Office) -> Iterator[_Field]:
    """Yield every encrypted column that an office has, from the models."""
    import migrations.models  # noqa: F401, PLC0415 - declares every table

    bases = (OfficeBase, CoopBase) if isinstance(office, Coop) else (OfficeBase, HubBase)
    for base in bases:
        for table in base.metadata.tables.values():
            for column in table.columns:
                if isinstance(column.type, Encrypted):
                    yield _Field(table, column.name)


def rotate_data_key(*, office: Office, by: Actor, now: datetime) -> Rotated:
    """Make a new data key for an office and seal every encrypted value with it.

    The old keys stay, to open what another process sealed in the meantime; the next run takes that up.
    """
    place = database.current().place
    with transaction(office, by=by, doing="keys.rotate") as session:
        newest = (session.scalar(select(func.max(DataKey.id))) or 0) + 1
        session.add(DataKey(id=newest, wrapped=new_wrapped_key(place.key, office.key), made_at=now))
        journal.note(session, record_kind="data_key", key_id=newest)
    keys.forget()
    values, left = 0, []
    for field in encrypted_fields(office):
        if field.table.info.get("append_only"):
            left.append(f"{field.table.name}.{field.name}")
        else:
            values += _seal_anew(office, field, newest)
    return Rotated(newest, values, tuple(left))


def _seal_anew(office: Office, field: _Field, newest: int) -> int:
    done = 0
    while (count := _seal_batch(office, field, newest)) > 0:
        done += count
    return done


def _seal_batch(office: Office, field: _Field, newest: int) -> int:
    table, column = field.table, field.table.c[field.name]
    key_columns = list(table.primary_key.columns)
    raw = type_coerce(column, LargeBinary)
    behind = func.substr(raw, 1, KEY_ID_BYTES) != newest.to_bytes(KEY_ID_BYTES, "big")
    with upkeep(office) as session:
        rows = session.execute(
            select(*key_columns, column)
            .where(column.is_not(None), behind)
            .limit(BATCH_ROWS)
            .with_for_update()
        ).all()
        for row in rows:
            same = tuple_(*key_columns) == tuple_(*row[:-1])
            session.execute(update(table).where(same).values({column: row[-1]}))
    return len(rows)


def count_behind(session: Session, office: Office) -> int:
    """Return how many values wait for the newest key; the session is the office's."""
    newest = session.scalar(select(func.max(DataKey.id))) or 0
    start = newest.to_bytes(KEY_ID_BYTES, "big")
    total = 0
    for field in encrypted_fields(office):
        column = field.table.c[field.name]
        raw = type_coerce(column, LargeBinary)
        wanted = (
            select(func.count()).select_from(field.table).where(func.substr(raw, 1, KEY_ID_BYTES) != start)
        )
        total += session.scalar(wanted.where(column.is_not(None))) or 0
    return total
