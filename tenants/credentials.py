"""Secrets made from the installation's key: never stored, of full entropy, one for each use."""

import base64
import hashlib
import hmac
from dataclasses import dataclass

MIN_KEY_BYTES = 32
# The password has 256 bits of entropy, so stretching it buys nothing and costs every connection 2 ms.
SCRAM_ITERATIONS = 1


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


@dataclass(frozen=True, slots=True)
class InstallationKey:
    """The key that lies outside the database; everything else is derived from it."""

    secret: bytes

    def __post_init__(self) -> None:
        if len(self.secret) < MIN_KEY_BYTES:
            msg = "The installation's key needs at least 32 bytes."
            raise ValueError(msg)

    def __repr__(self) -> str:
        return "InstallationKey(…)"

    def derive(self, purpose: str) -> bytes:
        """Return 32 bytes that serve one purpose and tell nothing about another."""
        return hmac.digest(self.secret, purpose.encode(), hashlib.sha256)

    def password_of(self, login: str) -> str:
        """Return the database password of a login."""
        return base64.urlsafe_b64encode(self.derive(f"database login {login}")).decode().rstrip("=")


def scram_verifier(password: str, *, salt: bytes, iterations: int = SCRAM_ITERATIONS) -> str:
    """Return what PostgreSQL stores for a password, so that the password itself is never sent.

    Source: RFC 5802 and RFC 7677 (SCRAM-SHA-256); the layout is that of PostgreSQL's pg_authid.
    """
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, iterations)
    client_key = hmac.digest(salted, b"Client Key", hashlib.sha256)
    stored_key = hashlib.sha256(client_key).digest()
    server_key = hmac.digest(salted, b"Server Key", hashlib.sha256)
    return f"SCRAM-SHA-256${iterations}:{_base64(salt)}${_base64(stored_key)}:{_base64(server_key)}"
