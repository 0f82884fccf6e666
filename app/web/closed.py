"""A co-op whose door is shut for now or for good; the page says which, and nothing else."""

from tenants.refusal import Refusal


class CoopIsShut(Refusal):
    """The door is shut."""

    code = "coop_is_shut"
    status = 503


class CoopIsSuspended(CoopIsShut):
    """The hub or the co-op asked for a pause."""

    code = "coop_is_suspended"


class CoopIsUpdating(CoopIsShut):
    """Its tables are behind this program."""

    code = "coop_is_updating"


class CoopIsClosed(CoopIsShut):
    """It has left."""

    code = "coop_is_closed"
    status = 410
