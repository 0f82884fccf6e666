"""Publications are read by all, followed by a co-op, and never take its own words away."""

import pytest
from flask import Flask

from tenants.office import HUB, Coop
from tenants.openings import publications
from tenants.transaction import reading
from tests.support.people import make_person
from tests.support.web import Visitor

GUIDE = {
    "key": "privacy",
    "title_en": "Privacy",
    "title_cy": "Preifatrwydd",
    "text_en": "What the hub sees.\n\nAnd what it does not.",
    "text_cy": "Yr hyn y mae'r hwb yn ei weld.\n\nA'r hyn nad yw.",
}


def at_hub(app: Flask) -> Visitor:
    editor = Visitor(app, HUB)
    editor.sign_in(make_person(HUB, "quality_lead"))
    return editor


def publish(app: Flask, **changes: str) -> None:
    editor = at_hub(app)
    editor.get("/library/new")
    assert editor.post("/library/new", GUIDE | changes).status_code == 303


def administrator(app: Flask, coop: Coop, language: str = "en") -> Visitor:
    visitor = Visitor(app, coop)
    visitor.sign_in(make_person(coop, "coop_admin", language=language))
    return visitor


def followed(coop: Coop) -> list[tuple[int, dict[str, dict[str, str]]]]:
    with reading(coop) as session:
        return [(one.published.version, dict(one.local_parts)) for one in publications.list_adopted(session)]


def test_what_the_hub_publishes_is_read_in_both_languages(app: Flask, aber: Coop) -> None:
    publish(app)

    english = administrator(app, aber).get("/library/guide/privacy/1").text
    welsh = administrator(app, aber, "cy").get("/library/guide/privacy/1").text

    assert "<p>And what it does not.</p>" in english
    assert "<p>A&#39;r hyn nad yw.</p>" in welsh


def test_a_coop_follows_a_version_and_keeps_its_own_words(app: Flask, aber: Coop, bryn: Coop) -> None:
    publish(app)
    admin = administrator(app, aber)
    admin.get("/library/guide/privacy/1")
    admin.post("/library/guide/privacy/1/follow")
    admin.get("/library/guide/privacy/1")
    admin.post("/library/guide/privacy/1/own-words", {"text": "Ask Steffan."})
    publish(app, text_en="A better text.")
    admin.get("/library/guide/privacy/2")
    admin.post("/library/guide/privacy/2/follow")

    assert followed(aber) == [(2, {"how-we-do-it": {"text": "Ask Steffan."}})]
    assert "Ask Steffan." in admin.get("/library/guide/privacy/2").text
    assert followed(bryn) == []


def test_an_earlier_version_is_not_taken_up_again(app: Flask, aber: Coop) -> None:
    publish(app)
    publish(app)
    admin = administrator(app, aber)
    admin.get("/library/guide/privacy/2")
    admin.post("/library/guide/privacy/2/follow")
    admin.get("/library/guide/privacy/1")

    assert admin.post("/library/guide/privacy/1/follow").status_code == 409
    assert followed(aber) == [(2, {})]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("key", "Two Words", "Use 2 to 60 lower-case letters, digits or hyphens"),
        ("title_cy", "", "Enter the title in Welsh"),
        ("text_en", "", "Enter the text in English"),
    ],
)
def test_a_guide_that_is_not_finished_is_not_published(
    app: Flask, aber: Coop, field: str, value: str, sentence: str
) -> None:
    editor = at_hub(app)
    editor.get("/library/new")
    answer = editor.post("/library/new", GUIDE | {field: value})

    assert answer.status_code == 422
    assert sentence in answer.text
    with reading(HUB) as session:
        assert publications.list_latest(session) == []


def test_a_coop_cannot_write_to_the_library(app: Flask, aber: Coop) -> None:
    admin = administrator(app, aber)

    assert admin.get("/library/new").status_code == 404
    assert admin.post("/library/new", GUIDE).status_code == 404
