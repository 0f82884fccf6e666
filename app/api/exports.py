"""Lists as files, CSV or XLSX: the same as people take along, and as a file of them comes in again."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, ParamSpec

from flask import Response, abort, request
from flask.typing import ResponseReturnValue
from marshmallow import fields, validate

from app.api.blueprint import Resource
from app.exports import words
from app.exports.lists import Listed, lists_of
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


@resource.route("/workers")
@needs(Permission.WORKER_ENGAGE)
@resource.arguments(WholeFile, location="query")
@as_a_file
def get_workers(query: dict[str, Any]) -> Response:
    """Give who works here today."""
    return _file("workers", query)


@resource.route("/contracts")
@needs(Permission.EMPLOYMENT_READ)
@resource.arguments(WholeFile, location="query")
@as_a_file
def get_contracts(query: dict[str, Any]) -> Response:
    """Give the contracts of who works here today, with the pay for an ordinary hour."""
    return _file("contracts", query)


@resource.route("/people")
@needs(Permission.CARE_PLAN_WRITE)
@resource.arguments(WholeFile, location="query")
@as_a_file
def get_people(query: dict[str, Any]) -> Response:
    """Give who is supported today."""
    return _file("people", query)


@resource.route("/patterns")
@needs(Permission.ROTA_MANAGE)
@resource.arguments(WholeFile, location="query")
@as_a_file
def get_patterns(query: dict[str, Any]) -> Response:
    """Give the visits that come back."""
    return _file("patterns", query)


@resource.route("/visits")
@needs(Permission.ROTA_MANAGE)
@resource.arguments(VisitsFile, location="query")
@as_a_file
def get_visits(query: dict[str, Any]) -> Response:
    """Give the visits of some days; without days, of the present month so far."""
    return _file("visits", query)


@resource.route("/time")
@needs(Permission.TIMESHEET_APPROVE)
@resource.arguments(DaysFile, location="query")
@as_a_file
def get_time(query: dict[str, Any]) -> Response:
    """Give the time of some days that was written down by hand."""
    return _file("time", query)


@resource.route("/hours")
@needs(Permission.TIMESHEET_APPROVE)
@resource.arguments(DaysFile, location="query")
@as_a_file
def get_hours(query: dict[str, Any]) -> Response:
    """Give all time of some days, and how far each is on its way to pay."""
    return _file("hours", query)


@resource.route("/waiting")
@needs(Permission.TIMESHEET_APPROVE)
@resource.arguments(DaysFile, location="query")
@as_a_file
def get_waiting(query: dict[str, Any]) -> Response:
    """Give all time that nobody has approved, of some days if they are named."""
    return _file("waiting", query)


def _file(code: str, query: dict[str, Any]) -> Response:
    return give(code, query, query["format"] or _accepted())


def _accepted() -> str:
    """Return the ending of the kind of file that the request would rather have."""
    wanted = request.accept_mimetypes.best_match(MEDIA) if request.accept_mimetypes else MEDIA[0]
    if wanted is None:
        abort(HTTPStatus.NOT_ACCEPTABLE)
    return next(ending for ending, media in ENDINGS.items() if media.startswith(wanted))
