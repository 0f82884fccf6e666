"""Learning on a phone, training at a desk, and modules at the hub."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import text

from franchise_kit.training.rules.module import Module
from tenants import clock
from tenants.office import HUB, Coop, Hub
from tenants.transaction import reading
from tests.support.people import make_person
from tests.support.program import Program, make_token, program_of
from tests.support.thread import make_worker
from tests.support.training import adopt_module, publish_module, shipped
from tests.support.web import Visitor

MODULE = "/learning/saf-a"


@pytest.fixture(autouse=True)
def on_the_demos_day(hub: Hub) -> None:
    clock.set_fixed(datetime(2026, 11, 22, 10, tzinfo=UTC))


def at(
    app: Flask, office: Coop | Hub, role: str, *, language: str = "en", name: str = "Mari Llwyd"
) -> Visitor:
    visitor = Visitor(app, office)
    visitor.sign_in(make_person(office, role, language=language, name=name))
    return visitor


def learner(app: Flask, coop: Coop, *, language: str = "en", name: str = "Nia Prys") -> Visitor:
    """Let a care worker sign in at a co-op that requires SAF-A."""
    publish_module()
    adopt_module(coop)
    person = make_person(coop, "care_worker", language=language, name=name)
    make_worker(coop, name, account_id=person.id)
    visitor = Visitor(app, coop)
    visitor.sign_in(person)
    return visitor


def read_lessons(visitor: Visitor, module: Module) -> None:
    for lesson in module.lessons:
        visitor.get(f"{MODULE}/lessons/{lesson.id}")
        assert visitor.post(f"{MODULE}/lessons/{lesson.id}").status_code == 303


def begin(visitor: Visitor) -> str:
    """Read everything and start the quiz; return the attempt's address."""
    read_lessons(visitor, shipped())
    visitor.get(MODULE)
    answer = visitor.post(f"{MODULE}/attempts")
    assert answer.status_code == 303
    return str(answer.headers["Location"])


def answers(*, wrong: int = 0) -> dict[str, object]:
    """Return a form's answers to all eight questions."""
    found: dict[str, object] = {}
    for number, question in enumerate(shipped().quiz.questions):
        right = sorted(question.right_ids)
        others = sorted(option.id for option in question.options if not option.is_right)
        chosen = others[:1] if number < wrong else right
        found[question.id] = chosen[0] if question.kind == "single" else chosen
    return found


def count(coop: Coop, table: str) -> int:
    with reading(coop) as session:
        return session.scalar(text(f"SELECT count(*) FROM {table}")) or 0


def test_a_learner_is_led_through_lessons_quiz_and_result(app: Flask, aber: Coop) -> None:
    visitor = learner(app, aber)

    listed = visitor.get("/learning").text
    attempt = begin(visitor)
    quiz = visitor.get(attempt).text
    sent = visitor.post(attempt, answers())
    result = visitor.get(attempt).text
    after = visitor.get(MODULE).text

    assert "Not started: due by 29 Nov 2026" in listed
    assert "Start reading" in listed
    assert "Answer all 8 questions. You pass with 80%." in quiz
    assert sent.status_code == 303
    assert "You have passed" in result
    assert "It holds until 21 November 2029." in result
    assert "A national standard says how long it holds." in after
    assert "Done until 21 Nov 2029" in after


def test_it_is_all_there_in_welsh_and_the_language_is_kept(app: Flask, aber: Coop) -> None:
    visitor = learner(app, aber, language="cy")
    attempt = begin(visitor)
    lesson = visitor.get(f"{MODULE}/lessons/saf-1").text
    visitor.get(attempt)
    visitor.post(attempt, answers())

    assert "Ystyr diogelu yw amddiffyn hawl pobl" in lesson
    assert "Rydych wedi pasio" in visitor.get(attempt).text
    with reading(aber) as session:
        assert session.scalars(text("SELECT language FROM completion")).all() == ["cy"]


def test_a_lesson_is_shown_as_what_it_means_and_nothing_in_it_acts(app: Flask, aber: Coop) -> None:
    page = learner(app, aber).get(f"{MODULE}/lessons/saf-2").text

    assert "<h2>Five kinds of harm</h2>" in page
    assert '<th scope="col">Kind</th>' in page


def test_nothing_tells_a_right_answer_before_the_quiz_is_sent(app: Flask, aber: Coop) -> None:
    visitor = learner(app, aber)
    attempt = begin(visitor)
    pages = [
        visitor.get(path).text for path in ("/learning", MODULE, attempt, "/library/training_module/saf-a/1")
    ]

    for question in shipped().quiz.questions:
        for page in pages:
            assert question.if_right.en not in page
            assert question.if_wrong.en not in page
    for mark in ("correct", "is_right", "checked"):
        assert mark not in pages[2]


