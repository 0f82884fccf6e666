"""A worker's profile: how to reach them, what they speak, and what their record said before."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from typing import Any, Final
from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.people import words
from app.people.fields import LANGUAGE_CHOICES
from app.people.profile_schemas import ProfileSchema
from app.people.record import worker_page
from app.people.shared import form_page, worker_closely
from app.people.views import pages
from app.web import dates
from app.web.context import current_actor, current_coop, reading_session
from app.web.forms import Form
from app.web.guards import needs
from app.web.posting import Answers, posted, sent_on
from franchise_kit.access import Permission
from franchise_kit.access.queries.accounts import person_names
from franchise_kit.people import actions, queries
from franchise_kit.people.queries import WorkerChange, WorkerContact, WorkerFacts
from tenants import clock

READ, ENGAGE = Permission.WORKER_READ, Permission.WORKER_ENGAGE
FIELDS = {"worker_changed_meanwhile": None, "contract_still_runs": "arrangement"}
_CHOICES: Final[Mapping[str, Mapping[str, object]]] = {
    "language": dict(LANGUAGE_CHOICES),
    "arrangement": words.ARRANGEMENTS,
    "staff_category": words.CATEGORIES,
}


@dataclass(frozen=True, slots=True)
class ToldChange:
    """A change as it is read: who made it, and for each field that changed what stood there before."""

    who: str
    at: datetime
    before: tuple[tuple[str, str], ...]


@pages.get("/<uuid:worker_id>/profile")
@needs(READ)
def profile(worker_id: UUID) -> ResponseReturnValue:
    """Show how to reach somebody, and what their record said before."""
    session, by = reading_session(), current_actor()
    worker = queries.get_worker_closely(session, worker_id, by=by)
    return worker_page(
        "workers/profile.html",
        worker,
        here="workers.profile",
        contact=queries.get_contact(session, worker_id, by=by),
        spoken=", ".join(str(words.SPOKEN.get(code, code)) for code in worker.speaks),
        arrangements=words.ARRANGEMENTS,
        changes=_told(session, queries.list_worker_changes(session, worker_id, by=by)),
    )


@pages.get("/<uuid:worker_id>/profile/change")
@needs(ENGAGE)
def edit_profile(worker_id: UUID) -> ResponseReturnValue:
    """Ask what is to change."""
    worker = worker_closely(worker_id)
    contact = queries.get_contact(reading_session(), worker_id, by=current_actor())
    return _page(worker, Form(ProfileSchema(), obj=kept_of(worker, contact)))


@pages.post("/<uuid:worker_id>/profile/change")
@needs(ENGAGE)
def change_profile(worker_id: UUID) -> ResponseReturnValue:
    """Change what is kept of a worker."""

    def keep(answers: Answers) -> ResponseReturnValue:
        version = answers.pop("version")
        actions.change_worker(
            coop=current_coop(),
            worker_id=worker_id,
            profile=profile_of(answers),
            version=version,
            by=current_actor(),
            now=clock.now(),
        )
        return sent_on(url_for(".profile", worker_id=worker_id), _("The profile is kept"))

    page = partial(_page, worker_closely(worker_id))
    return posted(Form(ProfileSchema(), data=request.form), keep, page=page, beside=FIELDS)


def kept_of(worker: WorkerFacts, contact: WorkerContact) -> dict[str, Any]:
    """Return all that the form asks for, as it is kept now."""
    names = ("given_name", "family_name", "known_as", "language", "arrangement", "staff_category", "version")
    return {
        **{name: getattr(worker, name) for name in names},
        "speaks": list(worker.speaks),
        **asdict(contact),
    }


def profile_of(answers: Mapping[str, Any]) -> actions.WorkerProfile:
    """Return the profile that a form or a program says."""
    return actions.WorkerProfile(**{**answers, "speaks": tuple(sorted(answers["speaks"]))})


def _told(session: Session, changes: Sequence[WorkerChange]) -> list[ToldChange]:
    names = person_names(session, [change.changed_by_person for change in changes])
    return [
        ToldChange(
            who=names.get(change.changed_by_person, "") if change.changed_by_person else "",
            at=change.changed_at,
            before=tuple(
                (str(words.FIELDS.get(name, name)), _before(name, value))
                for name, value in change.before.items()
                if name in words.FIELDS
            ),
        )
        for change in changes
    ]


def _before(name: str, value: object) -> str:
    """Return what a field said, in words."""
    if not value:
        return str(_("nothing"))
    if isinstance(value, list):
        return ", ".join(str(words.SPOKEN.get(code, code)) for code in value)
    if name == "ended_on":
        return dates.plain_date(datetime.fromisoformat(str(value)).date())
    return str(_CHOICES.get(name, {}).get(str(value), value))


def _page(worker: WorkerFacts, form: Form) -> str:
    return form_page(
        worker,
        form,
        title=_("Change the profile"),
        to_url=url_for(".change_profile", worker_id=worker.id),
        back=".profile",
    )
