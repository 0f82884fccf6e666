"""The books: what stands on each account, and the entries that it comes from."""

from typing import Any

from marshmallow import fields

from app.api.blueprint import Resource
from app.api.paging import PageQuery, int_mark, page_of, page_schema
from app.ledger import words
from app.web.context import current_actor, reading_session
from app.web.forms import Pounds, Schema
from app.web.guards import needs
from franchise_kit.access import Permission
from franchise_kit.ledger import queries

__all__ = ["of_a_coop", "of_the_hub", "words"]

of_a_coop = Resource("books", side="coop", about="The co-op's books, in double entry.")
of_the_hub = Resource("network-books", side="hub", about="The hub's books, in double entry.")


class AccountSaid(Schema):
    """An account of the chart."""

    id = fields.Str()
    kind = fields.Str()
    name_en = fields.Str()
    name_cy = fields.Str()


class BalanceSaid(Schema):
    """What stands on an account: pounds as decimal strings, debits less credits."""

    account = fields.Nested(AccountSaid)
    debit = Pounds(attribute="debit_pence")
    credit = Pounds(attribute="credit_pence")
    balance = Pounds(attribute="balance_pence")


class TrialBalance(Schema):
    """Every account, and whether all entries balance."""

    holds = fields.Bool()
    entries = fields.Int()
    accounts = fields.List(fields.Nested(BalanceSaid))


class PostingSaid(Schema):
    """One side of an entry: a debit is positive, a credit negative."""

    account = fields.Str()
    amount = Pounds(attribute="amount_pence")
    party = fields.UUID(allow_none=True)


class EntrySaid(Schema):
    """One entry."""

    id = fields.UUID()
    on = fields.Date()
    kind = fields.Str()
    record_id = fields.UUID()
    postings = fields.List(fields.Nested(PostingSaid))


@of_a_coop.route("")
@needs(Permission.COOP_ACCOUNTS_READ)
@of_a_coop.response(200, TrialBalance)
def show_books() -> dict[str, object]:
    """Show what stands on each account of the co-op."""
    return _balance()


@of_a_coop.route("/entries")
@needs(Permission.COOP_ACCOUNTS_READ)
@of_a_coop.arguments(PageQuery, location="query")
@of_a_coop.response(200, page_schema(EntrySaid))
def list_book_entries(query: dict[str, Any]) -> dict[str, object]:
    """List the co-op's entries, the newest day first."""
    return _entries(query)


@of_the_hub.route("")
@needs(Permission.NETWORK_FEE_READ)
@of_the_hub.response(200, TrialBalance)
def show_network_books() -> dict[str, object]:
    """Show what stands on each account of the hub."""
    return _balance()


@of_the_hub.route("/entries")
@needs(Permission.NETWORK_FEE_READ)
@of_the_hub.arguments(PageQuery, location="query")
@of_the_hub.response(200, page_schema(EntrySaid))
def list_network_book_entries(query: dict[str, Any]) -> dict[str, object]:
    """List the hub's entries, the newest day first."""
    return _entries(query)


def _balance() -> dict[str, object]:
    session = reading_session()
    accounts = queries.trial_balance(session, by=current_actor())
    verdict = queries.verify(session)
    return {"holds": verdict.holds, "entries": verdict.entries, "accounts": accounts}


def _entries(query: dict[str, Any]) -> dict[str, object]:
    limit, skip = query["limit"], int_mark(query["after"]) or 0
    found = queries.list_entries(reading_session(), by=current_actor(), most=limit + 1, skip=skip)
    return page_of(found, limit=limit, mark=lambda _last: skip + limit)
