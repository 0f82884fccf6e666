# SPDX-License-Identifier: AGPL-3.0-or-later
"""How holidays are paid is said by who keeps the settings, on the page and by a program."""

from flask import Flask

from tenants.office import Coop
from tests.support.program import program_of
from tests.support.rows import rows
from tests.web.test_absence_pages import signed_in

PLACE = "/absences/holiday-pay"


def test_it_is_said_on_a_page(app: Flask, aber: Coop) -> None:
    admin, _ = signed_in(app, aber, "coop_admin", language="cy")
    nest, _ = signed_in(app, aber, "care_coordinator")
    form = {"paid": "each_pay", "version": "0"}
    page = admin.get(PLACE).text

    nothing = admin.post(PLACE, {"version": "0"})
    kept = admin.post(PLACE, form)
    old = admin.post(PLACE, form | {"paid": "away"})

    assert "Sut y telir gwyliau i&#39;r rhai heb oriau gwarantedig?" in page
    assert (nothing.status_code, kept.status_code, old.status_code) == (422, 303, 422)
    assert [
        (row["is_rolled_up"], row["begins_month"], row["version"]) for row in rows(aber, "leave_settings")
    ] == [(True, 4, 1)]
    assert [nest.get(PLACE).status_code, nest.post(PLACE, form).status_code] == [404, 404]


def test_a_program_says_it(app: Flask, aber: Coop) -> None:
    admin = program_of(app, aber, "coop_admin")
    seen = admin.get("/leave/year")
    told, at = {"is_rolled_up": True}, {"If-Match": seen.headers["ETag"]}

    first = admin.call("PUT", "/leave/holiday-pay", json=told, headers=at)
    again = admin.call("PUT", "/leave/holiday-pay", json=told, headers=at)

    assert (seen.get_json()["is_rolled_up"], first.status_code, again.status_code) == (False, 204, 412)
    assert admin.get("/leave/year").get_json()["is_rolled_up"] is True
