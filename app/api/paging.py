"""Long lists come in pages: ``after`` is an opaque mark in the list, ``next`` the next page's address."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final, TypeVar
from uuid import UUID

import marshmallow
from flask import abort, request, url_for
from marshmallow import fields, validate

from app.web.forms import Schema

T = TypeVar("T")
MOST: Final = 100
USUAL: Final = 50
LONGEST_MARK: Final = 400
# PostgreSQL's bigint.
LARGEST: Final = 2**63 - 1


class PageQuery(Schema):
    """Which part of a list is wanted."""

    after = fields.Str(
        load_default=None,
        validate=validate.Length(max=LONGEST_MARK),
        metadata={"description": "A mark from an earlier page's ``next``."},
    )
    limit = fields.Int(load_default=USUAL, validate=validate.Range(1, MOST))


@cache
def page_schema(item: type[marshmallow.Schema]) -> type[marshmallow.Schema]:
    """Return the schema of a page of such items."""
    address = fields.Str(allow_none=True, metadata={"description": "The next page's address, if any."})
    listed: dict[str, Any] = {"items": fields.List(fields.Nested(item)), "next": address}
    return marshmallow.Schema.from_dict(listed, name=f"{item.__name__}Page")


def mark_of(value: int | str) -> str:
    """Return an opaque mark that stands for a row's sorting value."""
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def int_mark(mark: str | None) -> int | None:
    """Return the number that a mark stands for; a mark that we did not make is answered with 400."""
    value = _read(mark)
    if value is not None and (type(value) is not int or not 0 <= value <= LARGEST):
        abort(400)
    return value


def text_mark(mark: str | None) -> str | None:
    """Return the text that a mark stands for; a mark that we did not make is answered with 400."""
    value = _read(mark)
    if value is not None and (not isinstance(value, str) or not value.isprintable()):
        abort(400)
    return value


def _read(mark: str | None) -> Any:  # noqa: ANN401 - any JSON, looked at by the caller
    if mark is None:
        return None
    try:
        value = json.loads(base64.urlsafe_b64decode(mark + "=" * (-len(mark) % 4)))
    except (binascii.Error, ValueError, RecursionError):
        abort(400)
    if value is None:
        abort(400)
    return value


def page_of(rows: Sequence[T], *, limit: int, mark: Callable[[T], int | str]) -> dict[str, object]:
    """Return a page's body. ``rows`` were asked for with one more than the limit."""
    shown = list(rows[:limit])
    if len(rows) <= limit:
        return {"items": shown, "next": None}
    asked = {**request.args.to_dict(), **(request.view_args or {})}
    link = url_for(request.endpoint or "", **{**asked, "after": mark_of(mark(shown[-1])), "limit": limit})
    return {"items": shown, "next": link}


def by_time(at: datetime, row_id: UUID) -> str:
    """Return the key of a list in the order of time; rows of one instant keep an order of their own."""
    return f"{at.timestamp():017.6f} {row_id}"


def cut(
    rows: Sequence[T], query: dict[str, Any], *, key: Callable[[T], str], newest_first: bool = False
) -> dict[str, object]:
    """Return a page of a short list that is at hand as a whole, in the order of a key."""
    after = text_mark(query["after"])
    ordered = sorted(rows, key=key, reverse=newest_first)
    later = [
        row for row in ordered if after is None or (key(row) != after and (key(row) < after) is newest_first)
    ]
    return page_of(later[: query["limit"] + 1], limit=query["limit"], mark=key)
