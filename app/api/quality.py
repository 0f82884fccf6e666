"""Quality in a co-op: its figures and which months were told, and its self-assessments."""

from typing import Any
from uuid import UUID

from flask import Response, url_for
from marshmallow import fields

from app.api.accepted import done
from app.api.blueprint import Resource
from app.api.idempotency import done_once
from app.api.paging import PageQuery, by_time, cut, page_schema
from app.api.workers import RecordMade, made
from app.quality import words
from app.quality.schemas import DOES_NOT_APPLY, CriterionAnswer, EvidenceWords, WhichMonth
from app.web.context import current_actor, current_coop, reading_session
from app.web.forms import Schema
from app.web.guards import needs
from franchise_kit.access import Permission
from franchise_kit.quality import actions, jobs
from franchise_kit.quality.queries import assessments as judged
from franchise_kit.quality.queries import figures as counted
from franchise_kit.quality.queries.assessments import AssessmentFacts
from franchise_kit.quality.queries.figures import Figure
from tenants import clock

__all__ = ["assessments", "figures", "words"]

figures = Resource("quality-figures", side="coop", about="The co-op's own quality figures over time.")
assessments = Resource("self-assessments", side="coop", about="How the co-op judges itself, with evidence.")


class FigureSaid(Schema):
    """One figure of a week or a month: two counts. A null numerator is too small for who asks."""

    indicator = fields.Str(attribute="indicator.id")
    grain = fields.Str()
    period_from = fields.Date(attribute="period.from_")
    period_until = fields.Date(
        attribute="period.until", metadata={"description": "The first day after the period."}
    )
    numerator = fields.Int(allow_none=True)
    denominator = fields.Int()
    computed_at = fields.AwareDateTime()


class FiguresCounted(Schema):
    """How many figures are others than before."""

    changed = fields.Int(required=True)


class MonthTold(Schema):
    """The disclosures that tell the month."""

    ids = fields.List(fields.UUID(), required=True)


class AssessmentBegun(Schema):
    """Which standard the co-op judges itself against: the version that it follows."""

    standard = fields.Str(required=True)


class EvidenceSaid(Schema):
    """What shows that a criterion is met. A file is fetched on the page."""

    id = fields.UUID()
    dated_on = fields.Date()
    words = fields.Str()
    file_name = fields.Str(allow_none=True)


class CriterionSaid(Schema):
    """One criterion: ``value`` is 0 to 3, null where it does not apply or has no answer yet."""

    criterion = fields.Str(attribute="criterion.id")
    is_critical = fields.Bool(attribute="criterion.is_critical")
    is_answered = fields.Bool()
    value = fields.Int(allow_none=True)
    note = fields.Str()
    evidence = fields.List(fields.Nested(EvidenceSaid))


class AssessmentSaid(Schema):
    """A self-assessment and how it comes out: so many met of so many that apply, never one score."""

    id = fields.UUID()
    standard = fields.Str(attribute="standard.key")
    standard_version = fields.Int(attribute="standard.version")
    state = fields.Str()
    opened_at = fields.AwareDateTime()
    submitted_at = fields.AwareDateTime(allow_none=True)
    met = fields.Int(attribute="score.met")
    applicable = fields.Int(attribute="score.applicable")
    needs_attention = fields.Bool(attribute="score.needs_attention")
    to_share = fields.List(fields.Str(), attribute="score.to_share")
    unanswered = fields.List(fields.Str(), attribute="score.unanswered")
    without_evidence = fields.List(fields.Str(), attribute="score.without_evidence")
    criteria = fields.List(fields.Nested(CriterionSaid))


@figures.route("")
@needs(Permission.QUALITY_DASHBOARD_READ)
@figures.arguments(PageQuery, location="query")
@figures.response(200, page_schema(FigureSaid))
def list_figures(query: dict[str, Any]) -> dict[str, object]:
    """List figures, the newest period first."""
    found = counted.list_figures(reading_session(), by=current_actor())
    return cut(found, query, key=_figure_key, newest_first=True)


@figures.route("/count", methods=["POST"])
@needs(Permission.SELF_ASSESSMENT_WRITE)
@done_once
@figures.response(200, FiguresCounted)
def count() -> dict[str, int]:
    """Count all weeks and months that are over anew from the records."""
    coop = current_coop()
    changed = actions.compute_indicators(coop=coop, by=current_actor(), now=clock.now())
    jobs.look_again(coop)
    return {"changed": changed}


