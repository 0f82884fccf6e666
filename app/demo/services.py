"""What the demo's services have done by its day: weeks of visits, a month's pay, learning, figures told.

The safeguarding module and the first standard are left for whoever tries the demo, and so is approving pay.
"""

import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from app.demo.carrying_on import enter_time, tomorrow
from app.demo.former import people_ended, workers_left
from app.demo.life import absences_of, kinds_of, life_of
from app.demo.loading import Loading, coop_id_of
from app.demo.past_load import PastLoads, Told
from app.demo.people import HUB_SLUG, DemoCoop, people_of, synthetic_coops
from app.demo.staff import Staffed, day_of, people_supported_of, services, staff_of
from app.demo.taken import left_with_taken, schemes_of, with_taken
from app.demo.telling import actor_of, carry, person_of
from app.demo.weeks import entries_of, visits_of
from franchise_kit.billing.actions import planning, running, telling
from franchise_kit.care.actions.seeding import seed_care
from franchise_kit.care.actions.seeding_life import seed_life
from franchise_kit.people.actions.seeding import seed_workers
from franchise_kit.quality.actions import standards, synthetic
from franchise_kit.quality.rules.disclosed import IndicatorTold, figure_to_tell
from franchise_kit.quality.rules.indicators import catalogue
from franchise_kit.quality.rules.periods import Period, months_over
from franchise_kit.time.actions.seeding_absence import seed_absences
from franchise_kit.training.actions import assigning, publishing
from franchise_kit.training.actions import telling as learning
from franchise_kit.training.actions.seeding import SeedCompletion, seed_completions
from tenants import registry
from tenants.actor import SYSTEM
from tenants.clock import LONDON
from tenants.office import HUB
from tenants.openings import publications
from tenants.openings.queries import find_latest_received
from tenants.transaction import reading

SAY: Final = "  their weeks, pay and learning"
MODULE: Final = "WEL-1"
# Published and taken up in spring, so that learning has a past.
SPRING: Final = timedelta(days=260)
MONTHS_OF_VALIDITY: Final = 36


def run_services(loading: Loading) -> None:
    """Tell what services did; what was told already is left as it is."""
    loading.say(SAY)
    trading = loading.at_work()
    version, pasts = _publish(loading), PastLoads(loading)
    for coop in trading:
        told = _weeks(loading, coop)
        # It takes longest, and the others need nothing of it.
        pasts.begin(told)
        _learning(loading, coop, told.staffed, version)
    pasts.wait()
    for coop in trading:
        carry(coop.slug)
    _synthetic(loading)
    _fees(loading, trading)


def _weeks(loading: Loading, coop: DemoCoop) -> Told:
    """Write a co-op's workers, the people they support and their visits; and the time that came of them."""
    office = registry.get(coop.slug)
    staffed = staff_of(coop, people_of(coop, loading.owner.place.key))
    workers = [*with_taken(coop, staffed.workers), *left_with_taken(coop, workers_left(coop))]
    seed_workers(coop=office, workers=workers, schemes=schemes_of(coop), now=loading.now)
    people = people_supported_of(coop)
    visits = list(visits_of(coop, staffed, people, now=loading.now))
    kinds = kinds_of(coop, people, visits, loading.now)
    ever = [*people, *people_ended(coop)]
    if seed_care(coop=office, people=ever, visits=visits, now=loading.now, kinds=kinds):
        from_ = day_of(services()["last_pay"]["period_from"])
        enter_time(loading, coop, entries_of(staffed, people, visits, from_=from_, until=tomorrow(loading)))
        seed_life(coop=office, life=life_of(coop, staffed, people, visits, loading.now), now=loading.now)
        decider = person_of(loading, coop.slug, "registered_manager").person_id
        away = absences_of(coop, staffed, visits, loading.now, decider)
        seed_absences(coop=office, absences=away)
    return Told(coop, staffed, people, visits)


def _publish(loading: Loading) -> int:
    """Publish the module that everybody follows already, and the fees; return the module's version."""
    spring = loading.now - SPRING
    with reading(HUB) as session:
        modules = publications.list_latest(session, kind="training_module")
        plans = publications.list_latest(session, kind="fee_plan")
        known = publications.list_latest(session, kind="quality_standard")
    if not plans:
        officer = actor_of(loading, HUB_SLUG, "billing_officer")
        planning.publish_plan(body=planning.standard_plan(), by=officer, now=spring)
    if not known:
        lead = actor_of(loading, HUB_SLUG, "quality_lead")
        standards.publish_standard(key="s2", by=lead, now=spring)
    if modules:
        return modules[0].version
    editor = actor_of(loading, HUB_SLUG, "training_editor")
    key = publishing.draft_shipped(by=editor, code=MODULE, now=spring)
    return publishing.publish_module(by=editor, key=key, now=spring).version


