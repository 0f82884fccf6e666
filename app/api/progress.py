"""How far a long piece of work is that one's own account began."""

from uuid import UUID

from marshmallow import fields

from app.api.blueprint import Resource
from app.web.context import current_actor, reading_session
from app.web.forms import Schema
from app.web.guards import needs
from franchise_kit.access import Permission
from tenants import progress
from tenants.jobs.models import Progress

resource = Resource("progress", about="How far a long piece of work is that the token's account began.")


class ProgressFacts(Schema):
    """A piece of work. ``state`` is waiting, running, done or failed."""

    id = fields.UUID()
    job = fields.Str()
    state = fields.Str()
    step = fields.Str(metadata={"description": "A code of what is being done now."})
    done = fields.Int()
    total = fields.Int()
    result = fields.Dict(metadata={"description": "Ids and codes of what came out."})
    refusal_code = fields.Str(allow_none=True)
    made_at = fields.AwareDateTime()
    changed_at = fields.AwareDateTime()


@resource.route("/<uuid:progress_id>")
@needs(Permission.OWN_ACCOUNT_USE)
@resource.response(200, ProgressFacts)
def get_progress(progress_id: UUID) -> Progress:
    """Say how far it is."""
    return progress.get(reading_session(), progress_id, account_id=current_actor().account_id)
