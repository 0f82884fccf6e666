"""When a contract and a rate hold: one contract at a time, and no rate that rewrites an earlier one."""

from datetime import date
from typing import Final

from tenants.refusal import Refusal

KINDS: Final = ("guaranteed_hours", "non_guaranteed_hours")
# The ten categories of the annual return, in its order.
STAFF_CATEGORIES: Final = (
    "manager",
    "deputy_manager",
    "other_supervisory",
    "senior_social_care",
    "other_social_care",
    "registered_nurse",
    "nursing_care",
    "domestic",
    "catering",
    "other",
)


class ContractsOverlap(Refusal):
    """Another contract begins on that day or later."""

    code = "contracts_overlap"


class ContractBeforeStart(Refusal):
    """A contract cannot hold before somebody starts here, or after they end."""

    code = "contract_outside_employment"


class HoursNeeded(Refusal):
    """A contract that guarantees hours says how many."""

    code = "guaranteed_hours_needed"


class RateRewritesEarlier(Refusal):
    """A rate from that day or a later one stands already."""

    code = "rate_rewrites_earlier"


class NoContractThen(Refusal):
    """The worker has no contract on that day."""

    code = "no_contract_then"


class EndsBeforeStart(Refusal):
    """The last day is before the first."""

    code = "ends_before_start"


def check_last_day(started_on: date, ended_on: date) -> None:
    """Refuse a last day before the first.

    Source: the co-op rule that a worker's last day is a day of work; table ``worker``.
    """
    if ended_on < started_on:
        raise EndsBeforeStart


def is_employed(started_on: date, ended_on: date | None, on: date) -> bool:
    """Say whether somebody works here on a day; the last day is one of them.

    Source: the co-op rule that a worker's last day is a day of work.
    """
    return started_on <= on and (ended_on is None or on <= ended_on)


def check_contract_follows(latest_from: date | None, valid_from: date) -> None:
    """Refuse a contract that does not begin after the latest one.

    Source: the co-op rule that what held from a day is never rewritten; table ``contract``.
    """
    if latest_from is not None and valid_from <= latest_from:
        raise ContractsOverlap(latest_from=latest_from.isoformat())


def check_hours(kind: str, weekly_minutes: int) -> None:
    """Refuse guaranteed hours of no length.

    Source: WSI 2017/1264, regulation 42 as amended (a choice between kinds of contract); table ``contract``.
    """
    if kind == "guaranteed_hours" and weekly_minutes == 0:
        raise HoursNeeded


def check_rate_follows(latest_from: date | None, from_on: date) -> None:
    """Refuse a rate from a day on which a rate began already, or before it.

    Source: the co-op rule that a rate never rewrites an earlier one; table ``pay_rate``.
    """
    if latest_from is not None and from_on <= latest_from:
        raise RateRewritesEarlier(latest_from=latest_from.isoformat())
