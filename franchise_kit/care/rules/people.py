"""What holds of a person's record, of who speaks for them, and of a change made from an older version."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from tenants.refusal import Refusal

WITH_WHOM: Final = ("family", "doctor", "pharmacist", "council", "health_board", "other_provider")
SAID_HOW: Final = ("in_person", "in_writing", "by_representative")
_PLACE: Final = re.compile(r"(-?[0-9]{1,2}(?:\.[0-9]{1,12})?)\s*,\s*(-?[0-9]{1,2}(?:\.[0-9]{1,12})?)")
# Where a door of ours can be: the islands of Britain, with room around them.
_SOUTH, _NORTH = Decimal(49), Decimal(61)
_WEST, _EAST = Decimal(-9), Decimal(3)
# A hundred-thousandth of a degree is about a metre.
_FINEST: Final = Decimal("0.00001")


class RecordChangedMeanwhile(Refusal):
    """Somebody else changed the record since it was read."""

    code = "changed_meanwhile"


class PlaceNotReadable(Refusal):
    """A place is two numbers, latitude and longitude, and lies in Britain."""

    code = "place_not_readable"


class BornAfterStart(Refusal):
    """Somebody is born before their support begins."""

    code = "born_after_start"


class EndsBeforeItBegan(Refusal):
    """An end is not before the beginning."""

    code = "ends_before_it_began"


class DayStillToCome(Refusal):
    """What is written down as done has been done."""

    code = "day_still_to_come"


class AuthorityNotForCare(Refusal):
    """This kind of authority does not reach as far as agreeing care."""

    code = "authority_not_for_care"


class AuthorityNotInForce(Refusal):
    """The authority was not in force on the day."""

    code = "authority_not_in_force"


@dataclass(frozen=True, slots=True)
class Authority:
    """A kind of authority, whether it agrees care, and what that rests on."""

    id: str
    agrees_care: bool
    source: str


@cache
def authorities() -> Mapping[str, Authority]:
    """Return the kinds of authority by code, in the order in which they are offered.

    Source: ``authorities.json`` of this room, which names the Act or regulation of each.
    """
    text = files("franchise_kit.care").joinpath("authorities.json").read_text(encoding="utf-8")
    listed = json.loads(text)["authorities"]
    return MappingProxyType({raw["id"]: Authority(**raw) for raw in listed})


def is_in_force(from_on: date, until_on: date | None, day: date) -> bool:
    """Say whether an authority or a consent holds on a day; its last day is one of them.

    Source: table ``representative``: ``from_on`` and ``until_on``.
    """
    return from_on <= day and (until_on is None or day <= until_on)


def check_may_agree(authority: str, from_on: date, until_on: date | None, on: date) -> None:
    """Refuse that somebody agrees a plan who has no authority for care, or had none on the day.

    Source: ``authorities.json`` of this room; Mental Capacity Act 2005, s.9 to s.17.
    """
    if not authorities()[authority].agrees_care:
        raise AuthorityNotForCare(authority=authority)
    if not is_in_force(from_on, until_on, on):
        raise AuthorityNotInForce(authority=authority)


def check_version(seen: int, present: int) -> None:
    """Refuse a change that was made from an older version than the present one.

    Source: the co-op rule that nobody overwrites what they did not see.
    """
    if seen != present:
        raise RecordChangedMeanwhile(seen=seen, present=present)


def check_ends(began_on: date, ended_on: date) -> None:
    """Refuse an end before the beginning; both may be one day.

    Source: the checks ``ends_after_start`` of this room's tables.
    """
    if ended_on < began_on:
        raise EndsBeforeItBegan


def check_has_been(day: date, today: date) -> None:
    """Refuse a day that is still to come, of what is written down as done.

    Source: the co-op rule that days are of what happened.
    """
    if day > today:
        raise DayStillToCome


def check_born(born_on: date | None, started_on: date) -> None:
    """Refuse a day of birth after the first day of support.

    Source: table ``person_supported``.
    """
    if born_on is not None and born_on > started_on:
        raise BornAfterStart


def normal_place(text: str) -> str:
    """Return where a door is as ``latitude,longitude`` in degrees with five decimals; nothing for nothing.

    Source: table ``person_supported``, ``place``: two numbers, which name nobody's street.
    """
    if not text.strip():
        return ""
    found = _PLACE.fullmatch(text.strip())
    if found is None:
        raise PlaceNotReadable
    north, east = (Decimal(part) for part in found.groups())
    if not (_SOUTH <= north <= _NORTH and _WEST <= east <= _EAST):
        raise PlaceNotReadable
    return f"{north.quantize(_FINEST)},{east.quantize(_FINEST)}"
