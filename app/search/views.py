"""The page of results. It works without a script, and its address can be kept."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.search.finding import MOST_LETTERS, find_answers, find_pages, sort_key
from app.web.context import current_actor, reading_session
from app.web.guards import needs
from app.web.language import current_language
from franchise_kit.access import Permission
from franchise_kit.access.queries.people import find_people, may_find_people
from franchise_kit.access.rules.roles import catalogue
from franchise_kit.care import queries as care
from franchise_kit.people import queries as workers
from tenants import clock

pages = Blueprint("search", __name__)


@pages.get("/search")
@needs(Permission.OWN_ACCOUNT_USE)
def results() -> ResponseReturnValue:
    """Show people, pages and answers that have the words in them."""
    by = current_actor()
    # NUL and its like can be in no name, and PostgreSQL would not take them.
    text = "".join(sign for sign in request.args.get("q", "") if sign.isprintable()).strip()[:MOST_LETTERS]
    session = reading_session()
    people = find_people(session, text, by=by)
    return render_template(
        "search/results.html",
        text=text,
        people=sorted(people, key=lambda person: sort_key(person.full_name)),
        workers=sorted(
            workers.find_workers(session, text, by=by), key=lambda worker: sort_key(worker.full_name)
        ),
        supported=sorted(
            care.find_people(session, text, by=by, today=clock.today()),
            key=lambda person: sort_key(person.name),
        ),
        found_pages=find_pages(text, by=by),
        answers=find_answers(text),
        may_find_people=may_find_people(by),
        may_open=by.may(Permission.USER_MANAGE),
        role_names={role.id: role.name(current_language()) for role in catalogue().values()},
    )
