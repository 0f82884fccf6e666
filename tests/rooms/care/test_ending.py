# SPDX-License-Identifier: AGPL-3.0-or-later
"""A worker's last day, with the visits that were planned after it."""

import pytest

from franchise_kit.care import actions
from franchise_kit.people.queries.workers import get_worker
from franchise_kit.people.rules.contracts import EndsBeforeStart
from tenants.actor import SYSTEM
from tenants.office import Coop
from tenants.transaction import reading
from tests.support.rota import MONDAY, NEXT, NOW, visits_of
from tests.support.thread import make_supported, make_visit, make_worker


def test_a_last_day_takes_later_visits_only_if_that_is_said(aber: Coop) -> None:
    worker_id, person_id = make_worker(aber), make_supported(aber)
    for day in (MONDAY, NEXT):
        make_visit(aber, person_id, day, "09:00", worker_id=worker_id)

    with pytest.raises(actions.WorkerHasVisits) as refused:
        actions.end_work(coop=aber, worker_id=worker_id, ended_on=MONDAY, release=False, by=SYSTEM, now=NOW)
    assert refused.value.facts["visits"] == 1
    with reading(aber) as session:
        assert get_worker(session, worker_id, by=SYSTEM).ended_on is None

    freed = actions.end_work(
        coop=aber, worker_id=worker_id, ended_on=MONDAY, release=True, by=SYSTEM, now=NOW
    )

    assert freed == 1
    assert [(visit.worker_id, visit.told_worker_id) for visit in visits_of(aber)] == [
        (worker_id, worker_id),
        (None, None),
    ]
    with pytest.raises(EndsBeforeStart):
        actions.end_work(
            coop=aber,
            worker_id=worker_id,
            ended_on=MONDAY.replace(year=2020),
            release=True,
            by=SYSTEM,
            now=NOW,
        )
