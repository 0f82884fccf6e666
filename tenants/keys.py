"""One data key for each office, wrapped by the installation's key, and the type of an encrypted field.

The installation's key lies outside the database, so a dump alone opens nothing.
"""

import secrets
import threading
from datetime import datetime
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import CheckConstraint, LargeBinary, select
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from tenants import database, scope
from tenants.bases import OfficeBase
from tenants.credentials import InstallationKey
from tenants.office import Office

__all__ = ["DataKey", "Encrypted", "KeyDoesNotFit", "forget", "new_wrapped_key", "unwrap", "wrap"]

NONCE_BYTES: Final = 12
KEY_BYTES: Final = 32
VERSION: Final = b"\x01"


class KeyDoesNotFit(RuntimeError):
    """A field or a data key was sealed with another key, or was changed since."""


class DataKey(OfficeBase):
    """The office's data key, wrapped. The highest id seals; all of them open."""

    __tablename__ = "data_key"
    __table_args__ = (CheckConstraint("id > 0", name="id_positive"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    wrapped: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime]


def _seal(key: bytes, plain: bytes, context: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return VERSION + nonce + AESGCM(key).encrypt(nonce, plain, context)


def _open(key: bytes, sealed: bytes, context: bytes) -> bytes:
    nonce, box = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, box, context)
    except InvalidTag as fault:
        msg = "Sealed with another key, or changed since."
        raise KeyDoesNotFit(msg) from fault


def wrap(installation_key: InstallationKey, data_key: bytes, office_key: str) -> bytes:
    """Return a data key sealed for one office of one installation."""
    return _seal(installation_key.derive("wrap data keys"), data_key, office_key.encode())


def unwrap(installation_key: InstallationKey, wrapped: bytes, office_key: str) -> bytes:
    """Return the data key; raise ``KeyDoesNotFit`` for another installation's or another office's."""
    return _open(installation_key.derive("wrap data keys"), wrapped, office_key.encode())


def new_wrapped_key(installation_key: InstallationKey, office_key: str) -> bytes:
    """Return a fresh data key, wrapped."""
    return wrap(installation_key, secrets.token_bytes(KEY_BYTES), office_key)


class _Ring:
    """The unwrapped keys that this process has met, by office."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._keys: dict[str, dict[int, bytes]] = {}

    def of(self, office: Office) -> dict[int, bytes]:
        keys = self._keys.get(office.key)
        if keys is None:
            keys = self._read(office)
            with self._lock:
                self._keys[office.key] = keys
        return keys

    def find(self, office: Office, key_id: int) -> bytes | None:
        keys = self.of(office)
        if key_id not in keys:
            # Another process has made a new key since.
            keys = self._read(office)
            with self._lock:
                self._keys[office.key] = keys
        return keys.get(key_id)

    def _read(self, office: Office) -> dict[int, bytes]:
        held = database.current()
        # A session of its own: this may be asked for in the middle of a flush of the caller's.
        with held.make_session() as session:
            rows = session.execute(select(DataKey.id, DataKey.wrapped)).all()
        return {row.id: unwrap(held.place.key, row.wrapped, office.key) for row in rows}

    def forget(self) -> None:
        with self._lock:
            self._keys.clear()


_ring = _Ring()


def forget() -> None:
    """Drop the unwrapped keys, after a rotation or between tests."""
    _ring.forget()


class Encrypted(TypeDecorator[str]):
    """Text sealed with the office's data key; ``field`` ties it to its column, so boxes cannot be swapped."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, field: str) -> None:
        super().__init__()
        self.field = field

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        """Seal."""
        if value is None:
            return None
        keys = _ring.of(scope.required())
        newest = max(keys)
        return newest.to_bytes(4, "big") + _seal(keys[newest], value.encode(), self.field.encode())

    def process_result_value(self, value: Any | None, dialect: Dialect) -> str | None:
        """Open."""
        if value is None:
            return None
        sealed = bytes(value)
        key = _ring.find(scope.required(), int.from_bytes(sealed[:4], "big"))
        if key is None:
            msg = "Sealed with a key that this office does not have."
            raise KeyDoesNotFit(msg)
        return _open(key, sealed[4:], self.field.encode()).decode()
