"""Lists as files, CSV or XLSX: the same as people take along, and as a file of them comes in again."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, Final, ParamSpec

from flask import Response, abort, request
from flask.typing import ResponseReturnValue
from marshmallow import fields, validate

from app.api.blueprint import Resource
from app.exports import words
from app.exports.lists import LISTS, Listed, lists_of
from app.exports.schemas import DaysQuery, VisitsQuery, WholeQuery
from app.exports.taking import ENDINGS, give
from app.web.context import current_actor
from app.web.forms import Schema
from app.web.guards import needs
from franchise_kit.access import Permission

__all__ = ["resource", "words"]

resource = Resource(
    "exports",
    side="coop",
    about="Lists as files, by ``format`` or by ``Accept``. Each is written in the journal before it is sent.",
)
P = ParamSpec("P")
MEDIA = tuple(media.partition(";")[0] for media in ENDINGS.values())


def as_a_file(view: Callable[P, Response]) -> Callable[P, ResponseReturnValue]:
    """Say in the description what comes back: a file, or why there is none."""
    no_file = {HTTPStatus.NOT_ACCEPTABLE.value: "NOT_ACCEPTABLE", HTTPStatus.CONFLICT.value: "CONFLICT"}
    described: Callable[P, Response] = resource.doc(responses=no_file)(view)
    return resource.file(*MEDIA)(described)


class FileQuery(Schema):
    """Which kind of file; without it the request's ``Accept`` decides."""

    format = fields.Str(load_default=None, validate=validate.OneOf(list(ENDINGS)))


class WholeFile(FileQuery, WholeQuery):
    """A list that is taken as a whole."""


class DaysFile(FileQuery, DaysQuery):
    """A list of some days; ``until`` is the last of them."""


class VisitsFile(FileQuery, VisitsQuery):
    """Visits of some days, of a worker or to a person."""


FILES: Final[Mapping[type[Schema], type[FileQuery]]] = {
    WholeQuery: WholeFile,
    DaysQuery: DaysFile,
    VisitsQuery: VisitsFile,
}


class ColumnSaid(Schema):
    """A column: its code, its header in the reader's language, and whether a file that comes in needs it."""

    code = fields.Str()
    header = fields.Str()
    shape = fields.Str()
    is_required = fields.Bool()


class ListSaid(Schema):
    """A list, and whether a file of it comes in again."""

    code = fields.Str()
    title = fields.Str()
    about = fields.Str()
    can_return = fields.Bool()
    has_days = fields.Bool()
    columns = fields.List(fields.Nested(ColumnSaid))


class ListsSaid(Schema):
    """The lists that the holder of the token may take."""

    items = fields.List(fields.Nested(ListSaid))


@resource.route("")
@needs(Permission.OWN_ACCOUNT_USE)
@resource.response(200, ListsSaid)
def list_lists() -> dict[str, list[Listed]]:
    """List the lists that one may take, with their columns."""
    return {"items": lists_of(current_actor())}


def _open(listed: Listed) -> None:
    """Give a list an address of its own, for whoever may take it; its rows say what they are."""

    def get(query: dict[str, Any]) -> Response:
        return give(listed, query, query["format"] or _accepted())

    get.__name__, get.__doc__ = f"get_{listed.code}", listed.rows.__doc__
    view = resource.arguments(FILES[listed.query], location="query")(as_a_file(get))
    resource.route(f"/{listed.code}")(needs(listed.permission)(view))


for _listed in LISTS.values():
    _open(_listed)


def _accepted() -> str:
    """Return the ending of the kind of file that the request would rather have."""
    wanted = request.accept_mimetypes.best_match(MEDIA) if request.accept_mimetypes else MEDIA[0]
    if wanted is None:
        abort(HTTPStatus.NOT_ACCEPTABLE)
    return next(ending for ending, media in ENDINGS.items() if media.startswith(wanted))
