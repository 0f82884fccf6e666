# SPDX-License-Identifier: AGPL-3.0-or-later
"""What people type is shown as what they typed, on every page, in its title, in mails and in tables."""

import csv
import io
import re
from email import message_from_bytes, policy
from html import unescape

import pytest
from flask import Flask

from tenants import registry
from tenants.jobs.runner import run_pending
from tenants.office import HUB, Coop, Hub
from tests.support.openings import carry_all
from tests.support.people import make_person
from tests.support.visiting import ask_of
from tests.support.web import Visitor
from tests.support.world import World
from tests.web.test_every_route import bare_rules, is_api, make_powerful, permission_of

TAG = "<script>alert(1)</script>"
# A tag, a template's braces, a document's commands, an attribute's end. Direction marks no form takes.
HOSTILE = f"{TAG}{{{{191*7}}}}#eval(1)\"' onx=1 =1+1"
SHORT = f"{TAG}{{{{191*7}}}}"


def plant(app: Flask, aber: Coop) -> Visitor:
    """Type it wherever an administrator of a co-op may type."""
    visitor = Visitor(app, aber)
    visitor.sign_in(make_powerful(aber))
    make_person(aber, "care_worker", name=HOSTILE, email="planted@example.invalid")
    names = {"name_en": HOSTILE, "name_cy": HOSTILE, "language": "en", "version": "0"}
    texts = dict.fromkeys(("town_en", "town_cy", "call_name"), SHORT)
    long = dict.fromkeys(("purpose_en", "purpose_cy", "address"), HOSTILE)
    visitor.get("/settings/profile")
    saved = visitor.post("/settings/profile", {**names, **texts, **long})
    assert saved.status_code == 303, re.findall(r"govuk-error-message.*?</p>", saved.text, re.DOTALL)
    visitor.get("/settings/papers/new")
    paper = (io.BytesIO(b"%PDF-1.7\n%%EOF\n"), f"{SHORT}.pdf")
    assert visitor.post("/settings/papers/new", {"kind": "other", "paper": paper}).status_code == 303
    visitor.get("/tokens/new")
    token = {"name": SHORT, "permissions": ["journal.read"], "days": "3"}
    assert visitor.post("/tokens/new", token).status_code == 200
    ask_of(aber, purpose=HOSTILE, name=SHORT)
    registry.forget()
    return visitor


def pages_of(app: Flask, visitor: Visitor) -> dict[str, str]:
    found = {}
    for rule in bare_rules(app):
        if is_api(rule) or permission_of(app, rule) is None:
            continue
        answer = visitor.get(rule.rule)
        if answer.status_code == 200 and answer.mimetype == "text/html":
            found[rule.rule] = answer.text
    return found


def test_typed_text_is_text_on_every_page_of_a_co_op(app: Flask, hub: Hub, aber: Coop, bryn: Coop) -> None:
    visitor = plant(app, aber)

    pages = {
        **pages_of(app, visitor),
        "/search?q=script": visitor.get("/search?q=script").text,
        f"/search?q={TAG}": visitor.get("/search", query_string={"q": HOSTILE}).text,
        "a stranger's": Visitor(app, aber).get("/sign-in").text,
        "a lost one's": Visitor(app, aber).get(f"/{TAG}").text,
    }

    assert [path for path, page in pages.items() if TAG in page or "1337" in page or '" onx' in page] == []
    shown = {path for path, page in pages.items() if HOSTILE in unescape(page)}
    assert {"/accounts", "/settings", "/visitors", "a stranger's"} <= shown
    titles = [re.findall(r"<title>(.*?)</title>", page, re.DOTALL) for page in pages.values()]
    assert {len(each) for each in titles} == {1}
    assert HOSTILE in unescape(titles[0][0])


def test_typed_text_of_a_co_op_is_text_at_the_hub_and_nowhere_at_its_neighbour(
    app: Flask, hub: Hub, aber: Coop, bryn: Coop
) -> None:
    plant(app, aber)
    carry_all(aber, bryn)
    registry.forget()
    at_hub = Visitor(app, HUB)
    at_hub.sign_in(make_powerful(HUB))
    next_door = Visitor(app, bryn)
    next_door.sign_in(make_powerful(bryn))

    hub_pages, other_pages = pages_of(app, at_hub), pages_of(app, next_door)

    assert [path for path, page in hub_pages.items() if TAG in page or "1337" in page] == []
    assert [path for path, page in hub_pages.items() if HOSTILE in unescape(page)] != []
    assert [path for path, page in other_pages.items() if "script&gt;" in page or "onx=1" in page] == []


def test_typed_text_is_text_in_a_mail_and_its_subject(app: Flask, world: World, hub: Hub, aber: Coop) -> None:
    visitor = plant(app, aber)
    for path in world.mails.glob("*"):
        path.unlink()
    visitor.get("/accounts/invite")
    person = {
        "email": "newcomer@example.invalid",
        "first_name": SHORT,
        "full_name": HOSTILE,
        "language": "en",
        "roles": ["care_worker"],
    }
    assert visitor.post("/accounts/invite", person).status_code == 303

    run_pending(registry.get(aber.slug))

    [path] = [one for one in world.mails.glob("*.eml") if b"newcomer@" in one.read_bytes()]
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert message.get_content_type() == "text/plain"
    assert set(message.keys()) & {"Bcc", "Cc"} == set()
    assert message["To"] == "newcomer@example.invalid"
    assert f"Hello {TAG}{{{{191*7}}}}" in message.get_content()
    assert "1337" not in message.get_content()


@pytest.mark.parametrize("mark", ["\u202e", "\u2066", "\u200f", "\x00", "\ufeff", "\x1b", "\n", "\x85"])
def test_marks_that_nobody_sees_are_refused(app: Flask, hub: Hub, aber: Coop, mark: str) -> None:
    visitor = Visitor(app, aber)
    visitor.sign_in(make_powerful(aber))
    visitor.get("/settings/profile")
    names = {"name_en": f"Gofal{mark}Aber", "name_cy": "Gofal Aber", "language": "en", "version": "0"}

    answer = visitor.post("/settings/profile", names)

    assert answer.status_code == 422
    assert f"Gofal{mark}Aber" not in visitor.get("/settings").text


def test_typed_text_is_no_formula_in_a_table(app: Flask, hub: Hub, aber: Coop) -> None:
    formula = make_person(aber, "coop_admin", "registered_manager", "data_protection_lead", name="=1+1|cmd")
    visitor = Visitor(app, aber)
    visitor.sign_in(formula)

    table = visitor.get("/journal/journal.csv")

    cells = [cell for row in csv.reader(io.StringIO(table.get_data().decode("utf-8-sig"))) for cell in row]
    assert table.headers["Content-Disposition"] == 'attachment; filename="journal.csv"'
    assert "'=1+1|cmd" in cells
    assert [cell for cell in cells if cell[:1] in {"=", "+", "-", "@", "\t", "\r"}] == []
