"""Keeping many rows about people supported at once: whoever is new is entered, what differs is changed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.care.actions.people import RECORD_KIND
from franchise_kit.care.models import PersonSupported
from franchise_kit.care.rules.people import BornAfterStart, PlaceNotReadable, check_born, normal_place
from franchise_kit.kernel.changes import apply_changes
from franchise_kit.kernel.sheets import (
    Key,
    NamedRow,
    Verdict,
    by_key,
    compared,
    counted,
    none_if_empty,
    refused,
    to_keep,
)
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import NotFound
from tenants.transaction import transaction

# What is kept as none where nothing was said.
SEALED: Final = frozenset(
    {"phone", "address", "place", "getting_in", "key_facts", "communication", "what_matters", "born_on"}
)


class SheetPerson(NamedRow):
    """A row about somebody supported; fields are those of ``NewPerson``."""

    __slots__ = ()


def weigh_people(session: Session, rows: Sequence[SheetPerson], *, by: Actor) -> list[Verdict]:
    """Return what would come of each row; raise ``NotFound`` for who enters nobody."""
    if not within(by, Permission.CARE_PLAN_WRITE).is_whole:
        raise NotFound(record_kind="care_plan")
    kept = _by_key(session)
    return [_weighed(row, kept.get(row.key, [])) for row in rows]


def import_people(
    *, coop: Coop, rows: Sequence[SheetPerson], by: Actor, now: datetime
) -> tuple[Verdict, ...]:
    """Enter and change people supported as the rows say; return what came of each. It does nothing twice.

    What the rules refuse is left out, and its verdict says why. Raise ``NotFound``.
    """
    with transaction(coop, by=by, doing="care.import_people") as session:
        verdicts, kept = weigh_people(session, rows, by=by), _by_key(session)
        new, changed = to_keep(rows, verdicts)
        session.add_all(_person(row, by, now) for row in new)
        for row in changed:
            person_id = kept[row.key][0].id
            held = session.get_one(PersonSupported, person_id, with_for_update=True, populate_existing=True)
            apply_changes(session, held, _columns(row.said), record_kind=RECORD_KIND, by=by, now=now)
        journal.note(session, record_kind="care_plan", record_id=None, **counted(verdicts))
        return tuple(verdicts)


def _by_key(session: Session) -> dict[Key, list[PersonSupported]]:
    return by_key(session.scalars(select(PersonSupported)))


def _weighed(row: SheetPerson, kept: Sequence[PersonSupported]) -> Verdict:
    try:
        said = _columns(row.said)
    except PlaceNotReadable as refusal:
        return refused(refusal, "place")
    try:
        check_born(row.said.get("born_on"), row.started_on)
    except BornAfterStart as refusal:
        return refused(refusal, "born_on")
    return compared(said, [{name: getattr(one, name) for name in said} for one in kept])


def _person(row: SheetPerson, by: Actor, now: datetime) -> PersonSupported:
    return PersonSupported(**row.facts(by=by, now=now), **_columns({**row.usual, **row.said}))


def _columns(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return fields as the table keeps them: sealed days and places are text, and nothing is none."""
    kept = none_if_empty(said, SEALED)
    if kept.get("born_on") is not None:
        kept["born_on"] = kept["born_on"].isoformat()
    if kept.get("place"):
        kept["place"] = normal_place(kept["place"])
    return kept
