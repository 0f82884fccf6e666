"""What entries are called. A room that posts adds the words of its own kinds when it is imported."""

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.web.language import current_language
from app.web.refusals import add_words
from franchise_kit.ledger.rules import Account, Side, chart

_words: Final[dict[str, LazyString]] = {}
# Accounts of what others owe us: we do not have it yet.
DEBTORS: Final = frozenset({"debtors"})
STANDINGS: Final[Mapping[tuple[str, bool], LazyString]] = {
    ("asset", True): _l("we have"),
    ("asset", False): _l("more went out than came in"),
    ("liability", True): _l("too much paid, so owed to us"),
    ("liability", False): _l("we owe"),
    ("income", True): _l("given back"),
    ("income", False): _l("came in"),
    ("expense", True): _l("spent"),
    ("expense", False): _l("came back to us"),
}
_DEBTORS: Final[Mapping[bool, LazyString]] = {
    True: _l("owed to us"),
    False: _l("paid ahead, so we owe it"),
}
_NOTHING: Final = _l("nothing")


def standing_words(account: Account, balance_pence: int) -> str:
    """Return which way the balance of an account stands: what we have, what we owe, what came in."""
    if not balance_pence:
        return str(_NOTHING)
    is_debit = balance_pence > 0
    return str(_DEBTORS[is_debit] if account.id in DEBTORS else STANDINGS[account.kind, is_debit])


def add_entry_words(words: Mapping[str, LazyString]) -> None:
    """Add what kinds of entries are called, by code."""
    for kind, name in words.items():
        if kind in _words and str(_words[kind]._args[0]) != str(name._args[0]):  # noqa: SLF001 (the English)
            msg = f"Two names for the entry {kind}."
            raise ValueError(msg)
        _words[kind] = name


def entry_words(kind: str) -> str:
    """Return what a kind of entry is called, or its code when another version wrote it."""
    return str(_words[kind]) if kind in _words else kind


def account_name(side: Side, account_id: str) -> str:
    """Return an account's name in the reader's language, or its code when another version used it."""
    account = chart(side).get(account_id)
    return account.name(current_language()) if account is not None else account_id


add_entry_words({"pay_run": _l("Pay run"), "pay_run_rolled_back": _l("Pay run rolled back")})
add_words(
    {
        "entry_does_not_balance": _l("The two sides of this entry differ, so it was not written."),
        "account_unknown": _l("The books have no such account."),
        "posted_already": _l("This stands in the books already."),
    }
)
