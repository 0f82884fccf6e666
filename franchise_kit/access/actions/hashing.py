"""Passwords, tokens and codes as they are stored: never in clear, and few hashed at once."""

import base64
import hashlib
import hmac
import secrets
import threading
from typing import Final
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from franchise_kit.access.rules.passwords import normal_form
from tenants import database
from tenants.office import Office

# argon2-cffi's defaults: 3 passes over 64 MiB in 4 lanes (RFC 9106's second recommendation).
_hasher = PasswordHasher()
# Each takes 64 MiB and a core or more; a crowd at the door must not take the machine.
AT_ONCE: Final = 2
_turns = threading.BoundedSemaphore(AT_ONCE)
TOKEN_BYTES: Final = 32
# No letter that is taken for another when it is read from paper.
CODE_LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
CODE_GROUPS: Final = 4
GROUP_LETTERS: Final = 4


def _nobodys_hash() -> str:
    """Return a hash of the present cost that no password has, for e-mail addresses that nobody has."""

    def base64_of(count: int) -> str:
        return base64.b64encode(secrets.token_bytes(count)).decode().rstrip("=")

    cost = f"m={_hasher.memory_cost},t={_hasher.time_cost},p={_hasher.parallelism}"
    return f"$argon2id$v=19${cost}${base64_of(_hasher.salt_len)}${base64_of(_hasher.hash_len)}"


NOBODYS_HASH: Final = _nobodys_hash()


def hash_password(password: str) -> str:
    """Return the Argon2id hash of a password, whole."""
    with _turns:
        return _hasher.hash(normal_form(password))


def is_password(stored: str | None, password: str) -> bool:
    """Say whether a password is the stored one; without one this takes as long, and says no."""
    with _turns:
        try:
            _hasher.verify(stored or NOBODYS_HASH, normal_form(password))
        except (VerificationError, InvalidHashError):
            return False
    return stored is not None


def has_old_cost(stored: str) -> bool:
    """Say whether a hash was made at another cost than today's."""
    return _hasher.check_needs_rehash(stored)


def new_token() -> str:
    """Return a token of 256 random bits."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def new_recovery_code() -> str:
    """Return a code of 80 random bits to write on paper: ABCD-EFGH-JKLM-NPQR."""
    groups = ("".join(secrets.choice(CODE_LETTERS) for _ in range(GROUP_LETTERS)) for _ in range(CODE_GROUPS))
    return "-".join(groups)


def recovery_code_hash(account_id: UUID, code: str) -> bytes:
    """Return what is stored of a recovery code, however it was typed.

    80 random bits need no stretching; the account's id keeps equal codes apart.
    """
    letters = "".join(letter for letter in code.upper() if letter.isalnum())
    return hashlib.sha256(account_id.bytes + letters.encode()).digest()


def blind(office: Office, what: str, text: str) -> bytes:
    """Return a hash from which, without the installation's key, no address and no e-mail can be guessed."""
    key = database.current().place.key.derive(f"access {what}")
    return hmac.digest(key, f"{office.key} {text}".encode(), hashlib.sha256)
