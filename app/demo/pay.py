"""The demo's pay: closed runs since April, the last one through the product's actions, the next a draft."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any, Final
from uuid import UUID, uuid5

from app.demo.loading import Loading
from app.demo.past_rows import PAID_FROM, run_id
from app.demo.people import NAMESPACE, DemoCoop, coops
from app.demo.staff import TAX_YEAR, Staffed, chance_of, day_of, services
from app.demo.taken import NO_POSTCODE, lines_at
from app.demo.telling import actor_of, person_of
from franchise_kit.kernel.days import london_midnight
from franchise_kit.payroll.actions import approving, closing, drafting, moving
from franchise_kit.payroll.actions.employer import set_employer
from franchise_kit.payroll.actions.filing import make_fps
from franchise_kit.payroll.actions.filing_answers import Ending, end_filing, hand_over
from franchise_kit.payroll.actions.seeding import SeedCorrection, SeedDesk, SeedRun, seed_runs
from franchise_kit.payroll.queries.employer import list_employer_entries
from franchise_kit.payroll.queries.filing import list_filings
from franchise_kit.payroll.queries.payable import living_runs
from franchise_kit.payroll.queries.runs import get_run
from franchise_kit.payroll.rules import runs as rules
from franchise_kit.payroll.rules.employer import References
from franchise_kit.payroll.rules.handing_over import filing_states as states
from tenants import registry
from tenants.actor import Actor
from tenants.office import Coop
from tenants.transaction import reading

# Hours after the midnight at which a run's days end, and after that of its pay day.
DRAFTED, APPROVED, PAID = timedelta(hours=10), timedelta(days=1, hours=9), timedelta(hours=8)
CLOSED: Final = timedelta(days=1, hours=9)
# After a file for HMRC was made.
TAKEN, ANSWERED = timedelta(minutes=20), timedelta(hours=2)


def make_pay(loading: Loading, coop: DemoCoop, staffed: Staffed) -> None:
    """Make a co-op's runs, when all of its time is there; a load that was cut off goes on where it was."""
    desk = SeedDesk(
        prepares=person_of(loading, coop.slug, "payroll_contact").person_id,
        approves=person_of(loading, coop.slug, "treasurer").person_id,
    )
    office = registry.get(coop.slug)
    _employer(loading, coop, office)
    seed_runs(coop=office, runs=earlier_runs(coop, staffed), desk=desk, now=loading.now)
    _last_pay(loading, coop, office)
    _next_pay(loading, coop, office)


def _employer(loading: Loading, coop: DemoCoop, office: Coop) -> None:
    """Enter the co-op's references at HMRC, which are of nobody, and its address."""
    contact = actor_of(loading, coop.slug, "payroll_contact")
    with reading(office) as session:
        if list_employer_entries(session, by=contact):
            return
    number = [one.slug for one in coops()].index(coop.slug) + 1
    lines = (*lines_at(coop, number, chance_of(coop, "office")), NO_POSTCODE)
    references = References(f"000/CYD{number}", f"000PC{number:08}", address="\n".join(lines))
    entered = london_midnight(TAX_YEAR) + DRAFTED
    set_employer(coop=office, references=references, by=contact, now=entered)


def earlier_runs(coop: DemoCoop, staffed: Staffed) -> list[SeedRun]:
    """Return the runs of the tax year before the last one that is closed."""
    pay_days = [day_of(one) for one in services()["earlier_pay_days"]]
    ends = [one.replace(day=PAID_FROM) for one in pay_days]
    begins = [(ends[0].replace(day=1) - timedelta(days=1)).replace(day=PAID_FROM), *ends]
    return [
        SeedRun(_run_of(coop, pay_on), rules.Days(pay_on, from_, until), _corrections(coop, staffed, pay_on))
        for pay_on, (from_, until) in zip(pay_days, pairwise(begins), strict=True)
    ]


def _run_of(coop: DemoCoop, pay_on: date) -> UUID:
    return run_id(coop.slug, f"{pay_on:%Y-%m}")


