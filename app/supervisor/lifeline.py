"""A child ends with its supervisor, even when that was killed and could tell nobody."""

import os
import signal
import threading
from collections.abc import Mapping
from typing import Final

SUPERVISED: Final = "CYDOFAL_SUPERVISED"
_STDIN: Final = 0


def end_with_parent(environ: Mapping[str, str]) -> None:
    """Stop this process gently when the supervisor's end of our standard input closes."""
    if environ.get(SUPERVISED) != "yes":
        return
    threading.Thread(target=_wait_for_the_end, name="lifeline", daemon=True).start()


def _wait_for_the_end() -> None:
    # Nothing is ever written; reading returns when the other end is gone.
    while os.read(_STDIN, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