def test_what_the_api_gives_of_a_module_does_not_give_its_quiz_away(app: Flask, aber: Coop) -> None:
    publish_module()
    adopt_module(aber)
    program = Program(app, aber, make_token(aber, make_person(aber, "care_worker")).text)

    version = program.get("/publications/version?kind=training_module&key=saf-a")
    followed = program.get("/adopted")

    for answer in (version, followed):
        assert answer.status_code == 200
        assert "SAF-Q1" in answer.text
        assert '"correct"' not in answer.text
        assert '"feedback"' not in answer.text


@pytest.mark.parametrize(
    ("case", "forged", "sentence"),
    [
        ("a question left out", {"SAF-Q1": ""}, "Choose an answer"),
        ("an option it does not have", {"SAF-Q1": "z"}, "Choose one of the answers in the list"),
        ("a question that was not asked", {"SAF-Q99": "a"}, "We did not ask for this"),
    ],
)
def test_forged_or_missing_answers_are_said_beside_the_question(
    app: Flask, aber: Coop, case: str, forged: dict[str, str], sentence: str
) -> None:
    visitor = learner(app, aber)
    attempt = begin(visitor)
    visitor.get(attempt)

    answer = visitor.post(attempt, answers() | forged)

    assert answer.status_code == 422, case
    assert sentence.casefold() in answer.text.casefold(), case
    assert count(aber, "completion") == 0
    assert "Send my answers" in visitor.get(attempt).text


def test_somebody_elses_attempt_is_not_there(app: Flask, aber: Coop, bryn: Coop) -> None:
    attempt = begin(learner(app, aber))
    other = at(app, aber, "care_worker", name="Dai Rees")
    away = at(app, bryn, "care_worker", name="Dai Rees")

    for visitor in (other, away):
        visitor.get("/account")
        assert visitor.get(attempt).status_code == 404
        assert visitor.post(attempt, answers()).status_code == 404
    assert count(aber, "completion") == 0


def test_an_attempt_sent_twice_counts_once(app: Flask, aber: Coop) -> None:
    visitor = learner(app, aber)
    attempt = begin(visitor)
    visitor.get(attempt)
    visitor.post(attempt, answers(wrong=8))

    again = visitor.post(attempt, answers())

    assert again.status_code == 303
    page = visitor.get(attempt).text
    assert "Not passed this time" in page
    assert "These answers were sent already, and count once." in page
    assert "You can try the quiz again from 10:10." in page
    assert count(aber, "completion") == 0


def test_the_training_lead_takes_up_a_module_and_sees_where_everybody_stands(app: Flask, aber: Coop) -> None:
    publish_module()
    make_worker(aber, "Nia Prys")
    lead = at(app, aber, "training_lead")

    empty = lead.get("/training").text
    page = lead.get("/training/modules/saf-a").text
    taken = lead.post("/training/modules/saf-a/take-up", {"due_days": "5"})
    matrix = lead.get("/training").text
    sheet = lead.get("/training/training.csv")

    assert "Nothing is required yet" in empty
    assert 'value="7"' in page
    assert taken.status_code == 303
    assert "Not started: due by 27 Nov 2026" in matrix
    assert sheet.get_data().decode("utf-8-sig").splitlines()[1] == (
        'Nia Prys,"Safeguarding: see it, say it, record it",Not started,2026-11-27,,'
    )
    assert "These terms are our co-op's own." in lead.get("/training/modules/saf-a").text


@pytest.mark.parametrize(
    ("path", "form", "sentence"),
    [
        ("take-up", {"due_days": "8"}, "Enter 0 to 7 days: the shared catalogue allows no more."),
        ("take-up", {}, "This is needed"),
        ("terms", {"due_days": "7", "refresh_months": "40"}, "Enter 1 to 36 months"),
    ],
)
def test_terms_that_are_too_late_are_refused_beside_the_field(
    app: Flask, aber: Coop, path: str, form: dict[str, str], sentence: str
) -> None:
    publish_module()
    if path == "terms":
        adopt_module(aber)
    lead = at(app, aber, "training_lead")
    lead.get("/training/modules/saf-a")

    answer = lead.post(f"/training/modules/saf-a/{path}", form)

    assert answer.status_code == 422
    assert sentence.casefold() in answer.text.casefold()
    with reading(aber) as session:
        kept = session.execute(text("SELECT due_days, refresh_months FROM training_requirement")).all()
    assert [tuple(one) for one in kept] == ([(7, 36)] if path == "terms" else [])


def test_a_later_version_is_seen_and_taken_up(app: Flask, aber: Coop) -> None:
    publish_module()
    adopt_module(aber)
    publish_module()
    lead = at(app, aber, "training_lead")

    before = lead.get("/training/modules").text
    lead.get("/training/modules/saf-a")
    taken = lead.post("/training/modules/saf-a/take-up", {"due_days": "7"})

    assert "a later one is out" in before
    assert taken.status_code == 303
    assert "a later one is out" not in lead.get("/training/modules").text


