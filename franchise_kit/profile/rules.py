"""What a profile is made of, and what differs between two versions of it."""

from dataclasses import asdict, dataclass
from typing import Final

from tenants.openings.kinds import Code, ShortWords, disclosure_kind

PAPER_KINDS: Final = ("registration", "rules", "insurance", "care_registration", "other")

# Which names of those who visit them supported members see.
FULL_NAME, FIRST_NAME, NOBODYS_NAME = "full", "first", "nobody"
SHOWN_NAMES: Final = (FULL_NAME, FIRST_NAME, NOBODYS_NAME)


@dataclass(frozen=True, slots=True)
class ProfileFacts:
    """What a co-op says of itself."""

    name_en: str
    name_cy: str
    town_en: str
    town_cy: str
    language: str
    email: str = ""
    phone: str = ""
    call_name: str = ""
    call_phone: str = ""
    address: str = ""
    website: str = ""
    registration_number: str = ""
    purpose_en: str = ""
    purpose_cy: str = ""


def changed_fields(before: ProfileFacts, after: ProfileFacts) -> tuple[str, ...]:
    """Return the names of the facts that differ, in their order.

    Source: our own design: a second editor is shown what changed, and nothing is written over.
    """
    old, new = asdict(before), asdict(after)
    return tuple(name for name in old if old[name] != new[name])


@disclosure_kind("coop_named")
@dataclass(frozen=True, slots=True)
class CoopNamed:
    """What a co-op is called in public, where it is, and in which language it is met first."""

    name_en: ShortWords
    name_cy: ShortWords
    town_en: ShortWords
    town_cy: ShortWords
    language: Code


def public_names(facts: ProfileFacts) -> CoopNamed:
    """Return the part of a profile that the network's list of co-ops shows.

    Source: DESIGN 1: a co-op tells the hub by disclosure alone.
    """
    return CoopNamed(facts.name_en, facts.name_cy, facts.town_en, facts.town_cy, facts.language)
