"""One schema for a form: words of errors, kept answers, refused fields."""

import io
from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import force_locale
from marshmallow import fields, validate
from werkzeug.datastructures import MultiDict

from app.web.forms import Form, Schema, Whole, choice
from tests.support.shell import Absence, make_shell_app


@pytest.fixture
def app() -> Iterator[Flask]:
    app = make_shell_app()
    with app.test_request_context("/absence"):
        yield app


def filled(**changes: str) -> MultiDict[str, str]:
    return MultiDict({"who": "Mari", "why": "ill", **changes})


def test_good_answers_are_loaded(app: Flask) -> None:
    form = Form(
        Absence(), data=filled(who="  Mari ", starts_on="2026-11-22", hours="7", csrf_token="x", next="/")
    )

    answers = form.validate()

    assert answers is not None
    assert (answers["who"], answers["hours"], str(answers["starts_on"])) == ("Mari", 7, "2026-11-22")
    assert answers["note"] == ""
    assert answers["tells_team"] is False
    assert answers["days"] == []
    assert "csrf_token" not in answers
    assert form.problems == []


@pytest.mark.parametrize(
    ("name", "typed", "english", "welsh"),
    [
        ("why", "", "Choose an answer", "Dewiswch ateb"),
        ("why", "nonsense", "Choose one of the answers in the list", "Dewiswch un o'r atebion yn y rhestr"),
        ("who", "x" * 41, "Use 40 characters or fewer", "Defnyddiwch 40 nod neu lai"),
        ("who", "Ma\u202eri", "Take out the hidden characters", "Tynnwch y nodau cudd allan"),
        ("who", "Ma\x00ri", "Take out the hidden characters", "Tynnwch y nodau cudd allan"),
        ("who", "Mari\nBcc: x", "Take out the hidden characters", "Tynnwch y nodau cudd allan"),
        ("who", "Ma\tri", "Take out the hidden characters", "Tynnwch y nodau cudd allan"),
        ("who", "Ma\x85ri", "Take out the hidden characters", "Tynnwch y nodau cudd allan"),
        ("who", "Ma\ud800ri", "Take out the hidden characters", "Tynnwch y nodau cudd allan"),
        ("note", "It is\ud800 late", "Take out the hidden characters", "Tynnwch y nodau cudd allan"),
        (
            "email",
            "mari",
            "Enter an e-mail address in the right form, like name@example.org",
            "Rhowch gyfeiriad e-bost yn y ffurf gywir, fel enw@example.org",
        ),
        (
            "starts_on",
            "31/02/2026",
            "Enter a real date, such as 27 March 2026",
            "Rhowch ddyddiad go iawn, fel 27 Mawrth 2026",
        ),
        ("hours", "lots", "Write this as a whole number", "Ysgrifennwch hwn fel rhif cyfan"),
        ("hours", "81", "Use something from 1 to 80", "Defnyddiwch rywbeth o 1 i 80"),
        ("password", "short", "Use 12 characters or more", "Defnyddiwch 12 nod neu ragor"),
        ("stranger", "1", "We did not ask for this", "Ni ofynnwyd am hyn"),
    ],
)
def test_a_wrong_answer_is_named_in_both_languages(
    app: Flask, name: str, typed: str, english: str, welsh: str
) -> None:
    for locale, words in (("en_GB", english), ("cy", welsh)):
        with force_locale(locale):
            form = Form(Absence(), data=filled(**{name: typed}))

            assert form.validate() is None
            assert form.errors == {name: [words]}


def test_lines_of_a_note_and_joined_signs_are_taken(app: Flask) -> None:
    answers = Form(
        Absence(), data=filled(who="N\u200dR \U0001f469\u200d\U0001f33e", note="One\n\ttwo")
    ).validate()

    assert answers is not None
    assert (answers["who"], answers["note"]) == ("N\u200dR \U0001f469\u200d\U0001f33e", "One\n\ttwo")


def test_a_field_s_own_words_stand_alone_and_generic_ones_say_their_field(app: Flask) -> None:
    form = Form(Absence(), data=MultiDict({"hours": "0", "starts_on": "soon"}))

    assert form.validate() is None

    assert [tuple(line) for line in form.problems] == [
        ("who", "Choose one"),
        ("why", "Why? Choose an answer"),
        ("starts-on", "First day: enter a real date, such as 27 March 2026"),
        ("hours", "Hours: use something from 1 to 80"),
    ]


def test_answers_are_kept_but_a_password_never(app: Flask) -> None:
    form = Form(Absence(), data=filled(note="It is <b>late</b>", password="correct horse battery"))
    form.validate()

    assert form["note"].value == "It is <b>late</b>"
    assert form["password"].value == ""


