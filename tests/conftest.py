"""Fixtures that many tests ask for: a database server, an installation with two co-ops, and its parts."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tenants.embedded import EmbeddedServer
from tenants.office import HUB, Coop, Hub
from tests.support import passwords
from tests.support.browser import open_browser
from tests.support.world import World, build_world

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
# The longest files, the longest first.
LONGEST = (
    "test_the_thread.py",
    "test_every_page_in_a_browser.py",
    "test_api_fuzzed.py",
    "test_pay_kept_from_coordinators.py",
    "test_provisioning.py",
    "test_every_route.py",
)

# Whatever a test starts would compile hundreds of our modules anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


@pytest.fixture(scope="session", autouse=True)
def _remembered_passwords() -> Iterator[None]:
    """Everybody's password fits once, and from then on."""
    with passwords.remembered():
        yield


@pytest.fixture(scope="session")
def state_folder() -> Iterator[Path]:
    """A folder with a short path: a socket's path may have 107 bytes."""
    folder = Path(tempfile.mkdtemp(prefix=f"cydofal-{WORKER}-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def server(state_folder: Path) -> Iterator[EmbeddedServer]:
    """One PostgreSQL server for this test process, without fsync."""
    bin_dir = os.environ.get("CYDOFAL_POSTGRES_BIN")
    with EmbeddedServer(state_folder / "state", bin_dir=bin_dir, durable=False) as running:
        yield running
    # As root its files lie outside the state folder, which closed temporary folders hide from its user.
    running.remove()


@pytest.fixture(scope="session")
def built_world(server: EmbeddedServer, state_folder: Path) -> Iterator[World]:
    """The installation of this test process."""
    with build_world(server, state_folder, WORKER) as world:
        yield world


@pytest.fixture
def world(built_world: World) -> Iterator[World]:
    """The installation, emptied after the test."""
    built_world.take_back()
    yield built_world
    built_world.empty()


@pytest.fixture
def hub(world: World) -> Hub:
    """The hub, emptied after the test."""
    assert world.aber
    return HUB


@pytest.fixture
def aber(world: World) -> Coop:
    """One of the two co-ops."""
    return world.aber


@pytest.fixture
def bryn(world: World) -> Coop:
    """The other co-op."""
    return world.bryn


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests of this process; each opens what windows it needs, and closes them."""
    with open_browser() as running:
        yield running


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let long files begin first: one that began last would keep the other processes waiting."""
    turns: dict[Path, int] = {}
    for item in items:
        turns[item.path] = min(turns.get(item.path, len(LONGEST) + 2), _turn_of(item))
    items.sort(key=lambda item: turns[item.path])


def _turn_of(item: pytest.Item) -> int:
    if item.path.name in LONGEST:
        return LONGEST.index(item.path.name)
    is_long = "journeys" in item.path.parts or item.get_closest_marker("browser") is not None
    return len(LONGEST) if is_long else len(LONGEST) + 1
