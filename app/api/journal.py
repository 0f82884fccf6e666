"""The journal: who did what, and whether it is whole."""

from collections.abc import Sequence
from typing import Any

from flask.typing import ResponseReturnValue
from marshmallow import fields

from app.api.accepted import Accepted, accepted
from app.api.blueprint import Resource
from app.api.idempotency import done_once
from app.api.paging import PageQuery, int_mark, page_of, page_schema
from app.journal import jobs
from app.journal.schemas import JournalFilter, wanted_of
from app.journal.telling import Told, tell
from app.web.context import current_actor, current_office, reading_session
from app.web.forms import Schema
from app.web.guards import needs
from franchise_kit.access import Permission
from franchise_kit.history import queries
from franchise_kit.history.queries import Line
from tenants import clock

resource = Resource("journal", about="What was done here, by whom, in codes and in words.")


class JournalQuery(JournalFilter, PageQuery):
    """Which lines, and which part of them. Days are London's; ``until`` is the last day."""


class JournalEntry(Schema):
    """One act. Names are looked up when it is read; the journal holds none."""

    seq = fields.Int()
    at = fields.AwareDateTime()
    side = fields.Str()
    account_id = fields.UUID(allow_none=True)
    entry_id = fields.UUID(
        allow_none=True, metadata={"description": "The agreement or grant that let a hub person in."}
    )
    doing = fields.Str()
    outcome = fields.Str()
    refusal_code = fields.Str(allow_none=True)
    record_kind = fields.Str(allow_none=True)
    record_id = fields.UUID(allow_none=True)
    codes = fields.Dict()
    sentence = fields.Str()


@resource.route("")
@needs(Permission.JOURNAL_READ)
@resource.arguments(JournalQuery, location="query")
@resource.response(200, page_schema(JournalEntry))
def list_lines(query: dict[str, Any]) -> dict[str, object]:
    """List what was done, the newest first."""
    session, limit = reading_session(), query["limit"]
    page = queries.list_lines(
        session,
        by=current_actor(),
        wanted=wanted_of(query),
        before=int_mark(query["after"]),
        most=limit + 1,
    )
    told = tell(session, current_office(), page.lines)
    return page_of(_entries(page.lines, told), limit=limit, mark=lambda entry: int(entry["seq"]))


def _entries(lines: Sequence[Line], told: Sequence[Told]) -> list[dict[str, Any]]:
    names = Line.__dataclass_fields__
    return [
        {**{name: getattr(line, name) for name in names}, "sentence": words.sentence}
        for line, words in zip(lines, told, strict=True)
    ]


@resource.route("/verify", methods=["POST"])
@needs(Permission.JOURNAL_READ)
@done_once
@resource.response(202, Accepted)
def verify() -> ResponseReturnValue:
    """Have the chain walked from end to end; the progress says what was found."""
    return accepted(jobs.ask_to_verify(office=current_office(), by=current_actor(), now=clock.now()))
