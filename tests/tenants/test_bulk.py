# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rows in one statement, and rows of many ids: what goes in is what comes out, whatever signs it has."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from tenants.bulk import insert_rows, is_one_of
from tenants.jobs.models import Progress
from tenants.office import Coop
from tenants.transaction import reading, upkeep
from tests.support.other_pay import NOON

HARD = ['say "no"', "back\\slash", "a, {b}", "NULL", "Siôn Ŵyn", "line\nline", ""]


def test_json_comes_back_as_it_went_in(aber: Coop) -> None:
    result = {"texts": HARD, "nothing": None, "inner": [{"pence": 1}]}
    ids = [uuid4(), uuid4()]
    rows = [
        {"id": one, "job": "x", "result": said, "made_at": NOON, "changed_at": NOON, "state": "done"}
        | {"step": "", "done": 0, "total": 0}
        for one, said in zip(ids, (result, {}), strict=True)
    ]
    with upkeep(aber) as session:
        insert_rows(session, Progress, rows)

    with reading(aber) as session:
        found = {row.id: row.result for row in session.scalars(select(Progress))}
    assert found == {ids[0]: result, ids[1]: {}}


@pytest.mark.parametrize("asked", [0, 1, 2])
def test_rows_of_some_ids_are_found(aber: Coop, asked: int) -> None:
    ids = [uuid4() for _ in range(3)]
    with upkeep(aber) as session:
        session.add_all(Progress(id=one, job="x", made_at=NOON, changed_at=NOON) for one in ids)

    with reading(aber) as session:
        found = session.scalars(select(Progress.id).where(is_one_of(Progress.id, ids[:asked]))).all()

    assert set(found) == set(ids[:asked])
