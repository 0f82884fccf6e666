"""Quality across the co-ops, at the hub."""

from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.hub.telling_apart import names_apart
from app.oversight import words
from app.oversight.showing import by_name, funnel_of, large_one, small_ones
from app.quality.showing import label_of
from app.quality.words import met_words, standard_name
from app.search.finding import sort_key
from app.web.context import current_actor, reading_session
from app.web.guards import needs
from app.web.hosts import only_for
from franchise_kit.access import Permission
from franchise_kit.oversight import jobs, queries_quality
from franchise_kit.oversight.queries_quality import Overview
from franchise_kit.quality.queries.figures import indicators
from tenants import clock, registry

__all__ = ["jobs", "pages"]

pages = Blueprint("oversight", __name__, url_prefix="/network/quality")
only_for(pages, "hub")


@pages.get("")
@needs(Permission.QUALITY_DASHBOARD_READ)
def index() -> ResponseReturnValue:
    """Show one indicator across all co-ops: who is worth a conversation, the funnel, and each over time."""
    overview = _overview(request.args.get("indicator") or indicators()[0].id)
    names = _names()
    coops = by_name(overview.coops, names)
    return render_template(
        "oversight/index.html",
        overview=overview,
        indicators=indicators(),
        talk=[seen for seen in coops if seen.why_talk],
        apart=[seen for seen in coops if seen.compared != "told"],
        funnel=funnel_of(overview, names),
        small=small_ones(overview, names),
        names=names,
        words=words,
    )


@pages.get("/<indicator_id>/<uuid:coop_id>")
@needs(Permission.QUALITY_DASHBOARD_READ)
def coop(indicator_id: str, coop_id: UUID) -> ResponseReturnValue:
    """Show one co-op's months of one indicator, large."""
    overview = _overview(indicator_id)
    seen = queries_quality.get_coop_seen(overview, coop_id)
    name = _names()[seen.coop.id]
    return render_template(
        "oversight/coop.html",
        overview=overview,
        seen=seen,
        figure=large_one(overview.indicator, seen, name),
        name=name,
        words=words,
    )


@pages.get("/standards")
@needs(Permission.QUALITY_DASHBOARD_READ)
def standards() -> ResponseReturnValue:
    """Show how co-ops judged themselves, the last that each told."""
    found = queries_quality.list_assessments_told(reading_session(), by=current_actor())
    names = _names()
    return render_template(
        "oversight/standards.html",
        told=sorted(found, key=lambda one: (sort_key(names[one.coop.id]), one.standard_key)),
        names=names,
        met_words=met_words,
        standard_name=standard_name,
    )


def _names() -> dict[UUID, str]:
    return names_apart(registry.list_coops(reading_session()))


def _overview(indicator_id: str) -> Overview:
    return queries_quality.get_overview(
        reading_session(), indicator_id, by=current_actor(), today=clock.today(), label=label_of
    )
