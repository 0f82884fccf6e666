# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the program loads to start, and what it leaves until somebody needs it."""

import gc
import subprocess
import sys
import weakref
from importlib.util import find_spec
from typing import Final

from app.loading import uncollected
from tests.tidy.repository import ROOT

# Left to the rooms, to whoever signs in, to the first form, or to the first job.
LEFT: Final = frozenset(
    {
        "alembic",
        "app.api",
        "app.rooms",
        "cryptography",
        "franchise_kit.access.models",
        "franchise_kit.visiting.models",
        "marshmallow",
        "procrastinate",
        "rich",
        "stripe",
        "tenants.openings.models",
        "typst",
        "unittest",
    }
)
# The front door and the health check stand on these, so an import without them would be none.
THERE: Final = frozenset(
    {
        "app.front.views",
        "app.web.guards",
        "app.web.health",
        "flask",
        "flask_babel",
        "psycopg",
        "sqlalchemy.orm",
        "tenants.registry",
        "tenants.transaction",
    }
)


def loaded_by(statements: str) -> set[str]:
    """Return the modules that a fresh process has after some statements."""
    said = subprocess.run(
        [sys.executable, "-c", f"{statements}; import sys; print(*sys.modules)"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return set(said.stdout.split())


def test_the_web_begins_with_what_the_front_door_needs_and_no_more() -> None:
    loaded = loaded_by("import app; app.load()")

    assert (loaded & LEFT, THERE - loaded) == (set(), set())


def test_what_is_left_is_there_to_be_loaded() -> None:
    # What is not installed is never loaded: to name it would say nothing.
    assert {name for name in LEFT if find_spec(name) is None} == set()


# Counts the zones' files that are opened; they lie in a folder of pytz.
OPENED = """
import sys
paths = []
sys.addaudithook(lambda event, facts: paths.append(str(facts[0])) if event == "open" else None)
import app
app.load()
print(sum("pytz/zoneinfo/" in path for path in paths))
"""


def test_of_all_zones_at_most_the_machines_own_is_read() -> None:
    said = subprocess.run(
        [sys.executable, "-c", OPENED], cwd=ROOT, check=True, capture_output=True, text=True
    )

    assert int(said.stdout) in {0, 1}


def test_what_serves_metrics_loads_no_web_and_no_driver() -> None:
    loaded = loaded_by("import app.metrics_server")

    assert loaded & {"flask", "werkzeug", "sqlalchemy", "psycopg"} == set()
    assert {"app.logs", "prometheus_client"} <= loaded


class _Ring:
    """Something that only the collector can find to be unused."""

    def __init__(self) -> None:
        self.itself = self


def test_nothing_is_collected_meanwhile_nor_kept_for_ever() -> None:
    # Another test of this process may have started gunicorn's part, which freezes.
    gc.unfreeze()
    with uncollected():
        was_enabled = gc.isenabled()
        seen = weakref.ref(_Ring())
        many = [[] for _ in range(5_000)]
    is_there = seen() is not None
    gc.collect()

    assert (was_enabled, gc.isenabled(), is_there, seen()) == (False, True, True, None)
    assert len(many) == 5_000


FREEZE = """
import gc
from app.loading import uncollected
gc.freeze()
before = gc.get_freeze_count()
with uncollected():
    pass
print(before == gc.get_freeze_count() > 0)
"""


def test_what_was_frozen_before_stays_frozen() -> None:
    said = subprocess.run(
        [sys.executable, "-c", FREEZE], cwd=ROOT, check=True, capture_output=True, text=True
    )

    assert said.stdout == "True\n"


TURNS = """
import sys
from app.loading import take_short_turns
usual = sys.getswitchinterval()
take_short_turns()
print(sys.getswitchinterval() < usual / 10)
"""


def test_turns_are_short_where_pages_are_served() -> None:
    said = subprocess.run([sys.executable, "-c", TURNS], cwd=ROOT, check=True, capture_output=True, text=True)
    assert said.stdout.strip() == "True"
