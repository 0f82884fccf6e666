# SPDX-License-Identifier: AGPL-3.0-or-later
"""A worker that is killed while it tells a month has told nothing, and the next one tells it once."""

import json
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from franchise_kit.quality import actions, jobs
from tenants import clock
from tenants.actor import SYSTEM
from tenants.office import Coop, Hub
from tenants.openings.queries import DisclosureFilter, list_disclosed
from tenants.transaction import reading
from tests.support.openings import place_facts
from tests.support.thread import make_supported, make_visit
from tests.support.world import World

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ROOT = Path(__file__).parents[3]
# Told, not yet committed: then the process is gone, as by kill -9.
KILLED = """
import json, os, signal, sys
from datetime import datetime
from sqlalchemy import create_engine
from franchise_kit.quality.actions import sharing_counts
from franchise_kit.quality import jobs
from tenants import clock, database, registry
from tenants.credentials import InstallationKey
from tenants.database import Address, Place
from tenants.names import Installation

told = json.loads(sys.stdin.read())
key = InstallationKey(bytes.fromhex(told["key"]))
place = Place(Address(told["host"], told["port"], told["database"]), key, Installation(told["installation"]))
url, options = database.engine_arguments(place)
database.use(place, create_engine(url, **options))
clock.set_fixed(datetime.fromisoformat(told["now"]))
disclose = sharing_counts.disclose

def tell_and_die(session, fact, **more):
    disclose(session, fact, **more)
    session.flush()
    sys.stdout.write("told")
    sys.stdout.flush()
    os.kill(os.getpid(), signal.SIGKILL)

sharing_counts.disclose = tell_and_die
jobs.look(registry.get(told["slug"]))
"""


@pytest.mark.slow
def test_a_month_is_told_once_though_the_first_try_was_killed(world: World, hub: Hub, aber: Coop) -> None:
    clock.set_fixed(NOON)
    make_visit(aber, make_supported(aber), date(2026, 10, 5), "09:00")
    actions.agree_to_counts(coop=aber, by=SYSTEM, now=NOON)

    facts = json.dumps(place_facts(world.place) | {"slug": aber.slug, "now": NOON.isoformat()})
    killed = subprocess.run(
        [sys.executable, "-c", KILLED], input=facts, capture_output=True, text=True, cwd=ROOT, check=False
    )
    before = months_told(aber)
    jobs.look(aber)
    jobs.look(aber)

    assert (killed.returncode, killed.stdout[-4:]) == (-9, "told"), killed.stderr[-2000:]
    assert before == []
    assert months_told(aber) == [date(2026, 10, 1)]


def months_told(coop: Coop) -> list[date | None]:
    with reading(coop) as session:
        return [one.about_from for one in list_disclosed(session, DisclosureFilter(kind="monthly_counts"))]
