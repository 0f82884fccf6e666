"""The page "What we share"."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from marshmallow import fields, validate
from sqlalchemy.orm import Session

from app.sharing.words import changes_of, kind_name, known_kinds, sentences, tells_changes
from app.web.context import reading_session
from app.web.forms import Form, Schema
from app.web.guards import needs
from app.web.hosts import only_for
from franchise_kit.access import Permission
from tenants.openings import publications, queries
from tenants.openings.queries import Disclosed, DisclosureFilter

pages = Blueprint("sharing", __name__, url_prefix="/sharing")
only_for(pages, "coop")
A_PAGE = 25


class Wanted(Schema):
    """Which disclosures somebody wants to see."""

    kind = fields.Str(
        load_default=None,
        allow_none=True,
        metadata={
            "label": _l("Show only"),
            "widget": "select",
            "blank": _l("Everything"),
            "is_certain": True,
        },
    )
    before = fields.Int(
        load_default=None, allow_none=True, validate=validate.Range(min=1), metadata={"widget": "hidden"}
    )


@dataclass(frozen=True, slots=True)
class Told:
    """One disclosure in words."""

    at: datetime
    kind: str
    changes: str | None
    sentences: list[str]
    about_from: date | None
    about_last: date | None
    arrived_at: datetime | None
    payload: dict[str, Any]
    is_understood: bool


@pages.get("")
@needs(Permission.DISCLOSURE_READ)
def index() -> ResponseReturnValue:
    """Show everything that the co-op ever told the hub, the newest first, and what it follows."""
    session = reading_session()
    counts = queries.list_kinds_disclosed(session)
    form = Form(Wanted(), data=request.args, options={"kind": [(kind, kind_name(kind)) for kind in counts]})
    answers = form.validate()
    wanted = answers or {"kind": None, "before": None}
    asked = DisclosureFilter(kind=wanted["kind"], before_seq=wanted["before"], most=A_PAGE + 1)
    found = queries.list_disclosed(session, asked)
    page = render_template(
        "sharing/index.html",
        form=form,
        told=_in_words(session, found),
        older_url=_older_url(found, wanted),
        newest_url=url_for(".index", kind=wanted["kind"]) if wanted["before"] else None,
        waiting=queries.count_waiting(session),
        kinds=[(name, why, counts.get(kind, 0)) for kind, name, why in known_kinds()],
        is_filtered=bool(wanted["kind"] or wanted["before"]),
        **_followed(session),
    )
    return page, 200 if answers is not None else 422


def _in_words(session: Session, found: list[Disclosed]) -> list[Told]:
    """Return a page of disclosures in words; the one after the page is there to compare with."""
    told = []
    for at, one in enumerate(found[:A_PAGE]):
        before = _before(session, one, found[at + 1 :]) if tells_changes(one.kind) else None
        told.append(_told(one, before))
    return told


def _before(session: Session, one: Disclosed, older: list[Disclosed]) -> Disclosed | None:
    """Return what was told of the same kind before; where the page ends sooner, the database is asked."""
    for other in older:
        if other.kind == one.kind:
            return other
    asked = DisclosureFilter(kind=one.kind, before_seq=one.seq, most=1)
    return next(iter(queries.list_disclosed(session, asked)), None)


def _older_url(found: list[Disclosed], wanted: dict[str, Any]) -> str | None:
    if len(found) <= A_PAGE:
        return None
    return url_for(".index", kind=wanted["kind"], before=found[A_PAGE - 1].seq)


def _followed(session: Session) -> dict[str, object]:
    adopted = publications.list_adopted(session)
    followed = {(one.published.kind, one.published.key) for one in adopted}
    latest = publications.list_latest(session)
    return {
        "adopted": adopted,
        "not_adopted": [one for one in latest if (one.kind, one.key) not in followed],
    }


def _told(one: Disclosed, before: Disclosed | None) -> Told:
    return Told(
        at=one.made_at,
        kind=kind_name(one.kind),
        changes=changes_of(one.kind, one.fact, before.fact if before is not None else None),
        sentences=sentences(one.kind, one.fact),
        about_from=one.about_from,
        about_last=one.about_until - timedelta(days=1) if one.about_until else None,
        arrived_at=one.arrived_at,
        payload=one.payload,
        is_understood=one.fact is not None,
    )
