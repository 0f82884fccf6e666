"""Passwords that fitted once are not looked at again: their hash costs what it does in real life."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

import pytest
from argon2 import PasswordHasher


@contextmanager
def remembered() -> Iterator[None]:
    """Remember which password fitted which hash: the same two fit always, and everybody's are the same here.

    A first look, and every password that does not fit, costs a real look. Without this, a quarter of
    the time of the tests of pages is the one password of all their people, looked at again.
    """
    fitted: set[tuple[str | bytes, str | bytes]] = set()
    look = PasswordHasher.verify

    def verify(hasher: PasswordHasher, stored: str | bytes, password: str | bytes) -> Literal[True]:
        if (stored, password) not in fitted:
            look(hasher, stored, password)
            fitted.add((stored, password))
        return True

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PasswordHasher, "verify", verify)
        yield
