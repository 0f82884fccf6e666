"""The form of bank particulars, what a page shows of them, and who may agree to a change."""

import re
from typing import Final
from uuid import UUID

from tenants.refusal import Refusal

_SORT_CODE: Final = re.compile(r"[0-9]{6}")
_ACCOUNT_NUMBER: Final = re.compile(r"[0-9]{8}")
_JOINTS: Final = re.compile(r"[\s-]+")
_SHOWN: Final = 2
_SHOWN_OF_ACCOUNT: Final = 3


class SortCodeUnreadable(Refusal):
    """A sort code has six digits."""

    code = "sort_code_unreadable"


class AccountNumberUnreadable(Refusal):
    """An account number has eight digits."""

    code = "account_number_unreadable"


class OwnProposal(Refusal):
    """Nobody agrees to what they proposed themselves."""

    code = "own_proposal"


class DecidedAlready(Refusal):
    """What was proposed is agreed or refused already."""

    code = "decided_already"


def checked_sort_code(text: str) -> str:
    """Return a sort code's six digits, or refuse what has not just these.

    That the branch exists, and the check of code and number against each other, are the bank's: not here.
    Source: Pay.UK, Vocalink's modulus checking: a sort code has six digits.
    """
    plain = _JOINTS.sub("", text)
    if _SORT_CODE.fullmatch(plain) is None:
        raise SortCodeUnreadable
    return plain


def checked_account_number(text: str) -> str:
    """Return an account number's eight digits, or refuse what has not just these.

    Source: Pay.UK, Vocalink's modulus checking: eight digits, shorter ones with noughts in front.
    """
    plain = _JOINTS.sub("", text)
    if _ACCOUNT_NUMBER.fullmatch(plain) is None:
        raise AccountNumberUnreadable
    return plain


def masked_sort_code(sort_code: str) -> str:
    """Return what a page shows of a sort code: its last two digits.

    Source: our own design: whoever must compare has the paper; the page only says which it is.
    """
    return f"••-••-{sort_code[-_SHOWN:]}"


def masked_account_number(account_number: str) -> str:
    """Return what a page shows of an account number: its last three digits.

    Source: our own design: whoever must compare has the paper; the page only says which it is.
    """
    return f"•••••{account_number[-_SHOWN_OF_ACCOUNT:]}"


def check_second(*, state: str, proposed_by: UUID | None, by: UUID | None) -> None:
    """Refuse a decision on what is decided, and one's own word on one's own proposal.

    Source: the co-op rule that where pay goes, and what is taken from it, is changed by two people.
    """
    if state != "proposed":
        raise DecidedAlready
    if by is None or by == proposed_by:
        raise OwnProposal
