# SPDX-License-Identifier: AGPL-3.0-or-later
"""The demo's pay is worked out by the product's own rules, and has its stories: each by what is kept."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import chain
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from app.demo.former import workers_left
from app.demo.past_load import crew_of
from app.demo.past_rows import ENTRY_COLUMNS, MILES_COLUMNS, Office, Worked
from app.demo.past_weeks import Crew, Day, days_of, told_days
from app.demo.pay import earlier_runs
from app.demo.people import coops, people_of
from app.demo.staff import Staffed, people_supported_of, staff_of
from app.demo.taken import left_with_taken, schemes_of, with_taken
from app.demo.weeks import entries_of, visits_of
from franchise_kit.kernel.days import london_midnight
from franchise_kit.payroll.actions.seeding import SeedDesk, seed_runs
from franchise_kit.payroll.models import PayRun
from franchise_kit.payroll.queries.filing_content import payees_of
from franchise_kit.payroll.rules.miles_paid import OWED_SINCE
from franchise_kit.payroll.rules.schedules import NextPeriod, Terms, next_period
from franchise_kit.payroll.rules.tax_calendar import Frequency
from franchise_kit.people.actions.seeding import seed_workers
from franchise_kit.time.actions.seeding import seed_entries
from franchise_kit.time.actions.seeding_past import Lines, seed_past_time
from tenants import clock
from tenants.credentials import InstallationKey
from tenants.office import Coop
from tenants.transaction import reading
from tests.support.pay import approve, draft, preparer, submit, treasurer
from tests.support.world import World

KEY = InstallationKey(b"k" * 32)
NOW = datetime(2026, 11, 22, 13, tzinfo=UTC)
DEMO = {one.slug: one for one in coops()}
BEGINS, CLOSELY, RUNS_FROM = date(2026, 3, 23), date(2026, 7, 27), date(2026, 9, 23)
OCTOBER, NOVEMBER = date(2026, 10, 30), date(2026, 11, 30)
CLOSED = [date(2026, 4, 30), date(2026, 5, 29), date(2026, 6, 30), date(2026, 7, 31), date(2026, 8, 28)]
CLOSED.append(date(2026, 9, 30))
PAYSLIPS = "SELECT p.*, r.pay_on FROM payslip p JOIN pay_run r ON r.id = p.pay_run_id ORDER BY r.pay_on"
OTHER = (
    "SELECT o.kind, o.pence, o.steps, p.worker_id, r.pay_on FROM payslip_other o"
    " JOIN payslip p ON p.id = o.payslip_id JOIN pay_run r ON r.id = p.pay_run_id ORDER BY r.pay_on"
)
# Whose stories are told, by their number in the co-op.
MANAGER, TRAINER, PUT_RIGHT, ORDERED, SCOTTISH, TOPPED_UP, OPTED_OUT, STARTER = 1, 3, 25, 26, 27, 28, 29, 30
TOLD = (MANAGER, TRAINER, PUT_RIGHT, ORDERED, SCOTTISH, TOPPED_UP, OPTED_OUT, STARTER)

Row = dict[str, Any]


@dataclass(frozen=True)
class Told:
    """What is kept of a co-op's pay."""

    ids: list[UUID]
    runs: list[Row]
    payslips: list[Row]
    other: list[Row]
    entries: list[Row]
    told_hub: list[Row]
    schedules: list[Row]
    contracts: list[Row]
    lacking: dict[date, int]

    def of(self, number: int) -> list[Row]:
        """Return one worker's payslips, the earliest first."""
        return [row for row in self.payslips if row["worker_id"] == self.ids[number]]

    def besides(self, kind: str, number: int | None = None) -> dict[date, int]:
        """Return what was paid besides time by pay day, the most where there is more."""
        mine = [one for one in self.other if one["kind"] == kind]
        if number is not None:
            mine = [one for one in mine if one["worker_id"] == self.ids[number]]
        return {one["pay_on"]: one["pence"] for one in sorted(mine, key=lambda one: one["pence"])}


def begin(coop: Coop, slug: str, wanted: Collection[int]) -> Staffed:
    """Make a co-op's workers, the time of some of them that earlier runs paid, and those runs."""
    demo = DEMO[slug]
    staffed, people = staff_of(demo, people_of(demo, KEY)), people_supported_of(demo)
    workers = [*with_taken(demo, staffed.workers), *left_with_taken(demo, workers_left(demo))]
    seed_workers(coop=coop, workers=workers, schemes=schemes_of(demo), now=NOW)
    office = Office(plans=staffed.at_desks[0].person_id, approves=uuid4())
    ids = {staffed.workers[number].facts.id for number in wanted}
    crew = crew_of(demo, staffed, people, 10)
    worked = Worked(replace(crew, at_desks=tuple(one for one in crew.at_desks if one.id in ids)), office)
    seed_past_time(
        coop=coop,
        entries=Lines(ENTRY_COLUMNS, worked.lines(days_before(crew, staffed, ids))),
        miles=Lines(MILES_COLUMNS, worked.miles),
        until=london_midnight(RUNS_FROM),
    )
    desk = SeedDesk(prepares=uuid4(), approves=uuid4())
    assert seed_runs(coop=coop, runs=earlier_runs(demo, staffed), desk=desk, now=NOW)
    assert not seed_runs(coop=coop, runs=earlier_runs(demo, staffed), desk=desk, now=NOW)
    return staffed


