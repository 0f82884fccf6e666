"""What is taken from the pay of the demo's workers, and what their tax goes by: the stories of pay day."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID, uuid5

from app.demo.people import NAMESPACE, DemoCoop, name_lists
from app.demo.staff import chance_of, day_of, services
from franchise_kit.people.actions.seeding import SeedWorker
from franchise_kit.people.actions.seeding_taken import (
    SeedOrder,
    SeedPension,
    SeedReported,
    SeedScheme,
    SeedTaken,
)
from franchise_kit.people.queries.facts import WorkerFacts

# The youngest is 22, and nobody has come to the pension age.
YOUNGEST, OLDEST = 22 * 366, 63 * 365
ON: Final = date(2026, 4, 1)
# Such numbers are for offices' own use, and of nobody; and no bank has this code.
NOBODYS_NUMBER, NO_BANKS_CODE = "PZ", "000001"
# Nor is there such a postcode.
NO_POSTCODE: Final = "ZZ99 9ZZ"
# Within the month that there is for it.
OPTS_OUT: Final = timedelta(days=25)


def schemes_of(coop: DemoCoop) -> list[SeedScheme]:
    """Return the pension scheme that nearly all of a co-op's workers are members of."""
    facts = services()["pension"]
    reference = f"{facts['reference']}-{coop.slug.upper()}"
    return [SeedScheme(_scheme_id(coop), facts["name"], reference, day_of(facts["from"]))]


def with_taken(coop: DemoCoop, workers: Sequence[SeedWorker]) -> list[SeedWorker]:
    """Return who works here with what is taken from their pay; in one co-op some of them have stories."""
    made = _with_particulars(coop, workers, "particulars")
    stays_out = len(made) - 2
    made[stays_out] = _opting_out(made[stays_out])
    stories = services()["stories"]
    if coop.slug == stories["co_op"]:
        for number, story in stories["of"].items():
            made[int(number)] = _told(coop, made[int(number)], story)
    return made


def left_with_taken(coop: DemoCoop, workers: Sequence[SeedWorker]) -> list[SeedWorker]:
    """Return who left with what was taken from their pay."""
    return _with_particulars(coop, workers, "particulars of who left")


def _with_particulars(coop: DemoCoop, workers: Sequence[SeedWorker], what: str) -> list[SeedWorker]:
    """Return workers with a birthday, a number, an account, an address and a pension: all made up."""
    chance, homes = chance_of(coop, what), chance_of(coop, f"{what}: homes")
    made = []
    for one in workers:
        taken = SeedTaken(
            born_on=ON - timedelta(days=chance.randint(YOUNGEST, OLDEST)),
            number=f"{NOBODYS_NUMBER}{chance.randrange(10**6):06}A",
            account=(NO_BANKS_CODE, f"{chance.randrange(10**8):08}"),
            pension=_pension(coop, one.facts),
            reported=SeedReported(_sex(one.facts), lines_at(coop, homes.randint(1, 80), homes), NO_POSTCODE),
        )
        made.append(replace(one, taken=taken))
    return made


def lines_at(coop: DemoCoop, number: int, chance: random.Random) -> tuple[str, ...]:
    """Return an address without its postcode, in a co-op's town and language."""
    street = chance.choice(services()["streets"][coop.language])
    return f"{number} {street}", str(coop.facts[f"town_{coop.language}"])


def _sex(facts: WorkerFacts) -> str:
    return "M" if facts.given_name in name_lists()["men"] else "F"


def _pension(coop: DemoCoop, facts: WorkerFacts) -> SeedPension | None:
    """Return a membership of the scheme; a new starter is enrolled after some months."""
    if facts.started_on > ON or (facts.ended_on is not None and facts.ended_on < ON):
        return None
    return SeedPension(_scheme_id(coop), max(facts.started_on, day_of(services()["pension"]["from"])))


def _opting_out(one: SeedWorker) -> SeedWorker:
    pension = one.taken.pension
    if pension is None:
        return one
    out = replace(pension, opted_out_on=pension.enrolled_on + OPTS_OUT)
    return replace(one, taken=replace(one.taken, pension=out))


def _told(coop: DemoCoop, one: SeedWorker, story: dict[str, Any]) -> SeedWorker:
    """Return a worker with their story: other rates, a loan, an order, or notices from the tax office."""
    if "rate_before" in story:
        raised_on, before_pence = story["rate_before"]
        raises = ((day_of(raised_on), one.pence_per_hour),)
        one = replace(one, pence_per_hour=before_pence, raises=raises)
    if "tax_code" in story:
        one = replace(one, tax_code=story["tax_code"])
    if "contract" in story:
        one = replace(one, kind=story["contract"], weekly_minutes=0)
    taken = replace(one.taken, codes=tuple((day_of(day), code) for day, code in story.get("codes", ())))
    if "loan" in story:
        plan, source, from_on = story["loan"]
        taken = replace(taken, loan=(plan, source, day_of(from_on)))
    if "declaration" in story and taken.reported is not None:
        taken = replace(taken, reported=replace(taken.reported, declaration=story["declaration"]))
    if "order" in story:
        taken = replace(taken, order=_order(coop, one.facts.id, story["order"]))
    return replace(one, taken=taken)


def _order(coop: DemoCoop, worker_id: UUID, facts: dict[str, Any]) -> SeedOrder:
    return SeedOrder(
        id=uuid5(NAMESPACE, f"order {coop.slug} {worker_id}"),
        kind=facts["kind"],
        made_on=day_of(facts["made"]),
        from_on=day_of(facts["from"]),
        reference=facts["reference"],
        paid_to=facts["paid_to"],
        owed_pence=facts["owed_pence"],
    )


def _scheme_id(coop: DemoCoop) -> UUID:
    return uuid5(NAMESPACE, f"pension {coop.slug}")
