# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rows about workers and contracts: what comes of each, who may, and what is never changed."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text

from franchise_kit.people import queries
from franchise_kit.people.actions.importing import import_workers
from franchise_kit.people.queries.importing import SheetWorker
from franchise_kit.people.queries.importing_contracts import SheetContract, weigh_contracts
from tenants import clock
from tenants.actor import SYSTEM, Actor
from tenants.journal.models import JournalLine
from tenants.office import Coop
from tenants.refusal import NotFound
from tenants.transaction import reading
from tests.support.people import actor_of, make_person
from tests.support.thread import BEGAN, make_worker

USUAL: dict[str, Any] = {
    "known_as": "", "language": "cy", "speaks": [], "arrangement": "employed",
    "staff_category": "other_social_care", "phone": "", "email": "", "address": "", "emergency_contact": "",
}  # fmt: skip


def row(given: str = "Nia", family: str = "Prys", **said: object) -> SheetWorker:
    return SheetWorker(given, family, BEGAN, said, USUAL)


def keep(coop: Coop, rows: Sequence[SheetWorker], by: Actor = SYSTEM) -> list[str]:
    done = import_workers(coop=coop, rows=rows, by=by, now=clock.now())
    return [one.code or one.outcome for one in done]


def contract(worker_id: UUID, valid_from: date = BEGAN, **more: Any) -> SheetContract:  # noqa: ANN401 - what a test says
    said: dict[str, Any] = {"kind": "guaranteed_hours", "weekly_minutes": 1200, "pence_per_hour": 1345} | more
    return SheetContract(worker_id=worker_id, valid_from=valid_from, **said)


def weigh(coop: Coop, rows: Sequence[SheetContract], by: Actor = SYSTEM) -> list[str]:
    with reading(coop) as session:
        return [one.code or one.outcome for one in weigh_contracts(session, rows, by=by)]


def test_workers_are_known_however_their_names_are_written(aber: Coop) -> None:
    first = keep(aber, [row("Siân", phone="01239 1")])

    again = keep(aber, [row("SIAN", "prys", phone="01239 1")])

    assert (first, again) == (["new"], ["unchanged"])


def test_what_a_row_says_otherwise_is_changed_and_kept_as_it_was(aber: Coop) -> None:
    worker_id, by = make_worker(aber), actor_of(aber, make_person(aber, "care_coordinator"))

    done = keep(aber, [row(phone="01239 1", speaks=["cy", "en"], language="cy")], by)

    with reading(aber) as session:
        changes = queries.list_worker_changes(session, worker_id, by=by)
    assert done == ["changed"]
    assert [dict(one.before) for one in changes] == [{"phone": None, "speaks": []}]


def test_whoever_has_a_contract_stays_employed(aber: Coop) -> None:
    make_worker(aber, pence_per_hour=1345)

    assert keep(aber, [row(arrangement="volunteer")]) == ["contract_still_runs"]


def test_a_file_is_one_line_of_the_journal_without_a_name(aber: Coop) -> None:
    make_worker(aber)

    keep(aber, [row(phone="01239 1"), row("Huw"), row("Ann")])

    with reading(aber) as session:
        lines = session.scalars(select(JournalLine).where(JournalLine.doing == "people.import_workers")).all()
    assert [line.codes for line in lines] == [{"new": 2, "changed": 1, "unchanged": 0, "refused": 0}]


def test_who_takes_nobody_on_brings_no_workers_in(aber: Coop) -> None:
    by = actor_of(aber, make_person(aber, "care_worker"))

    with pytest.raises(NotFound):
        keep(aber, [row()], by)

    with reading(aber) as session:
        assert session.scalar(text("SELECT count(*) FROM worker")) == 0


def test_the_rows_of_one_co_op_are_nothing_to_the_other(aber: Coop, bryn: Coop) -> None:
    keep(aber, [row()])

    assert keep(bryn, [row()]) == ["new"]


def test_contracts_are_weighed_in_the_order_of_their_days(aber: Coop) -> None:
    worker_id = make_worker(aber)
    rows = [
        contract(worker_id, date(2026, 7, 1)),
        contract(worker_id, BEGAN),
        contract(worker_id, date(2025, 7, 1)),
        contract(worker_id, date(2026, 8, 1), weekly_minutes=0),
    ]

    assert weigh(aber, rows) == ["new", "new", "contract_outside_employment", "guaranteed_hours_needed"]


def test_a_contract_that_is_kept_says_the_same_or_is_refused(aber: Coop) -> None:
    worker_id = make_worker(aber, pence_per_hour=1345)
    rows = [contract(worker_id), contract(worker_id, pence_per_hour=1400), contract(worker_id, place="Teifi")]

    assert weigh(aber, rows) == ["unchanged", "kept_otherwise", "kept_otherwise"]


def test_pay_is_not_to_be_guessed_by_who_reads_none(aber: Coop) -> None:
    worker_id = make_worker(aber, pence_per_hour=1345)
    by = actor_of(aber, make_person(aber, "care_coordinator"))

    assert weigh(aber, [contract(worker_id, pence_per_hour=9999)], by) == ["unchanged"]
    assert weigh(aber, [contract(worker_id, date(2026, 7, 1))], by) == ["following_contract_not_yours"]
