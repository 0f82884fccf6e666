"""A child ends with its supervisor, even when that was killed and could tell nobody; it may await a word."""

import os
import signal
import threading
from collections.abc import Mapping
from typing import Final

SUPERVISED: Final = "CYDOFAL_SUPERVISED"
_STDIN: Final = 0


def await_word(environ: Mapping[str, str]) -> None:
    """Wait until the supervisor says that this process may go on; end with it when it ends first."""
    if environ.get(SUPERVISED) == "yes" and not os.read(_STDIN, 1):
        raise SystemExit(1)


def end_with_parent(environ: Mapping[str, str]) -> None:
    """Stop this process gently when the supervisor's end of our standard input closes."""
    if environ.get(SUPERVISED) != "yes":
        return
    threading.Thread(target=_wait_for_the_end, name="lifeline", daemon=True).start()


def _wait_for_the_end() -> None:
    # Nothing but a word to go on is written; reading returns nothing when the other end is gone.
    while os.read(_STDIN, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
