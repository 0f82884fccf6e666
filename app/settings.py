"""Settings: read once from the environment into one typed object.

A wrong one stops the start with a sentence that says which and why. No other module reads the environment.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self
from urllib.parse import parse_qs, unquote, urlsplit

from tenants.names import INSTALLATION_PATTERN

if TYPE_CHECKING:
    from urllib.parse import SplitResult

    from tenants.database import Place

STATE: Final = "CYDOFAL_STATE"
MODE: Final = "CYDOFAL_MODE"
BASE_DOMAIN: Final = "CYDOFAL_BASE_DOMAIN"
PATH_MODE: Final = "CYDOFAL_PATH_MODE"
SECRET_KEY: Final = "CYDOFAL_SECRET_KEY"  # noqa: S105 - the setting's name, not a secret
PREVIOUS_SECRET_KEYS: Final = "CYDOFAL_PREVIOUS_SECRET_KEYS"  # noqa: S105 - the setting's name, not a secret
INSTALLATION: Final = "CYDOFAL_INSTALLATION"
DATABASE_URL: Final = "DATABASE_URL"
OWNER_URL: Final = "CYDOFAL_OWNER_URL"
SUPERUSER_URL: Final = "CYDOFAL_SUPERUSER_URL"
POOLER: Final = "CYDOFAL_POOLER"
POOL_CAP: Final = "CYDOFAL_POOL_CAP"
SMTP_URL: Final = "CYDOFAL_SMTP_URL"
MAIL_FROM: Final = "CYDOFAL_MAIL_FROM"
BIND: Final = "CYDOFAL_BIND"
PORT: Final = "CYDOFAL_PORT"
METRICS_PORT: Final = "CYDOFAL_METRICS_PORT"
TRUSTED_PROXIES: Final = "CYDOFAL_TRUSTED_PROXIES"
TEST_FILES: Final = "CYDOFAL_TEST_FILES"
DEMO_DAY: Final = "CYDOFAL_DEMO_DAY"
DEMO_TENTHS: Final = "CYDOFAL_DEMO_TENTHS"
DEMO_ONLY: Final = "CYDOFAL_DEMO_ONLY"
POSTGRES_BIN: Final = "CYDOFAL_POSTGRES_BIN"

# The demo is made on this day; its hours are real. It can be moved on, to see a month end.
FIRST_DEMO_DAY: Final = date(2026, 11, 22)
LAST_DEMO_DAY: Final = date(2027, 4, 5)
ALL_TENTHS: Final = 10
DEFAULT_PORT: Final = 8000
DEFAULT_METRICS_PORT: Final = 9400
SHORTEST_KEY_BYTES: Final = 32
FEWEST_DIFFERENT_CHARACTERS: Final = 10
SAMPLE_WORDS: Final = (
    "change",
    "sample",
    "example",
    "secret",
    "password",
    "replace",
    "your-key",
    "0123456789",
)
DOMAIN_PATTERN: Final = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?(?::[0-9]{1,5})?")
MOST_PORT: Final = 65_535
MOST_POOL_CAP: Final = 1_000

Network = IPv4Network | IPv6Network


class SettingsError(Exception):
    """One sentence that names the wrong setting and says why it is wrong."""


def _wrong(name: str, why: str) -> SettingsError:
    return SettingsError(f"{name} {why}")


class Mode(StrEnum):
    """What this installation is for."""

    LOCAL = "local"
    DEMO = "demo"
    PRODUCTION = "production"


@dataclass(frozen=True, slots=True)
class DatabaseAddress:
    """Where the database is, without anybody's login. ``host`` may be a socket's directory."""

    host: str
    port: int
    name: str
    sslmode: str


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that the environment may say. Secrets are left out of its ``repr``."""

    secret_key: str = field(repr=False)
    database: DatabaseAddress
    state_dir: Path = Path(".state")
    mode: Mode = Mode.LOCAL
    base_domain: str = "localhost:8000"
    has_path_mode: bool = True
    previous_secret_keys: tuple[str, ...] = field(default=(), repr=False)
    installation: str = "cydofal"
    owner_url: str | None = field(default=None, repr=False)
    superuser_url: str | None = field(default=None, repr=False)
    is_behind_pooler: bool = False
    pool_cap: int = 20
    smtp_url: str | None = field(default=None, repr=False)
    mail_from: str = "Cydofal <no-reply@localhost>"
    bind: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    metrics_port: int = DEFAULT_METRICS_PORT
    trusted_proxies: tuple[Network, ...] = ()
    makes_test_files: bool = False
    """Whether files for HMRC say that they are tests: of these nothing is kept there."""
    held_day: date | None = None
    """The day on which the demo lives; real installations live on the real one."""
    demo_tenths: int = ALL_TENTHS
    """How many tenths of its older weeks' visits the demo is made with."""
    demo_only: str | None = None
    """The short name of the one co-op whose work the demo is made with, or none for that of all."""

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> Self:
        """Read the settings, or raise ``SettingsError`` for the first wrong one."""
        mode = _mode(environ)
        port = _number(environ, PORT, DEFAULT_PORT, most=MOST_PORT)
        base_domain = _base_domain(environ, mode, port)
        return cls(
            secret_key=checked_key(SECRET_KEY, environ.get(SECRET_KEY, "")),
            previous_secret_keys=_previous_keys(environ),
            database=_database(environ),
            state_dir=Path(environ.get(STATE) or ".state").expanduser().absolute(),
            mode=mode,
            base_domain=base_domain,
            has_path_mode=_path_mode(environ, mode),
            installation=_installation(environ),
            owner_url=_login_url(environ, OWNER_URL),
            superuser_url=_login_url(environ, SUPERUSER_URL),
            is_behind_pooler=_pooler(environ),
            pool_cap=_number(environ, POOL_CAP, 20, most=MOST_POOL_CAP),
            smtp_url=_smtp_url(environ),
            mail_from=environ.get(MAIL_FROM) or f"Cydofal <no-reply@{host_of(base_domain)}>",
            bind=_bind(environ, mode),
            port=port,
            metrics_port=_metrics_port(environ, port),
            trusted_proxies=_trusted_proxies(environ),
            makes_test_files=_test_files(environ, mode),
            held_day=_held_day(environ, mode),
            demo_tenths=_number(environ, DEMO_TENTHS, ALL_TENTHS, most=ALL_TENTHS),
            demo_only=environ.get(DEMO_ONLY) or None,
        )

    @classmethod
    def for_web(cls, environ: Mapping[str, str]) -> Self:
        """Read the settings of a web process, which must not even hold what it never uses."""
        for name in (OWNER_URL, SUPERUSER_URL):
            if environ.get(name):
                raise _wrong(name, "is in the web's environment: give it to `cydofal migrate` alone.")
        return cls.from_env(environ)

    @property
    def is_production(self) -> bool:
        """Say whether real people use this installation."""
        return self.mode is Mode.PRODUCTION

    @property
    def scheme(self) -> str:
        """The scheme of our own addresses: TLS wherever the name is not a local one."""
        return "http" if is_local_name(host_of(self.base_domain)) else "https"

    @property
    def previous_cookie_keys(self) -> list[str]:
        """The keys that cookies made before a rotation were signed with."""
        from tenants.credentials import InstallationKey  # noqa: PLC0415 - as below

        return [
            InstallationKey(key.encode()).derive("web cookies").hex() for key in self.previous_secret_keys
        ]

    @property
    def place(self) -> "Place":
        """The installation at its address, as ``tenants`` wants it."""
        # Here, so that reading settings costs no driver.
        from tenants.credentials import InstallationKey  # noqa: PLC0415 - loaded when first used
        from tenants.database import Address, Place  # noqa: PLC0415 - loaded when first used
        from tenants.names import Installation  # noqa: PLC0415 - loaded when first used

        address = Address(self.database.host, self.database.port, self.database.name, self.database.sslmode)
        return Place(
            address=address,
            key=InstallationKey(self.secret_key.encode()),
            installation=Installation(self.installation),
            is_pooled_outside=self.is_behind_pooler,
        )


