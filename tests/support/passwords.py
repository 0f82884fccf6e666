"""Passwords that were looked at once are not looked at again: their hash costs what it does in real life."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

import pytest
from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError


@contextmanager
def remembered() -> Iterator[None]:
    """Remember which password fitted which hash and which did not: it is so always, and all have the same.

    A first look costs a real look. Without this, a quarter of the time of the tests of pages is the one
    password of all their people, looked at again; and what is guessed wrongly is much the same everywhere.
    """
    seen: dict[tuple[str | bytes, str | bytes], bool] = {}
    look = PasswordHasher.verify

    def verify(hasher: PasswordHasher, stored: str | bytes, password: str | bytes) -> Literal[True]:
        if seen.get((stored, password)) is False:
            raise VerifyMismatchError
        if (stored, password) not in seen:
            try:
                look(hasher, stored, password)
            except VerifyMismatchError:
                seen[stored, password] = False
                raise
            seen[stored, password] = True
        return True

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PasswordHasher, "verify", verify)
        yield
