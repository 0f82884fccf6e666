# SPDX-License-Identifier: AGPL-3.0-or-later
"""No program finds anything of another co-op, whichever resource it asks and whatever it says."""

import re
from uuid import uuid4

from flask import Flask
from werkzeug.routing import Rule

from tenants.office import Coop
from tests.support.least_body import LeastBody
from tests.support.program import Program, make_token
from tests.support.web import Visitor
from tests.support.world import World
from tests.web.test_every_route import (
    TABLES_OF_KINDS,
    filled,
    ids_in,
    is_api,
    make_powerful,
    make_work,
    permission_of,
    places_of,
    rules,
    tries,
)

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def described_as(rule: Rule) -> str:
    """Return an address as the description of the API spells it."""
    return re.sub(r"<(?:[^:<>]+:)?(\w+)>", r"{\1}", rule.rule)


def test_programs_find_no_ids_of_another_coop(world: World, app: Flask, aber: Coop, bryn: Coop) -> None:
    """Every address with an id answers 404 for another co-op's, and nothing else.

    An answer of 422 would come before anything is looked for, and prove nothing: so each body is the least
    that its schema takes, and the ids in it are ours. What a schema cannot say stands in ``least_body.py``.
    """
    Visitor(app, bryn).sign_in(make_powerful(bryn))
    make_work(bryn)
    make_work(aber)
    own, foreign = ids_in(world, aber), ids_in(world, bryn)
    program = Program(app, aber, make_token(aber, make_powerful(aber)).text)
    bodies = LeastBody(program.get("/openapi.json").get_json(), own)

    wrong: set[tuple[str, str, int]] = set()
    asked = set()
    for method in METHODS:
        for rule in rules(app, method=method):
            if not is_api(rule) or not places_of(rule) or permission_of(app, rule) is None:
                continue
            asked.add(method)
            version = {"If-Match": '"v1"'} if method != "GET" else {}
            said = bodies.of(described_as(rule), method) if method[0] == "P" else None
            for values in tries(rule, foreign, own):
                status = program.call(
                    method, filled(app, rule, values), headers=version, json=said
                ).status_code
                if status != 404:
                    wrong.add((method, rule.rule, status))

    assert sorted(wrong) == []
    assert asked == set(METHODS)


def test_an_entry_is_looked_for_among_its_own_kind(app: Flask) -> None:
    (rule,) = (
        one
        for one in rules(app, method="POST")
        if one.rule.endswith("/deductions/<kind>/<uuid:entry_id>/refuse") and is_api(one)
    )
    theirs = {table: uuid4() for (table,) in TABLES_OF_KINDS.values()}

    tried = {(values["kind"], values["entry_id"]) for values in tries(rule, theirs, {})}

    assert tried == {(kind, theirs[table]) for kind, (table,) in TABLES_OF_KINDS.items()}
    assert len(tried) == 5
