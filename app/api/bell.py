"""The bell: notices for the token's account."""

from typing import Any, Final

from flask.typing import ResponseReturnValue
from marshmallow import fields

from app.api.accepted import done
from app.api.blueprint import Resource
from app.api.paging import PageQuery, by_time, cut, page_schema
from app.bell import marking
from app.bell.words import notice_words
from app.web.context import current_actor, current_office, reading_session
from app.web.forms import Schema
from app.web.guards import needs
from franchise_kit.access import Permission
from tenants import bells, clock

resource = Resource("bell", about="Notices for the token's account, the newest 500.")
MOST: Final = 500


class Notice(Schema):
    """One notice; ``words`` are in the reader's language."""

    id = fields.UUID()
    kind = fields.Str()
    words = fields.Function(lambda row: notice_words(row.kind, row.facts), metadata={"type": "string"})
    path = fields.Str(metadata={"description": "The page that it leads to."})
    made_at = fields.AwareDateTime()
    read_at = fields.AwareDateTime(allow_none=True)


@resource.route("")
@needs(Permission.OWN_ACCOUNT_USE)
@resource.arguments(PageQuery, location="query")
@resource.response(200, page_schema(Notice))
def list_notices(query: dict[str, Any]) -> dict[str, object]:
    """List notices, the newest first."""
    account_id = current_actor().account_id
    found = bells.list_latest(reading_session(), account_id, most=MOST) if account_id is not None else []
    return cut(found, query, key=lambda row: by_time(row.made_at, row.id), newest_first=True)


@resource.route("/read", methods=["POST"])
@needs(Permission.OWN_ACCOUNT_USE)
@resource.response(204)
def mark_read() -> ResponseReturnValue:
    """Take all notices as read; doing it again changes nothing."""
    marking.mark_read(office=current_office(), by=current_actor(), now=clock.now())
    return done()
