"""How the demo's co-ops came to where they are: their sizes by day, and who was there and is no more."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any, Final

# Whoever left did so before the weeks that the demo tells closely.
ALL_LEFT_BY: Final = date(2026, 7, 20)


@dataclass(frozen=True, slots=True)
class Winter:
    """Weeks of snow: ``until`` is exclusive; of a thousand visits, how many were called off, or late."""

    from_: date
    until: date
    weather: int
    late: int


@dataclass(frozen=True, slots=True)
class Past:
    """What a co-op's past is made from.

    Of a thousand visits so many are ``late``; ``workers_left`` are those of the first year and of the last.
    ``joined_percent`` shortens how long people have worked here, and ``far_percent`` stretches their ways.
    """

    registered: date
    sizes: tuple[tuple[date, float], ...]
    late: int
    workers_left: tuple[int, int]
    people_ended: int
    joined_percent: int
    far_percent: int
    winter: Winter | None

    @property
    def began(self) -> date:
        """The first day of its visits."""
        return self.sizes[0][0]

    def size_on(self, day: date) -> float:
        """Return how large it was on a day, as a share of what it is today."""
        for (first, before), (last, after) in pairwise(self.sizes):
            if day < last:
                part = max(0, (day - first).days) / (last - first).days
                return (before + (after - before) * part) / 100
        return self.sizes[-1][1] / 100

    def day_of_size(self, share: float) -> date:
        """Return the first day on which it was as large as a share of what it is today."""
        day = self.began
        while self.size_on(day) < share and day < ALL_LEFT_BY:
            day += timedelta(days=1)
        return day


@cache
def _data() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(files("app.demo").joinpath("past.json").read_text(encoding="utf-8"))
    return read


def first_day() -> date:
    """Return the first day of the demo's past: with it begin 24 months that are over on its first day."""
    return date.fromisoformat(_data()["from"])


@cache
def past_of(slug: str) -> Past:
    """Return a co-op's past."""
    data = _data()["co_ops"][slug]
    winter = data.get("winter")
    return Past(
        registered=date.fromisoformat(data["registered"]),
        sizes=tuple((date.fromisoformat(day), percent) for day, percent in data["sizes"]),
        late=data["late"],
        workers_left=tuple(data["workers_left"]),
        people_ended=data["people_ended"],
        joined_percent=data.get("joined_percent", 100),
        far_percent=data.get("far_percent", 100),
        winter=winter
        and Winter(
            date.fromisoformat(winter["from"]),
            date.fromisoformat(winter["until"]),
            winter["weather"],
            winter["late"],
        ),
    )
