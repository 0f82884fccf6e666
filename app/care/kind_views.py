"""Kinds of visit, and the tasks of each."""

from collections.abc import Sequence
from functools import partial
from typing import Final
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.care.pattern_schemas import PAYS_AS, KindSchema, TaskSchema
from app.care.plan_fields import version_field
from app.care.rota_pages import form_page, kind_name, pages, stale_rows
from app.search.finding import sort_key
from app.web.context import current_actor, current_coop, read_again, reading_session
from app.web.forms import Form, Schema
from app.web.guards import needs
from app.web.posting import Answers, posted, sent_on
from franchise_kit.access import Permission
from franchise_kit.care import actions, queries
from franchise_kit.care.actions import TaskSaid
from franchise_kit.care.queries import KindFacts, TaskFacts
from tenants import clock
from tenants.refusal import NotFound

ABOUT: Final = {"kind_name_taken": "name_en", "kind_changed_meanwhile": None}
USUAL: Final = {"minutes": 45, "pays_as": "visit", "is_offered": True}


class VersionSchema(Schema):
    """A button that changes something, and the version that was seen."""

    version = version_field()


@pages.get("/kinds")
@needs(Permission.ROTA_MANAGE)
def kinds() -> ResponseReturnValue:
    """List the kinds of visit."""
    listed = queries.list_kinds(reading_session(), by=current_actor())
    return render_template(
        "rota/kinds.html",
        kinds=sorted(listed, key=lambda one: sort_key(kind_name(one))),
        kind_name=kind_name,
        pays_as=PAYS_AS,
    )


@pages.get("/kinds/new")
@needs(Permission.ROTA_MANAGE)
def new_kind() -> ResponseReturnValue:
    """Ask for a kind of visit."""
    return _new_page(Form(KindSchema(), obj=USUAL))


@pages.post("/kinds/new")
@needs(Permission.ROTA_MANAGE)
def add_kind() -> ResponseReturnValue:
    """Add a kind of visit."""

    def keep(answers: Answers) -> ResponseReturnValue:
        kind_id = actions.add_kind(
            coop=current_coop(), kind=kind_of(answers), by=current_actor(), now=clock.now()
        )
        return sent_on(url_for(".kind", kind_id=kind_id), _("The kind of visit is kept. Next: its tasks."))

    return posted(Form(KindSchema(), data=request.form), keep, page=_new_page, beside=ABOUT)


@pages.get("/kinds/<uuid:kind_id>")
@needs(Permission.ROTA_MANAGE)
def kind(kind_id: UUID) -> ResponseReturnValue:
    """Show a kind of visit with its tasks."""
    return _kind_page(kind_id)


@pages.get("/kinds/<uuid:kind_id>/change")
@needs(Permission.ROTA_MANAGE)
def edit_kind(kind_id: UUID) -> ResponseReturnValue:
    """Ask what a kind of visit is."""
    return _edit_page(kind_id, Form(KindSchema(), obj=_kind(kind_id)))


@pages.post("/kinds/<uuid:kind_id>/change")
@needs(Permission.ROTA_MANAGE)
def change_kind(kind_id: UUID) -> ResponseReturnValue:
    """Keep what a kind of visit is, or show what another changed meanwhile."""
    held = _kind(kind_id)

    def keep(answers: Answers) -> ResponseReturnValue:
        actions.save_kind(
            coop=current_coop(),
            kind_id=held.id,
            kind=kind_of(answers),
            version=answers["version"],
            by=current_actor(),
            now=clock.now(),
        )
        return sent_on(url_for(".kind", kind_id=held.id), _("The kind of visit is kept"))

    form = Form(KindSchema(), data=request.form)
    return posted(form, keep, page=partial(_edit_page, kind_id), beside=ABOUT)


@pages.post("/kinds/<uuid:kind_id>/tasks")
@needs(Permission.ROTA_MANAGE)
def add_task(kind_id: UUID) -> ResponseReturnValue:
    """Add a task at the end."""
    held = _kind(kind_id)

    def keep(answers: Answers) -> ResponseReturnValue:
        version = answers.pop("version")
        return _save(held, [*_said(held), TaskSaid(**answers)], version, _("The task is added"))

    form = Form(TaskSchema(), data=request.form)
    return posted(form, keep, page=partial(_kind_page, kind_id), beside=ABOUT)


@pages.get("/kinds/<uuid:kind_id>/tasks/<uuid:task_id>")
@needs(Permission.ROTA_MANAGE)
def edit_task(kind_id: UUID, task_id: UUID) -> ResponseReturnValue:
    """Ask what a task is."""
    held = _kind(kind_id)
    return _task_page(held, task_id, Form(TaskSchema(), obj=_task(held, task_id)))


