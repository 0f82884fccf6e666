# SPDX-License-Identifier: AGPL-3.0-or-later
"""Hosts and paths that try to be taken for another office, or for a piece of a header."""

import pytest
from flask import Flask

from tenants.office import Coop, Hub

THIS_MACHINE = "http://127.0.0.1:8000"


@pytest.mark.parametrize(
    "slug",
    [
        "x%3b%20domain=localhost",
        "x%0d%0aSet-Cookie:%20a=b",
        "a%00b",
        "%c5%b5",
        "..",
        "{slug}%20",
        "{upper}",
        "nobody-here",
    ],
)
def test_a_local_path_with_a_wrong_name_is_not_found_and_names_no_cookie(
    app: Flask, aber: Coop, slug: str
) -> None:
    path = f"/c/{slug.format(slug=aber.slug, upper=aber.slug.upper())}/"

    response = app.test_client().get(path, base_url=THIS_MACHINE)

    cookies = response.headers.getlist("Set-Cookie")
    assert response.status_code == 404
    assert [cookie.partition("=")[0] for cookie in cookies if not cookie.startswith("__Host-")] == (
        ["cydofal-nobody-here"] if slug == "nobody-here" else []
    )


@pytest.mark.parametrize(
    "host", ["evil.example", "{slug}.localhost:8000", "localhost.evil.example", "10.0.0.1"]
)
def test_a_local_path_leads_somewhere_on_this_machines_own_names_alone(
    app: Flask, hub: Hub, aber: Coop, bryn: Coop, host: str
) -> None:
    base_url = f"http://{host.format(slug=aber.slug)}"

    response = app.test_client().get(f"/c/{bryn.slug}/sign-in", base_url=base_url)

    assert response.status_code == 404
    assert bryn.name_cy not in response.text


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "{slug}.evil.example",
        "{slug}.localhost.",
        "a.{slug}.localhost",
        "{slug}.localhost@evil.example",
        "localhost:8000, evil.example",
        "[::1",
        "",
        "10.0.0.1",
    ],
)
def test_a_host_that_is_nobodys_finds_no_office(app: Flask, aber: Coop, host: str) -> None:
    response = app.test_client().get("/sign-in", headers={"Host": host.format(slug=aber.slug)})

    assert response.status_code == 404
    assert aber.name_cy not in response.text


@pytest.mark.parametrize(
    "host",
    ["x" * 5000, f"{'x' * 64}.localhost:8000", "a..localhost:8000"],
)
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "There is nothing here, or it is not yours to see."),
        ("cy", "Nid oes dim byd yma, neu nid chi sydd i fod i'w weld."),
    ],
)
def test_a_host_that_is_no_name_is_a_plain_404_in_the_readers_language(
    app: Flask, hub: Hub, caplog: pytest.LogCaptureFixture, host: str, language: str, words: str
) -> None:
    response = app.test_client().get("/sign-in", headers={"Host": host, "Accept-Language": language})

    assert response.status_code == 404
    assert (response.mimetype, response.text) == ("text/plain", words)
    assert [record.levelname for record in caplog.records if record.levelname == "ERROR"] == []


def test_a_co_op_is_chosen_by_no_header_parameter_or_field(
    app: Flask, hub: Hub, aber: Coop, bryn: Coop
) -> None:
    said = {
        "X-Forwarded-Host": f"{bryn.slug}.localhost:8000",
        "X-Forwarded-Prefix": f"/c/{bryn.slug}",
        "X-Original-URL": f"/c/{bryn.slug}/",
        "X-HTTP-Method-Override": "DELETE",
        "Forwarded": f"host={bryn.slug}.localhost:8000",
        "X-Coop": bryn.slug,
    }

    response = app.test_client().get(
        f"/sign-in?coop={bryn.slug}&slug={bryn.slug}&office={bryn.schema}",
        base_url=f"http://{aber.slug}.localhost:8000",
        headers=said,
    )

    assert response.status_code == 200
    assert aber.name_cy in response.text
    assert (bryn.name_en in response.text, bryn.name_cy in response.text) == (False, False)
