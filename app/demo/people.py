"""Who lives in the demo: made from lists by a seed, so that every load makes the same people."""

import base64
import hashlib
import json
import random
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final
from uuid import UUID, uuid5

from franchise_kit.access.actions.seeding import SeedAccount
from franchise_kit.access.rules.roles import need_second_factor
from franchise_kit.kernel.text import folded
from tenants.credentials import InstallationKey
from tenants.registry.naming import HubName

NAMESPACE: Final = UUID("5e2c0d7e-6a41-5b0e-9c6b-0d7f3a1c9e11")
TOTP_BYTES: Final = 20
# One person with an account in two co-ops: (where the account is, its roles) borrows (whose person).
BORROWED: Final = {("bro-moelwyn", "payroll_contact"): ("glannau-teifi", "payroll_contact")}
HUB_SLUG: Final = "hub"


@dataclass(frozen=True, slots=True)
class DemoCoop:
    """One co-op of the demo, as its data file has it."""

    slug: str
    facts: dict[str, Any]

    @property
    def language(self) -> str:
        """Its first language."""
        return str(self.facts["default_language"])

    @property
    def is_trading(self) -> bool:
        """Whether it gives care already."""
        return int(self.facts["people_supported"]) > 0


@cache
def _data(name: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(files("app.demo").joinpath(name).read_text(encoding="utf-8"))
    return read


def coops() -> list[DemoCoop]:
    """Return the co-ops that have a wall."""
    return [DemoCoop(facts["slug"], facts) for facts in _data("federation.json")["co_ops"]]


def synthetic_coops() -> list[dict[str, Any]]:
    """Return the co-ops that only send disclosures."""
    return list(_data("federation.json")["synthetic"])


def name_lists() -> dict[str, Any]:
    """Return the lists of names, by language, that the demo's people are called from; and those of men."""
    lists = _data("people.json")
    return {name: lists[name] for name in ("first", "last", "men")}


def guide_facts() -> dict[str, Any]:
    """Return the guide that the demo's hub has published."""
    return _data("guide.json")


def people_of(coop: DemoCoop, key: InstallationKey) -> list[SeedAccount]:
    """Return a co-op's people."""
    kind = "trading" if coop.is_trading else "hatching"
    return _make(coop.slug, _data("people.json")["roles"][kind], coop.language, key)


def hub_name() -> HubName:
    """Return what the demo's network is called."""
    facts = _data("federation.json")["hub"]
    return HubName(facts["name_en"], facts["name_cy"], facts["short_name"])


def people_of_hub(key: InstallationKey) -> list[SeedAccount]:
    """Return the hub's staff."""
    staff = _data("federation.json")["hub"]["staff"]
    roles = [entry["role"] for entry in staff for _ in range(entry["n"])]
    return _make(HUB_SLUG, roles, "en", key)


def _make(slug: str, role_lists: list[str], language: str, key: InstallationKey) -> list[SeedAccount]:
    chance = random.Random(f"cydofal demo {slug}")  # noqa: S311 - made-up people are no secret
    names = _Names(slug, language, chance)
    made: list[SeedAccount] = []
    for number, joined in enumerate(role_lists):
        first, last, speaks = names.next(joined)
        made.append(_account(slug, number, joined, (first, last, speaks), key))
    return made


class _Names:
    """Draws names without repeating one inside a co-op."""

    def __init__(self, slug: str, language: str, chance: random.Random) -> None:
        self._named = dict(_data("people.json")["named"].get(slug, {}))
        self._language, self._chance = language, chance
        self._used: set[str] = {first for first, _, _ in self._named.values()}

    def next(self, roles: str) -> tuple[str, str, str]:
        if roles in self._named:
            first, last, language = self._named.pop(roles)
            return first, last, language
        other = "en" if self._language == "cy" else "cy"
        language = self._language if self._chance.random() < 0.7 else other  # noqa: PLR2004 - most people
        lists = _data("people.json")
        free = [name for name in lists["first"][language] if name not in self._used]
        first = self._chance.choice(free)
        self._used.add(first)
        return first, self._chance.choice(lists["last"][language]), language


def _account(
    slug: str, number: int, joined: str, name: tuple[str, str, str], key: InstallationKey
) -> SeedAccount:
    first, last, language = name
    roles = tuple(joined.split("+"))
    # Whoever works in two co-ops is one person with two accounts.
    whose = BORROWED.get((slug, joined), (slug, joined))
    person = " ".join(whose) if whose in BORROWED.values() else f"{slug} {number}"
    return SeedAccount(
        id=uuid5(NAMESPACE, f"account {slug} {number}"),
        person_id=uuid5(NAMESPACE, f"person {person}"),
        email=f"{_plain(first)}.{_plain(last)}@{slug}.example",
        first_name=first,
        full_name=f"{first} {last}",
        language=language,
        roles=roles,
        totp_secret=_totp_secret(key, slug, number) if need_second_factor(roles) else None,
    )


def _plain(name: str) -> str:
    return "".join(letter for letter in folded(name) if letter.isascii() and letter.isalpha())


def _totp_secret(key: InstallationKey, slug: str, number: int) -> str:
    """Return a seed of 160 bits that this installation alone can make."""
    raw = hashlib.sha256(key.derive(f"demo one-time codes {slug} {number}")).digest()[:TOTP_BYTES]
    return base64.b32encode(raw).decode()
