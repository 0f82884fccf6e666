# SPDX-License-Identifier: AGPL-3.0-or-later
"""The journal as people read it, in both languages, at the hub and in co-ops."""

import ast
import csv
import io
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pypdf
import pytest
from flask import Flask
from flask_babel import force_locale

from app.documents import render_pdf
from app.journal.words import did_words, has_room_words, has_words
from app.web.refusals import sentence_of
from franchise_kit.access import PermissionLacking
from franchise_kit.access.actions.seeding import SeedAccount
from franchise_kit.history import queries
from franchise_kit.history.queries import Wanted
from franchise_kit.kernel.cells import as_meant, neutral
from tenants import clock, closing, journal
from tenants.actor import SYSTEM, Actor
from tenants.jobs.runner import run_pending
from tenants.office import HUB, Coop, Office
from tenants.refusal import Refusal
from tenants.transaction import reading, transaction
from tests.support.people import actor_of, make_person
from tests.support.web import Visitor
from tests.support.world import World
from tests.tidy.repository import nodes, python_paths

# These pass on what they are told; what they are told stands at their callers.
PASSING_ON = {
    "tenants/transaction.py",
    "tenants/journal/__init__.py",
    "tenants/closing/__init__.py",
    "tenants/closing/settling.py",
}


def signed_in(app: Flask, office: Office, *roles: str, **more: object) -> tuple[Visitor, SeedAccount]:
    person = make_person(office, *roles, **more)
    visitor = Visitor(app, office)
    visitor.sign_in(person)
    return visitor, person


def do(office: Office, by: Actor, doing: str, times: int = 1, **codes: object) -> None:
    for _ in range(times):
        with transaction(office, by=by, doing=doing) as session:
            journal.note(session, record_kind="thing", record_id=None, **codes)


def acts_of_the_code() -> set[str]:
    """Return the code of every act that any transaction of ours writes into a journal."""
    found = {change.doing for change in (closing.SUSPENDING, closing.RESUMING, closing.CLOSING)}
    for path in python_paths(below=("app/", "franchise_kit/", "tenants/")):
        for node in nodes(path):
            if isinstance(node, ast.keyword) and node.arg == "doing":
                if isinstance(node.value, ast.Constant):
                    found.add(str(node.value.value))
                else:
                    assert path in PASSING_ON, f"{path}:{node.value.lineno} hides what it does"
    return found


def test_every_act_has_words_in_both_languages(app: Flask) -> None:
    acts = acts_of_the_code()

    assert sorted(act for act in acts if not has_words(act)) == []
    with app.test_request_context():
        for act in sorted(acts):
            said = {}
            for locale in ("en_GB", "cy"):
                with force_locale(locale):
                    said[locale] = did_words(act, {})
            assert said["en_GB"] != said["cy"], act


def test_every_kind_of_act_has_words(app: Flask) -> None:
    rooms = {act.partition(".")[0] for act in acts_of_the_code()}

    assert sorted(room for room in rooms if not has_room_words(room)) == []


def test_a_line_says_who_did_what(app: Flask, aber: Coop) -> None:
    visitor, person = signed_in(app, aber, "coop_admin")
    visitor.get("/settings/profile")
    visitor.post(
        "/settings/profile", {"name_en": "Aber", "name_cy": "Aber", "language": "cy", "version": "0"}
    )

    page = visitor.get("/journal").text

    assert f"<strong>{person.full_name}</strong> changed the co-op&#39;s profile" in page


def test_a_line_speaks_the_readers_language(app: Flask, aber: Coop) -> None:
    visitor, person = signed_in(app, aber, "chair", language="cy")

    page = visitor.get("/journal").text

    assert f"<strong>{person.full_name}</strong>" in page
    assert "mewngofnodi gyda chyfrinair" in page


def test_somebody_who_was_erased_has_no_name(app: Flask, aber: Coop) -> None:
    gone = Actor(account_id=uuid4(), person_id=uuid4(), side="coop")
    do(aber, gone, "profile.save_profile")
    visitor, _ = signed_in(app, aber, "chair")

    assert "<strong>Someone who has left</strong> changed the co-op" in visitor.get("/journal").text


def test_a_refusal_is_shown_with_its_reason(app: Flask, aber: Coop) -> None:
    _, person = signed_in(app, aber, "care_worker")
    worker = Visitor(app, aber)
    worker.sign_in(person)
    worker.get("/journal")
    visitor, _ = signed_in(app, aber, "chair", name="Siôn Gwyn")

    page = visitor.get("/journal?outcome=refused").text

    assert "asked for a page: Journal" in page
    assert "Nothing changed:" in page


def test_a_co_ops_journal_holds_its_own_lines_alone(app: Flask, aber: Coop, bryn: Coop) -> None:
    _, theirs = signed_in(app, bryn, "chair", name="Dafydd Bryn")
    visitor, _ = signed_in(app, aber, "chair")

    page = visitor.get(f"/journal?person={theirs.id}")

    assert page.status_code == 422
    assert "Dafydd Bryn" not in visitor.get("/journal").text


