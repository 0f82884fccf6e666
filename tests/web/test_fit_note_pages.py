# SPDX-License-Identifier: AGPL-3.0-or-later
"""Fit notes on pages: each with its days and the day it was seen on, and the days that none is for."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from tenants import clock
from tenants.office import Coop
from tests.support.people import make_person
from tests.support.time import NINE, make_worker
from tests.support.web import Visitor


@pytest.fixture(autouse=True)
def _on_a_monday() -> None:
    clock.set_fixed(NINE - timedelta(hours=2))


def signed_in(app: Flask, coop: Coop, role: str) -> Visitor:
    """Sign somebody in who works here."""
    person = make_person(coop, role, has_factor=True)
    make_worker(coop, person)
    visitor = Visitor(app, coop)
    visitor.sign_in(person)
    return visitor


def noted(visitor: Visitor, way: str, version: int, first: str, last: str, seen: str = "2026-11-02") -> int:
    """Write down a fit note, and return how it was answered."""
    said = {"from_on": first, "last_on": last, "seen_on": seen, "version": str(version)}
    return visitor.post(f"{way}/fit-notes", said).status_code


def test_days_without_a_fit_note_are_said_from_the_eighth_on(app: Flask, aber: Coop) -> None:
    mari = signed_in(app, aber, "care_worker")
    nest = signed_in(app, aber, "care_coordinator")
    mari.get("/absence/sickness")
    own = mari.post("/absence/sickness", {"from_on": "2026-10-12", "note": ""}).headers["Location"]
    way = own.replace("/absence/", "/absences/")

    asks, lacks = nest.get("/absences").text, nest.get(way).text
    bare = nest.post(f"{way}/fit-notes", {"version": "1"})
    refused = [bare.status_code, noted(nest, way, 1, "2026-10-19", "2026-10-23", seen="2026-11-03")]
    kept = [
        noted(nest, way, 1, "2026-10-19", "2026-10-23"),
        noted(nest, way, 2, "2026-10-27", "2026-11-01", seen="2026-10-28"),
    ]
    pages = [visitor.get(path).text for visitor, path in ((nest, way), (mari, own), (mari, "/absence/year"))]

    assert "Fit note needed" in asks
    assert "No fit note from 19 Oct 2026 to 2 Nov 2026." in lacks
    assert (refused, kept) == ([422, 422], [303, 303])
    for page in pages:
        assert "Fit note for 19 Oct 2026 to 23 Oct 2026, seen on 2 Nov 2026" in page
        assert "Fit note for 27 Oct 2026 to 1 Nov 2026, seen on 28 Oct 2026" in page
        assert "No fit note from 24 Oct 2026 to 26 Oct 2026." in page
        assert "No fit note for 2 Nov 2026." in page
    assert "/fit-notes" not in pages[1]


def test_fit_notes_that_cover_all_days_are_enough_until_one_is_taken_away(app: Flask, aber: Coop) -> None:
    mari = signed_in(app, aber, "care_worker")
    nest = signed_in(app, aber, "care_coordinator")
    mari.get("/absence/sickness")
    told = mari.post("/absence/sickness", {"from_on": "2026-10-26", "note": ""})
    way = told.headers["Location"].replace("/absence/", "/absences/")
    nest.get(way)

    noted(nest, way, 1, "2026-11-02", "2026-11-06")
    page, listed = nest.get(way).text, nest.get("/absences").text
    away = re.search(rf'action="({way}/fit-notes/[^"]+/away)"', page)
    assert away is not None
    nest.post(away[1], {"version": "2"})
    taken = nest.get(way).text

    assert "Fit note needed" not in listed
    assert "Who is still ill on 7 November 2026 needs a fit note from then on." in page
    assert "Fit note for 2 Nov 2026 to 6 Nov 2026, seen on 2 Nov 2026: taken away" in taken
    assert "No fit note for 2 Nov 2026." in taken
