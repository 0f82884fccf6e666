"""What is due of everybody who works here: overdue first."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.people import keeping_words as words
from app.people.keeping_schemas import DueQuery
from app.people.views import pages
from app.web.context import current_actor, reading_session
from app.web.forms import Form
from app.web.guards import needs
from franchise_kit.access import Permission
from franchise_kit.people import queries
from franchise_kit.people.rules.clocks import CHECKS, HOURS_OFFER, REGISTRATION, TALKS
from tenants import clock

# Where each kind of thing that is due is put right.
SECTIONS = {
    **dict.fromkeys((*CHECKS, REGISTRATION), ".checks"),
    **dict.fromkeys(TALKS, ".talks"),
    HOURS_OFFER: ".offers",
}


@pages.get("/due")
@needs(Permission.WORKER_ENGAGE)
def due() -> ResponseReturnValue:
    """List what is overdue or due soon, the earliest first."""
    today = clock.today()
    form = Form(DueQuery(), data=request.args)
    wanted = form.validate()
    found = queries.list_due_of_all(reading_session(), by=current_actor(), on=today)
    kind, state = (wanted["kind"], wanted["state"]) if wanted else ("", "")
    lines = [line for line in found if kind in ("", line.due.kind) and state in ("", line.due.state(today))]
    page = render_template(
        "workers/due.html",
        form=form,
        lines=lines,
        overdue=sum(line.due.state(today) == "overdue" for line in found),
        is_filtered=bool(kind or state),
        today=today,
        kinds=words.DUE_KINDS,
        states=words.DUE_STATES,
        sections=SECTIONS,
    )
    return page, 200 if wanted is not None else 422
