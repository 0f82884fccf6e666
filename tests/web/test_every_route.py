"""Promises that hold for every route of the house, whichever room it is in."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from itertools import cycle, product
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from flask import Flask
from psycopg import sql
from werkzeug.routing import IntegerConverter, Rule, UUIDConverter

from app.web.guards import guard_of
from franchise_kit.access.actions.seeding import SeedAccount
from franchise_kit.access.rules.roles import catalogue, permissions_of, roles_of_side
from franchise_kit.people.actions.deducting import TABLES as DEDUCTIONS
from tenants.office import HUB, Coop, Office
from tests.support.deducting import give_pension
from tests.support.one_of_each import make_one_of_each
from tests.support.pay import draft, make_paid, preparer
from tests.support.people import make_person
from tests.support.quality import CRITERIA
from tests.support.rota import make_kind, make_pattern
from tests.support.thread import make_supported
from tests.support.web import Visitor
from tests.support.world import World

# What a role must never be refused at by a missing second factor is tested with the factor; these ask anew.
LANGUAGES = ("en", "cy")
# Tables whose rows an address calls otherwise.
CALLED = {
    "agreement_id": ("service_agreement",),
    "attempt_id": ("quiz_attempt",),
    "consent_id": ("consent_to_share",),
    "contact_id": ("person_contact",),
    "entry_id": (
        "time_entry", "tax_particulars", "pension_entry", "bank_particulars", "attachment_order",
        "birth_entry", "director_entry", "loan_notice",
    ),
    "evidence_id": ("assessment_evidence",),
    "from_person_id": ("person_supported",),
    "grant_id": ("access_grant",),
    "import_id": ("progress", "stored_file"),
    "invoice_id": ("received_invoice",),
    "kind_id": ("visit_kind",),
    "leave_id": ("family_leave",),
    "offer_id": ("hours_offer",),
    "outcome_id": ("personal_outcome",),
    "paper_id": ("profile_paper",),
    "pattern_id": ("visit_pattern",),
    "plan_id": ("care_plan",),
    "request_id": ("export_request",),
    "schedule_id": ("pay_schedule",),
    "scheme_id": ("pension_scheme",),
    "session_id": ("sign_in_session",),
    "task_id": ("kind_task",),
    "to_person_id": ("person_supported",),
    "token_id": ("api_token",),
}  # fmt: skip
# What else stands in an address with an id.
SPELT = {"criterion": CRITERIA[0], "kind": "loan", "tax_year": "2026-27"}
# Entries of each kind lie in a table of their own, and are looked for there alone.
TABLES_OF_KINDS = {kind: (table.__tablename__,) for kind, table in DEDUCTIONS.items()}
# Only the hub has these.
AT_THE_HUB = {"coop_id", "transfer_id"}


def _leads_out(location: str) -> bool:
    """Say whether a stranger is led to sign in, or to the page that says that a visit is over."""
    return "/sign-in" in location or location.endswith("/left")


def rules(app: Flask, *, method: str = "GET") -> list[Rule]:
    """Return the rules of our own pages and API, in a stable order."""
    found = [rule for rule in app.url_map.iter_rules() if method in (rule.methods or set())]
    return sorted(found, key=lambda rule: rule.rule)


def bare_rules(app: Flask, *, method: str = "GET") -> list[Rule]:
    return [rule for rule in rules(app, method=method) if not rule.arguments]


def is_api(rule: Rule) -> bool:
    return rule.rule.startswith("/api/")


def permission_of(app: Flask, rule: Rule) -> str | None:
    guard = guard_of(app.view_functions[rule.endpoint])
    assert guard is not None, f"{rule.rule} has no guard"
    return str(guard.permission) if guard.permission is not None else None


def make_powerful(office: Office) -> SeedAccount:
    """Make somebody with every role of their side."""
    ids = [role.id for role in roles_of_side(is_hub=office == HUB)]
    return make_person(office, *ids, name="Pwerus Iawn")


def test_every_route_says_who_may_come(app: Flask) -> None:
    unguarded = [
        rule.rule for rule in app.url_map.iter_rules() if guard_of(app.view_functions[rule.endpoint]) is None
    ]

    assert unguarded == []


def test_strangers_are_asked_to_sign_in_at_every_guarded_page(app: Flask, aber: Coop) -> None:
    stranger = Visitor(app, aber)
    answers = {
        rule.rule: stranger.get(rule.rule)
        for rule in bare_rules(app)
        if permission_of(app, rule) is not None and not is_api(rule)
    }

    wrong = {
        path: (answer.status_code, answer.headers.get("Location"))
        for path, answer in answers.items()
        if answer.status_code != 404
        and not (answer.status_code == 303 and _leads_out(answer.headers["Location"]))
    }
    assert wrong == {}


def test_programs_without_a_token_get_401_from_every_resource(app: Flask, aber: Coop) -> None:
    stranger = Visitor(app, aber)
    wrong = {}
    for rule in bare_rules(app):
        if is_api(rule) and permission_of(app, rule) is not None:
            answer = stranger.get(rule.rule)
            if (answer.status_code, answer.mimetype) != (401, "application/problem+json") and (
                answer.status_code != 404
            ):
                wrong[rule.rule] = answer.status_code

    assert wrong == {}


@pytest.mark.parametrize("role_id", sorted(catalogue()))
def test_each_role_opens_what_its_permissions_say_and_nothing_else(
    app: Flask, aber: Coop, role_id: str
) -> None:
    office: Office = HUB if catalogue()[role_id].side == "network" else aber
    held = permissions_of([role_id])
    visitor = Visitor(app, office)
    visitor.sign_in(make_person(office, role_id))
    wrong = {}
    for rule in bare_rules(app):
        permission = permission_of(app, rule)
        if is_api(rule) or permission is None:
            continue
        status = visitor.get(rule.rule).status_code
        # Pages of the other side of the wall are unknown here, whatever the role.
        if (permission in held and status not in (200, 303, 404)) or (
            permission not in held and status != 404
        ):
            wrong[rule.rule] = status

    assert wrong == {}


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_cookie_of_one_office_opens_nothing_at_another(
    app: Flask, aber: Coop, bryn: Coop, method: str
) -> None:
    visitor = Visitor(app, aber)
    visitor.sign_in(make_powerful(aber))
    jar = visitor.client
    wrong = []
    for other in (Visitor(app, bryn), Visitor(app, HUB)):
        for rule in bare_rules(app, method=method):
            if permission_of(app, rule) is None or is_api(rule):
                continue
            cookies = "; ".join(f"{cookie.key}={cookie.value}" for cookie in jar._cookies.values())
            answer = app.test_client(use_cookies=False).open(
                rule.rule, method=method, base_url=f"http://{other.host}", headers={"Cookie": cookies}
            )
            is_shut = answer.status_code in (400, 404) or _leads_out(answer.headers.get("Location", ""))
            if not is_shut:
                wrong.append((other.host, rule.rule, answer.status_code))

    assert wrong == []


def ids_in(world: World, coop: Coop) -> dict[str, UUID]:
    """Return one id of each table of a co-op that has rows."""
    found: dict[str, UUID] = {}
    with world.superuser() as connection:
        tables = connection.execute(
            """
            SELECT table_name FROM information_schema.columns
            WHERE table_schema = %s AND column_name = 'id' AND data_type = 'uuid' ORDER BY table_name
            """,
            [coop.schema],
        ).fetchall()
        for (table,) in tables:
            name = sql.Identifier(coop.schema, table)
            row = connection.execute(sql.SQL("SELECT id FROM {} LIMIT 1").format(name)).fetchone()
            if row is not None:
                found[table] = row[0]
    return found


def make_work(coop: Coop) -> None:
    """Make a row of what addresses name."""
    paid = make_paid(coop, minutes=60)
    give_pension(coop, paid.worker_id)
    draft(coop, preparer(coop))
    make_pattern(coop, make_supported(coop), make_kind(coop))
    make_one_of_each(coop)


def places_of(rule: Rule) -> list[str]:
    """Return the places of an address that hold an id."""
    return [name for name, one in rule._converters.items() if isinstance(one, UUIDConverter)]


def kinds_at(place: str) -> tuple[str, ...]:
    """Return the tables whose rows a place of an address names."""
    return CALLED.get(place, (place.removesuffix("_id"),))


def tries(
    rule: Rule, foreign: Mapping[str, UUID], own: Mapping[str, UUID]
) -> Iterator[Mapping[str, UUID | str]]:
    """Give ids for an address: of another co-op's record of its kind, alone and below or above ours.

    Where an address says a kind of entry it is each in turn, with an entry of that kind.
    """
    if "/deductions/<kind>/" not in rule.rule:
        yield from _tries(places_of(rule), foreign, own, {})
        return
    for kind, tables in TABLES_OF_KINDS.items():
        for values in _tries(places_of(rule), foreign, own, {"entry_id": tables}):
            yield {"kind": kind, **values}


def _tries(
    places: list[str],
    foreign: Mapping[str, UUID],
    own: Mapping[str, UUID],
    called: Mapping[str, tuple[str, ...]],
) -> Iterator[Mapping[str, UUID]]:
    tables = {place: called.get(place) or kinds_at(place) for place in places}
    theirs, ours = (
        {place: [ids[kind] for kind in tables[place] if kind in ids] or [uuid4()] for place in places}
        for ids in (foreign, own)
    )
    for stranger in places:
        mixed = [theirs[place] if place == stranger else ours[place] for place in places]
        yield from (dict(zip(places, ids, strict=True)) for ids in product(*mixed))
    yield {place: theirs[place][0] for place in places}


def filled(app: Flask, rule: Rule, values: Mapping[str, UUID | str]) -> str:
    whole = {name for name, one in rule._converters.items() if isinstance(one, IntegerConverter)}
    arguments = {
        name: values.get(name, 1 if name in whole else SPELT.get(name, "x")) for name in rule.arguments
    }
    with app.test_request_context():
        built = rule.build(arguments)
    assert built is not None
    return built[1]


def with_ids(app: Flask, method: str) -> Iterator[Rule]:
    for rule in rules(app, method=method):
        if rule.arguments and permission_of(app, rule) is not None and not is_api(rule):
            yield rule


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_ids_of_another_coop_are_not_found_by_anybody(
    world: World, app: Flask, aber: Coop, bryn: Coop, method: str
) -> None:
    Visitor(app, bryn).sign_in(make_powerful(bryn))
    make_work(bryn)
    own, foreign = make_one_of_each(aber), ids_in(world, bryn)
    # All in turn: they are as foreign in one place as in the next, but for where one has its name.
    turns = cycle([*foreign.values(), bryn.id, uuid4()])
    visitor = Visitor(app, aber)
    visitor.sign_in(make_powerful(aber))
    send = visitor.get if method == "GET" else visitor.post
    lines_before = count_lines(world, bryn)

    wrong, nameless = set(), set()
    for rule in with_ids(app, method):
        places = places_of(rule)
        nameless |= {name for name in places if not foreign.keys() >= set(kinds_at(name))} - AT_THE_HUB
        for values in (*tries(rule, foreign, own), dict.fromkeys(places, next(turns))):
            status = send(filled(app, rule, values)).status_code
            if status != 404:
                wrong.add((rule.rule, status))

    assert sorted(wrong) == []
    assert sorted(nameless) == []
    assert count_lines(world, bryn) == lines_before


def count_lines(world: World, coop: Coop) -> int:
    with world.superuser() as connection:
        name = sql.Identifier(coop.schema, "journal_line")
        row = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(name)).fetchone()
    assert row is not None
    return int(row[0])


def snapshot(world: World, schema: str) -> dict[str, int]:
    """Return a hash of what each table of a schema holds."""
    seen = {}
    with world.superuser() as connection:
        tables = connection.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = to_regnamespace(%s) AND relkind = 'r'",
            [schema],
        ).fetchall()
        for (table,) in tables:
            query = sql.SQL(
                "SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {} AS t"
            )
            row = connection.execute(query.format(sql.Identifier(schema, table))).fetchone()
            assert row is not None
            seen[table] = row[0]
    return seen


@pytest.mark.parametrize("side", ["coop", "hub"])
def test_no_get_changes_anything(world: World, app: Flask, aber: Coop, side: str) -> None:
    office: Office = HUB if side == "hub" else aber
    visitor = Visitor(app, office)
    person = make_powerful(office)
    visitor.sign_in(person)
    held = permissions_of(person.roles)
    before = snapshot(world, office.schema)

    for rule in bare_rules(app):
        # A refused page leaves a line about it, and what only guests hold is refused even to the powerful.
        if not is_api(rule) and permission_of(app, rule) in {None, *held}:
            visitor.get(rule.rule)

    after = snapshot(world, office.schema)
    assert {table for table in before if before[table] != after[table]} == set()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("side", ["coop", "hub"])
def test_every_page_opens_in_both_languages_without_a_fault(
    app: Flask, aber: Coop, side: str, language: str
) -> None:
    office: Office = HUB if side == "hub" else aber
    visitor = Visitor(app, office)
    visitor.sign_in(make_powerful(office))
    visitor.post("/language", {"language": language})
    faults = {}
    for rule in bare_rules(app):
        if is_api(rule):
            continue
        answer = visitor.get(rule.rule)
        is_page = answer.mimetype == "text/html" and answer.status_code == 200
        if answer.status_code >= 500 or (is_page and f'lang="{language}"' not in answer.text[:400]):
            faults[rule.rule] = answer.status_code

    assert faults == {}


def test_every_form_without_a_token_is_refused(app: Flask, aber: Coop) -> None:
    visitor = Visitor(app, aber)
    visitor.sign_in(make_powerful(aber))
    wrong = {}
    for rule in rules(app, method="POST"):
        if is_api(rule):
            continue
        path = filled(app, rule, dict.fromkeys(places_of(rule), uuid4())) if rule.arguments else rule.rule
        status = visitor.post(path, {"csrf_token": ""}).status_code
        # A page of the other side is unknown before its form is looked at.
        if status not in (400, 404):
            wrong[rule.rule] = status

    assert wrong == {}


def test_the_written_table_of_roles_and_routes_is_true() -> None:
    said = subprocess.run(
        [sys.executable, "-m", "app.cli", "routes", "--matrix"], capture_output=True, text=True, check=True
    ).stdout

    assert Path("docs/access-matrix.md").read_text(encoding="utf-8") == said
