"""How long it is from one person's door to another's: as somebody said, or by the straight line."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.care.models import PersonSupported, TravelTime
from franchise_kit.care.queries.patterns import RotaNumbers
from franchise_kit.care.rules.travel import Place, place_of, road_metres, straight_metres, travel_minutes
from tenants.bulk import is_one_of


class Ways:
    """Ways among some homes, both ends of each, read at once. It asks nobody: whoever calls has asked."""

    def __init__(self, session: Session, person_ids: Collection[UUID], numbers: RotaNumbers) -> None:
        wanted = set(person_ids)
        self._numbers = numbers
        self._places: dict[UUID, Place] = {}
        self._said: dict[tuple[UUID, UUID], tuple[int, int]] = {}
        # By the integers of the ids: a UUID's own hash is Python, and a week looks thousands of ways up.
        self._known: dict[tuple[int, int], tuple[int, int] | None] = {}
        if not wanted:
            return
        for person_id, text in session.execute(
            select(PersonSupported.id, PersonSupported.place).where(
                is_one_of(PersonSupported.id, wanted), PersonSupported.place.is_not(None)
            )
        ):
            place = place_of(text)
            if place is not None:
                self._places[person_id] = place
        said = select(
            TravelTime.from_person_id, TravelTime.to_person_id, TravelTime.minutes, TravelTime.metres
        ).where(is_one_of(TravelTime.from_person_id, wanted), is_one_of(TravelTime.to_person_id, wanted))
        self._said = {(row[0], row[1]): (row[2], row[3]) for row in session.execute(said)}

    def minutes(self, from_: UUID, to: UUID) -> int | None:
        """Return the whole minutes of a way, nought for none; None where a place is not known."""
        found = self.way(from_, to)
        return found[0] if found is not None else None

    def way(self, from_: UUID, to: UUID) -> tuple[int, int] | None:
        """Return a way's whole minutes and metres; None where a place is not known."""
        pair = (from_.int, to.int)
        try:
            return self._known[pair]
        except KeyError:
            found = self._known[pair] = self._found(from_, to)
            return found

    def _found(self, from_: UUID, to: UUID) -> tuple[int, int] | None:
        if from_ == to:
            return 0, 0
        return self._said.get((from_, to)) or self._straight(from_, to)

    def _straight(self, from_: UUID, to: UUID) -> tuple[int, int] | None:
        one, other = self._places.get(from_), self._places.get(to)
        if one is None or other is None:
            return None
        metres = road_metres(straight_metres(one, other), self._numbers.travel_factor_percent)
        return travel_minutes(metres, self._numbers.metres_per_minute), metres
