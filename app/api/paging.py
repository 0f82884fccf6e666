"""Long lists come in pages: ``after`` is an opaque mark in the list, ``next`` the mark of the next page."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

from flask import abort, request, url_for
from marshmallow import Schema, fields, validate

T = TypeVar("T")
MOST: Final = 100
USUAL: Final = 50


class PageQuery(Schema):
    """Which part of a list is wanted."""

    after = fields.Str(load_default=None, validate=validate.Length(max=200))
    limit = fields.Int(load_default=USUAL, validate=validate.Range(1, MOST), strict=True)


def mark_of(*values: object) -> str:
    """Return an opaque mark that stands for a row's sorting values."""
    return base64.urlsafe_b64encode(json.dumps(values, default=str).encode()).decode().rstrip("=")


def read_mark(mark: str | None, *, size: int) -> list[Any] | None:
    """Return a mark's values; a mark that we did not make is answered with 400."""
    if mark is None:
        return None
    try:
        values = json.loads(base64.urlsafe_b64decode(mark + "=" * (-len(mark) % 4)))
    except (binascii.Error, UnicodeDecodeError, ValueError):
        abort(400)
    if not isinstance(values, list) or len(values) != size:
        abort(400)
    return values


def page_of(rows: Sequence[T], *, limit: int, mark: Callable[[T], str]) -> dict[str, object]:
    """Return a page's body. ``rows`` were asked for with one more than the limit."""
    shown = list(rows[:limit])
    after = mark(shown[-1]) if len(rows) > limit else None
    link = url_for(request.endpoint or "", **{**(request.view_args or {}), "after": after, "limit": limit})
    return {"items": shown, "next": link if after else None}


def cut(rows: Sequence[T], query: dict[str, Any], *, key: Callable[[T], str]) -> dict[str, object]:
    """Return a page of a short list that is at hand as a whole, in the order of a key."""
    ordered = sorted(rows, key=key)
    after = read_mark(query["after"], size=1)
    later = [row for row in ordered if after is None or key(row) > after[0]]
    return page_of(later[: query["limit"] + 1], limit=query["limit"], mark=lambda row: mark_of(key(row)))
