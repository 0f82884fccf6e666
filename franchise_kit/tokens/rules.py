"""What a token may be."""

from datetime import datetime, timedelta
from typing import Final

from tenants.refusal import Refusal

LONGEST: Final = timedelta(days=366)
# What a program may never do in somebody's name. Making a token asks for a fresh factor, which no program
# proves: one that manages tokens lists them and takes them back.
NEVER: Final = frozenset({"payrun.approve", "vote.cast", "ballot.read_secret", "own_account.use"})


class TokenTooLong(Refusal):
    """A token lasts for a year and a day at most, and ends in the future."""

    code = "token_too_long"


class TokenTooWide(Refusal):
    """A token was asked to do more than its maker may, or something no program may do."""

    code = "token_too_wide"


def checked_expiry(now: datetime, expires_at: datetime) -> datetime:
    """Return the end of a token's life, or refuse it.

    Source: OWASP ASVS 5.0.0, 7.1.1 and 9.2 (dated tokens); the length is our choice.
    """
    if not now < expires_at <= now + LONGEST:
        raise TokenTooLong
    return expires_at


def checked_permissions(wanted: frozenset[str], held: frozenset[str]) -> list[str]:
    """Return the permissions of a token in their order, or refuse them.

    Source: OWASP ASVS 5.0.0, 8.2 (least privilege); the co-op rule that approving is done by a person.
    """
    if not wanted or not wanted <= held or wanted & NEVER:
        raise TokenTooWide
    return sorted(wanted)
