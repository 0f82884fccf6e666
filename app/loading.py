"""Loading many modules at once, and how Python runs in a process that has loaded and now serves."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

# A page asks the database a dozen times, and after each answer waits its turn behind a thread that draws one.
# Measured with a thousand co-ops: of Python's usual 5 ms, a page in a hundred takes 95 ms, of these 63.
TURN_SECONDS: Final = 0.0003


@contextmanager
def uncollected() -> Iterator[None]:
    """Let nothing be collected meanwhile: to look through what stays takes a third longer."""
    was_collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_collecting:
            _let_grow_old()
            gc.enable()


def _let_grow_old() -> None:
    """Put all that was made among the oldest, unseen: else the next object has it looked through."""
    # To count is to go through all of it, so this is for what happens once in a process.
    if gc.get_freeze_count():
        # Whoever froze what stays wants it to stay frozen.
        return
    gc.freeze()
    gc.unfreeze()


def keep_what_is_loaded() -> None:
    """Share what is loaded with processes to come: nobody writes to it, not even the collector."""
    gc.freeze()


def take_short_turns() -> None:
    """Let this process's threads change places often, since they wait for each other at every answer."""
    sys.setswitchinterval(TURN_SECONDS)
