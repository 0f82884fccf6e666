# SPDX-License-Identifier: AGPL-3.0-or-later
"""A form that was sent: the action runs once it is right, and a refusal stands beside its field."""

from collections.abc import Iterator

import pytest
from flask import Flask, get_flashed_messages
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from app.web.forms import Form
from app.web.posting import Answers, posted, sent_on
from tenants.refusal import NotFound, Refusal
from tests.support.shell import Absence, make_shell_app

RIGHT = {"who": "Mari", "why": "ill", "starts_on": "2026-11-22", "hours": "7"}


@pytest.fixture(autouse=True)
def app() -> Iterator[Flask]:
    app = make_shell_app()
    with app.test_request_context("/absence"):
        yield app


def errors_of(form: Form) -> str:
    return repr(form.errors)


def keep(_answers: Answers) -> ResponseReturnValue:
    return sent_on("/kept", "It is kept")


def refuse(_answers: Answers) -> ResponseReturnValue:
    raise Refusal


def test_the_reader_is_sent_on_and_told(app: Flask) -> None:
    answer = app.make_response(posted(Form(Absence(), data=MultiDict(RIGHT)), keep, page=errors_of))

    assert (answer.status_code, answer.headers["Location"]) == (303, "/kept")
    assert get_flashed_messages() == ["It is kept"]


def test_nothing_is_done_with_a_wrong_answer() -> None:
    form = Form(Absence(), data=MultiDict(RIGHT | {"why": ""}))

    answer = posted(form, refuse, page=errors_of, beside={Refusal.code: "why"})

    assert answer == ("{'why': ['Choose an answer']}", 422)


@pytest.mark.parametrize(("field", "name"), [("why", "why"), (None, "_schema")])
def test_a_refusal_stands_beside_its_field_or_over_the_form(field: str | None, name: str) -> None:
    form = Form(Absence(), data=MultiDict(RIGHT))

    answer = posted(form, refuse, page=errors_of, beside={Refusal.code: field})

    assert answer == (f"{{'{name}': ['That is not possible.']}}", 422)


def test_a_refusal_about_no_field_goes_on_to_its_own_page() -> None:
    form = Form(Absence(), data=MultiDict(RIGHT))

    with pytest.raises(Refusal):
        posted(form, refuse, page=errors_of, beside={NotFound.code: "why"})

    assert form.errors == {}
