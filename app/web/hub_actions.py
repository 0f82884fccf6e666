"""The short list of what a co-op's page may do in the hub at once. The co-op comes from the host alone.

A test freezes the list: everything else that goes to the hub goes out as a disclosure.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from app.web.hosts import current_coop
from franchise_kit.visiting.actions.entering import Guest, claim_hand_over, look_at_hand_over
from tenants import clock

HUB_ACTIONS: Final[Mapping[str, Callable[..., Any]]] = MappingProxyType(
    {"look_at_hand_over": look_at_hand_over, "claim_hand_over": claim_hand_over}
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
