"""The hub's first page, the list of co-ops, and one co-op as the hub may see it."""

from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from app.coop.views import greeting
from app.hub import network
from app.hub.pages import pages
from app.hub.schemas import CoopFilter, ReasonSchema
from app.hub.stages import stage_name, stage_options
from app.sharing.counts import count_lines
from app.sharing.fairness import fairness_lines
from app.sharing.words import kind_name
from app.visitors.words import entry_words, state_tag, state_words
from app.web.context import current_actor, current_visitor_facts, reading_session
from app.web.forms import Form
from app.web.guards import needs
from app.web.hosts import office_url
from franchise_kit.access import Permission
from franchise_kit.oversight import queries
from franchise_kit.visiting.queries.asked import AskedEntry, list_asked
from tenants import clock
from tenants.office import CoopState

__all__ = ["pages"]

UNANSWERED = frozenset({"asked", "offered"})


@pages.get("")
@needs(Permission.NETWORK_REPORT_READ)
def home() -> ResponseReturnValue:
    """Show which co-op needs somebody first."""
    session, by, now = reading_session(), current_actor(), clock.now()
    lines = network.lines_of(queries.list_standings(session, by=by), now=now)
    facts = current_visitor_facts()
    asked = _unanswered(session)
    return render_template(
        "hub/home.html",
        greeting=greeting(now, facts.first_name if facts is not None else ""),
        today=clock.today(),
        worst=network.worst_first(lines),
        figures=network.figures_of(lines, now=now),
        unanswered=asked,
        oldest=min((entry.asked_at for entry in asked), default=None),
        given_up=queries.count_given_up_jobs(session, by=by),
        may_read_requests=by.may(Permission.ACCESS_GRANT_READ),
        lacks_factor=facts is not None and not facts.has_second_factor,
        has_coops=bool(lines),
        may_provision=by.may(Permission.TENANT_PROVISION),
    )


@pages.get("/coops")
@needs(Permission.NETWORK_REPORT_READ)
def coops() -> ResponseReturnValue:
    """List the co-ops that are asked for."""
    by = current_actor()
    lines = network.lines_of(queries.list_standings(reading_session(), by=by), now=clock.now())
    form = Form(CoopFilter(), data=request.args, options={"stage": stage_options()})
    answers = form.validate()
    shown = (
        network.filtered(lines, text=answers["q"], stage=answers["stage"], state=answers["state"])
        if answers is not None
        else []
    )
    page = render_template(
        "hub/coops.html",
        form=form,
        lines=shown,
        all_count=len(lines),
        closed_count=sum(line.coop.state is CoopState.CLOSED for line in shown),
        stage_name=stage_name,
        may_provision=by.may(Permission.TENANT_PROVISION),
    )
    return page, 200 if answers is not None else 422


@pages.get("/coops/<uuid:coop_id>")
@needs(Permission.NETWORK_REPORT_READ)
def coop(coop_id: UUID) -> ResponseReturnValue:
    """Show one co-op as far as the hub may see it."""
    return coop_page(reading_session(), coop_id, Form(ReasonSchema()))


def coop_page(session: Session, coop_id: UUID, form: Form) -> str:
    """Return the page of one co-op, with the form that pauses it or opens it again."""
    by, now = current_actor(), clock.now()
    standing = queries.get_standing(session, coop_id, by=by)
    line = network.lines_of([standing], now=now)[0]
    told = queries.list_told(session, coop_id, by=by) if by.may(Permission.DISCLOSURE_READ) else None
    is_movable = standing.coop.state in {CoopState.ACTIVE, CoopState.SUSPENDED}
    return render_template(
        "hub/coop.html",
        line=line,
        form=form,
        stage_name=stage_name,
        kind_name=kind_name,
        entry_words=entry_words,
        state_words=state_words,
        state_tag=state_tag,
        address=office_url(standing.coop),
        migrations=queries.list_migrations(session, coop_id, by=by),
        told=told,
        last_told={one.kind: one.fact for one in told or ()},
        count_lines=count_lines,
        fairness_lines=fairness_lines,
        asked=[entry for entry in list_asked(session, by=by, now=now) if entry.coop_id == coop_id],
        may_move=by.may(Permission.TENANT_PROVISION) and is_movable and not standing.coop.is_synthetic,
        is_suspended=standing.coop.state is CoopState.SUSPENDED,
    )


def _unanswered(session: Session) -> list[AskedEntry]:
    entries = list_asked(session, by=current_actor(), now=clock.now())
    return [entry for entry in entries if entry.state in UNANSWERED]
