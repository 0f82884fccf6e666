"""The shell: who sees which ways, bands, the bell, and that nothing is inline."""

import re
from dataclasses import replace
from datetime import date

import pytest
from flask import render_template
from flask_babel import force_locale

from app.web.layout import WAYS, Inside, Visitor, icon, shell_for
from tests.support.shell import DESK, Reader, make_shell_app

MOST_LETTERS = 9


def labels(visitor: Visitor) -> list[str]:
    with make_shell_app(Reader(visitor=visitor)).test_request_context("/"):
        return [place.label for place in shell_for(visitor).places]


def test_a_way_shows_only_to_whoever_holds_its_permission_and_if_its_room_is_built() -> None:
    assert labels(DESK) == ["Today", "People and roles", "Journal"]
    assert labels(replace(DESK, permissions={})) == ["Today"]
    assert labels(replace(DESK, permissions={"export.coop": "coop"})) == ["Today", "Take our data out"]
    assert labels(Visitor()) == []


def test_the_present_page_is_marked_once_for_each_way_about() -> None:
    page = make_shell_app(Reader(visitor=DESK)).test_client().get("/journal-index").text

    assert re.findall(r'href="([^"]+)" aria-current="page"', page) == ["/journal-index"] * 2


def test_a_stranger_sees_no_bell_search_or_sign_out() -> None:
    page = make_shell_app().test_client().get("/").text

    assert 'class="bell"' not in page
    assert 'role="search"' not in page
    assert "Sign out" not in page


def test_signing_out_is_sent_and_carries_a_token() -> None:
    page = make_shell_app(Reader(visitor=DESK)).test_client().get("/").text

    form = page.split('action="/sign-out"')[1].split("</form>")[0]
    assert 'name="csrf_token"' in form
    assert '<form method="post" action="/sign-out"' in page


def test_bands_say_where_one_is() -> None:
    inside = Inside("Owain Prys", "preparing November's pay", "/leave", date(2026, 12, 1))
    page = (
        make_shell_app(Reader(visitor=replace(DESK, inside=inside, is_staging=True)))
        .test_client()
        .get("/")
        .text
    )

    assert "Owain Prys, you are inside Gofal Teifi for: preparing November&#39;s pay" in page
    assert "until 1 December 2026" in page
    assert "In here it is always 22 November 2026" in page
    assert "Nothing here is real" in page


def test_names_with_markup_stay_text() -> None:
    visitor = replace(DESK, office_name='<img src=x onerror="x">', person_name="{{ 7*7 }}")

    page = make_shell_app(Reader(visitor=visitor)).test_client().get("/").text

    assert "<img" not in page
    assert "{{ 7*7 }}" in page


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize(
    "name", ["400", "404", "405", "410", "413", "429", "500", "503", "shut", "refused", "other"]
)
def test_error_pages_stand_in_both_languages_with_nothing_inline(name: str, language: str) -> None:
    app = make_shell_app(Reader(account_language=language))

    with app.test_request_context("/"):
        page = render_template(f"errors/{name}.html", sentence="One sentence.", reference="7kq2mmxd")

    assert f'<html lang="{language}"' in page
    assert page.count("<h1>") == 1
    assert ("7kq2mmxd" in page) is (name == "500")
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", page)


def test_the_pages_of_our_own_faults_ask_for_nobody() -> None:
    app = make_shell_app()

    with app.test_request_context("/"):
        # Without the shell at all: they cannot have asked for it.
        app.template_context_processors[None].clear()
        page = render_template("errors/500.html", reference="7kq2mmxd")

    assert "Sorry, that went wrong" in page


def test_every_way_has_a_drawing() -> None:
    drawn = {item.icon for ways in WAYS.values() for item in ways}

    assert all(str(icon(name)).startswith('<svg class="icon"') for name in drawn)


def test_a_phones_bar_holds_four_ways_and_more_for_everybody() -> None:
    app = make_shell_app(Reader(visitor=DESK))
    permissions = {item.permission: "coop" for item in WAYS["desk"] if item.permission}
    for endpoint in {item.endpoint for item in WAYS["desk"]} - app.view_functions.keys():
        app.add_url_rule(f"/of-the-test/{endpoint}", endpoint, lambda: "")

    with app.test_request_context("/"):
        few, many = (shell_for(replace(DESK, permissions=held)) for held in ({}, permissions))

    assert ([place.label for place in few.tabs], [place.label for place in few.more]) == (
        ["Today", "My account", "Help"],
        [],
    )
    assert (len(many.tabs), len(many.more)) == (4, len(WAYS["desk"]) - 4)


@pytest.mark.parametrize("locale", ["en_GB", "cy"])
def test_each_word_of_a_tab_fits_a_fifth_of_a_phone(locale: str) -> None:
    app = make_shell_app()

    with app.test_request_context("/"), force_locale(locale):
        words = {
            word
            for ways in WAYS.values()
            for item in ways
            for word in str(item.short or item.label).replace("-", " ").split()
        }

    # A fifth of 390 pixels has room for nine letters, of which two are wide.
    assert sorted(word for word in words if len(word) > MOST_LETTERS) == []
