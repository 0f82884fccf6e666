"""Files of records: sent, looked at, and kept; each row's outcome and how to mend what is refused."""

from contextlib import closing
from typing import Any
from uuid import UUID

from flask import jsonify, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from marshmallow import ValidationError, fields, post_load, validate
from werkzeug.datastructures import FileStorage

from app.api.accepted import Accepted, accepted, done
from app.api.blueprint import MULTIPART, Resource
from app.api.idempotency import done_once
from app.imports import jobs, words
from app.imports.columns import TABLES
from app.imports.jobs import Upload
from app.imports.reading import SheetRefusedError
from app.imports.showing import Import, get_import
from app.web.context import current_actor, current_coop, reading_session
from app.web.errors import problem
from app.web.forms import Schema
from app.web.guards import needs
from app.web.language import current_language
from franchise_kit.access import Permission
from tenants import clock

resource = Resource(
    "imports",
    side="coop",
    about=(
        "Files of records as CSV, by the same headers as the lists that are taken along. Each kind takes the"
        " permission to enter one such record. A file is one's own, and gone after a day."
    ),
)
OWN = Permission.OWN_ACCOUNT_USE


class SentFile(Schema):
    """A file to look at, as multipart."""

    kind = fields.Str(required=True, validate=validate.OneOf(list(TABLES)))
    file = fields.Raw(required=True, metadata={"type": "string", "format": "binary"})

    @post_load
    def take_files_alone(self, data: dict[str, Any], **_options: object) -> dict[str, Any]:
        """Refuse a text where the file belongs."""
        if not isinstance(data["file"], FileStorage):
            raise ValidationError({"file": [_("Choose a file")]})
        return data


class FileTaken(Accepted):
    """A file that is being looked at."""

    id = fields.UUID(required=True)


class Counts(Schema):
    """How many rows there are of each outcome."""

    new = fields.Int()
    changed = fields.Int()
    unchanged = fields.Int()
    refused = fields.Int()


class RowFault(Schema):
    """Why a row is refused. The headers are row 1; ``column`` is a code, none for the row as a whole.

    ``expected`` is the form of the cell, where another would mend it; what a rule refuses has none.
    """

    row = fields.Int()
    column = fields.Str(allow_none=True)
    found = fields.Str()
    message = fields.Str()
    expected = fields.Str(allow_none=True)


class ImportFacts(Schema):
    """How far a file is: ``state`` is looking, looked, keeping or kept. Counts are there from looked on."""

    id = fields.UUID()
    kind = fields.Str()
    state = fields.Str()
    progress_id = fields.UUID(allow_none=True)
    counts = fields.Nested(Counts)
    errors = fields.List(fields.Nested(RowFault))


@resource.route("", methods=["POST"])
@needs(OWN)
@done_once
@resource.arguments(SentFile, location=MULTIPART)
@resource.response(202, FileTaken)
def send(answers: dict[str, Any]) -> ResponseReturnValue:
    """Take a file in and look at it; nothing of it is kept yet."""
    sent: FileStorage = answers["file"]
    with closing(sent):
        upload = Upload(sent.filename or "", sent.read())
    try:
        taken = jobs.send(
            coop=current_coop(),
            table=TABLES[answers["kind"]],
            upload=upload,
            by=current_actor(),
            now=clock.now(),
        )
    except SheetRefusedError as refused:
        wrong = [{"field": "file", "message": words.sheet_words(refused)}]
        return problem(422, f"sheet_{refused.code}", words.sheet_words(refused), errors=wrong)
    address = url_for("api_imports.get_one", import_id=taken.id)
    progress = url_for("api_progress.get_progress", progress_id=taken.progress_id)
    response = jsonify({"id": str(taken.id), "progress_id": str(taken.progress_id), "progress": progress})
    response.status_code = 202
    response.headers["Location"] = address
    return response


@resource.route("/<uuid:import_id>")
@needs(OWN)
@resource.response(200, ImportFacts)
def get_one(import_id: UUID) -> dict[str, object]:
    """Show how far a file is, what would come or came of its rows, and each fault with how to mend it."""
    found = get_import(reading_session(), import_id, by=current_actor())
    return {
        "id": found.id,
        "kind": found.table.code,
        "state": found.state,
        "progress_id": found.progress_id,
        "counts": found.counts,
        "errors": _errors(found),
    }


@resource.route("/<uuid:import_id>/commit", methods=["POST"])
@needs(OWN)
@done_once
@resource.response(202, Accepted)
def commit(import_id: UUID) -> ResponseReturnValue:
    """Keep the rows that are new or changed; asked twice, it is the same work."""
    progress_id = jobs.keep(coop=current_coop(), import_id=import_id, by=current_actor(), now=clock.now())
    return accepted(progress_id)


@resource.route("/<uuid:import_id>", methods=["DELETE"])
@needs(OWN)
@resource.response(204)
def remove(import_id: UUID) -> ResponseReturnValue:
    """Forget a file."""
    jobs.remove(coop=current_coop(), import_id=import_id, by=current_actor())
    return done()


def _errors(found: Import) -> list[dict[str, object]]:
    columns = {one.code: one for one in found.table.columns}
    language = current_language()
    return [
        {
            "row": one["row"],
            "column": one["column"],
            "found": one["found"],
            "message": one["said"][language],
            # Another shape of the cell mends what its form does not take, and not what a rule refuses.
            "expected": (
                words.expected(columns[one["column"]]) if one["column"] and not one.get("is_rule") else None
            ),
        }
        for one in found.paper.get("faults", ())
    ]
