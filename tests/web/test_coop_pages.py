# SPDX-License-Identifier: AGPL-3.0-or-later
"""A co-op's own pages: today, profile and papers, taking the data out, bell and help."""

import io
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage

from franchise_kit.access.actions.seeding import SeedAccount
from franchise_kit.profile import queries as profile_queries
from tenants import bells, clock
from tenants.office import HUB, Coop
from tenants.transaction import reading, upkeep
from tests.support.people import actor_of, make_person
from tests.support.web import Visitor

PDF = b"%PDF-1.7 a certificate\n%%EOF\n"
PROFILE = {
    "name_en": "Aber Care Co-op",
    "name_cy": "Gofal Aber",
    "town_en": "Aberystwyth",
    "town_cy": "Aberystwyth",
    "language": "cy",
    "phone": "01970 000 000",
    "email": "helo@example.invalid",
    "version": "0",
}


def signed_in(app: Flask, coop: Coop, *roles: str, **more: object) -> tuple[Visitor, SeedAccount]:
    person = make_person(coop, *roles, **more)
    visitor = Visitor(app, coop)
    visitor.sign_in(person)
    return visitor, person


def paper(name: str = "certificate.pdf", content: bytes = PDF) -> FileStorage:
    return FileStorage(io.BytesIO(content), filename=name)


def papers_of(coop: Coop, person: SeedAccount) -> list[profile_queries.Paper]:
    by = actor_of(coop, person)
    with reading(coop) as session:
        return profile_queries.list_papers(session, by=by)


def profile_of(coop: Coop, person: SeedAccount) -> profile_queries.Profile:
    by = actor_of(coop, person)
    with reading(coop) as session:
        return profile_queries.get_profile(session, coop, by=by)


@pytest.mark.parametrize(
    ("hour", "greeting"),
    [(9, "Good morning, Mari"), (13, "Good afternoon, Mari"), (20, "Good evening, Mari")],
)
def test_today_greets_by_the_time_of_day(app: Flask, aber: Coop, hour: int, greeting: str) -> None:
    clock.set_fixed(datetime(2026, 11, 22, hour, tzinfo=UTC))
    visitor, _ = signed_in(app, aber, "chair")

    page = visitor.get("/today")

    assert greeting in page.text
    assert "Sunday, 22 November 2026" in page.text


def test_today_speaks_welsh(app: Flask, aber: Coop) -> None:
    clock.set_fixed(datetime(2026, 11, 22, 9, tzinfo=UTC))
    visitor, _ = signed_in(app, aber, "chair", language="cy")

    page = visitor.get("/today")

    assert "Bore da, Mari" in page.text
    assert "Dydd Sul, 22 Tachwedd 2026" in page.text
    assert "Beth sydd angen ei wneud nesaf" in page.text


def test_today_names_what_waits_worst_first(app: Flask, aber: Coop) -> None:
    visitor, _ = signed_in(app, aber, "coop_admin")
    visitor.get("/accounts/invite")
    visitor.post(
        "/accounts/invite",
        {
            "email": "newydd@example.invalid",
            "first_name": "Newydd",
            "full_name": "Newydd Iawn",
            "language": "cy",
            "roles": ["care_worker"],
        },
    )

    page = visitor.get("/today").text

    assert "1 invitation is not answered yet" in page
    assert page.index("invitation is not answered") < page.index("profile has no contact details")


def test_today_says_that_nothing_waits(app: Flask, aber: Coop) -> None:
    visitor, _ = signed_in(app, aber, "chair", has_factor=True)

    assert "Nothing waits for you" in visitor.get("/today").text


def test_a_care_workers_today_holds_what_there_is_for_them(app: Flask, aber: Coop) -> None:
    visitor, _ = signed_in(app, aber, "care_worker")

    page = visitor.get("/today").text

    assert "Only a password guards your account" in page
    assert "You are signed in on 1 device." in page
    assert "Who has been in lately" not in page


@pytest.mark.parametrize("path", ["/today", "/settings", "/settings/profile", "/export"])
def test_a_co_ops_pages_are_unknown_at_the_hub(app: Flask, hub: object, path: str) -> None:
    person = make_person(HUB, "network_director", "platform_operator")
    visitor = Visitor(app, HUB)
    visitor.sign_in(person)

    assert visitor.get(path).status_code == 404


