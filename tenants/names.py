"""Names that reach PostgreSQL: made by us, checked here, and saying nothing about anybody."""

import re
import secrets
from dataclasses import dataclass
from typing import Final

from tenants.refusal import Refusal

SCHEMA_PATTERN: Final = re.compile(r"c_[a-z]{12}")
INSTALLATION_PATTERN: Final = re.compile(r"[a-z][a-z0-9_]{1,30}")
SLUG_PATTERN: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{1,38})[a-z0-9]", re.ASCII)
RESERVED_SLUGS: Final = frozenset(
    [
        "admin",
        "api",
        "app",
        "assets",
        "c",
        "co-op",
        "coop",
        "cydofal",
        "demo",
        "docs",
        "static",
        "help",
        "hub",
        "learn",
        "library",
        "login",
        "localhost",
        "mail",
        "metrics",
        "network",
        "ns",
        "postgres",
        "public",
        "root",
        "status",
        "support",
        "system",
        "test",
        "webhooks",
        "www",
        "xn",
    ]
)
LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"


class SlugRefused(Refusal):
    """A co-op's short name that cannot be used."""

    code = "slug_not_allowed"


def new_schema_name() -> str:
    """Return a fresh opaque schema name: catalogues can be read by any login, so names say nothing."""
    return "c_" + "".join(secrets.choice(LETTERS) for _ in range(12))


def checked_slug(slug: str) -> str:
    """Return the slug, or refuse it.

    Lower-case ASCII letters, digits and hyphens, 3 to 40; no hyphen at an end, no ``xn--``-like double
    hyphen in third place, not reserved.
    """
    if not SLUG_PATTERN.fullmatch(slug) or slug in RESERVED_SLUGS or slug[2:4] == "--":
        raise SlugRefused
    return slug


def checked_schema(schema: str) -> str:
    """Return a schema name that the registry made, or raise: nothing else may reach a statement."""
    if not SCHEMA_PATTERN.fullmatch(schema):
        msg = "That is not the name of a co-op's schema."
        raise ValueError(msg)
    return schema


@dataclass(frozen=True, slots=True)
class Installation:
    """The cluster-wide names of one installation; they begin with its own name."""

    name: str = "cydofal"

    def __post_init__(self) -> None:
        if not INSTALLATION_PATTERN.fullmatch(self.name):
            msg = "An installation's name is 2 to 31 lower-case letters, digits or underscores."
            raise ValueError(msg)

    @property
    def owner(self) -> str:
        """Owns every table; for provisioning and migrations alone."""
        return f"{self.name}_owner"

    @property
    def hub(self) -> str:
        """The hub's login."""
        return f"{self.name}_hub"

    @property
    def jobs(self) -> str:
        """The job queue's login."""
        return f"{self.name}_jobs"

    @property
    def keeper(self) -> str:
        """A role without login that may erase; taken on by the owner in jobs only."""
        return f"{self.name}_keeper"

    @property
    def pooler(self) -> str:
        """The login by which PgBouncer asks for verifiers."""
        return f"{self.name}_pooler"

    @property
    def coop_login_pattern(self) -> str:
        """A regular expression for the logins of this installation's co-ops."""
        return f"^{self.name}_{SCHEMA_PATTERN.pattern}$"

    def coop(self, schema: str) -> str:
        """Return the login of the co-op with this schema."""
        return f"{self.name}_{checked_schema(schema)}"
