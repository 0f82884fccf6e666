"""Where the database is, and the one engine by which the running process reaches it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import psycopg
from sqlalchemy import URL, Engine
from sqlalchemy.orm import Session, sessionmaker

from tenants import scope
from tenants.credentials import InstallationKey
from tenants.names import Installation
from tenants.office import Coop, Office
from tenants.pool import ExtendedCursor, KeyedPool


@dataclass(frozen=True, slots=True)
class Address:
    """A server and a database, without anybody's login. ``host`` may be a socket's directory."""

    host: str
    port: int = 5432
    database: str = "cydofal"
    sslmode: str = "prefer"


@dataclass(frozen=True, slots=True)
class Place:
    """An installation at its address, with the key from which its logins' passwords are made."""

    address: Address
    key: InstallationKey
    installation: Installation = field(default_factory=Installation)
    # Behind PgBouncer in transaction mode a prepared statement may meet another server connection.
    is_pooled_outside: bool = False

    def login_of(self, office: Office) -> str:
        """Return the login that an office's connections have."""
        return self.installation.coop(office.schema) if isinstance(office, Coop) else self.installation.hub

    def connection_arguments(self, login: str) -> dict[str, Any]:
        """Return psycopg's arguments for one login."""
        return {
            "host": self.address.host,
            "port": self.address.port,
            "dbname": self.address.database,
            "user": login,
            "password": self.key.password_of(login),
            "sslmode": self.address.sslmode,
            "connect_timeout": 5,
            "application_name": self.installation.name,
            "cursor_factory": ExtendedCursor,
            "prepare_threshold": None if self.is_pooled_outside else 5,
        }

    def connect(self, login: str) -> psycopg.Connection[Any]:
        """Open a connection of one login."""
        return psycopg.connect(**self.connection_arguments(login))


def engine_arguments(place: Place, *, cap: int = 20, **pool_settings: float) -> tuple[URL, dict[str, Any]]:
    """Return the URL and the options that make the one engine of a process."""

    def login_now() -> str:
        return place.login_of(scope.required())

    def connect() -> psycopg.Connection[Any]:
        return place.connect(login_now())

    def make_pool(creator: Any, **rest: Any) -> KeyedPool:
        return KeyedPool(creator, login_now=login_now, cap=cap, **pool_settings, **rest)

    url = URL.create("postgresql+psycopg", database=place.address.database)
    # No type of an extension is used, and the look-up would be a query on every new connection.
    options = {"creator": connect, "poolclass": _PoolMaker(make_pool), "use_native_hstore": False}
    return url, options


class _PoolMaker:
    """Stands where SQLAlchemy expects a pool's class, and adds our settings."""

    def __init__(self, make: Callable[..., KeyedPool]) -> None:
        self._make = make

    def __call__(self, creator: Any, **rest: Any) -> KeyedPool:
        return self._make(creator, **rest)

    def __getattr__(self, name: str) -> Any:
        return getattr(KeyedPool, name)


@dataclass(frozen=True, slots=True)
class Database:
    """What the doors need: the place, the engine and the maker of sessions."""

    place: Place
    engine: Engine
    make_session: sessionmaker[Session]

    @property
    def pool(self) -> KeyedPool:
        """The keyed pool behind the engine."""
        if not isinstance(self.engine.pool, KeyedPool):
            msg = "The engine was made without the keyed pool."
            raise TypeError(msg)
        return self.engine.pool


class _Holder:
    database: Database | None = None


def use(place: Place, engine: Engine) -> Database:
    """Give this process its engine; the doors open from now on."""
    return hold(Database(place, engine, sessionmaker(engine, expire_on_commit=False)))


def hold(held: Database) -> Database:
    """Give this process a database that was made elsewhere."""
    _Holder.database = held
    return held


def current() -> Database:
    """Return the process's database, or raise when none was given."""
    if _Holder.database is None:
        msg = "This process was given no database."
        raise RuntimeError(msg)
    return _Holder.database


def is_given() -> bool:
    """Say whether this process was given its database."""
    return _Holder.database is not None
