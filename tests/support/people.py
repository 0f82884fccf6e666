"""Makers of people with an account in an office."""

from functools import cache
from uuid import UUID, uuid4

import pyotp

from franchise_kit.access.actions.hashing import hash_password
from franchise_kit.access.actions.seeding import SeedAccount, seed_accounts
from franchise_kit.access.queries.actors import find_actor
from franchise_kit.access.rules.roles import need_second_factor
from tenants import clock
from tenants.actor import Actor
from tenants.office import Office
from tenants.transaction import reading

PASSWORD = "tair afon a mynydd"


@cache
def password_hash() -> str:
    """Return the hash of everybody's password; making it once saves a second a test."""
    return hash_password(PASSWORD)


def make_person(
    office: Office,
    *roles: str,
    name: str = "Mari Llwyd",
    email: str | None = None,
    language: str = "en",
    person_id: UUID | None = None,
    has_factor: bool | None = None,
) -> SeedAccount:
    """Make an account with roles; it has a second factor if a role needs one, or as a test says."""
    account_id = uuid4()
    person = SeedAccount(
        id=account_id,
        person_id=person_id or uuid4(),
        email=email or f"{name.split(maxsplit=1)[0].lower()}.{account_id.hex[:6]}@example.invalid",
        first_name=name.split(maxsplit=1)[0],
        full_name=name,
        language=language,
        roles=roles,
        totp_secret=pyotp.random_base32() if _has(has_factor, roles) else None,
    )
    seed_accounts(office=office, people=[person], password_hash=password_hash(), now=clock.now())
    return person


def _has(said: bool | None, roles: tuple[str, ...]) -> bool:
    return need_second_factor(roles) if said is None else said


def actor_of(office: Office, person: SeedAccount) -> Actor:
    """Return the actor that a person is, as an action wants it."""
    with reading(office) as session:
        actor = find_actor(session, person.id)
    assert actor is not None
    return actor