def checked_key(name: str, key: str) -> str:
    """Return an installation key, or raise if it could be guessed."""
    if not key:
        raise _wrong(name, "is missing: make one with `openssl rand -base64 48`.")
    if len(key.encode()) < SHORTEST_KEY_BYTES:
        raise _wrong(name, f"is too short: it needs at least {SHORTEST_KEY_BYTES} bytes.")
    if any(word in key.lower() for word in SAMPLE_WORDS) or len(set(key)) < FEWEST_DIFFERENT_CHARACTERS:
        raise _wrong(name, "looks like a sample: make your own with `openssl rand -base64 48`.")
    return key


def host_of(domain: str) -> str:
    """Return a domain without its port."""
    return domain.partition(":")[0]


def is_local_name(host: str) -> bool:
    """Say whether a name means this machine, or a test (RFC 6761), and nothing public."""
    return _is_loopback(host) or host == "localhost" or host.endswith((".localhost", ".test"))


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _mode(environ: Mapping[str, str]) -> Mode:
    said = environ.get(MODE) or Mode.LOCAL.value
    if said not in set(Mode):
        raise _wrong(MODE, f"is {said!r}: it is one of {', '.join(Mode)}.")
    return Mode(said)


def _base_domain(environ: Mapping[str, str], mode: Mode, port: int) -> str:
    said = environ.get(BASE_DOMAIN, "")
    if not said and mode is Mode.PRODUCTION:
        raise _wrong(BASE_DOMAIN, "is missing: production needs the domain that co-ops' addresses end in.")
    domain = said or f"localhost:{port}"
    if not DOMAIN_PATTERN.fullmatch(domain):
        raise _wrong(
            BASE_DOMAIN, f"is {domain!r}: write a domain in lower case, with a port if needed, no more."
        )
    if mode is not Mode.PRODUCTION and not is_local_name(host_of(domain)):
        raise _wrong(BASE_DOMAIN, f"is {domain!r}, a public name: {MODE}={mode} runs on this machine only.")
    return domain