def test_the_profile_is_saved_and_shown(app: Flask, aber: Coop, bryn: Coop) -> None:
    visitor, person = signed_in(app, aber, "coop_admin")
    visitor.get("/settings/profile")

    saved = visitor.post("/settings/profile", PROFILE)

    assert saved.headers["Location"] == "/settings"
    assert "01970 000 000" in visitor.get("/settings").text
    assert profile_of(aber, person).version == 1
    other = make_person(bryn, "coop_admin")
    assert profile_of(bryn, other).version == 0


def test_the_co_op_chooses_which_names_supported_members_see(app: Flask, aber: Coop) -> None:
    visitor, person = signed_in(app, aber, "coop_admin")
    before = visitor.get("/settings").text

    wrong = visitor.post("/settings/names", {"shown": "everybody"})
    kept = visitor.post("/settings/names", {"shown": "nobody"})
    after = visitor.get("/settings").text

    assert "Their first name, or what they like to be called" in before
    assert (wrong.status_code, kept.status_code) == (422, 303)
    assert "Choose one of the answers in the list" in wrong.text
    assert "<dd>Nobody" in after
    assert profile_of(aber, person).version == 0
    assert "said which names of those who visit them supported members see" in visitor.get("/journal").text


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name_cy", "", "Enter the co-op&#39;s name in Welsh"),
        ("phone", "ring me", "Use digits and spaces only"),
        ("email", "not an address", "Enter an e-mail address in the right form"),
        ("website", "javascript:alert(1)", "Enter a web address in the right form"),
        ("language", "fr", "Choose one of the answers in the list"),
        ("purpose_en", "x" * 601, "Use 600 characters or fewer"),
    ],
)
def test_a_wrong_answer_in_the_profile_is_named_and_nothing_changes(
    app: Flask, aber: Coop, field: str, typed: str, sentence: str
) -> None:
    visitor, person = signed_in(app, aber, "coop_admin")
    visitor.get("/settings/profile")

    page = visitor.post("/settings/profile", PROFILE | {field: typed})

    assert page.status_code == 422
    assert sentence in page.text
    assert profile_of(aber, person).version == 0


def test_a_second_editor_is_shown_what_changed_and_writes_nothing_over(app: Flask, aber: Coop) -> None:
    first, person = signed_in(app, aber, "coop_admin")
    second, _ = signed_in(app, aber, "coop_admin", name="Siôn Gwyn")
    first.get("/settings/profile")
    second.get("/settings/profile")
    first.post("/settings/profile", PROFILE)

    page = second.post("/settings/profile", PROFILE | {"phone": "01970 111 111"})

    assert page.status_code == 409
    assert "Mari Llwyd saved" in page.text
    assert "01970 000 000" in page.text
    assert "01970 111 111" in page.text
    assert profile_of(aber, person).facts.phone == "01970 000 000"


def test_a_second_editor_saves_once_they_have_seen(app: Flask, aber: Coop) -> None:
    first, person = signed_in(app, aber, "coop_admin")
    first.get("/settings/profile")
    first.post("/settings/profile", PROFILE)
    first.get("/settings/profile")

    first.post("/settings/profile", PROFILE | {"phone": "01970 111 111", "version": "1"})

    assert profile_of(aber, person).facts.phone == "01970 111 111"


def test_a_paper_is_kept_and_comes_back_as_it_was(app: Flask, aber: Coop) -> None:
    visitor, person = signed_in(app, aber, "coop_admin")
    visitor.get("/settings/papers/new")

    visitor.post("/settings/papers/new", {"kind": "registration", "paper": paper()})

    [kept] = papers_of(aber, person)
    fetched = visitor.get(f"/settings/papers/{kept.id}")
    assert fetched.data == PDF
    assert fetched.headers["Content-Disposition"] == 'attachment; filename="certificate.pdf"'
    assert fetched.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("page.html", b"<script>", "Choose a PDF, PNG, JPEG or WebP file"),
        ("picture.png", PDF, "Choose a PDF, PNG, JPEG or WebP file"),
        ("empty.pdf", b"", "The file must not be empty"),
    ],
)
def test_a_file_of_another_kind_is_refused_beside_the_field(
    app: Flask, aber: Coop, name: str, content: bytes, sentence: str
) -> None:
    visitor, person = signed_in(app, aber, "coop_admin")
    visitor.get("/settings/papers/new")

    page = visitor.post("/settings/papers/new", {"kind": "other", "paper": paper(name, content)})

    assert page.status_code == 422
    assert sentence in page.text
    assert papers_of(aber, person) == []


