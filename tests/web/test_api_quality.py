# SPDX-License-Identifier: AGPL-3.0-or-later
"""Quality through the API, at a co-op and at the hub."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from franchise_kit.quality import actions
from franchise_kit.quality.models import Answer
from tenants import clock
from tenants.office import HUB, Coop
from tests.support.openings import carry_all, count
from tests.support.program import program_of
from tests.support.quality import CRITERIA, make_assessment, make_figure, manager_of, publish

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
OCTOBER = date(2026, 10, 1)
MANAGER = "registered_manager"


@pytest.fixture(autouse=True)
def _on_the_day(app: Flask) -> None:
    clock.set_fixed(NOON)


def test_figures_are_listed_told_and_read_at_the_hub(app: Flask, aber: Coop) -> None:
    make_figure(aber, "visits_missed", OCTOBER, 3, 900)
    program = program_of(app, aber, MANAGER)

    [listed] = program.get("/quality-figures").get_json()["items"]
    told = program.post("/quality-figures/tell", {"month": "2026-10-31"})
    again = program.post("/quality-figures/tell", {"month": "2026-10-31"})
    carry_all(aber)
    lead = program_of(app, HUB, "quality_lead")
    [held] = lead.get("/indicator-readings?indicator=visits_missed").get_json()["items"]

    assert (listed["numerator"], listed["denominator"], listed["period_until"]) == (3, 900, "2026-11-01")
    assert len(told.get_json()["ids"]) == 1
    assert (again.status_code, again.get_json()["code"]) == (409, "nothing_new_to_tell")
    assert (held["coop_id"], held["numerator"], held["denominator"]) == (str(aber.id), None, 900)


def test_figures_are_counted_anew(app: Flask, aber: Coop) -> None:
    program = program_of(app, aber, MANAGER)

    first = program.post("/quality-figures/count").get_json()["changed"]

    assert first > 0
    assert program.post("/quality-figures/count").get_json() == {"changed": 0}


def test_an_assessment_is_begun_answered_shown_and_submitted(app: Flask, aber: Coop) -> None:
    publish()
    by = manager_of(aber)
    actions.adopt_standard(coop=aber, key="s1", version=1, by=by, now=NOON)
    program = program_of(app, aber, MANAGER)

    made = program.post("/self-assessments", {"standard": "s1"}).get_json()["id"]
    early = program.post(f"/self-assessments/{made}/submit")
    for criterion in CRITERIA:
        place = f"/self-assessments/{made}/criteria/{criterion}"
        program.post(f"{place}/answer", {"value": "2"})
        program.post(f"{place}/evidence", {"dated_on": "2026-11-02", "words": "Six plans"})
    done = program.post(f"/self-assessments/{made}/submit")
    carry_all(aber)
    [held] = program_of(app, HUB, "quality_lead").get("/assessment-readings").get_json()["items"]

    assert (early.status_code, early.get_json()["code"]) == (409, "assessment_not_ready")
    assert done.status_code == 204
    shown = program.get(f"/self-assessments/{made}").get_json()
    assert (shown["state"], shown["met"], shown["applicable"]) == ("submitted", 6, 6)
    assert (held["standard"], held["met"], held["needs_attention"]) == ("s1", 6, False)


@pytest.mark.parametrize("body", [{}, {"value": "9"}, {"value": 2}, {"value": "2", "more": "x"}])
def test_a_wrong_answer_changes_nothing(app: Flask, aber: Coop, body: dict[str, object]) -> None:
    made = make_assessment(aber, manager_of(aber))

    answer = program_of(app, aber, MANAGER).post(f"/self-assessments/{made}/criteria/S1.1/answer", body)

    assert answer.status_code == 422
    assert count(aber, Answer) == 0


def test_an_assessment_of_another_co_op_is_not_there(app: Flask, aber: Coop, bryn: Coop) -> None:
    theirs = make_assessment(bryn, manager_of(bryn))
    program = program_of(app, aber, MANAGER)

    assert program.get(f"/self-assessments/{theirs}").status_code == 404
    place = f"/self-assessments/{theirs}/criteria/S1.1/answer"
    assert program.post(place, {"value": "2"}).status_code == 404
    assert count(bryn, Answer) == 0
