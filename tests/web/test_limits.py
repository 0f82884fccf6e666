# SPDX-License-Identifier: AGPL-3.0-or-later
"""Forms that are too large are refused whole, and nothing of them is done."""

import pytest
from flask import Flask

from app.factory import MOST_BODY_BYTES, MOST_FORM_BYTES, MOST_FORM_PARTS
from tenants.office import Coop
from tests.support.people import make_person
from tests.support.web import Visitor

PARTS = "multipart/form-data; boundary=x"
URLENCODED = "application/x-www-form-urlencoded"


def part(name: str, text: str) -> str:
    return f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n'


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        pytest.param(URLENCODED, "a=" + "x" * MOST_FORM_BYTES, id="a long field"),
        pytest.param(PARTS, part("a", "x" * MOST_FORM_BYTES) + "--x--\r\n", id="a long part"),
        pytest.param(PARTS, part("a", "1") * (MOST_FORM_PARTS + 1) + "--x--\r\n", id="too many parts"),
        pytest.param(PARTS, "x" * (MOST_BODY_BYTES + 1), id="too long a body"),
        pytest.param("application/json", "[" * 100_000, id="nesting without end"),
    ],
)
def test_a_form_over_the_limits_does_nothing(app: Flask, aber: Coop, kind: str, body: str) -> None:
    visitor = Visitor(app, aber)
    visitor.sign_in(make_person(aber, "care_worker"))

    answer = visitor.client.post("/sign-out", data=body, content_type=kind, base_url=f"http://{visitor.host}")

    assert answer.status_code in (400, 413)
    assert visitor.get("/account").status_code == 200


def test_many_small_fields_cost_little_and_do_nothing(app: Flask, aber: Coop) -> None:
    visitor = Visitor(app, aber)
    visitor.sign_in(make_person(aber, "care_worker"))
    body = "&".join(f"a{number}=1" for number in range(20_000))

    answer = visitor.client.post(
        "/sign-out", data=body, content_type=URLENCODED, base_url=f"http://{visitor.host}"
    )

    assert answer.status_code == 400
    assert visitor.get("/account").status_code == 200
