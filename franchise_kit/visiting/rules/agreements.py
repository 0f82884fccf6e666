"""The rules of a service agreement."""

from collections.abc import Collection

from franchise_kit.access.rules.roles import never_grantable
from franchise_kit.visiting.rules.grants import NothingLeft, WiderThanAsked
from franchise_kit.visiting.rules.kinds import check_permissions


def check_given(offered: Collection[str], given: Collection[str]) -> None:
    """Refuse an acceptance that is wider than the offer, empty, or gives what is never given.

    Source: DESIGN 1, opening 4: given by the co-op; roles.json, scope svc: only what it names.
    """
    check_permissions(given)
    if not set(given) <= set(offered):
        raise WiderThanAsked
    if not given:
        raise NothingLeft


def agreement_permissions(given: Collection[str]) -> dict[str, str]:
    """Return what a guest holds under an agreement.

    Source: roles.json, scope svc; access_grant.never_grantable.
    """
    return {name: "svc" for name in sorted(given) if name not in never_grantable()}
