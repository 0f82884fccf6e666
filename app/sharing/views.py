"""The page "What we share"."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
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
A_PAGE: Final = 10
# Of each kind, before its own page is opened.
NEWEST: Final = 3
EVERYTHING: Final = "everything"


class Wanted(Schema):
    """Which disclosures somebody wants to see."""

    kind = fields.Str(
        load_default=None,
        allow_none=True,
        metadata={
            "label": _l("Show only"),
            "widget": "select",
            "blank": _l("A line for each kind"),
            "is_certain": True,
        },
    )
    before = fields.Int(
        load_default=None, allow_none=True, validate=validate.Range(min=1), metadata={"widget": "hidden"}
    )


@dataclass(frozen=True, slots=True)
class Told:
    """One disclosure in words."""

    seq: int
    at: datetime
    kind: str
    changes: str | None
    sentences: list[str]
    about_from: date | None
    about_last: date | None
    arrived_at: datetime | None
    payload: dict[str, Any]
    is_understood: bool


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of disclosure: why it is told, how often it was, and the newest of it in words."""

    code: str
    name: str
    why: str
    count: int
    newest: list[Told]


@pages.get("")
@needs(Permission.DISCLOSURE_READ)
def index() -> ResponseReturnValue:
    """Show what the co-op told the hub: a line for each kind, or in order, the newest first."""
    session = reading_session()
    counts = queries.list_kinds_disclosed(session)
    options = [(EVERYTHING, _("Everything, the newest first")), *((kind, kind_name(kind)) for kind in counts)]
    form = Form(Wanted(), data=request.args, options={"kind": options})
    answers = form.validate()
    wanted = answers or {"kind": None, "before": None}
    is_by_kind = not wanted["kind"] and not wanted["before"]
    page = render_template(
        "sharing/index.html",
        form=form,
        kinds=_kinds(session, counts) if is_by_kind else [],
        waiting=queries.count_waiting(session),
        is_filtered=not is_by_kind,
        **({} if is_by_kind else _in_order(session, wanted)),
        **_followed(session),
    )
    return page, 200 if answers is not None else 422


def _kinds(session: Session, counts: Mapping[str, int]) -> list[Kind]:
    """Return every kind, what was told last before the others, and then what never was."""
    known = {kind: (name, why) for kind, name, why in known_kinds()}
    later = {kind: (kind_name(kind), "") for kind in counts if kind not in known}
    kinds = [
        Kind(kind, name, why, counts.get(kind, 0), _newest(session, kind) if kind in counts else [])
        for kind, (name, why) in (known | later).items()
    ]
    return sorted(kinds, key=lambda one: one.newest[0].seq if one.newest else 0, reverse=True)


def _newest(session: Session, kind: str) -> list[Told]:
    found = queries.list_disclosed(session, DisclosureFilter(kind=kind, most=NEWEST + 1))
    return _in_words(session, found, most=NEWEST)


def _in_order(session: Session, wanted: Mapping[str, Any]) -> dict[str, object]:
    kind = wanted["kind"] if wanted["kind"] != EVERYTHING else None
    asked = DisclosureFilter(kind=kind, before_seq=wanted["before"], most=A_PAGE + 1)
    found = queries.list_disclosed(session, asked)
    shown_kind = wanted["kind"] or EVERYTHING
    return {
        "told": _in_words(session, found, most=A_PAGE),
        "older_url": _older_url(found, shown_kind),
        "newest_url": url_for(".index", kind=shown_kind) if wanted["before"] else None,
    }


def _in_words(session: Session, found: list[Disclosed], *, most: int) -> list[Told]:
    """Return disclosures in words; the one after the page is there to compare with."""
    told = []
    for at, one in enumerate(found[:most]):
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


def _older_url(found: list[Disclosed], kind: str) -> str | None:
    if len(found) <= A_PAGE:
        return None
    return url_for(".index", kind=kind, before=found[A_PAGE - 1].seq)


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
        seq=one.seq,
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
