"""What a co-op tells the hub of itself without being asked: counts and codes, and nobody's name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from franchise_kit.access.rules.roles import catalogue
from tenants.openings.kinds import Code, Counts, disclosure_kind


@disclosure_kind("coop_profile")
@dataclass(frozen=True, slots=True)
class CoopProfile:
    """How far a co-op is, which language it works in, and how many people hold each kind of role."""

    stage: Code
    language: Code
    accounts: int
    role_holders: Counts
    revision: Code


@disclosure_kind("membership_counts")
@dataclass(frozen=True, slots=True)
class MembershipCounts:
    """How many members a co-op has of each kind, and how many people it supports and employs."""

    supported: int
    carers: int
    workers: int
    supporters: int
    people_supported: int
    employees: int


def kinds_of_role(holders: Mapping[str, int]) -> dict[str, int]:
    """Return how many hold each role that is of the co-op's own side.

    Source: DESIGN 1: a disclosure is counts; who holds a role stays behind the wall.
    """
    known = catalogue()
    return {role: count for role, count in sorted(holders.items()) if role in known and count > 0}


def is_due(*, told_on: date | None, has_changed: bool, today: date) -> bool:
    """Say whether the profile is told now: when it has changed, and else once a month.

    Source: ours: the hub sees by the date that a quiet co-op is still there.
    """
    if told_on is None or has_changed:
        return True
    return (told_on.year, told_on.month) != (today.year, today.month)
