# SPDX-License-Identifier: AGPL-3.0-or-later
"""A file that was taken along comes in again and changes nothing, in either language."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from flask import Flask
from flask_babel import force_locale

from app.exports.lists import LISTS, table_of
from app.exports.tables import csv_table
from app.imports.columns import TABLES
from app.imports.looking import look
from app.imports.reading import read_sheet
from franchise_kit.care import actions as care
from franchise_kit.kernel.days import london_instant
from franchise_kit.people import actions as people
from franchise_kit.time import actions as times
from tenants import clock
from tenants.actor import SYSTEM
from tenants.office import Coop
from tenants.transaction import reading
from tests.support.rota import make_kind, make_pattern
from tests.support.thread import BEGAN

MONDAY = date(2026, 11, 9)
DAYS = {
    "since": date(2026, 10, 1),
    "until": date(2026, 11, 30),
    "worker_id": None,
    "person_supported_id": None,
}


def make_house(coop: Coop) -> None:
    """Keep something of everything, with names, lines, formulas and nights that are hard to write down."""
    clock.set_fixed(datetime(2026, 11, 1, 12, 0, tzinfo=UTC))
    now = clock.now()
    workers = [
        people.enter_worker(
            coop=coop,
            worker=people.NewWorker(given, "Gŵyn; Prys", "cy", "other_social_care", begins, None),
            by=SYSTEM,
            now=now,
        )
        for given, begins in (("Nia", BEGAN), ("=Siôn", BEGAN), ("Nia", date(2026, 2, 2)))
    ]
    for kind, minutes, pence in (("non_guaranteed_hours", 0, 1271), ("guaranteed_hours", 1230, 1345)):
        begins = BEGAN if kind == "non_guaranteed_hours" else date(2026, 6, 1)
        contract = people.NewContract(kind, minutes, begins, pence, "Gofal, nos", "-")
        people.make_contract(coop=coop, worker_id=workers[0], contract=contract, by=SYSTEM, now=now)
    person = care.NewPerson(
        "Elsi",
        'Fôn "Bach"',
        "cy",
        BEGAN,
        known_as="Els",
        what_matters="+ Paned\n- yn gyntaf; wedyn, sgwrs",
        key_facts="@ y ci",
        place="52.08310,-4.66090",
        born_on=date(1941, 2, 28),
    )
    person_id = care.enter_person(coop=coop, person=person, by=SYSTEM, now=now)
    kind_id = make_kind(coop)
    make_pattern(
        coop, person_id, kind_id, weekdays=0b1000001, minutes=20, short_reason="task_within_plan", carers=2,
        every_weeks=2, language="en", valid_until=date(2027, 1, 1), window_minutes=30,
    )  # fmt: skip
    for at, minutes, worker_id in (
        ("09:00", 45, workers[0]),
        ("22:30", 600, None),
        ("12:00", 20, workers[2]),
    ):
        begins_at = london_instant(MONDAY, time.fromisoformat(at))
        reason = "person_asked" if minutes < 30 else None
        visit = care.NewVisit(
            person_id, begins_at, begins_at + timedelta(minutes=minutes), worker_id, short_reason=reason
        )
        care.plan_visit(coop=coop, visit=visit, by=SYSTEM, now=now)
    begun: datetime = london_instant(date(2026, 10, 24), time(22, 0))
    new = times.NewTime("sleep_in", begun, begun + timedelta(hours=10), "other", "=nos hir\ngyda gwaith")
    times.enter_time(coop=coop, worker_id=workers[1], new=new, by=SYSTEM, now=now)


@pytest.mark.parametrize("locale", ["en_GB", "cy"])
@pytest.mark.parametrize("code", sorted(TABLES))
def test_what_went_out_comes_in_unchanged(app: Flask, aber: Coop, code: str, locale: str) -> None:
    make_house(aber)
    listed, table = LISTS[code], TABLES[code]
    with app.test_request_context(), force_locale(locale), reading(aber) as session:
        file = table_of(listed, session, DAYS, by=SYSTEM)
        sheet = read_sheet(csv_table(file))
        understood, verdicts = look(session, table, sheet, by=SYSTEM, now=clock.now())

    assert [(one.row, one.column, one.found, one.said["en"]) for one in understood.faults] == []
    assert len(file.rows) > 0
    assert [(one.outcome, one.fields) for one in verdicts] == [("unchanged", ())] * len(file.rows)


def test_every_table_that_comes_in_can_be_taken_along_with_the_same_columns() -> None:
    assert [LISTS[code].columns for code in TABLES] == [one.columns for one in TABLES.values()]
    assert {code for code, one in LISTS.items() if one.can_return} == set(TABLES)