def _path_mode(environ: Mapping[str, str], mode: Mode) -> bool:
    said = environ.get(PATH_MODE) or ("off" if mode is Mode.PRODUCTION else "on")
    if said not in {"on", "off"}:
        raise _wrong(PATH_MODE, f"is {said!r}: it is on or off.")
    if said == "on" and mode is Mode.PRODUCTION:
        raise _wrong(
            PATH_MODE, "is on: in production each co-op has a host of its own, since cookies go by host."
        )
    return said == "on"


def _bind(environ: Mapping[str, str], mode: Mode) -> str:
    said = environ.get(BIND) or "127.0.0.1"
    try:
        address = ip_address(said)
    except ValueError as error:
        raise _wrong(BIND, f"is {said!r}: it is an IP address of this machine.") from error
    if mode is Mode.DEMO and not address.is_loopback:
        raise _wrong(
            BIND, f"is {said!r}: the demo's accounts are known to all, so it serves this machine only."
        )
    return said


def _installation(environ: Mapping[str, str]) -> str:
    said = environ.get(INSTALLATION) or "cydofal"
    if not INSTALLATION_PATTERN.fullmatch(said):
        raise _wrong(INSTALLATION, f"is {said!r}: 2 to 31 lower-case letters, digits or underscores.")
    return said


def _previous_keys(environ: Mapping[str, str]) -> tuple[str, ...]:
    said = [key.strip() for key in environ.get(PREVIOUS_SECRET_KEYS, "").split(",")]
    return tuple(checked_key(PREVIOUS_SECRET_KEYS, key) for key in said if key)


def _test_files(environ: Mapping[str, str], mode: Mode) -> bool:
    said = environ.get(TEST_FILES) or ("on" if mode is Mode.DEMO else "off")
    if said not in {"on", "off"}:
        raise _wrong(TEST_FILES, f"is {said!r}: it is on or off.")
    if said == "off" and mode is Mode.DEMO:
        raise _wrong(TEST_FILES, "is off: the demo's people are made up, so its files are tests.")
    return said == "on"


def _held_day(environ: Mapping[str, str], mode: Mode) -> date | None:
    said = environ.get(DEMO_DAY)
    if mode is not Mode.DEMO:
        if said:
            raise _wrong(DEMO_DAY, "is for the demo alone: a real installation lives on the real day.")
        return None
    try:
        day = date.fromisoformat(said) if said else FIRST_DEMO_DAY
    except ValueError as problem:
        raise _wrong(DEMO_DAY, f"must be a day, such as {FIRST_DEMO_DAY}.") from problem
    if not FIRST_DEMO_DAY <= day <= LAST_DEMO_DAY:
        raise _wrong(DEMO_DAY, f"must be from {FIRST_DEMO_DAY} to {LAST_DEMO_DAY}.")
    return day


