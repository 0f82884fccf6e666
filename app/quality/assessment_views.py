"""Standards that the co-op follows, and its self-assessments: answers, evidence, and submitting them."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.quality import words
from app.quality.pages import pages
from app.quality.schemas import DOES_NOT_APPLY, CriterionAnswer, NewEvidence
from app.web.attachments import attachment
from app.web.context import current_actor, current_coop, read_again, reading_session
from app.web.forms import Form
from app.web.guards import needs
from app.web.language import current_language
from app.web.refusals import sentence_for
from franchise_kit.access import Permission
from franchise_kit.quality import actions, jobs
from franchise_kit.quality.queries import assessments
from franchise_kit.quality.queries.assessments import AssessmentFacts, CriterionFacts
from franchise_kit.quality.queries.standards import KIND, list_standards
from tenants import clock, files

__all__ = ["pages"]

WRITE = Permission.SELF_ASSESSMENT_WRITE


@pages.get("/standards")
@needs(Permission.STANDARD_READ)
def standards() -> ResponseReturnValue:
    """List the standards that are out, which of them the co-op follows, and its self-assessments."""
    session, by = reading_session(), current_actor()
    may_read = by.may(Permission.QUALITY_DASHBOARD_READ)
    found = assessments.list_assessments(session, by=by, today=clock.today()) if may_read else []
    return render_template(
        "quality/standards.html",
        standards=list_standards(session, by=by),
        assessments=found,
        open_keys={one.standard.key: one.id for one in found if one.is_open},
        kind=KIND,
        words=words,
        may_write=by.may(WRITE),
        may_read=may_read,
    )


@pages.post("/standards/<key>/<int(max=1000000):version>/follow")
@needs(WRITE)
def follow(key: str, version: int) -> ResponseReturnValue:
    """Follow a version of a standard from now on."""
    coop = current_coop()
    actions.adopt_standard(coop=coop, key=key, version=version, by=current_actor(), now=clock.now())
    jobs.look_again(coop)
    flash(_("Your co-op follows this version now"))
    return redirect(url_for(".standards"), code=303)


@pages.post("/standards/<key>/assess")
@needs(WRITE)
def assess(key: str) -> ResponseReturnValue:
    """Begin a self-assessment on the version that is followed."""
    assessment_id = actions.open_assessment(coop=current_coop(), key=key, by=current_actor(), now=clock.now())
    return redirect(url_for(".assessment", assessment_id=assessment_id), code=303)


@pages.get("/assessments/<uuid:assessment_id>")
@needs(Permission.QUALITY_DASHBOARD_READ)
def assessment(assessment_id: UUID) -> ResponseReturnValue:
    """Show a self-assessment and how it stands."""
    return _assessment_page(_read(assessment_id))


@pages.post("/assessments/<uuid:assessment_id>/submit")
@needs(WRITE)
def submit(assessment_id: UUID) -> ResponseReturnValue:
    """Submit a self-assessment, or say beside each criterion what is missing."""
    try:
        actions.submit_assessment(
            coop=current_coop(), assessment_id=assessment_id, by=current_actor(), now=clock.now()
        )
    except (actions.AssessmentNotReady, actions.NothingApplies) as refusal:
        return _assessment_page(_read(assessment_id), refused=sentence_for(refusal)), 409
    flash(_("The self-assessment is submitted, and the network was told how it came out"))
    return redirect(url_for(".assessment", assessment_id=assessment_id), code=303)


@pages.get("/assessments/<uuid:assessment_id>/criteria/<criterion>")
@needs(WRITE)
def criterion(assessment_id: UUID, criterion: str) -> ResponseReturnValue:
    """Ask for the answer to a criterion, and for evidence."""
    facts = _read(assessment_id)
    return _criterion_page(facts, facts.find(criterion))


@pages.post("/assessments/<uuid:assessment_id>/criteria/<criterion>")
@needs(WRITE)
def answer(assessment_id: UUID, criterion: str) -> ResponseReturnValue:
    """Keep the answer to a criterion."""
    facts = _read(assessment_id)
    one = facts.find(criterion)
    form = _answer_form(facts, data=request.form)
    answers = form.validate()
    if answers is None:
        return _criterion_page(facts, one, answering=form), 422
    value = None if answers["value"] == DOES_NOT_APPLY else int(answers["value"])
    actions.answer(
        coop=current_coop(),
        assessment_id=assessment_id,
        criterion=criterion,
        given=actions.NewAnswer(value, answers["note"]),
        by=current_actor(),
        now=clock.now(),
    )
    flash(_("The answer is kept"))
    return redirect(_here(assessment_id, criterion), code=303)


@pages.post("/assessments/<uuid:assessment_id>/criteria/<criterion>/evidence")
@needs(WRITE)
def add_evidence(assessment_id: UUID, criterion: str) -> ResponseReturnValue:
    """Add what shows that a criterion is met."""
    facts = _read(assessment_id)
    one = facts.find(criterion)
    form = Form(NewEvidence(), data=request.form, files=request.files, prefix="evidence-")
    answers = form.validate()
    if answers is None:
        return _criterion_page(facts, one, showing=form), 422
    try:
        actions.add_evidence(
            coop=current_coop(),
            assessment_id=assessment_id,
            criterion=criterion,
            evidence=_evidence(answers),
            by=current_actor(),
            now=clock.now(),
        )
    except (files.FileKindRefused, files.FileTooLarge) as refusal:
        form.refuse("file", sentence_for(refusal))
        return _criterion_page(facts, one, showing=form), 422
    except (actions.EvidenceFromTheFuture, actions.EvidenceSaysNothing) as refusal:
        field = "dated_on" if isinstance(refusal, actions.EvidenceFromTheFuture) else "words"
        form.refuse(field, sentence_for(refusal))
        return _criterion_page(facts, one, showing=form), 422
    flash(_("The evidence is kept"))
    return redirect(_here(assessment_id, criterion), code=303)


@pages.get("/assessments/<uuid:assessment_id>/evidence/<uuid:evidence_id>")
@needs(Permission.QUALITY_DASHBOARD_READ)
def fetch_evidence(assessment_id: UUID, evidence_id: UUID) -> ResponseReturnValue:
    """Give a file of evidence to keep; it is never opened inside our pages."""
    kept, content = assessments.read_evidence(
        reading_session(), assessment_id, evidence_id, by=current_actor()
    )
    return attachment(content, kept.media_type, kept.name)


def _read(assessment_id: UUID) -> AssessmentFacts:
    with read_again() as session:
        return assessments.get_assessment(session, assessment_id, by=current_actor(), today=clock.today())


def _here(assessment_id: UUID, criterion: str) -> str:
    return url_for(".criterion", assessment_id=assessment_id, criterion=criterion)


def _evidence(answers: dict[str, Any]) -> actions.NewEvidence:
    sent = answers["file"]
    has_file = sent is not None and not isinstance(sent, str)
    return actions.NewEvidence(
        dated_on=answers["dated_on"],
        words=answers["words"],
        file_name=(sent.filename or "") if has_file else "",
        content=sent.read() if has_file else b"",
    )


def _answer_form(facts: AssessmentFacts, **kept: Any) -> Form:  # noqa: ANN401 - the form's own arguments
    language = current_language()
    scale = [
        (DOES_NOT_APPLY if step.value is None else str(step.value), step.label.said(language))
        for step in facts.standard.library.scale
    ]
    return Form(CriterionAnswer(), options={"value": scale}, **kept)


def _kept(one: CriterionFacts) -> dict[str, str]:
    if not one.is_answered:
        return {}
    return {"value": DOES_NOT_APPLY if one.value is None else str(one.value), "note": one.note}


def _assessment_page(facts: AssessmentFacts, *, refused: str = "") -> str:
    return render_template(
        "quality/assessment.html",
        facts=facts,
        refused=refused,
        language=current_language(),
        words=words,
        may_write=current_actor().may(WRITE) and facts.is_open,
    )


def _criterion_page(
    facts: AssessmentFacts,
    one: CriterionFacts,
    *,
    answering: Form | None = None,
    showing: Form | None = None,
) -> str:
    ids = [other.criterion.id for other in facts.criteria]
    place = ids.index(one.criterion.id)
    return render_template(
        "quality/criterion.html",
        facts=facts,
        one=one,
        problem=words.criterion_problem(facts, one) if facts.is_open else "",
        answering=answering or _answer_form(facts, obj=_kept(one)),
        showing=showing or Form(NewEvidence(), prefix="evidence-"),
        form=answering or showing,
        next_id=ids[place + 1] if place + 1 < len(ids) else None,
        language=current_language(),
    )