def test_the_months_learners_are_told_once_and_the_page_says_so(app: Flask, aber: Coop) -> None:
    visitor = learner(app, aber)
    begin(visitor)
    clock.set_fixed(datetime(2026, 12, 2, 10, tzinfo=UTC))
    lead = at(app, aber, "training_lead")
    page = lead.get("/training/modules").text

    first, second = lead.post("/training/tell"), lead.post("/training/tell")

    assert "In November 2026 1 person learnt here." in page
    assert (first.status_code, second.status_code) == (303, 409)
    shared = at(app, aber, "coop_admin").get("/sharing").text
    assert "In November 2026 1 person learnt here." in shared


def test_a_member_of_the_board_sees_counts_and_nobodys_name(app: Flask, aber: Coop) -> None:
    learner(app, aber, name="Nia Prys")

    page = at(app, aber, "board_member", name="Ann Rees").get("/training").text

    assert "Nia Prys" not in page
    assert "Not started: 1" in page


def test_the_editor_drafts_looks_in_both_languages_and_publishes(app: Flask, aber: Coop) -> None:
    editor = at(app, HUB, "training_editor")
    editor.get("/training-modules")
    drafted = editor.post("/training-modules/brd-1/draft")
    preview = editor.get("/training-modules/brd-1").text
    hidden = at(app, aber, "training_lead").get("/training/modules").text
    published = editor.post("/training-modules/brd-1/publish")
    again = editor.post("/training-modules/brd-1/publish")
    editor.post("/training-modules/brd-1/draft")
    alike = editor.post("/training-modules/brd-1/publish")
    shown = at(app, aber, "coop_admin").get("/library/training_module/brd-1/1").text

    title = shipped("BRD-1").title
    assert drafted.status_code == published.status_code == 303
    assert title.en in preview
    assert title.cy.replace("'", "&#39;") in preview
    assert title.en not in hidden
    assert title.en in shown
    assert "What somebody can do afterwards" in shown
    for refused in (again, alike):
        assert refused.status_code == 409
        assert "The version of this module that is out says the same." in refused.text
    assert at(app, aber, "coop_admin").get("/library/training_module/brd-1/2").status_code == 404


@pytest.mark.parametrize("role", ["quality_lead", "network_director"])
def test_nobody_else_at_the_hub_writes_modules(app: Flask, role: str) -> None:
    visitor = at(app, HUB, role)

    assert visitor.get("/training-modules").status_code == 404
    assert visitor.post("/training-modules/saf-a/draft").status_code == 404


def test_a_program_reads_lessons_answers_and_is_judged(app: Flask, aber: Coop) -> None:
    publish_module()
    adopt_module(aber)
    person = make_person(aber, "care_worker", name="Nia Prys")
    make_worker(aber, "Nia Prys", account_id=person.id)
    program = Program(app, aber, make_token(aber, person).text)
    for lesson in shipped().lessons:
        assert program.post(f"/learning/saf-a/lessons/{lesson.id}/read").status_code == 204

    begun = program.post("/learning/saf-a/attempts").get_json()
    chosen = {one.id: sorted(one.right_ids) for one in shipped().quiz.questions}
    forged = program.post(f"/learning/attempts/{begun['id']}", json={"answers": chosen | {"SAF-Q9": ["a"]}})
    sent = program.post(f"/learning/attempts/{begun['id']}", json={"answers": chosen})
    again = program.post(f"/learning/attempts/{begun['id']}", json={"answers": chosen})

    assert {one["is_right"] for one in begun["questions"]} == {None}
    assert (forged.status_code, forged.get_json()["code"]) == (409, "quiz_answers_do_not_fit")
    assert (sent.get_json()["score_percent"], sent.get_json()["is_passed"]) == (100, True)
    assert (again.status_code, again.get_json()["code"]) == (409, "training_attempt_sent_already")
    assert count(aber, "completion") == 1
    assert program.get("/learning").get_json()["items"][0]["next"] == "done"


def test_a_program_of_the_training_lead_requires_and_reads(app: Flask, aber: Coop) -> None:
    publish_module()
    make_worker(aber, "Nia Prys")
    program = program_of(app, aber, "training_lead")

    taken = program.post("/training/modules/saf-a/take-up", json={"due_days": 7})
    changed = program.call("PUT", "/training/modules/saf-a/terms", json={"due_days": 7, "refresh_months": 12})

    assert (taken.status_code, changed.status_code) == (204, 204)
    (module,) = program.get("/training/modules").get_json()["items"]
    assert (module["owner"], module["refresh_months"], module["followed_version"]) == ("co_op", 12, 1)
    (standing,) = program.get("/training").get_json()["items"]
    assert (standing["name"], standing["status"], standing["due_on"]) == (
        "Nia Prys",
        "not_started",
        "2026-11-29",
    )
    assert program.get("/training/counts").get_json()["not_started"] == 1
