"""``/healthz``: up or down, and nothing else to anybody."""

from flask import Blueprint, Response
from sqlalchemy import select
from sqlalchemy.exc import InterfaceError, OperationalError

from app.web.guards import open_to_all
from tenants.office import HUB
from tenants.pool import PoolBusy
from tenants.transaction import reading

pages = Blueprint("health", __name__)


@pages.get("/healthz")
@open_to_all
def show() -> Response:
    """Say whether this process can serve, which it cannot without its database."""
    is_up = _database_answers()
    answer = Response("up\n" if is_up else "down\n", status=200 if is_up else 503, mimetype="text/plain")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _database_answers() -> bool:
    try:
        with reading(HUB) as session:
            return session.scalar(select(1)) == 1
    except (OperationalError, InterfaceError, PoolBusy):
        return False
