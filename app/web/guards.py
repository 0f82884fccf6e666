"""Every route has one guard: ``@needs(Permission.X)`` or ``@open_to_all``.

A guard finds out who is here, and either lets the view run or answers in its place. What must be written
before a page is read (that somebody was seen, that a hub person came in) is committed first.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, Final, ParamSpec, cast
from uuid import UUID

from flask import abort, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import refresh
from sqlalchemy.orm import Session

from app.web import context
from app.web.errors import problem
from franchise_kit.access import Permission
from franchise_kit.access.queries.signed_in import SignedIn
from franchise_kit.access.rules import sessions as session_rules
from tenants import clock
from tenants.office import Coop, Office
from tenants.refusal import Refusal
from tenants.transaction import reading

P = ParamSpec("P")
View = Callable[P, ResponseReturnValue]
READS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_MARK: Final = "__guard__"


class FreshProofNeeded(Refusal):
    """A program's token proves no factor, so what asks for a fresh one is not for programs."""

    code = "fresh_proof_needed"


@dataclass(frozen=True, slots=True)
class Guard:
    """What a route asks of its visitor; no permission means that it is open to all."""

    permission: Permission | None = None
    is_fresh: bool = False
    is_enrolling: bool = False


def needs(
    permission: Permission, *, fresh: bool = False, enrolling: bool = False
) -> Callable[[View[P]], View[P]]:
    """Let in who holds a permission.

    ``fresh`` asks for a factor proved within five minutes. ``enrolling`` marks the few pages that stay open
    to somebody who cannot work before they have a second factor.
    """
    guard = Guard(permission, fresh, enrolling)

    def around(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            return _admit(guard, lambda: view(*args, **kwargs), dict(kwargs))

        setattr(guarded, _MARK, guard)
        return guarded

    return around


def open_to_all(view: View[P]) -> View[P]:
    """Let everybody in; nobody is looked up unless the view asks."""
    setattr(view, _MARK, Guard())
    return view


def guard_of(view: Callable[..., Any]) -> Guard | None:
    """Return a view's guard, for the list of routes and its tests."""
    return cast("Guard | None", getattr(view, _MARK, None))


def _admit(
    guard: Guard, view: Callable[[], ResponseReturnValue], arguments: dict[str, Any]
) -> ResponseReturnValue:
    office, now = context.current_office(), clock.ticking()
    is_read = request.method in READS
    with reading(office) as session:
        _look(session)
        answer = _answer_instead(guard, now)
        if answer is None and is_read and not _must_write_first(now):
            return _read(session, view)
    if _is_gone_from_hub():
        g.signed_in = None
        return _ask_to_sign_in()
    if answer is not None:
        return answer()
    _write_first(office, arguments, now, is_read=is_read)
    if not is_read:
        return view()
    with reading(office) as session:
        # Who was let in may have been put out since: a hub person's agreement can end at any moment.
        _look(session)
        answer = _answer_instead(guard, now)
        if answer is None:
            return _read(session, view)
    return answer()


def _look(session: Session) -> None:
    context.identify(session)
    # The reader's language was perhaps asked for before we knew who they are.
    refresh()


def _read(session: Session, view: Callable[[], ResponseReturnValue]) -> ResponseReturnValue:
    g.reading_session = session
    try:
        return view()
    finally:
        g.pop("reading_session", None)


def _answer_instead(guard: Guard, now: datetime) -> Callable[[], ResponseReturnValue] | None:
    """Return what answers in the view's place, to be called when no session is open."""
    actor = context.find_actor()
    if actor is None:
        # Nobody signs in at a co-op to be its guest: who has no entry any more is outside.
        is_guests_page = guard.permission is Permission.COOP_ENTER and isinstance(
            context.current_office(), Coop
        )
        return _show_out if is_guests_page else _ask_to_sign_in
    facts = context.current_visitor_facts()
    if facts is not None and facts.must_enrol and not guard.is_enrolling:
        return lambda: redirect(url_for("account.secure"), code=303)
    if guard.permission is None or not actor.may(guard.permission):
        return lambda: _refuse(str(guard.permission))
    if guard.is_fresh and not _is_fresh(facts, now):
        return _ask_for_proof
    return None


def _is_fresh(facts: SignedIn | None, now: datetime) -> bool:
    return facts is not None and session_rules.is_fresh(facts.proved_at, now=now)


def _ask_to_sign_in() -> ResponseReturnValue:
    if context.is_api():
        answer = problem(401, "token_needed", _("Send a token that is still in force."))
        answer.headers["WWW-Authenticate"] = "Bearer"
        return answer
    facts = context.current_visitor_facts()
    endpoint = "login.sign_in" if facts is None else "login.second_factor"
    return redirect(url_for(endpoint, next=_come_back_to()), code=303)


def _show_out() -> ResponseReturnValue:
    return redirect(url_for("visitors.left"), code=303)


def _ask_for_proof() -> ResponseReturnValue:
    if context.is_api():
        raise FreshProofNeeded
    return redirect(url_for("login.prove", next=_come_back_to()), code=303)


def _come_back_to() -> str | None:
    """Return the page to come back to; a form that was sent is not sent again."""
    if request.method not in READS:
        return None
    path = f"{request.script_root}{request.full_path.rstrip('?')}"
    return None if path == f"{request.script_root}/" else path


def _refuse(permission: str) -> ResponseReturnValue:
    from franchise_kit.access.actions import admission  # noqa: PLC0415 - what is open to all writes nothing

    admission.refuse_page(
        office=context.current_office(),
        by=context.current_actor(),
        page=request.endpoint or "unknown",
        permission=permission,
    )
    abort(404)


def _is_gone_from_hub() -> bool:
    """Say whether a guest's account at the hub has ended since, which only the hub knows."""
    facts = context.current_visitor_facts()
    if facts is None or not facts.is_visitor:
        return False
    from app.web.hub_actions import is_vouched_for  # noqa: PLC0415 - only for a guest

    return not is_vouched_for(facts)


def _must_write_first(now: datetime) -> bool:
    holder = g.token_holder
    if holder is not None:
        return bool(holder.must_note_use)
    facts = context.current_visitor_facts()
    return facts is not None and (
        facts.is_visitor or session_rules.must_note_seen(facts.last_seen_at, now=now)
    )


def _write_first(office: Office, arguments: dict[str, Any], now: datetime, *, is_read: bool) -> None:
    holder, reader = g.token_holder, context.bearer_reader()
    if holder is not None and reader is not None and holder.must_note_use:
        reader.note_use(office, holder.actor)
    facts = context.current_visitor_facts()
    if facts is None:
        return
    from franchise_kit.access.actions import admission  # noqa: PLC0415 - as above

    if session_rules.must_note_seen(facts.last_seen_at, now=now):
        admission.note_seen(office=office, session_id=facts.session_id, now=now)
    if facts.is_visitor and is_read:
        ids = {name: value for name, value in arguments.items() if isinstance(value, UUID)}
        admission.note_visit(
            office=office, by=context.current_actor(), page=request.endpoint or "unknown", record_ids=ids
        )
