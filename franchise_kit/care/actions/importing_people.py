"""Keeping many rows about people supported at once: whoever is new is entered, what differs is changed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.care.actions.people import RECORD_KIND
from franchise_kit.care.models import PersonSupported
from franchise_kit.care.rules.people import BornAfterStart, PlaceNotReadable, check_born, normal_place
from franchise_kit.kernel.changes import apply_changes
from franchise_kit.kernel.sheets import Verdict, compared, counted, refused, to_keep
from franchise_kit.kernel.text import folded
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import NotFound
from tenants.transaction import transaction

# What is kept as none where nothing was said.
SEALED: Final = frozenset(
    {"phone", "address", "place", "getting_in", "key_facts", "communication", "what_matters", "born_on"}
)
Key = tuple[str, str, date]


@dataclass(frozen=True, slots=True)
class SheetPerson:
    """A row about somebody supported: names and first day say who, ``said`` what else the row says of them.

    ``usual`` is what is kept of somebody new where the row says nothing. Fields are those of ``NewPerson``.
    """

    given_name: str = field(repr=False)
    family_name: str = field(repr=False)
    started_on: date
    said: Mapping[str, Any] = field(repr=False)
    usual: Mapping[str, Any] = field(repr=False)

    @property
    def key(self) -> Key:
        """What somebody is known by, however it is written."""
        return folded(self.given_name), folded(self.family_name), self.started_on


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
    kept: dict[Key, list[PersonSupported]] = defaultdict(list)
    for row in session.scalars(select(PersonSupported)):
        kept[folded(row.given_name), folded(row.family_name), row.started_on].append(row)
    return kept


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
    return PersonSupported(
        id=uuid4(),
        person_id=uuid4(),
        given_name=row.given_name,
        family_name=row.family_name,
        started_on=row.started_on,
        entered_by_person=by.person_id,
        entered_at=now,
        **_columns({**row.usual, **row.said}),
    )


def _columns(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return fields as the table keeps them: sealed days and places are text, and nothing is none."""
    kept: dict[str, Any] = {
        name: (value or None) if name in SEALED else value for name, value in said.items()
    }
    if kept.get("born_on") is not None:
        kept["born_on"] = kept["born_on"].isoformat()
    if kept.get("place"):
        kept["place"] = normal_place(kept["place"])
    return kept
