"""A decision about one record of a co-op: who asks makes it now, and the answer tells nothing more."""

from collections.abc import Callable

from flask import Response

from app.api.accepted import done
from app.web.context import current_actor, current_coop
from tenants import clock


def decided(action: Callable[..., object], **facts: object) -> Response:
    """Call an action with the co-op, whoever asks and the present time, and return 204.

    ``facts`` are what else the action is told: which record, and what was said of it.
    """
    action(coop=current_coop(), by=current_actor(), now=clock.now(), **facts)
    return done()
