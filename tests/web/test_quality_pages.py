# SPDX-License-Identifier: AGPL-3.0-or-later
"""Quality in a co-op's pages: charts with words, assessments with sentences beside what is missing."""

import io
import re
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from flask import Flask

from franchise_kit.quality.models import Answer, Assessment, Evidence
from tenants import clock
from tenants.office import HUB, Coop
from tenants.openings import publications
from tenants.openings.queries import DisclosureFilter, list_disclosed
from tenants.transaction import reading
from tests.support.openings import count
from tests.support.people import make_person
from tests.support.quality import (
    CRITERIA,
    answer_all,
    make_assessment,
    make_figure,
    manager_of,
    publish,
    say,
)
from tests.support.web import Visitor

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
OCTOBER = date(2026, 10, 1)
MISSED, TRAINING = "visits_missed", "training_in_date"
PDF = b"%PDF-1.7 a plan\n%%EOF\n"


@pytest.fixture(autouse=True)
def _on_the_day(app: Flask) -> None:
    clock.set_fixed(NOON)


def somebody(app: Flask, office: object, role: str, language: str = "en") -> Visitor:
    visitor = Visitor(app, office)  # type: ignore[arg-type] # a co-op or the hub
    visitor.sign_in(make_person(office, role, language=language))  # type: ignore[arg-type] # the same
    return visitor


def manager(app: Flask, coop: Coop, language: str = "en") -> Visitor:
    return somebody(app, coop, "registered_manager", language)


def told(coop: Coop, kind: str) -> int:
    with reading(coop) as session:
        return len(list_disclosed(session, DisclosureFilter(kind=kind)))


def make_weeks(coop: Coop) -> None:
    for number in range(1, 16):
        make_figure(coop, MISSED, date.fromisocalendar(2026, 30 + number, 1), number % 3, 60, grain="week")
    make_figure(coop, MISSED, OCTOBER, 3, 240)
    make_figure(coop, TRAINING, OCTOBER, 57, 60)


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("en", ("Missed visits", "The last week:", "too small to tell, of 240", "The figures as a table")),
        ("cy", ("Ymweliadau a gollwyd", "Yr wythnos ddiwethaf:", "rhy fach", "Y ffigurau fel tabl")),
    ],
)
def test_figures_are_shown_whole_inside_and_beside_them_what_was_told(
    app: Flask, aber: Coop, language: str, sentences: tuple[str, ...]
) -> None:
    make_weeks(aber)
    visitor = manager(app, aber, language)
    visitor.get("/quality")

    assert visitor.post("/quality/tell", {"month": "2026-10-01"}).status_code == 303

    page = visitor.get("/quality").text
    assert [sentence for sentence in sentences if sentence not in page] == []
    assert ("3 of 240" if language == "en" else "3 o blith 240") in page
    assert page.count('role="img"') == 2
    assert told(aber, "indicator_value") == 2


def test_a_month_that_the_network_knows_is_not_told_again(app: Flask, aber: Coop) -> None:
    make_figure(aber, MISSED, OCTOBER, 9, 900)
    visitor = manager(app, aber)
    visitor.get("/quality")
    visitor.post("/quality/tell", {"month": "2026-10-01"})

    assert visitor.post("/quality/tell", {"month": "2026-10-01"}).status_code == 303

    assert "The network knows this month already as it is." in visitor.get("/quality").text
    assert told(aber, "indicator_value") == 1


@pytest.mark.parametrize("month", ["", "yesterday", "9999-12-31", "2026-11-01"])
def test_a_month_that_cannot_be_told_changes_nothing(app: Flask, aber: Coop, month: str) -> None:
    make_figure(aber, MISSED, OCTOBER, 9, 900)
    visitor = manager(app, aber)
    visitor.get("/quality")

    assert visitor.post("/quality/tell", {"month": month}).status_code == 303

    assert told(aber, "indicator_value") == 0


def test_the_button_counts(app: Flask, aber: Coop) -> None:
    visitor = manager(app, aber)
    visitor.get("/quality")

    visitor.post("/quality/count")
    visitor.post("/quality/count")

    assert "Counted again: no figure has changed" in visitor.get("/quality").text


