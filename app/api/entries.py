"""What the entries of both sides of the wall look like: what was asked, what was given, and until when."""

from marshmallow import fields

from app.web.forms import Schema


class Terms(Schema):
    """What may be read, and for how long. No record ids means every record of the kinds."""

    record_kinds = fields.List(fields.Str())
    record_ids = fields.List(fields.UUID())
    fields_hidden = fields.List(fields.Str())
    hours = fields.Int()


class Decision(Schema):
    """One person's word on a request."""

    account_id = fields.UUID()
    decision = fields.Str()
    at = fields.AwareDateTime()


class Grant(Schema):
    """A request, and what was given. ``state`` is asked, accepted, refused, revoked or expired."""

    id = fields.UUID()
    asked_by_name = fields.Str()
    asked_by_person = fields.UUID()
    hub_role = fields.Str()
    purpose = fields.Str()
    basis = fields.Str()
    asked = fields.Nested(Terms)
    given = fields.Nested(Terms, allow_none=True)
    asked_at = fields.AwareDateTime()
    state = fields.Str()
    reason = fields.Str(allow_none=True)
    decided_at = fields.AwareDateTime(allow_none=True)
    starts_at = fields.AwareDateTime(allow_none=True)
    ends_at = fields.AwareDateTime(allow_none=True)
    revoked_at = fields.AwareDateTime(allow_none=True)
    decisions = fields.List(fields.Nested(Decision))
    needs_both_keys = fields.Bool(metadata={"description": "Whether two people decide on it."})
    reads_count = fields.Int()


class Agreement(Schema):
    """An offer, and what was given. ``state`` is offered, accepted, refused or ended."""

    id = fields.UUID()
    kind = fields.Str()
    hub_role = fields.Str()
    offered = fields.List(fields.Str())
    given = fields.List(fields.Str())
    offered_by_name = fields.Str()
    offered_at = fields.AwareDateTime()
    state = fields.Str()
    reason = fields.Str(allow_none=True)
    decided_at = fields.AwareDateTime(allow_none=True)
    decided_by_account = fields.UUID(allow_none=True)
    ended_at = fields.AwareDateTime(allow_none=True)
    reads_count = fields.Int()