def _number(environ: Mapping[str, str], name: str, default: int, *, most: int) -> int:
    said = environ.get(name) or str(default)
    if not (said.isascii() and said.isdigit()) or not 1 <= int(said) <= most:
        raise _wrong(name, f"is {said!r}: it is a whole number from 1 to {most}.")
    return int(said)


def _metrics_port(environ: Mapping[str, str], port: int) -> int:
    number = _number(environ, METRICS_PORT, DEFAULT_METRICS_PORT, most=MOST_PORT)
    if number == port:
        raise _wrong(
            METRICS_PORT, f"is {number}, which is the web's own port: metrics have one of their own."
        )
    return number


def _database(environ: Mapping[str, str]) -> DatabaseAddress:
    said = environ.get(DATABASE_URL, "")
    if not said:
        raise _wrong(DATABASE_URL, "is missing, and `cydofal serve` has not made a database here yet.")
    parts = _checked_url(DATABASE_URL, said, schemes=("postgresql", "postgres", "postgresql+psycopg"))
    if parts.username or parts.password:
        raise _wrong(
            DATABASE_URL,
            f"holds a login: it names the server and database only; the owner's goes in {OWNER_URL}.",
        )
    asked = parse_qs(parts.query)
    host = asked.get("host", [parts.hostname or ""])[0]
    name = unquote(parts.path.lstrip("/"))
    if not host or not name:
        raise _wrong(DATABASE_URL, "names no server or no database: write postgresql://server/database.")
    port = _number(
        {DATABASE_URL: asked.get("port", [str(parts.port or 5432)])[0]}, DATABASE_URL, 5432, most=MOST_PORT
    )
    return DatabaseAddress(host=host, port=port, name=name, sslmode=asked.get("sslmode", ["prefer"])[0])


def _login_url(environ: Mapping[str, str], name: str) -> str | None:
    said = environ.get(name)
    if not said:
        return None
    parts = _checked_url(name, said, schemes=("postgresql", "postgres", "postgresql+psycopg"))
    if not parts.username:
        raise _wrong(name, "names no login: write postgresql://login:password@server/database.")
    return said


def _smtp_url(environ: Mapping[str, str]) -> str | None:
    said = environ.get(SMTP_URL)
    if not said:
        return None
    if not _checked_url(SMTP_URL, said, schemes=("smtp", "smtps")).hostname:
        raise _wrong(SMTP_URL, "names no server: write smtp://server:587 or smtps://login:password@server.")
    return said


def _checked_url(name: str, said: str, *, schemes: tuple[str, ...]) -> "SplitResult":
    """Split an address, or raise a sentence that does not repeat the password in it."""
    try:
        parts = urlsplit(said)
        port = parts.port
    except ValueError as error:
        raise _wrong(name, "is not an address: look at its brackets and its port.") from error
    if parts.scheme not in schemes or port == 0:
        raise _wrong(name, f"begins with {parts.scheme!r}: it begins with {schemes[0]}://.")
    return parts


def _pooler(environ: Mapping[str, str]) -> bool:
    said = environ.get(POOLER, "")
    if said not in {"", "pgbouncer"}:
        raise _wrong(POOLER, f"is {said!r}: it is pgbouncer, or left out.")
    return said == "pgbouncer"


def _trusted_proxies(environ: Mapping[str, str]) -> tuple[Network, ...]:
    networks = []
    for said in filter(None, (part.strip() for part in environ.get(TRUSTED_PROXIES, "").split(","))):
        try:
            network = ip_network(said)
        except ValueError as error:
            raise _wrong(TRUSTED_PROXIES, f"holds {said!r}: it lists addresses or networks.") from error
        if network.prefixlen == 0:
            raise _wrong(TRUSTED_PROXIES, f"holds {said!r}, which is everybody: name your proxies.")
        networks.append(network)
    return tuple(networks)
