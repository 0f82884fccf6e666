"""The short list of what a co-op's page may do in the hub at once. The co-op comes from the host alone.

A test freezes the list: everything else that goes to the hub goes out as a disclosure.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from app.web.hosts import current_coop
from franchise_kit.access.queries.signed_in import SignedIn
from franchise_kit.visiting.actions.entering import (
    Guest,
    claim_hand_over,
    is_still_sent,
    look_at_hand_over,
)
from tenants import clock

HUB_ACTIONS: Final[Mapping[str, Callable[..., Any]]] = MappingProxyType(
    {
        "look_at_hand_over": look_at_hand_over,
        "claim_hand_over": claim_hand_over,
        "is_still_sent": is_still_sent,
    }
)


def _in_hub(name: str, **facts: object) -> Any:  # noqa: ANN401 - each action returns its own kind
    return HUB_ACTIONS[name](coop=current_coop(), **facts)


def who_stands_here(token: str) -> Guest:
    """Return the hub person at this co-op's door, changing nothing."""
    guest: Guest = _in_hub("look_at_hand_over", token=token, ticking=clock.ticking())
    return guest


def let_through(token: str) -> Guest:
    """Use a hand-over up and return whom it was for."""
    guest: Guest = _in_hub("claim_hand_over", token=token, ticking=clock.ticking())
    return guest


def is_vouched_for(guest: SignedIn) -> bool:
    """Say whether the hub still vouches for somebody who is inside by an agreement or a grant."""
    sent: bool = HUB_ACTIONS["is_still_sent"](account_id=guest.actor.account_id, epoch=guest.hub_epoch)
    return sent
