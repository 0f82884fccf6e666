"""What an entry must be: at least two sides that come to nothing, on accounts that the chart has."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final, Literal
from uuid import UUID

from tenants.refusal import Refusal

Side = Literal["hub", "coop"]
FEWEST_POSTINGS: Final = 2
# What PostgreSQL's bigint holds, with room for sums.
MOST_PENCE: Final = 10**15


@dataclass(frozen=True, slots=True)
class Posting:
    """One side of an entry, in whole pence: a debit is positive, a credit negative, none is nothing."""

    account: str
    amount_pence: int
    party: UUID | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """One account of a chart. ``kind`` is asset, liability, income or expense."""

    id: str
    kind: str
    name_en: str
    name_cy: str

    def name(self, language: str) -> str:
        """Return the account's name in a language."""
        return self.name_cy if language == "cy" else self.name_en


class EntryDoesNotBalance(Refusal):
    """The two sides of an entry differ, or a side is nothing, or there is only one."""

    code = "entry_does_not_balance"


class AccountUnknown(Refusal):
    """The chart of this office has no such account."""

    code = "account_unknown"


@cache
def chart(side: Side) -> Mapping[str, Account]:
    """Return the accounts of one side of the wall by id, in the order in which a page shows them.

    Source: ``chart.json`` beside this room.
    """
    text = files("franchise_kit.ledger").joinpath("chart.json").read_text(encoding="utf-8")
    return MappingProxyType({raw["id"]: Account(**raw) for raw in json.loads(text)[side]})


def check_postings(postings: Sequence[Posting], *, side: Side) -> None:
    """Raise ``AccountUnknown`` or ``EntryDoesNotBalance`` for what is no entry.

    Units: whole pence.
    Source: double entry: in every entry what is received equals what is given.
    """
    for posting in postings:
        if posting.account not in chart(side):
            raise AccountUnknown
        if posting.amount_pence == 0 or abs(posting.amount_pence) > MOST_PENCE:
            raise EntryDoesNotBalance
    total_pence = sum(posting.amount_pence for posting in postings)
    if len(postings) < FEWEST_POSTINGS or total_pence != 0:
        raise EntryDoesNotBalance(difference_pence=total_pence)
