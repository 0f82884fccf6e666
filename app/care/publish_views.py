"""Publishing: a look at what will be told and to whom, and then the telling."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Final, NamedTuple
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.care.rota_pages import pages
from app.care.rota_schemas import PublishFormSchema
from app.care.week import Asked, asked_of, clock_words, day_words
from app.people.named import Called, told_apart
from app.web.context import current_actor, current_coop, read_again
from app.web.forms import Form
from app.web.guards import needs
from app.web.posting import Answers, posted, sent_on
from franchise_kit.access import Permission
from franchise_kit.care import actions, queries
from franchise_kit.care.queries import Untold
from franchise_kit.kernel.days import LONDON
from tenants import clock

ABOUT: Final = {"visit_changed_meanwhile": None, "nothing_to_publish": None, "worker_elsewhere": None}
# Two thousand addresses of visits are made from one.
ANY: Final = UUID(int=0)
_SEEN: Final = re.compile(r"([0-9a-f]{32}):([0-9]{1,9})")


class ToTell(NamedTuple):
    """A visit as it was told so far (empty for a draft), and as it will be; ``on`` is its day in words."""

    id: UUID
    on: str
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


def checked_of(rows: Sequence[Untold], seen: str, called: Called) -> Checked:
    """Return what would be told of some visits; ``seen`` is what somebody looked at before."""
    known, days, nobody = versions_of(seen), cache(day_words), _("nobody yet")
    affected = Counter(worker_id for one in rows for worker_id in {one.worker_id, one.told_worker_id})
    names = {one.worker_id: called(one.worker_id, one.worker_name) for one in rows}
    names |= {one.told_worker_id: called(one.told_worker_id, one.told_worker_name) for one in rows}
    names[None] = nobody
    visits = tuple(
        ToTell(
            one.id,
            days(one.planned_from.astimezone(LONDON).date()),
            called(one.person_supported_id, one.person_name),
            _said(one.told_from, one.told_until, names[one.told_worker_id]),
            _said(one.planned_from, one.planned_until, names[one.worker_id]),
            bool(known) and known.get(one.id) != one.version,
        )
        for one in rows
    )
    workers = sorted((names[one] or "–", count) for one, count in affected.items() if one is not None)
    return Checked(visits, tuple(workers), " ".join(_seen(rows)))


def _check_page(form: Form) -> str:
    asked, only = _asked(), _only()
    with read_again() as session:
        part = what_of(asked, only, {})
        rows = queries.list_untold(session, part, by=current_actor(), now=clock.now())
        called = told_apart(session)
    return render_template(
        "rota/publish.html",
        form=form,
        asked=asked,
        checked=checked_of(rows, str(form["seen"].value), called),
        visits_url=url_for(".show", visit_id=ANY).removesuffix(str(ANY)),
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


def _seen(rows: Iterable[Untold]) -> Iterable[str]:
    return (f"{one.id.hex}:{one.version}" for one in rows)


def _said(begins: datetime | None, ends: datetime | None, worker: str) -> str:
    return f"{clock_words(begins, ends)}, {worker}" if begins is not None and ends is not None else ""