def test_the_hub_has_a_journal_too(app: Flask, hub: Office) -> None:
    visitor, person = signed_in(app, HUB, "network_director")

    assert person.full_name in visitor.get("/journal").text


@pytest.mark.parametrize(
    ("query", "is_shown"),
    [
        ("kind=profile", True),
        ("kind=access", False),
        ("outcome=done", True),
        ("since=2026-11-22&until=2026-11-22", True),
        ("since=2026-11-23", False),
        ("until=2026-11-21", False),
    ],
)
def test_the_filter_in_the_address_chooses_lines(app: Flask, aber: Coop, query: str, is_shown: bool) -> None:
    clock.set_fixed(datetime(2026, 11, 22, 9, tzinfo=UTC))
    visitor, person = signed_in(app, aber, "chair")
    do(aber, actor_of(aber, person), "profile.save_profile")

    page = visitor.get(f"/journal?{query}").text

    assert ("changed the co-op&#39;s profile" in page) is is_shown


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("since=yesterday", "enter a real date"),
        ("person=nobody", "choose one of the answers in the list"),
        ("kind=nonsense", "choose one of the answers in the list"),
        ("since=2026-11-22&until=2026-11-21", "The last day must not be before the first"),
    ],
)
def test_a_wrong_filter_is_named_beside_its_field(app: Flask, aber: Coop, query: str, sentence: str) -> None:
    visitor, _ = signed_in(app, aber, "chair")

    page = visitor.get(f"/journal?{query}")

    assert page.status_code == 422
    assert sentence.lower() in page.text.lower()


@pytest.mark.parametrize("query", ["before=x", "after=-1", "before=99999999999999999999", "nonsense=1"])
def test_a_mangled_address_shows_the_journal(app: Flask, aber: Coop, query: str) -> None:
    visitor, _ = signed_in(app, aber, "chair")

    assert visitor.get(f"/journal?{query}").status_code == 200


def test_pages_stay_put_while_new_lines_come_in(aber: Coop) -> None:
    person = make_person(aber, "chair")
    by = actor_of(aber, person)
    do(aber, by, "profile.save_profile", times=5)
    wanted = Wanted(room="profile")
    with reading(aber) as session:
        first = queries.list_lines(session, by=by, wanted=wanted, most=2)
    do(aber, by, "profile.save_profile")

    with reading(aber) as session:
        second = queries.list_lines(session, by=by, wanted=wanted, before=first.lines[-1].seq, most=2)
        back = queries.list_lines(session, by=by, wanted=wanted, after=second.lines[0].seq, most=2)

    assert [line.seq for line in second.lines] == [first.lines[-1].seq - 1, first.lines[-1].seq - 2]
    assert back.lines == first.lines
    assert back.has_newer


def test_less_than_the_whole_journal_is_ones_own_lines(aber: Coop) -> None:
    person = make_person(aber, "chair")
    by = actor_of(aber, person)
    narrow = Actor(by.account_id, by.person_id, "coop", permissions={"journal.read": "own"})
    do(aber, narrow, "profile.save_profile")
    do(aber, SYSTEM, "profile.save_profile")

    with reading(aber) as session:
        page = queries.list_lines(session, by=narrow, wanted=Wanted())

    assert [line.account_id for line in page.lines] == [by.account_id]


def test_without_the_permission_no_line_is_read(aber: Coop) -> None:
    nobody = Actor(uuid4(), uuid4(), "coop")

    with reading(aber) as session, pytest.raises(PermissionLacking):
        queries.list_lines(session, by=nobody, wanted=Wanted())


def test_the_table_holds_what_the_filter_chose(app: Flask, aber: Coop) -> None:
    visitor, person = signed_in(app, aber, "chair", name="=HYPERLINK(1)", email="neb@example.invalid")
    do(aber, actor_of(aber, person), "profile.save_profile", times=3)

    response = visitor.get("/journal/journal.csv?kind=profile")

    rows = list(csv.reader(io.StringIO(response.data.decode("utf-8-sig"))))
    assert response.headers["Content-Disposition"] == 'attachment; filename="journal.csv"'
    assert [row[3] for row in rows[1:]] == ["'=HYPERLINK(1)"] * 3


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("=1+1", "'=1+1"),
        ("+44", "'+44"),
        ("-1", "'-1"),
        ("@x", "'@x"),
        ("\tx", "'\tx"),
        ("Siân", "Siân"),
        ("'n barod", "'n barod"),
        ("'=1", "''=1"),
    ],
)
def test_no_cell_is_a_formula(cell: str, expected: str) -> None:
    assert (neutral(cell), as_meant(expected)) == (expected, cell)


def test_few_lines_come_on_paper_at_once(app: Flask, aber: Coop) -> None:
    visitor, person = signed_in(app, aber, "chair", language="cy", name="Ŵyn ŷ Gwŷr")
    visitor.get("/journal")

    response = visitor.post("/journal/pdf", {"kind": "access"})

    document = pypdf.PdfReader(io.BytesIO(response.data))
    assert document.trailer["/Root"]["/Lang"] == "cy-GB"
    assert bool(document.trailer["/Root"]["/MarkInfo"]["/Marked"])
    assert document.metadata is not None
    assert document.metadata.title == "Cofnod mynediad"
    assert person.full_name in document.pages[0].extract_text()


