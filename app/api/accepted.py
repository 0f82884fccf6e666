"""Answers that tell no record: it is done, or it was begun and here is how it goes."""

from uuid import UUID

from flask import Response, jsonify, url_for
from flask.typing import ResponseReturnValue
from marshmallow import fields

from app.web.forms import Schema


class Accepted(Schema):
    """Work that was begun."""

    progress_id = fields.UUID(required=True)
    progress = fields.Str(required=True, metadata={"description": "Where to ask how far it is."})


def accepted(progress_id: UUID) -> ResponseReturnValue:
    """Return 202 with the address of the progress, in the body and in ``Location``."""
    address = url_for("api_progress.get_progress", progress_id=progress_id)
    response = jsonify({"progress_id": str(progress_id), "progress": address})
    response.status_code = 202
    response.headers["Location"] = address
    return response


def done() -> Response:
    """Return 204: it is done, and there is nothing to tell, so of no kind either."""
    response = Response(status=204)
    del response.headers["Content-Type"]
    return response
