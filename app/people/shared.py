"""What the forms about one worker share: the worker, found first, and the page that a form stands on."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.web import dates
from app.web.context import current_actor, read_again
from app.web.forms import Form
from app.web.money import pounds
from app.web.posting import acted
from franchise_kit.people import queries
from franchise_kit.people.queries import WorkerFacts
from franchise_kit.people.rules.minimum_wage import Wage, wage_missed, wages


def worker_of(worker_id: UUID) -> WorkerFacts:
    """Return a worker that somebody reads of, or raise ``NotFound``."""
    with read_again() as session:
        return queries.get_worker(session, worker_id, by=current_actor())


def worker_closely(worker_id: UUID) -> WorkerFacts:
    """Return a worker whose contact, checks and talks somebody reads, or raise ``NotFound``."""
    with read_again() as session:
        return queries.get_worker_closely(session, worker_id, by=current_actor())


def decided(
    act: Callable[..., None], worker_id: UUID, *, back: str, is_agreed: bool, **facts: object
) -> ResponseReturnValue:
    """Say yes or no to what was proposed of a worker, who is found first, and return the way back.

    ``act`` is told whose proposal it is to be: another worker's is not there.
    """
    facts["worker_id"] = worker_of(worker_id).id
    url = url_for(back, worker_id=worker_id)
    put_aside = _("It is put aside. What held before holds on.")
    return acted(act, url, _("Agreed. It holds from now on.") if is_agreed else put_aside, **facts)


def form_page(worker: WorkerFacts, form: Form, *, title: str, to_url: str, back: str) -> str:
    """Draw a form about a worker that is sent to ``to_url``; ``back`` is the endpoint it came from."""
    return render_template(
        "workers/step.html",
        form=form,
        title=title,
        lede=worker.full_name,
        back_url=url_for(back, worker_id=worker.id),
        to_url=to_url,
        button=_("Keep it"),
    )


def warn_below_wage(pence: int, *, unit: str, on: date) -> None:
    """Say, on the page that comes next, that a rate is below the minimum wage, if it is."""
    missed = wage_missed(wages(), pence=pence, unit=unit, on=on)
    if missed is not None:
        flash(wage_words(missed))


def wage_words(missed: Wage) -> str:
    """Return the sentence about a rate below the minimum wage."""
    words: str = _(
        "This is less than the minimum wage for workers of 21 and over: %(pay)s an hour since %(day)s.",
        pay=pounds(missed.pence),
        day=dates.plain_date(missed.from_on),
    )
    return words
