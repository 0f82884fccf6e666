"""The bench of the rota: a week of 70 workers, beside the same week with a year of visits behind it."""

import time
from collections.abc import Callable
from datetime import date
from typing import Final

from app.bench.care_world import MONDAY, WEEK, WEEKS_MADE, WORKERS, World
from app.bench.figures import Figures, dice, in_ms, interleaved, percentile
from app.bench.ground import Ground, found, own_server
from app.bench.visits import Visits

Say = Callable[[str], None]

FEW_WEEKS: Final = 1
PAIRS: Final = 40
EIGHT: Final = 8
FILES: Final = 3
KEEPER: Final = "keeper@bench.invalid"
PAGE_LIMIT_MS: Final = 150
IMPORT_LIMIT_MS: Final = 10_000
RATIO_LIMIT: Final = 1.33


class PageRefusedError(Exception):
    """A page that is measured was not shown; its status is told."""


def measure(*, weeks: int, say: Say) -> Figures:
    """Measure a co-op with a year behind it and one with a week, in turns; return one set of figures."""
    with own_server() as (server, folder):
        say("two co-ops, and what is behind them")
        ground = found(server, folder, "bench_care", pool_cap=4)
        ground.add_coops(2)
        year, few = World(ground.coops[0], weeks), World(ground.coops[1], FEW_WEEKS)
        for world in (year, few):
            world.build()
            ground.analyze()
        figures: Figures = {"workers_count": WORKERS, "visits_behind_count": year.visits_count}
        say("weeks made from patterns")
        figures |= _generated(year, few)
        say("published, read, suggested, checked in")
        figures |= _published(year, few)
        figures |= _both("week_of_rota", year.week, few.week, pairs=PAIRS)
        figures["week_visits_count"] = len(year.week().visits)
        figures |= _suggested(year, few)
        figures |= _checked_in(year, few)
        say("its page, as whoever keeps the rota opens it")
        figures |= _page(ground, year, few)
        say(f"{FILES} files of 10,000 visits, looked at and kept")
        with ground.app.app_context():
            return figures | _brought_in(year, few)


def _by_weeks(name: str, year: World, few: World, act: Callable[[World, date], object]) -> Figures:
    """Do something with each of the weeks that are made, one after another."""
    weeks = {id(world): iter(MONDAY + number * WEEK for number in range(WEEKS_MADE)) for world in (year, few)}
    return _both(
        name,
        lambda: act(year, next(weeks[id(year)])),
        lambda: act(few, next(weeks[id(few)])),
        pairs=WEEKS_MADE,
    )


def _generated(year: World, few: World) -> Figures:
    return _by_weeks("generate_week", year, few, World.generate)


def _published(year: World, few: World) -> Figures:
    return _by_weeks("publish_week", year, few, World.publish)


def _page(ground: Ground, year: World, few: World) -> Figures:
    """Open the week as a co-ordinator does: the server's time from the request to the last of the page."""
    for world in (year, few):
        ground.enter_account(world.coop, email=KEEPER, role="care_coordinator")
    visits = Visits(ground, path=f"/rota?week={MONDAY}", email=KEEPER)
    visits.sign_in_everywhere()
    for world in (year, few):
        visits.visit(world.coop)
    figures = _both("rota_page", lambda: visits.visit(year.coop), lambda: visits.visit(few.coop), pairs=PAIRS)
    if visits.errors:
        raise PageRefusedError(visits.errors[0])
    return figures | {"rota_page_limit_ms": PAGE_LIMIT_MS}


def _suggested(year: World, few: World) -> Figures:
    chance = dice()
    ids = {id(world): [visit.id for visit in world.week().visits] for world in (year, few)}
    figures = _both(
        "suggest",
        lambda: year.suggest(chance.choice(ids[id(year)])),
        lambda: few.suggest(chance.choice(ids[id(few)])),
        pairs=PAIRS,
    )
    return figures | _both(
        "suggest_eight",
        lambda: year.suggest_all(chance.sample(ids[id(year)], EIGHT)),
        lambda: few.suggest_all(chance.sample(ids[id(few)], EIGHT)),
        pairs=PAIRS,
    )


def _checked_in(year: World, few: World) -> Figures:
    """Check in the first round of the first day, one worker after another."""
    rounds = {id(world): iter(world.week().visits[:WORKERS]) for world in (year, few)}
    return _both(
        "check_in",
        lambda: year.check_in(next(rounds[id(year)])),
        lambda: few.check_in(next(rounds[id(few)])),
        pairs=PAIRS,
    )


def _brought_in(year: World, few: World) -> Figures:
    """Bring files in, one after another; what the last has in it is told beside how long each took."""
    rows: dict[str, int] = {}
    numbers = {id(world): iter(range(FILES)) for world in (year, few)}
    figures = _both(
        "import_visits",
        lambda: rows.update(year.bring_in(next(numbers[id(year)]))),
        lambda: few.bring_in(next(numbers[id(few)])),
        pairs=FILES,
    )
    return figures | {
        "import_visits_limit_ms": IMPORT_LIMIT_MS,
        "import_visits_limit_ratio": RATIO_LIMIT,
        "import_kept_count": rows["kept"],
        "import_refused_count": rows["refused"],
    }


def _both(name: str, year: Callable[[], object], few: Callable[[], object], *, pairs: int) -> Figures:
    """Return the durations of both co-ops, and how many times as long the one with the year takes."""
    busy: list[float] = []

    def timed() -> None:
        began = time.process_time()
        year()
        busy.append(time.process_time() - began)

    mine, other = interleaved(timed, few, pairs=pairs)
    ratio = percentile(mine, 0.5) / percentile(other, 0.5)
    more = {
        # On a machine that does other things as well, the fastest is the nearest to what it costs alone.
        f"{name}_fastest_ms": round(min(mine) * 1000, 3),
        f"{name}_fastest_ratio": round(min(mine) / min(other), 3),
        # Of the core's time that is the program's own part; the database has the rest.
        f"{name}_core_ms": round(percentile(busy, 0.5) * 1000, 3),
        f"{name}_ratio": round(ratio, 3),
    }
    return in_ms(mine, name) | in_ms(other, f"{name}_few") | more