def days_before(crew: Crew, staffed: Staffed, ids: Collection[UUID]) -> Iterator[Day]:
    """Yield the days that earlier runs pay, with the visits of some workers and of all who left."""
    visits = list(visits_of(crew.coop, staffed, list(crew.people), now=NOW))
    old = (day for day in days_of(crew) if day[0] >= BEGINS)
    for day, done in chain(old, told_days(crew, visits, CLOSELY, RUNS_FROM)):
        yield (
            day,
            [one for one in done if crew.carers[one.worker].id in ids or crew.carers[one.worker].ended_on],
        )


def go_on(coop: Coop, slug: str, staffed: Staffed) -> None:
    """Pay October and draft November, of those alone who have a story: by the product's own actions."""
    people = people_supported_of(DEMO[slug])
    visits = list(visits_of(DEMO[slug], staffed, people, now=NOW))
    wanted = {staffed.workers[number].facts.id for number in TOLD}
    seed_entries(
        coop=coop,
        entries=[
            one
            for one in entries_of(staffed, people, visits, from_=RUNS_FROM, until=NOW.date())
            if one.worker_id in wanted
        ],
        approved_until=london_midnight(NOW.date()),
        approved_by_person=uuid4(),
        now=NOW,
    )
    contact = preparer(coop)
    run = draft(coop, contact, pay_on=OCTOBER, period=(RUNS_FROM, date(2026, 10, 23)))
    approve(coop, submit(coop, run, contact), treasurer(coop))
    draft(coop, contact)


def kept(coop: Coop, staffed: Staffed) -> Told:
    """Read what is kept."""
    with reading(coop) as session:
        found = [
            [dict(row) for row in session.execute(text(wanted)).mappings()]
            for wanted in (
                "SELECT * FROM pay_run ORDER BY pay_on",
                PAYSLIPS,
                OTHER,
                "SELECT * FROM ledger_entry WHERE kind = 'pay_run' ORDER BY \"on\"",
                "SELECT * FROM disclosure WHERE kind = 'payslips_produced'",
                "SELECT * FROM pay_schedule",
                "SELECT * FROM contract WHERE kind = 'non_guaranteed_hours'",
            )
        ]
        lacking = {
            one["pay_on"]: sum(
                bool(payee.missing) for payee in payees_of(session, run, as_of=run.approved_at)
            )
            for one in found[0]
            if one["state"] == "approved"
            for run in [session.get_one(PayRun, one["id"])]
        }
    return Told([one.facts.id for one in staffed.workers], *found, lacking)


@pytest.fixture(scope="module")
def told(built_world: World) -> Told:
    """The pay of the co-op that has the stories, from April to November."""
    clock.set_fixed(NOW)
    try:
        staffed = begin(built_world.aber, "glannau-teifi", TOLD)
        go_on(built_world.aber, "glannau-teifi", staffed)
        return kept(built_world.aber, staffed)
    finally:
        built_world.empty()


def test_earlier_runs_are_closed_and_posted_and_the_newest_is_a_draft(told: Told) -> None:
    assert [(one["pay_on"], one["state"]) for one in told.runs] == [
        *((pay_on, "approved") for pay_on in (*CLOSED, OCTOBER)),
        (NOVEMBER, "draft"),
    ]
    closed = {(bool(one["closed_at"]), one["not_filed_reason"]) for one in told.runs[:6]}
    assert closed == {(True, "filed_elsewhere")}
    assert [one["on"] for one in told.entries] == [*CLOSED, OCTOBER]
    assert [one["tax_period"] for one in told.runs] == [1, 2, 3, 4, 5, 6, 7, 8]


def test_of_each_closed_run_hmrc_could_be_told_and_the_hub_was(told: Told) -> None:
    assert told.lacking == dict.fromkeys((*CLOSED, OCTOBER), 0)
    counted = {one["payload"]["month"]: one["payload"]["payslips"] for one in told.told_hub}
    assert counted == {
        "2026-04-01": 8,
        "2026-05-01": 8,
        **dict.fromkeys(("2026-06-01", "2026-07-01", "2026-08-01", "2026-09-01"), 7),
        "2026-10-01": 8,
    }


