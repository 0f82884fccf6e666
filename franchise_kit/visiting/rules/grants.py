"""The rules of a grant: for how long, by whom, how far, and in which state it is."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal
from uuid import UUID

from franchise_kit.access.rules.roles import never_grantable
from franchise_kit.visiting.rules.kinds import BASES, FIELDS, RECORD_KINDS, UnknownKind, check_kinds
from tenants.actor import Actor
from tenants.refusal import Refusal

DEFAULT_HOURS: Final = 72
MOST_HOURS: Final = 14 * 24
RESPONSIBLE_INDIVIDUAL: Final = "responsible_individual"
DATA_PROTECTION_LEAD: Final = "data_protection_lead"
BOTH_KEYS: Final = frozenset({RESPONSIBLE_INDIVIDUAL, DATA_PROTECTION_LEAD})
NEED_BOTH_KEYS: Final = frozenset({"safeguarding", "employment"})

State = Literal["asked", "accepted", "refused", "revoked", "expired"]


class GrantTooLong(Refusal):
    """A grant runs an hour at least and fourteen days at most."""

    code = "grant_too_long"


class WiderThanAsked(Refusal):
    """A grant may be narrowed, never widened."""

    code = "grant_wider_than_asked"


class NothingLeft(Refusal):
    """Nothing would be left to read; that is a refusal, and is said as one."""

    code = "grant_nothing_left"


class NotTheirsToDecide(Refusal):
    """Only the co-op's own people decide, and nobody on what they asked for themselves."""

    code = "grant_not_yours_to_decide"


class KeyNeeded(Refusal):
    """These records need the responsible individual and the data protection lead, two people."""

    code = "grant_needs_both_keys"


class AlreadyDecided(Refusal):
    """This was decided already; what comes now is a new request."""

    code = "entry_already_decided"


@dataclass(frozen=True, slots=True)
class Terms:
    """What may be read for how long. No record ids means all records of the kinds."""

    record_kinds: frozenset[str]
    record_ids: frozenset[UUID]
    fields_hidden: frozenset[str]
    hours: int


@dataclass(frozen=True, slots=True)
class Key:
    """One person of the co-op who said yes, to which terms, and with which of the deciding roles."""

    person_id: UUID | None
    roles: frozenset[str]
    terms: Terms


def check_terms(terms: Terms, *, basis: str) -> None:
    """Refuse a request that no co-op could accept.

    Source: roles.json, access_grant: default_hours, max_days, never_grantable.
    """
    check_kinds(terms.record_kinds)
    if basis not in BASES or not terms.fields_hidden <= set(FIELDS):
        raise UnknownKind(kind=basis)
    if not terms.record_kinds:
        raise NothingLeft
    if not 1 <= terms.hours <= MOST_HOURS:
        raise GrantTooLong(hours=terms.hours)


def check_narrowing(asked: Terms, given: Terms) -> None:
    """Refuse terms that are wider than what was asked, or empty.

    Source: roles.json, access_grant.narrowed_to: narrowed, never widened.
    """
    if not given.record_kinds:
        raise NothingLeft
    is_wider = (
        not given.record_kinds <= asked.record_kinds
        or given.hours > asked.hours
        or not given.fields_hidden >= asked.fields_hidden
        or bool(asked.record_ids and not given.record_ids <= asked.record_ids)
    )
    if is_wider:
        raise WiderThanAsked
    if asked.record_ids and not given.record_ids:
        raise NothingLeft
    check_kinds(given.record_kinds)
    if not 1 <= given.hours <= MOST_HOURS:
        raise GrantTooLong(hours=given.hours)


def narrowest(terms: Sequence[Terms]) -> Terms:
    """Return what all who said yes agree on.

    Source: roles.json, access_grant: with two deciders, what one left out stays out.
    """
    ids = [one.record_ids for one in terms if one.record_ids]
    shared = Terms(
        record_kinds=frozenset.intersection(*(one.record_kinds for one in terms)),
        record_ids=frozenset.intersection(*ids) if ids else frozenset(),
        fields_hidden=frozenset().union(*(one.fields_hidden for one in terms)),
        hours=min(one.hours for one in terms),
    )
    if not shared.record_kinds or (ids and not shared.record_ids):
        raise NothingLeft
    return shared


def needs_both_keys(record_kinds: Collection[str]) -> bool:
    """Say whether two people decide: the responsible individual and the data protection lead.

    Source: roles.json, access_grant.two_deciders_when.
    """
    return not NEED_BOTH_KEYS.isdisjoint(record_kinds)


def are_keys_complete(keys: Sequence[Key], record_kinds: Collection[str]) -> bool:
    """Say whether enough people said yes: one, or one of each of the two roles, different people.

    Source: roles.json, access_grant.deciders and two_deciders_when.
    """
    if not needs_both_keys(record_kinds):
        return bool(keys)
    return any(
        RESPONSIBLE_INDIVIDUAL in one.roles
        and DATA_PROTECTION_LEAD in other.roles
        and one.person_id is not None
        and other.person_id is not None
        and one.person_id != other.person_id
        for one in keys
        for other in keys
    )


def check_decider(by: Actor, *, asked_by_person: UUID | None) -> None:
    """Refuse whoever is not of the co-op, is inside as a guest, or asked for it themselves.

    Source: roles.json, separation: access_grant.request and access_grant.decide, never on the same side.
    """
    is_same_person = by.person_id is not None and by.person_id == asked_by_person
    if by.side != "coop" or by.entry_id is not None or by.person_id is None or is_same_person:
        raise NotTheirsToDecide


def check_key(by: Actor, record_kinds: Collection[str]) -> None:
    """Refuse a yes to records that need both keys from somebody who holds neither.

    Source: roles.json, access_grant.two_deciders_when.
    """
    if needs_both_keys(record_kinds) and BOTH_KEYS.isdisjoint(by.roles):
        raise KeyNeeded


def grant_state(stored: str, *, ends_at: datetime | None, now: datetime) -> State:
    """Return a grant's state now: accepted becomes expired by itself.

    Source: roles.json, access_grant.ends_at; renewal is a new request.
    """
    if stored == "accepted" and (ends_at is None or now >= ends_at):
        return "expired"
    states: dict[str, State] = {
        "asked": "asked",
        "accepted": "accepted",
        "refused": "refused",
        "revoked": "revoked",
    }
    return states[stored]


def grant_end(starts_at: datetime, hours: int) -> datetime:
    """Return when a grant ends.

    Source: roles.json, access_grant: default 72 hours, 14 days at most.
    """
    return starts_at + timedelta(hours=min(hours, MOST_HOURS))


def grant_permissions(record_kinds: Collection[str]) -> dict[str, str]:
    """Return what a guest holds under a grant: to read these kinds, and nothing that is never given.

    Source: roles.json, scope grant; access_grant.never_grantable.
    """
    opened = {RECORD_KINDS[kind].value for kind in record_kinds if kind in RECORD_KINDS}
    return {name: "grant" for name in sorted(opened) if name not in never_grantable()}