def test_who_only_reads_has_no_buttons(app: Flask, aber: Coop) -> None:
    make_weeks(aber)
    reader = somebody(app, aber, "chair")

    page = reader.get("/quality").text

    assert "Month by month" in page
    assert 'action="/quality/' not in page
    assert reader.post("/quality/count").status_code == 404


def test_the_hub_looks_at_a_standard_in_both_languages_and_publishes_it(app: Flask, aber: Coop) -> None:
    lead = somebody(app, HUB, "quality_lead")

    preview = lead.get("/standards/s1").text
    answer = lead.post("/standards/s1")

    assert "My life, my say" in preview
    assert "Fy mywyd, fy llais" in preview
    assert (answer.status_code, answer.headers["Location"]) == (303, "/library/quality_standard/s1/1")
    assert lead.post("/standards/s1").status_code == 409
    assert lead.get("/standards/nonsense").status_code == 404
    assert "A new version is ready" not in lead.get("/standards").text


def test_the_library_shows_a_standard_criterion_by_criterion(app: Flask, aber: Coop) -> None:
    publish()

    page = manager(app, aber, "cy").get("/library/quality_standard/s1/1").text

    assert [criterion for criterion in CRITERIA if f"<strong>{criterion}</strong>" not in page] == []
    assert "Mae pobl yn penderfynu sut i fyw" in page
    assert "Wedi&#39;i gyflawni" in page


def test_a_manager_follows_a_standard_and_judges_the_co_op(app: Flask, aber: Coop, bryn: Coop) -> None:
    publish()
    visitor = manager(app, aber)
    visitor.get("/quality/standards")

    visitor.post("/quality/standards/s1/1/follow")
    answer = visitor.post("/quality/standards/s1/assess")

    assert answer.status_code == 303
    assert "0 of 6 criteria are answered" in visitor.get(answer.headers["Location"]).text
    assert (count(aber, Assessment), count(bryn, Assessment)) == (1, 0)
    with reading(bryn) as session:
        assert publications.list_adopted(session) == []


@pytest.mark.parametrize("path", ["/quality/standards/s9/1/follow", "/quality/standards/s9/assess"])
def test_a_standard_that_is_not_out_is_not_there(app: Flask, aber: Coop, path: str) -> None:
    visitor = manager(app, aber)
    visitor.get("/quality/standards")

    assert visitor.post(path).status_code == 404


def open_one(app: Flask, coop: Coop) -> tuple[Visitor, UUID, str]:
    assessment = make_assessment(coop, manager_of(coop))
    visitor = manager(app, coop)
    path = f"/quality/assessments/{assessment}/criteria/S1.1"
    visitor.get(path)
    return visitor, assessment, path


def test_an_answer_and_evidence_are_kept_and_shown(app: Flask, aber: Coop) -> None:
    visitor, assessment, path = open_one(app, aber)

    visitor.post(path, {"value": "3", "note": "Plans open with <b>own words</b>."})
    visitor.post(
        f"{path}/evidence",
        {"dated_on": "2026-11-02", "words": "Six plans", "file": (io.BytesIO(PDF), "plan.pdf")},
        content_type="multipart/form-data",
    )

    page = visitor.get(f"/quality/assessments/{assessment}").text
    assert "Plans open with &lt;b&gt;own words&lt;/b&gt;." in page
    assert "Met and others could learn from it" in page
    assert "1 of the 6 criteria that apply are met." in page
    link = re.search(rf'href="(/quality/assessments/{assessment}/evidence/[^"]+)"', page)
    assert link is not None
    assert visitor.get(link[1]).data == PDF


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({}, "Choose an answer"),
        ({"value": "4"}, "Choose one of the answers in the list"),
        ({"value": "2", "note": "x" * 1001}, "Use 1000 characters or fewer"),
    ],
)
def test_a_wrong_answer_is_told_beside_the_field(
    app: Flask, aber: Coop, form: dict[str, str], sentence: str
) -> None:
    visitor, _, path = open_one(app, aber)

    answer = visitor.post(path, form)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert count(aber, Answer) == 0


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"words": "Six plans"}, "Enter the day that it is of"),
        ({"dated_on": "2026-11-23", "words": "Six plans"}, "Evidence is of a day that has been"),
        ({"dated_on": "2026-11-02"}, "Write what it is, or choose a file"),
        ({"dated_on": "0001-01-01", "words": "Old"}, "Use something from"),
        (
            {"dated_on": "2026-11-02", "file": (io.BytesIO(b"MZ"), "plan.exe")},
            "Choose a PDF, PNG, JPEG or WebP file",
        ),
    ],
)
def test_wrong_evidence_is_told_beside_the_field(
    app: Flask, aber: Coop, form: dict[str, object], sentence: str
) -> None:
    visitor, _, path = open_one(app, aber)

    answer = visitor.post(f"{path}/evidence", form, content_type="multipart/form-data")

    assert answer.status_code == 422
    assert sentence in answer.text
    assert count(aber, Evidence) == 0