def _learning(loading: Loading, coop: DemoCoop, staffed: Staffed, version: int) -> None:
    """Take the module up, with most of the workers in date, and tell how many learnt last month."""
    key = MODULE.lower()
    chance = random.Random(f"cydofal demo {coop.slug} learning")  # noqa: S311 - made-up people are no secret
    in_date = services()["co_ops"][coop.slug]["in_date"] / 1000
    done = [one.facts for one in staffed.workers if chance.random() < in_date]
    completions = [_completion(facts.person_id, facts.language, loading.now, chance) for facts in done]
    office, lead = registry.get(coop.slug), actor_of(loading, coop.slug, "training_lead")
    if seed_completions(coop=office, key=key, version=version, completions=completions, now=loading.now):
        spring = loading.now - SPRING
        assigning.adopt_module(coop=office, key=key, version=version, due_days=30, by=lead, now=spring)
        learning.tell_learners(coop=office, month=_last_month(loading).from_, by=lead, now=loading.now)


def _completion(learner: UUID, language: str, now: datetime, chance: random.Random) -> SeedCompletion:
    completed_on = (now - timedelta(days=chance.randint(25, 900))).astimezone(LONDON).date()
    valid_until = completed_on.replace(day=1, year=completed_on.year + MONTHS_OF_VALIDITY // 12)
    return SeedCompletion(learner, language, 60, completed_on, valid_until)


def _last_month(loading: Loading) -> Period:
    return months_over(loading.now.astimezone(LONDON).date(), most=1)[0]


def _synthetic(loading: Loading) -> None:
    """Let the co-ops without a wall have told two years of figures, one letter a month."""
    for facts in synthetic_coops():
        slug, coop_id = str(facts["slug"]), coop_id_of(str(facts["slug"]))
        with reading(HUB) as session:
            if find_latest_received(session, kind="indicator_value", coop_id=coop_id) is not None:
                continue
        figures = list(_two_years(loading, facts, slug))
        synthetic.tell_of_synthetic(coop_id=coop_id, figures=figures, by=SYSTEM, made_at=loading.now)


def _two_years(loading: Loading, facts: dict[str, Any], slug: str) -> Iterator[tuple[Period, IndicatorTold]]:
    data = services()["synthetic"]
    chance = random.Random(f"cydofal demo {slug} told")  # noqa: S311 - made-up figures are no secret
    months = months_over(loading.now.astimezone(LONDON).date(), most=int(data["months"]))
    visits = round(int(facts["care_hours_per_week"]) * 4 / 3 * 52 / 12)
    for number, period in enumerate(months):
        worse = data["slips"].get(slug, 1) if number >= len(months) - 3 else 1
        planned = visits + chance.randint(-visits // 20, visits // 20)
        missed = sum(chance.random() < data["missed"][slug] * worse / 1000 for _ in range(planned))
        yield period, figure_to_tell(catalogue()["visits_missed"], missed, planned)
        required = int(facts["employees"]) * 6
        done = sum(chance.random() < data["in_date"][slug] / 1000 for _ in range(required))
        yield period, figure_to_tell(catalogue()["training_in_date"], done, required)


def _fees(loading: Loading, trading: Sequence[DemoCoop]) -> None:
    """Tell last month's turnover, and send the month's invoices."""
    month = _last_month(loading).from_
    with reading(HUB) as session:
        if find_latest_received(session, kind="care_turnover", coop_id=coop_id_of(trading[0].slug)):
            return
    for coop in trading:
        pence = round(int(coop.facts["care_hours_per_week"]) * 52 / 12 * 3120)
        officer = actor_of(loading, coop.slug, "finance_officer")
        telling.tell_turnover(
            coop=registry.get(coop.slug), month=month, turnover_pence=pence, by=officer, now=loading.now
        )
        carry(coop.slug)
    running.run_month(month=month, by=actor_of(loading, HUB_SLUG, "billing_officer"), now=loading.now)
    carry(*(coop.slug for coop in trading))
