"""What the hub holds of co-ops' quality: the readings of one indicator, and how they judged themselves."""

from typing import Any

from marshmallow import fields, validate

from app.api.blueprint import Resource
from app.api.paging import PageQuery, cut, page_schema
from app.web.context import current_actor, reading_session
from app.web.forms import Schema
from app.web.guards import needs
from franchise_kit.access import Permission
from franchise_kit.oversight import queries_quality
from franchise_kit.quality.queries.figures import COUNTED

indicators = Resource("indicator-readings", side="hub", about="What co-ops told of their quality figures.")
assessments = Resource("assessment-readings", side="hub", about="How co-ops judged themselves last.")


class ReadingQuery(PageQuery):
    """Which indicator is wanted."""

    indicator = fields.Str(required=True, validate=validate.OneOf(COUNTED))


class ReadingSaid(Schema):
    """One co-op's figure of one month; a null numerator was too small to be told."""

    coop_id = fields.UUID()
    period_from = fields.Date(attribute="period.from_")
    period_until = fields.Date(
        attribute="period.until", metadata={"description": "The first day after the month."}
    )
    numerator = fields.Int(allow_none=True)
    denominator = fields.Int()


class AssessmentReadingSaid(Schema):
    """How a co-op judged itself against a standard, the last that it told."""

    coop_id = fields.UUID(attribute="coop.id")
    standard = fields.Str(attribute="standard_key")
    standard_version = fields.Int()
    met = fields.Int()
    applicable = fields.Int()
    needs_attention = fields.Bool()
    told_at = fields.AwareDateTime()


@indicators.route("")
@needs(Permission.QUALITY_DASHBOARD_READ)
@indicators.arguments(ReadingQuery, location="query")
@indicators.response(200, page_schema(ReadingSaid))
def list_readings(query: dict[str, Any]) -> dict[str, object]:
    """List the readings of one indicator, by co-op and month."""
    found = queries_quality.list_readings(reading_session(), query["indicator"], by=current_actor())
    return cut(found, query, key=lambda one: f"{one.coop_id} {one.period.from_.isoformat()}")


@assessments.route("")
@needs(Permission.QUALITY_DASHBOARD_READ)
@assessments.arguments(PageQuery, location="query")
@assessments.response(200, page_schema(AssessmentReadingSaid))
def list_assessments(query: dict[str, Any]) -> dict[str, object]:
    """List how co-ops judged themselves, by co-op and standard."""
    found = queries_quality.list_assessments_told(reading_session(), by=current_actor())
    return cut(found, query, key=lambda one: f"{one.coop.id} {one.standard_key}")