def test_submitting_says_beside_each_criterion_what_is_missing(app: Flask, aber: Coop) -> None:
    by = manager_of(aber)
    assessment = make_assessment(aber, by)
    say(aber, assessment, "S1.1", 2, by)
    visitor = manager(app, aber)
    visitor.get(f"/quality/assessments/{assessment}")

    answer = visitor.post(f"/quality/assessments/{assessment}/submit")

    assert answer.status_code == 409
    assert answer.text.count("It has no answer yet.") == 5
    assert answer.text.count("Met needs evidence from the last 12 months.") == 1
    assert told(aber, "self_assessment_made") == 0


def test_a_judgement_that_says_nothing_is_not_submitted(app: Flask, aber: Coop) -> None:
    by = manager_of(aber)
    assessment = make_assessment(aber, by)
    for criterion in CRITERIA:
        say(aber, assessment, criterion, None, by)
    visitor = manager(app, aber)
    visitor.get(f"/quality/assessments/{assessment}")

    answer = visitor.post(f"/quality/assessments/{assessment}/submit")

    assert (answer.status_code, told(aber, "self_assessment_made")) == (409, 0)
    assert "if no criterion applies, it says nothing." in answer.text


def test_what_is_submitted_stays_and_is_told(app: Flask, aber: Coop) -> None:
    by = manager_of(aber)
    assessment = make_assessment(aber, by)
    answer_all(aber, assessment, by)
    visitor = manager(app, aber)
    visitor.get(f"/quality/assessments/{assessment}")

    assert visitor.post(f"/quality/assessments/{assessment}/submit").status_code == 303

    page = visitor.get(f"/quality/assessments/{assessment}").text
    assert "6 of the 6 criteria that apply are met." in page
    assert f"{assessment}/criteria" not in page
    assert visitor.post(f"/quality/assessments/{assessment}/criteria/S1.1", {"value": "0"}).status_code == 409
    assert told(aber, "self_assessment_made") == 1
    sharing = somebody(app, aber, "coop_admin").get("/sharing").text
    assert "6 of the 6 criteria that apply are met." in sharing


def test_an_assessment_of_another_co_op_or_a_criterion_of_none_is_not_there(
    app: Flask, aber: Coop, bryn: Coop
) -> None:
    theirs = make_assessment(bryn, manager_of(bryn))
    visitor = manager(app, aber)
    visitor.get("/quality")

    assert visitor.get(f"/quality/assessments/{theirs}").status_code == 404
    assert visitor.post(f"/quality/assessments/{theirs}/submit").status_code == 404
    assert visitor.post(f"/quality/assessments/{theirs}/criteria/S1.1", {"value": "1"}).status_code == 404
    own = manager(app, bryn)
    own.get("/quality")
    assert own.post(f"/quality/assessments/{theirs}/criteria/S9.9", {"value": "1"}).status_code == 404
    assert (count(bryn, Answer), count(aber, Assessment)) == (0, 0)


def test_members_read_standards_and_no_assessment(app: Flask, aber: Coop) -> None:
    assessment = make_assessment(aber, manager_of(aber))
    member = somebody(app, aber, "care_worker")

    page = member.get("/quality/standards").text

    assert "My life, my say" in page
    assert str(assessment) not in page
    assert member.get(f"/quality/assessments/{assessment}").status_code == 404
