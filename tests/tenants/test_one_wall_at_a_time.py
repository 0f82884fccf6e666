"""Whoever mends or re-keys a wall waits for whoever shuts it, and the other way round."""

from collections.abc import Callable
from threading import Thread

import pytest

from tenants.office import Coop
from tenants.provisioning import mend_wall
from tenants.provisioning.alone import hold_wall
from tenants.rotating.installation import rewrap_all
from tests.support.world import World

HARMLESS_SECONDS = 0.5
LONG_SECONDS = 30.0


@pytest.mark.parametrize(
    "work",
    [
        pytest.param(lambda world, coop: mend_wall(world.owner, coop.schema), id="mending"),
        pytest.param(lambda world, _coop: rewrap_all(world.owner, []), id="a new key of the installation"),
    ],
)
def test_it_waits_until_the_wall_is_free(
    world: World, aber: Coop, work: Callable[[World, Coop], object]
) -> None:
    done: list[object] = []
    waiting = Thread(target=lambda: done.append(work(world, aber)), daemon=True)
    with world.owner.connect(autocommit=True) as holding:
        hold_wall(holding, aber.schema)
        waiting.start()
        waiting.join(HARMLESS_SECONDS)
        before = list(done)

    waiting.join(LONG_SECONDS)

    assert (before, len(done)) == ([], 1)
