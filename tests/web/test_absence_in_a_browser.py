# SPDX-License-Identifier: AGPL-3.0-or-later
"""Leave and sickness in a real browser: axe finds nothing, and nothing is too wide."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from franchise_kit.access.actions.seeding import SeedAccount
from franchise_kit.time.actions.absence import NewAbsence, enter_absence
from franchise_kit.time.actions.leave import Adjustment, adjust_leave
from tenants import clock
from tenants.actor import Actor
from tenants.office import Coop
from tests.support.absence import TODAY, agree, ask, decider, make_contract
from tests.support.people import actor_of, make_person
from tests.support.time import NINE, make_carer, make_entry, make_visit, make_worker
from tests.support.walking import Company

pytestmark = [pytest.mark.browser, pytest.mark.slow]
DAY = timedelta(days=1)
ERRORS = ("ask", "sickness", "new", "desk-holiday")


def make_absences(coop: Coop, mine: SeedAccount) -> dict[str, str]:
    """Let three people be away, and return the pages about it by name."""
    me, my_worker = actor_of(coop, mine), make_worker(coop, mine)
    make_contract(coop, my_worker)
    desk = decider(coop)
    mari, worker_id = make_carer(coop)
    make_contract(coop, worker_id, weekly_minutes=0)
    make_visits(coop, worker_id)
    for week in range(20):
        make_entry(
            coop,
            worker_id=worker_id,
            starts_at=NINE - timedelta(weeks=6 + week),
            minutes=700,
            state="approved",
        )
    sick = ask(coop, mari, TODAY, None, kind="sickness", note="Y ffliw, yn y gwely.")
    holiday = ask(coop, mari, date(2026, 11, 16), date(2026, 11, 20), minutes=2000, note="Eryri gyda'r teulu")
    own_sick = ask(coop, me, TODAY - 12 * DAY, TODAY - 3 * DAY, kind="sickness")
    own_holiday = ask(coop, me, date(2026, 12, 21), date(2026, 12, 24), minutes=None)
    agree(coop, own_sick, desk)
    agree(coop, own_holiday, desk)
    put_right(coop, worker_id, desk)
    return pages_of(str(sick), str(holiday), str(own_sick), str(own_holiday), str(worker_id))


def make_visits(coop: Coop, worker_id: UUID) -> None:
    """Give a worker visits today and next week; another is free, and fits."""
    make_carer(coop)
    for hours, name in ((4, "Gwenllian Llywelyn-Parry"), (1, "Eluned Price"), (25, "Ifan Rees")):
        make_visit(coop, worker_id, planned_from=NINE + timedelta(hours=hours), name=name)
    make_visit(coop, worker_id, planned_from=NINE + 15 * DAY, name="Olwen Davies")


def put_right(coop: Coop, worker_id: UUID, by: Actor) -> None:
    """Let somebody have leave carried over, and a day of family leave."""
    new = Adjustment(date(2026, 4, 1), 450, "carried_over")
    adjust_leave(coop=coop, worker_id=worker_id, new=new, by=by, now=NINE)
    family = NewAbsence("family", date(2026, 12, 1), date(2026, 12, 2))
    enter_absence(coop=coop, worker_id=worker_id, new=family, by=by, now=NINE)


def pages_of(sick: str, holiday: str, own_sick: str, own_holiday: str, worker_id: str) -> dict[str, str]:
    """Return the pages by name."""
    return {
        "mine": "/absence",
        "ask": "/absence/new",
        "sickness": "/absence/sickness",
        "own-sick": f"/absence/{own_sick}",
        "own-holiday": f"/absence/{own_holiday}",
        "own-year": "/absence/year",
        "index": "/absences",
        "new": "/absences/new",
        "desk-sick": f"/absences/{sick}",
        "desk-holiday": f"/absences/{holiday}",
        "desk-own": f"/absences/{own_sick}",
        "calendar": "/absences/calendar?day=2026-11-20",
        "workers": "/absences/workers",
        "worker": f"/absences/workers/{worker_id}",
        "sheet": f"/absences/workers/{worker_id}/year",
    }


def test_axe_finds_nothing_on_leave_and_sickness(company: Company, aber: Coop) -> None:
    now: datetime = NINE - timedelta(hours=1)
    clock.set_fixed(now)
    roles = ("care_coordinator", "care_worker")
    person = make_person(aber, *roles, name="Mair Desg", language=company.language)
    pages = make_absences(aber, person)
    desk = company.at(aber, person)

    desk.look_at(pages)
    for name in ERRORS:
        desk.go(pages[name])
        emptied = "input[type=date]" if name != "desk-holiday" else "#none"
        for box in desk.page.locator(f"main {emptied}").all():
            box.fill("")
        button = (
            "main form button[value=false]" if name == "desk-holiday" else "main form button[type=submit]"
        )
        desk.page.locator(button).first.click()
        desk.look_at_error(name)

    assert company.faults == {}
