"""Giving a list as a file, for pages and the API: read, written down in the journal, and only then sent."""

from functools import partial
from typing import Final

from flask import Response, after_this_request
from flask_babel import gettext as _

from app.documents.sheets import CSV
from app.exports.lists import Listed, table_of
from app.exports.schemas import Asked
from app.exports.tables import XLSX, TableFile, csv_table, xlsx_of
from app.web.attachments import attachment
from app.web.context import current_actor, current_coop, reading_session
from franchise_kit.leaving.actions import note_list_taken
from tenants import clock
from tenants.actor import Actor
from tenants.office import Coop

ENDINGS: Final = {"csv": CSV, "xlsx": XLSX}


def give(listed: Listed, asked: Asked, ending: str) -> Response:
    """Return a list as a file; ``ending`` is csv or xlsx. The journal has its line before it leaves."""
    by, coop = current_actor(), current_coop()
    table = table_of(listed, reading_session(), asked, by=by)
    name = f"{file_name(table.title)}-{clock.today().isoformat()}.{ending}"
    response = attachment(_content(table, ending), ENDINGS[ending], name)
    response.headers["Cache-Control"] = "no-store"
    # A GET reads in one scope, and scopes do not nest: it is written when that has closed, and if that
    # fails, so does the answer.
    after_this_request(partial(_noted, listed, coop, by, len(table.rows)))
    return response


def file_name(title: str) -> str:
    """Return a title as a file is called: small letters, and hyphens between the words."""
    return "-".join("".join(sign if sign.isalnum() else " " for sign in title.casefold()).split()) or _(
        "list"
    )


def _content(table: TableFile, ending: str) -> bytes:
    if ending == "xlsx":
        return xlsx_of(table, now=clock.now())
    return csv_table(table)


def _noted(listed: Listed, coop: Coop, by: Actor, rows: int, response: Response) -> Response:
    note_list_taken(
        coop=coop, permission=listed.permission, what=listed.code, page=listed.page, rows=rows, by=by
    )
    return response
