"""Telling whoever is paid that a paper of theirs is there: a bell and a mail, and no amount in either."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from franchise_kit.access.actions.notices import tell_holder
from franchise_kit.people.queries.facts import WorkerFacts
from tenants import bells

# From a path to a full address, made of settings and never of a request's host.
Address = Callable[[str], str]


def tell_paid(session: Session, worker: WorkerFacts, kind: str, path: str, *, link: str) -> bool:
    """Ring and write in the caller's transaction, if they can sign in; say whether they could.

    ``kind`` has its words in ``app.payroll.words``; ``link`` is the path's full address.
    """
    if worker.account_id is None or not tell_holder(session, worker.account_id, kind, link=link):
        return False
    bells.ring_for(session, worker.account_id, kind=kind, path=path)
    return True
