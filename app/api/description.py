"""How the API describes itself: OpenAPI 3.1, with every problem in the one form that it has."""

import threading
from http import HTTPStatus
from typing import Final

from flask import Flask, Response
from flask_smorest import Api, Blueprint
from marshmallow import Schema, fields

from app.web.guards import open_to_all

PROBLEM: Final = "application/problem+json"
ABOUT: Final = """The same actions as the pages, for programs.

Send `Authorization: Bearer <token>` to the host of the office that the token was made in. A token of
another office is unknown here. Lists come in pages: follow `next`. A record that has a version says it in
`ETag`, and a change of it sends that back in `If-Match`. A `POST` with an `Idempotency-Key` is done once.
Problems come as `application/problem+json` (RFC 9457) in the language that `Accept-Language` asks for, else
in the account's. A token proves no factor: inviting people, giving roles, opening an account again and
making tokens are done by a person, not here.
"""


class FieldProblem(Schema):
    """What is wrong with one field."""

    field = fields.Str(required=True, metadata={"description": "Where it is, such as ``names.0.given``."})
    message = fields.Str(required=True)


class Problem(Schema):
    """What went wrong (RFC 9457). ``code`` is stable; ``detail`` is for people."""

    type = fields.Str(required=True)
    title = fields.Str(required=True)
    status = fields.Int(required=True)
    code = fields.Str(required=True)
    detail = fields.Str(required=True)
    errors = fields.List(fields.Nested(FieldProblem))


class DescribedApi(Api):  # type: ignore[misc] # flask-smorest has no types
    """Describes our problems, and leaves answering with them to ``app.web.errors``."""

    def __init__(self, app: Flask) -> None:
        """Describe the API of an application."""
        super().__init__(app, spec_kwargs={"info": {"description": ABOUT}})
        self._undescribed: list[Blueprint] = []
        self._describing = threading.Lock()
        self.spec.components.security_scheme("token", {"type": "http", "scheme": "bearer"})

    def register_blueprint(self, blp: Blueprint, **options: str) -> None:
        """Register a resource; it is described when somebody asks, since that takes a third of a start."""
        self._app.extensions["flask-smorest"]["blp_name_to_api"][blp.name] = self
        self._app.register_blueprint(blp, **options)
        self._undescribed.append(blp)

    def _register_error_handlers(self) -> None:
        """Register none."""

    def _register_responses(self) -> None:
        """Describe each status that a problem can have, and any other."""
        self.spec.components.schema("Problem", schema=Problem)
        content = {PROBLEM: {"schema": Problem}}
        for status in HTTPStatus:
            if status >= HTTPStatus.BAD_REQUEST:
                answer = {"description": status.phrase, "content": content}
                self.spec.components.response(status.name, answer, lazy=True)
        answer = {"description": "Any other problem", "content": content}
        self.spec.components.response(self.DEFAULT_ERROR_RESPONSE_NAME, answer, lazy=True)

    @open_to_all
    def _openapi_json(self) -> Response:
        """Serve the description; it says nothing about anybody."""
        self._describe()
        response: Response = super()._openapi_json()
        return response

    def _describe(self) -> None:
        """Describe every resource that is not described yet."""
        with self._describing:
            for resource in self._undescribed:
                resource.register_views_in_doc(
                    self, self._app, self.spec, name=resource.name, parameters=None
                )
                self.spec.tag({"name": resource.name, "description": resource.description})
            self._undescribed.clear()
