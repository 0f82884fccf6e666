"""The bases that tables stand on. A base says behind which walls a table is found.

No table but the library's names a schema: the search path of the login chooses.
"""

from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, DateTime, Identity, MetaData, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, mapped_column

from tenants.office import LIBRARY_SCHEMA

NAMES: Final = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

# Put into __table_args__: the logins may insert and read, never change or delete.
APPEND_ONLY: Final = {"info": {"append_only": True}}

UuidKey = Annotated[UUID, mapped_column(Uuid, primary_key=True, default=uuid4)]
Sequence = Annotated[int, mapped_column(BigInteger, Identity(always=True), primary_key=True)]
Instant = Annotated[datetime, mapped_column(DateTime(timezone=True))]
Json = Annotated[dict[str, Any], mapped_column(JSONB)]
JsonList = Annotated[list[Any], mapped_column(JSONB)]


class OfficeBase(DeclarativeBase):
    """Tables that every office has, the hub and each co-op: accounts, journal, mail, files."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {datetime: DateTime(timezone=True), dict[str, Any]: JSONB, list[Any]: JSONB}  # noqa: RUF012 - SQLAlchemy reads a plain class attribute


class CoopBase(DeclarativeBase):
    """Tables that only a co-op has."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = OfficeBase.type_annotation_map


class HubBase(DeclarativeBase):
    """Tables that only the hub has."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = OfficeBase.type_annotation_map


class LibraryBase(DeclarativeBase):
    """What the hub publishes: written by the hub, read by every co-op."""

    metadata = MetaData(naming_convention=NAMES, schema=LIBRARY_SCHEMA)
    type_annotation_map = OfficeBase.type_annotation_map
