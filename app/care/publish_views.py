"""Publishing: a look at what will be told and to whom, and then the telling."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.care.away import away_days
from app.care.rota_pages import pages
from app.care.rota_schemas import PublishFormSchema
from app.care.week import UNTOLD, WEEK, Asked, asked_of, day_words
from app.people.named import Called, told_apart
from app.web.context import current_actor, current_coop, read_again
from app.web.forms import Form
from app.web.guards import needs
from app.web.posting import Answers, posted, sent_on
from franchise_kit.access import Permission
from franchise_kit.care import actions, queries
from franchise_kit.care.queries import RotaVisit, RotaWeek
from franchise_kit.kernel.days import LONDON
from tenants import clock

ABOUT: Final = {"visit_changed_meanwhile": None, "nothing_to_publish": None, "worker_elsewhere": None}
AHEAD: Final = frozenset({"open", "planned"})
_SEEN: Final = re.compile(r"([0-9a-f]{32}):([0-9]{1,9})")


@dataclass(frozen=True, slots=True)
class ToTell:
    """A visit as it was told so far (empty for a draft), and as it will be told."""

    id: UUID
    on: date
    person: str
    before: str
    after: str
    is_new_since: bool


@dataclass(frozen=True, slots=True)
class Checked:
    """All that would be told, to whom and about how many visits, and which versions were looked at."""

    visits: tuple[ToTell, ...]
    workers: tuple[tuple[str, int], ...]
    seen: str


@pages.get("/publish")
@needs(Permission.ROTA_MANAGE)
def check() -> ResponseReturnValue:
    """Show what would be told, and to whom: of a week, a worker, a person or one visit."""
    return _check_page(Form(PublishFormSchema()))


@pages.post("/publish")
@needs(Permission.ROTA_MANAGE)
def publish() -> ResponseReturnValue:
    """Tell what was looked at, or show what changed meanwhile."""
    asked, only = _asked(), _only()

    def act(answers: Answers) -> ResponseReturnValue:
        told = actions.publish(
            coop=current_coop(),
            what=what_of(asked, only, versions_of(answers["seen"])),
            by=current_actor(),
            now=clock.now(),
        )
        said = ngettext("%(num)d visit is published", "%(num)d visits are published", told.visits)
        return sent_on(url_for(".index", **asked.address(show=None)), said)

    return posted(Form(PublishFormSchema(), data=request.form), act, page=_check_page, beside=ABOUT)


def what_of(asked: Asked, only: UUID | None, seen: Mapping[UUID, int]) -> actions.ToPublish:
    """Return what an address asks to publish."""
    return actions.ToPublish(
        monday=asked.monday,
        worker_id=asked.worker,
        person_supported_id=asked.person,
        visit_ids=(only,) if only is not None else (),
        seen_versions=seen,
    )


def versions_of(text: str) -> dict[UUID, int]:
    """Return the versions that a page showed, by visit; what cannot be one is left out."""
    return {UUID(found[1]): int(found[2]) for found in _SEEN.finditer(text)}


def checked_of(week: RotaWeek, rows: Sequence[RotaVisit], seen: str, called: Called) -> Checked:
    """Return what would be told of some visits; ``seen`` is what somebody looked at before."""
    known = versions_of(seen)
    names = {one.id: one.name for one in week.workers}
    names |= {one.worker_id: one.worker_name for one in rows if one.worker_id is not None}
    names = {one: called(one, name) for one, name in names.items()}
    counts = Counter(
        worker_id
        for one in rows
        for worker_id in {one.worker_id, one.told_worker_id}
        if worker_id is not None
    )
    visits = tuple(
        ToTell(
            one.id,
            one.planned_from.astimezone(LONDON).date(),
            called(one.person_supported_id, one.person_name),
            _said(one.told_from, one.told_until, _name(names, one.told_worker_id)),
            _said(one.planned_from, one.planned_until, _name(names, one.worker_id)),
            bool(known) and known.get(one.id) != one.version,
        )
        for one in rows
    )
    workers = sorted((names.get(one, "–"), count) for one, count in counts.items())
    return Checked(visits, tuple(workers), " ".join(_seen(rows)))


def _check_page(form: Form) -> str:
    asked, only, now = _asked(), _only(), clock.now()
    with read_again() as session:
        week = queries.week_of_rota(
            session,
            by=current_actor(),
            monday=asked.monday,
            now=now,
            away=away_days(session, asked.monday, asked.monday + WEEK),
        )
        called = told_apart(session)
    rows = [one for one in week.visits if _is_asked(one, asked, only) and _is_to_tell(one, now)]
    checked = checked_of(week, rows, str(form["seen"].value), called)
    return render_template(
        "rota/publish.html",
        form=form,
        asked=asked,
        checked=checked,
        day_words=day_words,
        action=url_for(".publish", **asked.address(visit=only)),
        back_url=url_for(".index", **asked.address()),
    )


def _asked() -> Asked:
    return asked_of(request.args, clock.today())


def _only() -> UUID | None:
    try:
        return UUID(request.args.get("visit", ""))
    except ValueError:
        return None


def _is_asked(one: RotaVisit, asked: Asked, only: UUID | None) -> bool:
    return (
        (only is None or only == one.id)
        and (asked.worker is None or asked.worker in {one.worker_id, one.told_worker_id})
        and (asked.person is None or asked.person == one.person_supported_id)
    )


def _is_to_tell(one: RotaVisit, now: datetime) -> bool:
    return bool(UNTOLD.intersection(one.marks)) and one.state in AHEAD and one.planned_until > now


def _seen(rows: Iterable[RotaVisit]) -> Iterable[str]:
    return (f"{one.id.hex}:{one.version}" for one in rows)


def _name(names: Mapping[UUID, str], worker_id: UUID | None) -> str | None:
    return names.get(worker_id) if worker_id is not None else None


def _said(begins: datetime | None, ends: datetime | None, worker: str | None) -> str:
    if begins is None or ends is None:
        return ""
    times = f"{begins.astimezone(LONDON):%H:%M}–{ends.astimezone(LONDON):%H:%M}"
    return ", ".join((times, worker or _("nobody yet")))
