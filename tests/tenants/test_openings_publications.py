# SPDX-License-Identifier: AGPL-3.0-or-later
"""Publications: written by the hub, read by every co-op, never changed, followed with parts of one's own."""

from collections.abc import Mapping
from typing import Any

import psycopg
import pytest
from sqlalchemy import update
from sqlalchemy.exc import ProgrammingError

from tenants import clock
from tenants.actor import SYSTEM
from tenants.office import HUB, Coop, Hub
from tenants.openings import publications
from tenants.openings.models import Publication
from tenants.openings.publications import Adopted, Draft, EarlierVersion, NotAMarkedPlace, Published
from tenants.refusal import NotFound
from tenants.transaction import reading, transaction, upkeep
from tests.support.world import World

FIRST = {"parts": [{"text": "Be on time."}, {"local_part": "contacts"}, {"local_part": "lifts"}]}
SECOND = {"parts": [{"text": "Be on time, and say so if not."}, {"local_part": "contacts"}]}


def publish(body: Mapping[str, Any], *, key: str = "visits") -> Published:
    draft = Draft("standard", key, "Visits", "Ymweliadau", dict(body))
    with transaction(HUB, by=SYSTEM, doing="test.publish") as session:
        publications.save_draft(session, draft, by=SYSTEM, now=clock.now())
        return publications.publish(session, kind="standard", key=key, now=clock.now())


def adopt(coop: Coop, published: Published) -> None:
    with transaction(coop, by=SYSTEM, doing="test.adopt") as session:
        publications.adopt(session, published, by=SYSTEM, now=clock.now())


def put_part(coop: Coop, place: str, part: object) -> None:
    with transaction(coop, by=SYSTEM, doing="test.put_part") as session:
        publications.put_local_part(session, kind="standard", key="visits", place=place, part=part)


def followed(coop: Coop) -> Adopted | None:
    with reading(coop) as session:
        return publications.find_adopted(session, kind="standard", key="visits")


def test_a_draft_is_seen_by_no_co_op(hub: Hub, aber: Coop) -> None:
    with transaction(HUB, by=SYSTEM, doing="test.draft") as session:
        draft = Draft("standard", "visits", "Visits", "Ymweliadau", dict(FIRST))
        publications.save_draft(session, draft, by=SYSTEM, now=clock.now())

    with reading(aber) as session:
        assert publications.list_latest(session) == []


def test_every_co_op_reads_the_latest_version(hub: Hub, aber: Coop, bryn: Coop) -> None:
    publish(FIRST)
    publish(SECOND)

    for coop in (aber, bryn):
        with reading(coop) as session:
            found = publications.list_latest(session)
            versions = publications.list_versions(session, kind="standard", key="visits")
        assert [(one.key, one.version, one.body) for one in found] == [("visits", 2, SECOND)]
        assert [one.version for one in versions] == [2, 1]


def test_a_draft_is_published_once(hub: Hub) -> None:
    publish(FIRST)

    with pytest.raises(NotFound), transaction(HUB, by=SYSTEM, doing="test.publish") as session:
        publications.publish(session, kind="standard", key="visits", now=clock.now())


def test_what_is_published_cannot_be_changed_even_by_the_hub(hub: Hub) -> None:
    publish(FIRST)

    with upkeep(HUB) as session, pytest.raises(ProgrammingError, match="permission denied"):
        session.execute(update(Publication).values(title_en="Other"))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE library.publication SET title_en = 'Other'",
        "DELETE FROM library.publication",
        """
        INSERT INTO library.publication (kind, key, version, hash, title_en, title_cy, body, published_at)
        VALUES ('standard', 'visits', 2, '', '', '', '{}', now())
        """,
    ],
)
def test_a_co_op_writes_nothing_into_the_library(hub: Hub, aber: Coop, world: World, statement: str) -> None:
    publish(FIRST)

    with world.as_login_of(aber) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement)


def test_a_co_op_puts_its_own_parts_in_the_marked_places(hub: Hub, aber: Coop, bryn: Coop) -> None:
    first = publish(FIRST)
    for coop in (aber, bryn):
        adopt(coop, first)

    put_part(aber, "contacts", "Ring Mari")

    own, others = followed(aber), followed(bryn)
    assert own is not None
    assert others is not None
    assert own.body["parts"][1] == {"local_part": "contacts", "own": "Ring Mari"}
    assert others.body == FIRST


def test_a_later_version_keeps_the_own_parts_also_those_without_a_place(hub: Hub, aber: Coop) -> None:
    adopt(aber, publish(FIRST))
    put_part(aber, "contacts", "Ring Mari")
    put_part(aber, "lifts", "Ask Siôn")
    second = publish(SECOND)
    before = followed(aber)

    adopt(aber, second)

    after = followed(aber)
    assert before is not None
    assert after is not None
    assert (before.published.version, before.has_later) == (1, True)
    assert (after.published.version, after.has_later) == (2, False)
    assert after.body["parts"] == [
        {"text": "Be on time, and say so if not."},
        {"local_part": "contacts", "own": "Ring Mari"},
    ]
    assert (after.homeless_parts, after.local_parts["lifts"]) == (("lifts",), "Ask Siôn")


def test_a_part_is_put_only_where_there_is_a_place(hub: Hub, aber: Coop) -> None:
    adopt(aber, publish(FIRST))

    with pytest.raises(NotAMarkedPlace):
        put_part(aber, "text", "We may be late.")

    held = followed(aber)
    assert held is not None
    assert held.local_parts == {}


def test_a_co_op_does_not_go_back_to_an_earlier_version(hub: Hub, aber: Coop) -> None:
    first = publish(FIRST)
    adopt(aber, publish(SECOND))

    with pytest.raises(EarlierVersion):
        adopt(aber, first)

    held = followed(aber)
    assert held is not None
    assert held.published.version == 2