def test_no_file_is_asked_for_again(app: Flask, aber: Coop) -> None:
    visitor, person = signed_in(app, aber, "coop_admin")
    visitor.get("/settings/papers/new")

    page = visitor.post("/settings/papers/new", {"kind": "other"})

    assert page.status_code == 422
    assert "Choose a file" in page.text
    assert papers_of(aber, person) == []


def test_a_replaced_paper_stays_and_is_marked(app: Flask, aber: Coop) -> None:
    visitor, person = signed_in(app, aber, "coop_admin")
    visitor.get("/settings/papers/new")
    visitor.post("/settings/papers/new", {"kind": "insurance", "paper": paper("2025.pdf")})
    [old] = papers_of(aber, person)

    again = {"kind": "insurance", "replaces": str(old.id)}
    visitor.post("/settings/papers/new", again | {"paper": paper("2026.pdf")})
    refused = visitor.post("/settings/papers/new", again | {"paper": paper("third.pdf")})

    assert refused.status_code == 422
    kept = {one.name: one.is_replaced for one in papers_of(aber, person)}
    assert kept == {"2025.pdf": True, "2026.pdf": False}


def test_another_co_ops_paper_is_not_there(app: Flask, aber: Coop, bryn: Coop) -> None:
    visitor, person = signed_in(app, aber, "coop_admin")
    visitor.get("/settings/papers/new")
    visitor.post("/settings/papers/new", {"kind": "rules", "paper": paper()})
    [kept] = papers_of(aber, person)
    stranger, other = signed_in(app, bryn, "coop_admin")

    assert stranger.get(f"/settings/papers/{kept.id}").status_code == 404
    stranger.get("/settings/papers/new")
    replaced = stranger.post(
        "/settings/papers/new", {"kind": "rules", "paper": paper(), "replaces": str(kept.id)}
    )
    assert replaced.status_code == 404
    assert papers_of(bryn, other) == []


def test_only_whoever_looks_after_settings_sees_them(app: Flask, aber: Coop) -> None:
    visitor, _ = signed_in(app, aber, "care_worker")

    assert visitor.get("/settings").status_code == 404
    assert visitor.get("/export").status_code == 404


def test_the_bell_says_so_and_is_marked_as_read(app: Flask, aber: Coop) -> None:
    visitor, person = signed_in(app, aber, "care_worker")
    with upkeep(aber) as session:
        bells.ring_for(session, person.id, kind="archive_ready", path="/export")
    assert "ready to fetch" in visitor.get("/bell").text

    visitor.post("/bell/read")

    with reading(aber) as session:
        assert bells.count_unread(session, person.id) == 0
    assert "Mark all as read" not in visitor.get("/bell").text


def test_the_bell_leads_nowhere_else(app: Flask, aber: Coop) -> None:
    visitor, person = signed_in(app, aber, "care_worker")
    with upkeep(aber) as session:
        bells.ring_for(session, person.id, kind="archive_ready", path="//evil.example/")

    assert "evil.example" not in visitor.get("/bell").text


def test_somebody_elses_notices_are_not_shown(app: Flask, aber: Coop) -> None:
    other = make_person(aber, "care_worker", name="Siôn Gwyn")
    with upkeep(aber) as session:
        bells.ring_for(session, other.id, kind="archive_ready", path="/export")
    visitor, _ = signed_in(app, aber, "care_worker")

    assert "No notices" in visitor.get("/bell").text


@pytest.mark.parametrize("progress_id", [uuid4(), UUID(int=0)])
def test_work_that_is_not_ones_own_is_not_there(app: Flask, aber: Coop, progress_id: UUID) -> None:
    visitor, _ = signed_in(app, aber, "care_worker")

    assert visitor.get(f"/progress/{progress_id}").status_code == 404


def test_help_is_open_to_strangers_in_both_languages(app: Flask, aber: Coop) -> None:
    visitor = Visitor(app, aber)

    assert "Short answers" in visitor.get("/help", headers={"Accept-Language": "en"}).text
    assert "Atebion byr" in visitor.get("/help", headers={"Accept-Language": "cy"}).text


@pytest.mark.parametrize(
    ("role", "is_linked"), [("registered_manager", True), ("care_worker", False), (None, False)]
)
def test_help_links_only_to_what_its_reader_may_open(
    app: Flask, aber: Coop, role: str | None, is_linked: bool
) -> None:
    visitor = signed_in(app, aber, role)[0] if role else Visitor(app, aber)

    page = visitor.get("/help").text

    assert ('href="/journal"' in page.partition("<main")[2]) is is_linked