def _corrections(coop: DemoCoop, staffed: Staffed, pay_on: date) -> tuple[SeedCorrection, ...]:
    facts = services()["correction"]
    if coop.slug != services()["stories"]["co_op"] or pay_on != day_of(facts["taken"]):
        return ()
    one = SeedCorrection(
        id=uuid5(NAMESPACE, f"correction {coop.slug} {pay_on}"),
        worker_id=staffed.workers[facts["worker"]].facts.id,
        pence=facts["pence"],
        reason=facts["reason"],
        of_run_id=_run_of(coop, day_of(facts["of"])),
        entered_at=london_midnight(day_of(facts["entered"])) + DRAFTED,
    )
    return (one,)


def _last_pay(loading: Loading, coop: DemoCoop, office: Coop) -> None:
    """Make the last month's pay: by the co-op's own contact, approved by its treasurer, paid and closed."""
    contact = actor_of(loading, coop.slug, "payroll_contact")
    treasurer = actor_of(loading, coop.slug, "treasurer")
    facts = services()["last_pay"]
    over, pay_day = (london_midnight(day_of(facts[name])) for name in ("period_until", "pay_on"))
    run, state = _drafted(loading, coop, office, facts, over + DRAFTED)
    if state == rules.DRAFT:
        moving.submit_run(coop=office, pay_run_id=run, by=contact, now=over + DRAFTED)
    if state != rules.APPROVED:
        at = over + APPROVED
        approving.approve_run(coop=office, pay_run_id=run, by=treasurer, address=_nowhere, now=at)
    with reading(office) as session:
        found = get_run(session, run, by=treasurer)
    if not found.is_paid:
        closing.say_paid(coop=office, pay_run_id=run, by=treasurer, now=pay_day + PAID)
    _tell_hmrc(office, run, contact, over + APPROVED)
    if not found.is_closed:
        # What the demo makes are tests, and they tell HMRC nothing.
        closing.close_run(
            coop=office,
            pay_run_id=run,
            not_filed_reason="filed_elsewhere",
            by=contact,
            now=pay_day + CLOSED,
        )


def _tell_hmrc(office: Coop, run: UUID, contact: Actor, at: datetime) -> None:
    """Make the file that tells HMRC of a run, hand it over, and write down that it was accepted."""
    with reading(office) as session:
        mine = [one for one in list_filings(session, by=contact) if one.pay_run_id == run]
    state = mine[0].state if mine else states.MADE
    if mine:
        filing = mine[0].id
    else:
        filing = make_fps(coop=office, pay_run_id=run, late_reason=None, is_test=True, by=contact, now=at)
    if state == states.MADE:
        hand_over(coop=office, filing_id=filing, by=contact, now=at + TAKEN)
    if state in (states.MADE, states.HANDED_OVER):
        accepted = Ending(states.ACCEPTED)
        end_filing(coop=office, filing_id=filing, ending=accepted, by=contact, now=at + ANSWERED)


def _next_pay(loading: Loading, coop: DemoCoop, office: Coop) -> None:
    """Draft this month's pay, for whoever tries the demo to send and to approve."""
    _drafted(loading, coop, office, services()["next_pay"], loading.now)


def _drafted(
    loading: Loading, coop: DemoCoop, office: Coop, facts: Mapping[str, Any], at: datetime
) -> tuple[UUID, str]:
    """Return a month's run and how far it is, drafted now if there is none."""
    days = rules.Days(*(day_of(facts[name]) for name in ("pay_on", "period_from", "period_until")))
    with reading(office) as session:
        found = next((one for one in living_runs(session) if one.pay_on == days.pay_on), None)
    if found is not None:
        return found.id, found.state
    run = drafting.draft_run(
        coop=office,
        pay_on=days.pay_on,
        period_from=days.from_,
        period_until=days.until,
        by=actor_of(loading, coop.slug, "payroll_contact"),
        now=at,
    )
    return run, rules.DRAFT


def _nowhere(path: str) -> str:
    """Return a path as it is: the demo's letters stay in its own folder."""
    return path
