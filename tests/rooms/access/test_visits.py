# SPDX-License-Identifier: AGPL-3.0-or-later
"""Hub people inside a co-op: while what let them in is in force, and never beyond what may be granted."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from franchise_kit.access.actions import admission, sessions
from franchise_kit.access.actions.sessions import Visit
from franchise_kit.access.queries.signed_in import set_entry_check
from tenants.office import Coop
from tenants.transaction import upkeep
from tests.support.access import lines_of, living, look

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
ENTRY = uuid4()
VISIT = Visit(
    name="Siân Morris",
    language="cy",
    hub_account_id=uuid4(),
    hub_epoch=1,
    person_id=uuid4(),
    entry_kind="grant",
    entry_id=ENTRY,
    permissions={"care_plan.read": "grant", "payrun.approve": "coop", "vote.cast": "coop"},
    device="firefox/linux",
    ends_at=NOW + timedelta(hours=72),
)


@pytest.fixture
def entries() -> Iterator[set[UUID]]:
    """The agreements and grants that are in force."""
    in_force = {ENTRY}

    def check(session: Session, entry_id: UUID, now: datetime) -> object | None:
        return entry_id if entry_id in in_force else None

    before = set_entry_check(check)
    yield in_force
    set_entry_check(before)


def come_in(office: Coop) -> str:
    with upkeep(office) as session:
        return sessions.begin_visit(session, VISIT, now=NOW)


def test_a_hub_person_inside_is_of_the_hub_and_has_what_was_granted(aber: Coop, entries: set[UUID]) -> None:
    facts = living(aber, come_in(aber), now=NOW)

    assert facts.is_visitor
    assert facts.actor.side == "hub"
    assert facts.actor.entry_id == ENTRY
    assert facts.actor.person_id == VISIT.person_id


def test_what_no_grant_may_open_stays_shut(aber: Coop, entries: set[UUID]) -> None:
    assert dict(living(aber, come_in(aber), now=NOW).actor.permissions) == {"care_plan.read": "grant"}


def test_when_the_grant_ends_the_visit_ends(aber: Coop, entries: set[UUID]) -> None:
    token = come_in(aber)

    entries.clear()

    assert look(aber, token, now=NOW) is None


def test_ending_an_entry_ends_its_visits(aber: Coop, entries: set[UUID]) -> None:
    token = come_in(aber)

    with upkeep(aber) as session:
        assert sessions.end_visits(session, ENTRY, now=NOW) == 1

    assert look(aber, token, now=NOW) is None


def test_a_visit_rests_no_longer_than_half_an_hour(aber: Coop, entries: set[UUID]) -> None:
    token = come_in(aber)

    assert look(aber, token, now=NOW + timedelta(minutes=29)) is not None
    assert look(aber, token, now=NOW + timedelta(minutes=30)) is None


def test_a_visit_of_one_co_op_is_none_of_another(aber: Coop, bryn: Coop, entries: set[UUID]) -> None:
    assert look(bryn, come_in(aber), now=NOW) is None


def test_what_a_hub_person_reads_is_in_the_co_op_s_journal(aber: Coop, entries: set[UUID]) -> None:
    facts = living(aber, come_in(aber), now=NOW)

    admission.note_visit(office=aber, by=facts.actor, page="care.plan", record_ids={"plan_id": uuid4()})

    assert [(line.doing, line.account_id) for line in lines_of(aber)] == [
        ("visit.read", VISIT.hub_account_id)
    ]