def test_what_people_wrote_is_data_in_a_document() -> None:
    said = '#panic("x") *bold* $x$ \\ " ]'
    data = {
        "title": said,
        "office": said,
        "language": "en",
        "page_word": "Page",
        "lede": said,
        "about": [said],
        "headings": ["When", "Who", "What", "Outcome"],
        "rows": [[said] * 4],
    }

    content = render_pdf("journal", data, at=datetime(2026, 11, 22, 9, tzinfo=UTC))

    assert b"pdfuaid:part" in content
    assert '#panic("x") *bold* $x$' in pypdf.PdfReader(io.BytesIO(content)).pages[0].extract_text()


def test_many_lines_come_on_paper_by_a_job(
    app: Flask, aber: Coop, bryn: Coop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.journal.views.DIRECT_LINES", 2)
    visitor, person = signed_in(app, aber, "chair")
    do(aber, actor_of(aber, person), "profile.save_profile", times=5)
    visitor.get("/journal")
    asked = visitor.post("/journal/pdf", {"kind": "profile"})
    progress = str(asked.headers["Location"])
    state = visitor.get(f"{progress}/state").json
    assert state == {"done": 0, "total": 0, "words": "It waits for its turn.", "next": None}

    with app.app_context():
        run_pending(aber)

    assert "Fetch the paper (PDF)" in visitor.get(progress).text
    path = f"/journal/pdf/{progress.rpartition('/')[2]}"
    document = pypdf.PdfReader(io.BytesIO(visitor.get(path).data))
    assert document.pages[0].extract_text().count("profile") == 5
    assert "The journal on paper is ready" in visitor.get("/bell").text
    for other in (
        signed_in(app, aber, "chair", name="Siôn Gwyn")[0],
        signed_in(app, bryn, "chair", name="Siôn Bryn")[0],
    ):
        assert other.get(path).status_code == 404
        assert other.get(progress).status_code == 404


def test_too_many_lines_are_refused_in_a_sentence(
    app: Flask, aber: Coop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.journal.views.MOST_LINES", 1)
    visitor, person = signed_in(app, aber, "chair")
    do(aber, actor_of(aber, person), "profile.save_profile", times=3)

    assert visitor.get("/journal/journal.csv").status_code == 303
    assert "Choose fewer days or one kind" in visitor.get("/journal").text


def test_the_page_says_that_the_journal_is_whole(app: Flask, aber: Coop) -> None:
    visitor, _ = signed_in(app, aber, "chair")
    assert "Nobody has checked it yet" in visitor.get("/journal").text
    visitor.post("/journal/verify")

    with app.app_context():
        run_pending(aber)

    assert "Whole" in visitor.get("/journal").text


def test_the_page_says_where_the_journal_is_broken(app: Flask, aber: Coop, world: World) -> None:
    visitor, person = signed_in(app, aber, "chair")
    do(aber, actor_of(aber, person), "profile.save_profile", times=3)
    with world.superuser() as connection:
        row = connection.execute(
            f"SELECT seq FROM {aber.schema}.journal_line WHERE doing = 'profile.save_profile' ORDER BY seq"
        ).fetchone()
        assert row is not None
        connection.execute(
            f"UPDATE {aber.schema}.journal_line SET doing = 'coop.export' WHERE seq = %s", [row[0]]
        )
    visitor.get("/journal")
    visitor.post("/journal/verify")

    with app.app_context():
        run_pending(aber)

    assert f"At line {row[0]}." in visitor.get("/journal").text
    assert "The journal was changed from outside" in visitor.get("/today").text


def test_a_refusals_sentence_survives_a_missing_fact(app: Flask) -> None:
    with app.test_request_context():
        assert sentence_of("passphrase_too_short", {}) == "Use 12 characters or more; four words are good"
        assert sentence_of("no_such_code", {}) == sentence_of(Refusal.code, {})


def test_a_line_may_name_a_person_that_never_was(app: Flask, aber: Coop) -> None:
    do(aber, SYSTEM, "access.invite", account_id=str(UUID(int=1)))
    do(aber, SYSTEM, "access.change_roles", added=["nonsense"], removed=[])
    visitor, _ = signed_in(app, aber, "chair")

    page = visitor.get("/journal").text

    assert "invited Someone who has left" in page
    assert "added nonsense; took away –" in page


@pytest.mark.parametrize("kept", ["2026-11", "2026-11-01"])
@pytest.mark.parametrize(("locale", "said"), [("en_GB", "November 2026"), ("cy", "Tachwedd 2026")])
def test_a_month_is_said_in_words(app: Flask, kept: str, locale: str, said: str) -> None:
    with app.test_request_context(), force_locale(locale):
        assert said in did_words("training.tell_learners", {"month": kept, "learners": 3})
