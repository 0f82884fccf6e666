"""The books of a co-op and of the hub: each account's balance, whether they balance, and the entries."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.ledger.words import account_name, entry_words, standing_words
from app.web.context import current_actor, reading_session
from app.web.guards import needs
from app.web.hosts import only_for
from app.web.language import current_language
from franchise_kit.access import Permission
from franchise_kit.ledger import queries
from franchise_kit.ledger.rules import Side

pages = Blueprint("ledger", __name__, url_prefix="/books")
only_for(pages, "coop")
AT_ONCE = 20
MOST_PAGES = 10_000


@pages.get("")
@needs(Permission.COOP_ACCOUNTS_READ)
def show() -> ResponseReturnValue:
    """Show the co-op's books."""
    return books_page("coop", "ledger.show")


def books_page(side: Side, endpoint: str) -> str:
    """Return the page of an office's books, with the part of the entries that is asked for."""
    session, by = reading_session(), current_actor()
    text = request.args.get("page", "1")
    page = min(int(text), MOST_PAGES) if text.isascii() and text.isdecimal() and len(text) < 6 else 1  # noqa: PLR2004 (as many pages)
    skip = AT_ONCE * (max(page, 1) - 1)
    entries = queries.list_entries(session, by=by, most=AT_ONCE + 1, skip=skip)
    return render_template(
        "ledger/books.html",
        balances=queries.trial_balance(session, by=by),
        verdict=queries.verify(session),
        entries=entries[:AT_ONCE],
        page=max(page, 1),
        has_older=len(entries) > AT_ONCE,
        endpoint=endpoint,
        standing_words=standing_words,
        entry_words=entry_words,
        account_name=lambda account_id: account_name(side, account_id),
        language=current_language(),
    )