@pages.post("/kinds/<uuid:kind_id>/tasks/<uuid:task_id>")
@needs(Permission.ROTA_MANAGE)
def change_task(kind_id: UUID, task_id: UUID) -> ResponseReturnValue:
    """Keep what a task is."""
    held = _kind(kind_id)
    _task(held, task_id)

    def keep(answers: Answers) -> ResponseReturnValue:
        version = answers.pop("version")
        changed = TaskSaid(id=task_id, **answers)
        tasks = [changed if one.id == task_id else one for one in _said(held)]
        return _save(held, tasks, version, _("The task is kept"))

    form = Form(TaskSchema(), data=request.form)
    return posted(form, keep, page=partial(_task_page, held, task_id), beside=ABOUT)


@pages.post("/kinds/<uuid:kind_id>/tasks/<uuid:task_id>/up")
@needs(Permission.ROTA_MANAGE)
def task_up(kind_id: UUID, task_id: UUID) -> ResponseReturnValue:
    """Let a task come before the one above it."""
    held = _kind(kind_id)
    place = [one.id for one in held.tasks].index(_task(held, task_id).id)

    def keep(answers: Answers) -> ResponseReturnValue:
        tasks = _said(held)
        tasks.insert(max(0, place - 1), tasks.pop(place))
        return _save(held, tasks, answers["version"], _("The order is kept"))

    form = Form(VersionSchema(), data=request.form)
    return posted(form, keep, page=partial(_kind_page, kind_id), beside=ABOUT)


@pages.post("/kinds/<uuid:kind_id>/tasks/<uuid:task_id>/remove")
@needs(Permission.ROTA_MANAGE)
def remove_task(kind_id: UUID, task_id: UUID) -> ResponseReturnValue:
    """Offer a task no longer; what was answered of it stays."""
    held = _kind(kind_id)
    _task(held, task_id)

    def keep(answers: Answers) -> ResponseReturnValue:
        tasks = [one for one in _said(held) if one.id != task_id]
        return _save(held, tasks, answers["version"], _("The task is taken away"))

    form = Form(VersionSchema(), data=request.form)
    return posted(form, keep, page=partial(_kind_page, kind_id), beside=ABOUT)


def kind_of(answers: Answers) -> actions.KindSaid:
    """Return the kind that a form says."""
    said = {name: value for name, value in answers.items() if name != "version"}
    return actions.KindSaid(**said | {"is_offered": bool(said["is_offered"])})


def _kind(kind_id: UUID) -> KindFacts:
    with read_again() as session:
        return queries.get_kind(session, kind_id, by=current_actor())


def _task(held: KindFacts, task_id: UUID) -> TaskFacts:
    found = next((one for one in held.tasks if one.id == task_id), None)
    if found is None:
        raise NotFound(record_kind="visit_kind")
    return found


def _said(held: KindFacts) -> list[TaskSaid]:
    return [TaskSaid(one.words_en, one.words_cy, one.is_essential, one.id) for one in held.tasks]


def _save(held: KindFacts, tasks: Sequence[TaskSaid], version: int | None, words: str) -> ResponseReturnValue:
    actions.save_tasks(
        coop=current_coop(),
        kind_id=held.id,
        tasks=tasks,
        version=held.version if version is None else version,
        by=current_actor(),
    )
    return sent_on(url_for(".kind", kind_id=held.id), words)


def _kind_page(kind_id: UUID, form: Form | None = None) -> str:
    held = _kind(kind_id)
    is_task = form is not None and "words_en" in form.fields
    return render_template(
        "rota/kind.html",
        kind=held,
        name=kind_name(held),
        pays_as=PAYS_AS,
        form=form,
        adding=form if is_task else Form(TaskSchema()),
    )


def _new_page(form: Form) -> str:
    return form_page(
        form,
        title=_("A kind of visit"),
        action=url_for("rota.add_kind"),
        button=_("Keep it"),
        back_url=url_for("rota.kinds"),
        back=_("Kinds of visit"),
    )


def _edit_page(kind_id: UUID, form: Form) -> str:
    held = _kind(kind_id)
    kept = {name: getattr(held, name) for name in KindSchema().load_fields if name != "version"}
    return form_page(
        form,
        title=kind_name(held),
        action=url_for("rota.change_kind", kind_id=held.id),
        button=_("Keep it"),
        back_url=url_for("rota.kind", kind_id=held.id),
        theirs=stale_rows(form, kept, held.version),
        version=held.version,
    )


def _task_page(held: KindFacts, task_id: UUID, form: Form) -> str:
    now_held = _kind(held.id)
    task = _task(now_held, task_id)
    kept = {name: getattr(task, name) for name in TaskSchema().load_fields if name != "version"}
    return form_page(
        form,
        title=_("A task"),
        action=url_for("rota.change_task", kind_id=held.id, task_id=task_id),
        button=_("Keep it"),
        back_url=url_for("rota.kind", kind_id=held.id),
        back=kind_name(held),
        theirs=stale_rows(form, kept, now_held.version),
        version=now_held.version,
    )