def test_a_password_is_taken_exactly_as_typed(app: Flask) -> None:
    answers = Form(Absence(), data=filled(password="  tŷ bach twt yn y wlad ")).validate()

    assert answers is not None
    assert answers["password"] == "  tŷ bach twt yn y wlad "


def test_kept_values_fill_a_form(app: Flask) -> None:
    form = Form(Absence(), obj={"who": "Mari", "days": ["mon"], "tells_team": True, "hours": 7})

    shown = {name: form[name].value for name in ("who", "days", "tells_team", "hours", "note")}

    assert shown == {"who": "Mari", "days": ["mon"], "tells_team": "true", "hours": "7", "note": ""}


def test_an_emptied_answer_that_may_be_none_is_none(app: Flask) -> None:
    class Name(Schema):
        known_as = fields.Str(allow_none=True)

    assert Form(Name(), data=MultiDict({"known_as": " "})).validate() == {"known_as": None}


def test_choices_known_only_now_are_kept_to(app: Flask) -> None:
    class Pick(Schema):
        role = fields.Str(required=True, metadata={"widget": "select"})

    options = {"role": [("carer", "Carer")]}
    good = Form(Pick(), data=MultiDict({"role": "carer"}), options=options)
    bad = Form(Pick(), data=MultiDict({"role": "chair"}), options=options)

    assert good.validate() == {"role": "carer"}
    assert bad.validate() is None
    assert bad.errors == {"role": ["Choose one of the answers in the list"]}


def test_an_action_s_refusal_marks_its_field(app: Flask) -> None:
    form = Form(Absence(), data=filled())
    assert form.validate() is not None

    form.refuse("who", "Mari is away already")

    assert form["who"].errors == ("Mari is away already",)
    assert [line.words for line in form.problems] == ["Mari is away already"]


def test_the_same_schema_serves_an_api(app: Flask) -> None:
    answers = Absence().load({"who": " Mari ", "why": "ill", "days": ["mon", "tue"]})

    assert answers["who"] == "Mari"
    assert answers["days"] == ["mon", "tue"]
    assert Absence().validate({"who": 7, "why": "ill"}) == {"who": ["Write this as text"]}
    assert Absence().validate([]) == {"_schema": ["We cannot read this answer"]}


def test_choice_documents_its_values(app: Flask) -> None:
    field = fields.Str(**choice([("en", "English")], label="Language"))

    assert field.metadata["options"] == (("en", "English"),)
    assert isinstance(field.validators[0], validate.OneOf)
    assert field.validators[0].choices == ["en"]


def test_a_page_with_errors_says_so_first_and_beside_the_fields() -> None:
    client = make_shell_app().test_client()

    page = client.post("/absence", data={"who": "", "why": "", "note": "<script>alert(1)</script>"})

    assert page.status_code == 422
    assert "<title>Error: Absence – Cydofal</title>" in page.text
    assert page.text.index("There is a problem") < page.text.index("<h1>")
    assert '<a href="#who">Choose one</a>' in page.text
    assert '<p id="why-error" class="govuk-error-message">' in page.text
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.text


def test_a_file_is_an_answer_and_no_file_is_none() -> None:
    client = make_shell_app().test_client()

    with_file = client.post("/absence", data={**filled(), "paper": (io.BytesIO(b"%PDF-"), "a.pdf")})
    without = client.post("/absence", data={**filled(), "paper": (io.BytesIO(b""), "")})

    assert (with_file.status_code, without.status_code) == (302, 302)


def test_a_form_carries_its_token() -> None:
    client = make_shell_app(csrf=True).test_client()

    page = client.get("/absence")

    assert page.text.count('name="csrf_token"') == page.text.count('method="post"') > 0
    assert client.post("/absence", data=filled()).status_code == 400


@pytest.mark.parametrize(
    ("sent", "taken"),
    [
        (60, 60),
        ("60", 60),
        (" 60 ", 60),
        (-1, -1),
        (60.5, None),
        (60.0, None),
        ("60.5", None),
        ("6_0", None),
        ("٦٠", None),
        (True, None),
        ("9" * 400, None),
        ([60], None),
    ],
)
def test_a_whole_number_is_never_cut_off(app: Flask, sent: object, taken: int | None) -> None:
    class Asked(Schema):
        minutes = Whole(required=True)

    with app.test_request_context():
        wrong = Asked().validate({"minutes": sent})
        loaded = None if wrong else Asked().load({"minutes": sent})["minutes"]

    assert loaded == taken
    assert wrong == ({} if taken is not None else {"minutes": ["Write this as a whole number"]})