@figures.route("/tell", methods=["POST"])
@needs(Permission.SELF_ASSESSMENT_WRITE)
@done_once
@figures.arguments(WhichMonth)
@figures.response(200, MonthTold)
def tell(answers: dict[str, Any]) -> dict[str, list[UUID]]:
    """Tell the hub a month's figures, those that it does not know so already.

    Once a month was told, the worker tells each later month that is over by itself, once.
    """
    month = answers["month"]
    told = actions.tell_indicators(coop=current_coop(), month=month, by=current_actor(), now=clock.now())
    return {"ids": told}


@assessments.route("")
@needs(Permission.QUALITY_DASHBOARD_READ)
@assessments.arguments(PageQuery, location="query")
@assessments.response(200, page_schema(AssessmentSaid))
def list_assessments(query: dict[str, Any]) -> dict[str, object]:
    """List self-assessments, the newest first."""
    found = judged.list_assessments(reading_session(), by=current_actor(), today=clock.today())
    return cut(found, query, key=lambda one: by_time(one.opened_at, one.id), newest_first=True)


@assessments.route("", methods=["POST"])
@needs(Permission.SELF_ASSESSMENT_WRITE)
@done_once
@assessments.arguments(AssessmentBegun)
@assessments.response(201, RecordMade)
def begin(answers: dict[str, Any]) -> Response:
    """Begin a self-assessment on the version of a standard that is followed."""
    key = answers["standard"]
    made_id = actions.open_assessment(coop=current_coop(), key=key, by=current_actor(), now=clock.now())
    return made(made_id, url_for("api_self-assessments.get_assessment", assessment_id=made_id))


@assessments.route("/<uuid:assessment_id>")
@needs(Permission.QUALITY_DASHBOARD_READ)
@assessments.response(200, AssessmentSaid)
def get_assessment(assessment_id: UUID) -> AssessmentFacts:
    """Show one self-assessment."""
    return judged.get_assessment(reading_session(), assessment_id, by=current_actor(), today=clock.today())


@assessments.route("/<uuid:assessment_id>/criteria/<criterion>/answer", methods=["POST"])
@needs(Permission.SELF_ASSESSMENT_WRITE)
@done_once
@assessments.arguments(CriterionAnswer)
@assessments.response(204)
def answer(answers: dict[str, Any], assessment_id: UUID, criterion: str) -> Response:
    """Answer a criterion; ``none`` says that it does not apply."""
    value = None if answers["value"] == DOES_NOT_APPLY else int(answers["value"])
    actions.answer(
        coop=current_coop(),
        assessment_id=assessment_id,
        criterion=criterion,
        given=actions.NewAnswer(value, answers["note"]),
        by=current_actor(),
        now=clock.now(),
    )
    return done()


@assessments.route("/<uuid:assessment_id>/criteria/<criterion>/evidence", methods=["POST"])
@needs(Permission.SELF_ASSESSMENT_WRITE)
@done_once
@assessments.arguments(EvidenceWords)
@assessments.response(204)
def add_evidence(answers: dict[str, Any], assessment_id: UUID, criterion: str) -> Response:
    """Add evidence in words; a file is added on the page."""
    actions.add_evidence(
        coop=current_coop(),
        assessment_id=assessment_id,
        criterion=criterion,
        evidence=actions.NewEvidence(answers["dated_on"], answers["words"]),
        by=current_actor(),
        now=clock.now(),
    )
    return done()


@assessments.route("/<uuid:assessment_id>/submit", methods=["POST"])
@needs(Permission.SELF_ASSESSMENT_WRITE)
@done_once
@assessments.response(204)
def submit(assessment_id: UUID) -> Response:
    """Submit a self-assessment: it stays as it is, and the hub is told how it came out."""
    actions.submit_assessment(
        coop=current_coop(), assessment_id=assessment_id, by=current_actor(), now=clock.now()
    )
    return done()


def _figure_key(one: Figure) -> str:
    return f"{one.period.from_.isoformat()} {one.indicator.id} {one.grain}"
