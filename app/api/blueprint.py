"""A resource of the API: what every one of them asks of a request and says of itself."""

from collections.abc import Callable, Sequence
from copy import deepcopy
from http import HTTPStatus
from typing import Any, Final, Literal, ParamSpec, TypeVar

from flask import Request, Response, abort, request
from flask.typing import ResponseReturnValue
from flask_smorest import Blueprint
from marshmallow import RAISE, Schema
from webargs.flaskparser import FlaskParser
from werkzeug.datastructures import CombinedMultiDict

from app.api.idempotency import MARK
from app.web.guards import guard_of
from app.web.hosts import only_for

P = ParamSpec("P")
V = TypeVar("V", bound=Callable[..., ResponseReturnValue])
Side = Literal["hub", "coop"]
CHANGES: Final = frozenset({"post", "put", "patch", "delete"})
JSON: Final = "application/json"
FORM: Final = "multipart/form-data"
# Where a schema finds the texts and the files of such a form.
MULTIPART: Final = "multipart"
MOST_JSON_BYTES: Final = 512 * 1024
_KEY: Final[dict[str, Any]] = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
    "description": "Makes a repeated request safe: it is done once, and answered alike each time.",
}
_MATCH: Final[dict[str, Any]] = {
    "in": "header",
    "name": "If-Match",
    "required": True,
    "schema": {"type": "string", "pattern": '^"v[0-9]{1,9}"$'},
    "description": "The ETag that the record had when it was read.",
}
_STALE: Final = (HTTPStatus.PRECONDITION_FAILED, HTTPStatus.PRECONDITION_REQUIRED)
_VERSIONED: Final = "__is_of_a_version__"
_SIDES: Final = {"hub": "On the hub's host only.", "coop": "On a co-op's host only."}


class _StrictParser(FlaskParser):
    """Refuses what was not asked for in the query too, as our schemas do in a body."""

    DEFAULT_UNKNOWN_BY_LOCATION: dict[str, str | None] = {  # noqa: RUF012 - webargs reads a plain attribute
        **FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION,
        "query": RAISE,
        MULTIPART: RAISE,
    }

    def _raw_load_json(self, req: Request) -> Any:  # noqa: ANN401 - any JSON
        if req.mimetype != JSON:
            abort(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        if not req.get_data(cache=True):
            abort(HTTPStatus.BAD_REQUEST)
        try:
            return super()._raw_load_json(req)
        except (RecursionError, ValueError):
            # No JSON, or so deep a nesting and so long a number as no record has.
            abort(HTTPStatus.BAD_REQUEST)

    def load_multipart(self, req: Request, schema: Schema) -> Any:  # noqa: ANN401 - webargs' own proxy
        """Return the texts and the files of a form as one."""
        return self._makeproxy(CombinedMultiDict([req.files, req.form]), schema)

    __location_map__: dict[str, Any] = {  # noqa: RUF012 - webargs reads a plain attribute
        **FlaskParser.__location_map__,
        MULTIPART: "load_multipart",
    }


class Resource(Blueprint):  # type: ignore[misc] # flask-smorest has no types
    """One resource: known on its side of the wall alone, and fed by JSON alone."""

    ARGUMENTS_PARSER = _StrictParser()
    DEFAULT_LOCATION_CONTENT_TYPE_MAPPING: Final = {"json": JSON, MULTIPART: FORM}

    def __init__(self, name: str, *, about: str, side: Side | None = None) -> None:
        """Name a resource; it lies at ``/<name>``."""
        super().__init__(f"api_{name}", __name__, url_prefix=f"/{name}", description=about)
        self._side = side
        self._prepare_doc_cbks.append(self._prepare_house_doc)
        if side is not None:
            only_for(self, side)
        self.before_request(_take_json_alone)

    def route(self, rule: str, *, methods: Sequence[str] = ("GET",)) -> Callable[[V], V]:
        """Register a view at an address below this resource's."""
        registering: Callable[[V], V] = super().route(rule, methods=list(methods))
        return registering

    def arguments(
        self, schema: type[Schema] | Schema, *, location: str = "json"
    ) -> Callable[[Callable[..., ResponseReturnValue]], Callable[..., ResponseReturnValue]]:
        """Give a view what a part of the request says, once the schema has taken it."""
        parsing: Callable[[Callable[..., ResponseReturnValue]], Callable[..., ResponseReturnValue]]
        parsing = super().arguments(schema, location=location)
        return parsing

    def response(
        self, status_code: int, schema: type[Schema] | None = None, *, content_type: str | None = None
    ) -> Callable[[Callable[P, object]], Callable[P, ResponseReturnValue]]:
        """Answer with what a view returns, as the schema writes it."""
        answering: Callable[[Callable[P, object]], Callable[P, ResponseReturnValue]]
        answering = super().response(status_code, schema, content_type=content_type)
        return answering

    def file(self, *media_types: str) -> Callable[[Callable[P, Response]], Callable[P, ResponseReturnValue]]:
        """Say in the description that a view answers with a file of one of these kinds."""
        schema = {"type": "string", "format": "binary"}
        content = {media_type: {"schema": schema} for media_type in media_types}
        described: Callable[[Callable[P, Response]], Callable[P, ResponseReturnValue]]
        described = self.doc(responses={200: {"description": "The file", "content": content}})
        return described

    @staticmethod
    def of_a_version(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
        """Say in the description that a change must name the version that it was made from."""
        setattr(view, _VERSIONED, True)
        return view

    def _store_endpoint_docs(self, endpoint: str, obj: Any, *rest: Any, **options: Any) -> None:  # noqa: ANN401 - flask-smorest's own signature
        super()._store_endpoint_docs(endpoint, obj, *rest, **options)
        guard = guard_of(obj)
        said = {
            "operation": f"{self.name.removeprefix('api_')}_{endpoint}",
            "permission": guard.permission if guard is not None else None,
            "takes_key": getattr(obj, MARK, False),
            "is_versioned": getattr(obj, _VERSIONED, False),
        }
        for method, doc in self._docs[endpoint].items():
            if method != "parameters":
                doc["house"] = said

    def _prepare_house_doc(
        self, doc: dict[str, Any], doc_info: dict[str, Any], *, method: str, **_more: object
    ) -> dict[str, Any]:
        """Say who may ask, how often, and which problems can come back."""
        said = doc_info["house"]
        doc["operationId"] = said["operation"]
        doc["security"] = [{"token": []}]
        needs = f"Needs the permission `{said['permission']}`."
        words = (doc_info["docstring"].get("description", ""), _SIDES.get(self._side or "", ""), needs)
        doc_info["docstring"]["description"] = " ".join(word for word in words if word)
        answers = doc.setdefault("responses", {})
        codes = [HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND]
        if method in CHANGES:
            codes += [HTTPStatus.CONFLICT, HTTPStatus.UNSUPPORTED_MEDIA_TYPE]
        if said["takes_key"]:
            doc.setdefault("parameters", []).append(deepcopy(_KEY))
        if said["is_versioned"]:
            doc.setdefault("parameters", []).append(deepcopy(_MATCH))
            codes += _STALE
        for code in codes:
            answers.setdefault(code.value, code.name)
        return doc


def _take_json_alone() -> None:
    """Refuse a body of any other kind; a file comes as multipart, where a view reads files."""
    if request.mimetype == FORM:
        return
    request.max_content_length = MOST_JSON_BYTES
    has_body = bool(request.content_length) or "Transfer-Encoding" in request.headers
    if has_body and request.mimetype != JSON:
        abort(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
