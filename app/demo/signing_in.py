"""The demo's sign-ins: what `make run` prints, and the one-time codes of those who need a second factor."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import pyotp

from app.demo.loading import PASSWORD
from app.demo.people import HUB_SLUG, coops, people_of, people_of_hub
from franchise_kit.access.actions.seeding import SeedAccount
from tenants.credentials import InstallationKey
from tenants.refusal import Refusal

# Whom a newcomer should meet first.
FIRST_MET = (
    "glannau-teifi/care-coordinator",
    "glannau-teifi/care-worker",
    "glannau-teifi/coop-admin",
    "glannau-teifi/data-protection-lead",
    "hub/quality-lead",
    "hub/network-director",
    "hub/platform-operator",
)


class NoSuchAccount(Refusal):
    """The demo has nobody of that name."""

    code = "no_such_demo_account"


@dataclass(frozen=True, slots=True)
class SignIn:
    """One way to sign in to the demo. ``account`` is ``<co-op>/<role>``, as commands take it."""

    account: str
    address: str
    email: str
    password: str
    has_second_factor: bool
    name: str


def sign_ins(key: InstallationKey, *, scheme: str, base_domain: str) -> list[SignIn]:
    """Return every sign-in of the demo."""
    return [
        SignIn(
            account=account,
            address=f"{scheme}://{base_domain}/" if slug == HUB_SLUG else f"{scheme}://{slug}.{base_domain}/",
            email=person.email,
            password=PASSWORD,
            has_second_factor=person.totp_secret is not None,
            name=person.full_name,
        )
        for slug, account, person in _everybody(key)
    ]


def code_of(key: InstallationKey, account: str, *, at: datetime) -> str:
    """Return the one-time code that a phone of this account would show, by account or by e-mail."""
    for _, name, person in _everybody(key):
        if account in (name, person.email) and person.totp_secret is not None:
            return pyotp.TOTP(person.totp_secret).at(at)
    raise NoSuchAccount


def _everybody(key: InstallationKey) -> Iterator[tuple[str, str, SeedAccount]]:
    groups = [(HUB_SLUG, people_of_hub(key)), *((coop.slug, people_of(coop, key)) for coop in coops())]
    for slug, people in groups:
        met: dict[str, int] = {}
        for person in people:
            role = person.roles[0].replace("_", "-")
            met[role] = met.get(role, 0) + 1
            yield slug, f"{slug}/{role}" + (f"-{met[role]}" if met[role] > 1 else ""), person