def test_the_next_run_is_proposed_from_where_the_draft_ends(told: Told) -> None:
    (schedule,) = told.schedules
    terms = Terms(
        Frequency(schedule["frequency"]),
        schedule["first_from"],
        pay_day_of_month=schedule["pay_day_of_month"],
    )

    assert next_period(terms, date(2026, 10, 23)) == NextPeriod(
        date(2026, 10, 23), date(2026, 11, 23), NOVEMBER
    )
    assert next_period(terms, date(2026, 11, 23)).pay_on == date(2026, 12, 31)


def test_one_works_hours_that_nobody_guarantees(told: Told) -> None:
    assert [(one["worker_id"], one["weekly_minutes"]) for one in told.contracts] == [(told.ids[24], 0)]


def test_each_payslip_knows_all_pay_and_tax_of_the_year_before_it(told: Told) -> None:
    so_far: dict[UUID, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for row in told.payslips:
        pay_pence, tax_pence = so_far[row["worker_id"]]
        assert (row["earlier_pay_pence"], row["earlier_tax_pence"]) == (pay_pence, tax_pence)
        so_far[row["worker_id"]] = pay_pence + row["taxable_pence"], tax_pence + row["tax_pence"]
    # One carer left in May, and the starter came in October.
    payslips = [sum(row["pay_on"] == one["pay_on"] for row in told.payslips) for one in told.runs]
    assert payslips == [8, 8, 7, 7, 7, 7, 8, 8]


def test_a_correction_of_august_is_paid_in_september(told: Told) -> None:
    assert told.besides("correction") == {date(2026, 9, 30): 40_35}
    assert told.besides("correction", PUT_RIGHT) == told.besides("correction")


def test_a_rate_that_was_raised_late_is_topped_up_to_the_minimum_wage(told: Told) -> None:
    """It was 12.60; the minimum wage is 12.71 since April, and for the month that began in March 12.21."""
    assert set(told.besides("minimum_wage_top_up", TOPPED_UP)) == {date(2026, 5, 29), date(2026, 6, 30)}
    assert told.besides("minimum_wage_top_up", TOPPED_UP) == told.besides("minimum_wage_top_up")


def test_a_starter_without_a_p45_has_no_free_pay(told: Told) -> None:
    """All is taxed at 20 % of whole pounds, each month for itself."""
    starter = told.of(STARTER)

    assert [(row["pay_on"], row["tax_code"]) for row in starter] == [(OCTOBER, "0T X"), (NOVEMBER, "0T X")]
    assert [row["tax_pence"] for row in starter] == [row["taxable_pence"] // 100 * 20 for row in starter]
    assert {row["pension_scheme_id"] for row in starter} == {None}


@pytest.mark.parametrize(("number", "plan"), [(MANAGER, "2"), (TRAINER, "5")])
def test_student_loans_are_repaid_by_their_plans(told: Told, number: int, plan: str) -> None:
    paid = [row for row in told.payslips if row["student_loan_pence"] and row["student_plan"] == plan]

    assert {row["worker_id"] for row in paid} == {told.ids[number]}
    assert len(paid) == 8


def test_a_scottish_code_was_a_mistake_and_is_put_right_in_november(told: Told) -> None:
    codes = [(row["pay_on"], row["tax_code"]) for row in told.of(SCOTTISH)]

    scottish = {date(2026, 9, 30), OCTOBER}
    assert codes == [(on, "S1257L" if on in scottish else "C1257L") for on in (*CLOSED, OCTOBER, NOVEMBER)]


def test_one_opted_out_of_the_pension_and_one_has_an_order(told: Told) -> None:
    out = {row["worker_id"] for row in told.payslips if row["pension_scheme_id"] is None}
    ordered = {row["worker_id"]: row["pay_on"] for row in told.payslips if row["orders_pence"]}

    assert out == {told.ids[OPTED_OUT], told.ids[STARTER]}
    assert {row["pension_scheme_id"] for row in told.of(OPTED_OUT)} == {None}
    assert set(ordered) == {told.ids[ORDERED]}
    # What was owed is taken by now, to the penny.
    assert sum(row["orders_pence"] for row in told.payslips) == 412_60


def test_miles_of_april_are_paid_again_when_their_figure_changed_backwards(told: Told) -> None:
    arrears = {
        one["pay_on"]
        for one in told.other
        if one["kind"] == "mileage" and any(step["code"] == OWED_SINCE for step in one["steps"])
    }
    assert arrears == {date(2026, 5, 29)}


def test_in_the_hills_somebody_drives_very_far_each_month(aber: Coop) -> None:
    staffed = begin(aber, "bro-moelwyn", range(9))

    told = kept(aber, staffed)
    assert {on: pence > 250_00 for on, pence in told.besides("mileage").items()} == dict.fromkeys(
        CLOSED, True
    )


def test_what_is_taken_is_the_same_at_every_load() -> None:
    for demo in (one for one in DEMO.values() if one.is_trading):
        workers = staff_of(demo, people_of(demo, KEY)).workers
        assert with_taken(demo, workers) == with_taken(demo, workers)
