"""What a co-op agreed to being told by itself: whether it is, and what would be, as it crosses the wall."""

from collections.abc import Callable
from typing import Any

from marshmallow import fields

from app.web.forms import Schema
from tenants.openings.kinds import DISCLOSURES


class ToldSaid(Schema):
    """Whether something is told by itself, and since when that is so."""

    is_agreed = fields.Bool()
    from_month = fields.Date(
        attribute="agreed.from_month",
        dump_default=None,
        allow_none=True,
        metadata={"description": "The first month that is told, or is told no more; null: never said."},
    )


def as_told(fact_of: Callable[[Any], object]) -> fields.Function:
    """Return a field with a fact of what is shown, as it would cross the wall."""

    def payload(found: object) -> dict[str, Any]:
        fact = fact_of(found)
        return DISCLOSURES.of(fact).payload_of(fact)

    return fields.Function(payload, metadata={"type": "object"})
