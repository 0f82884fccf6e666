"""Which office a request is for: from its host or its local path, and from nothing else."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any, Literal

from flask import Blueprint, Flask, abort, current_app, g, redirect, request
from flask.typing import ResponseReturnValue

from app.logs import note_office
from app.settings import Settings
from app.web.closed import CoopIsClosed, CoopIsShut, CoopIsSuspended, CoopIsUpdating
from migrations import known_revisions
from tenants import registry
from tenants.names import SLUG_PATTERN
from tenants.office import HUB, Coop, CoopState, Hub, Office
from tenants.refusal import NotFound

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
PATH_SLUG = "cydofal.path_slug"
HEALTH = "health.show"
SETTINGS = "CYDOFAL"


class LocalPaths:
    """Lets ``/c/<slug>/…`` on a bare host stand for the co-op's own host; for local and demo use only.

    What cannot be a short name is left in the path: it would end up in the cookie's name.
    """

    def __init__(self, wsgi: Callable[[Environ, StartResponse], Iterable[bytes]], base: str) -> None:
        self._wsgi = wsgi
        self._base = base

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Move the two parts of the path into SCRIPT_NAME, so that every made address keeps them."""
        parts = environ.get("PATH_INFO", "").split("/", 3)
        is_local = len(parts) > 2 and parts[1] == "c" and SLUG_PATTERN.fullmatch(parts[2])  # noqa: PLR2004 - "", "c", slug
        host = _without_port(environ.get("HTTP_HOST", ""))
        if is_local and (host == self._base or _is_bare(host)):
            environ[PATH_SLUG] = parts[2]
            environ["SCRIPT_NAME"] = f"{environ.get('SCRIPT_NAME', '')}/c/{parts[2]}"
            environ["PATH_INFO"] = "/" + (parts[3] if len(parts) > 3 else "")  # noqa: PLR2004 - the rest
        return self._wsgi(environ, start_response)


@dataclass(frozen=True, slots=True)
class _Asked:
    slug: str | None
    is_by_path: bool


def settings() -> Settings:
    """Return the settings of the running application."""
    held: Settings = current_app.config[SETTINGS]
    return held


def current_office() -> Office:
    """Return the office that this request is for."""
    office: Office = g.office
    return office


def current_coop() -> Coop:
    """Return the co-op that this request is for; 404 at the hub."""
    office = current_office()
    if not isinstance(office, Coop):
        abort(404)
    return office


def office_url(office: Office, path: str = "/") -> str:
    """Return the full address of a page of an office, from the settings and never from the request's host."""
    held = settings()
    host = held.base_domain if isinstance(office, Hub) else f"{office.slug}.{held.base_domain}"
    return f"{held.scheme}://{host}{path}"


def local_or_office_url(coop: Coop) -> str:
    """Return where a co-op's pages are found from here: beside us under a path, or on a host of its own."""
    host = request.host.partition(":")[0]
    if settings().has_path_mode and _is_bare(host) and host != "localhost":
        return f"/c/{coop.slug}/"
    return office_url(coop)


def only_for(pages: Blueprint, side: Literal["hub", "coop"]) -> None:
    """Make a blueprint's pages unknown at the other side's hosts."""

    @pages.before_request
    def _other_side_is_unknown() -> None:
        if isinstance(current_office(), Hub) is not (side == "hub"):
            abort(404)


def init_hosts(app: Flask) -> None:
    """Find the office before anything else is done with a request."""
    held: Settings = app.config[SETTINGS]
    if held.has_path_mode:
        app.wsgi_app = LocalPaths(app.wsgi_app, _without_port(held.base_domain))  # type: ignore[method-assign] # Flask's way to add a middleware
    app.before_request(_find_office)


def _find_office() -> ResponseReturnValue | None:
    if request.endpoint == HEALTH:
        # Whoever watches us asks by any name or address, also when no co-op can be looked up.
        g.office = HUB
        return None
    asked = _asked(settings())
    if asked.slug is None:
        g.office = HUB
        note_office(HUB.key)
        return None
    coop = registry.find(asked.slug)
    if coop is None or coop.is_synthetic or coop.state is CoopState.PREPARING:
        g.office = HUB
        abort(404)
    g.office = coop
    note_office(coop.key)
    if coop.slug != asked.slug:
        return _moved(coop, asked)
    try:
        _check_open(coop)
    except CoopIsShut:
        # Behind a shut door nobody is looked for: its login may not even connect.
        g.signed_in = None
        raise
    return None


def _asked(held: Settings) -> _Asked:
    by_path: str | None = request.environ.get(PATH_SLUG)
    if by_path is not None:
        return _Asked(by_path, is_by_path=True)
    host = _without_port(request.host)
    base = _without_port(held.base_domain)
    if host == base or (held.has_path_mode and _is_bare(host)):
        return _Asked(None, is_by_path=False)
    slug, dot, rest = host.partition(".")
    if dot and rest == base:
        return _Asked(slug, is_by_path=False)
    g.office = HUB
    raise NotFound


def _without_port(host: str) -> str:
    name, bracket, _rest = host.lower().partition("]")
    return f"{name}]" if bracket else name.partition(":")[0]


def _is_bare(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _moved(coop: Coop, asked: _Asked) -> ResponseReturnValue:
    """Lead from a co-op's former name to its present one."""
    if asked.is_by_path:
        return redirect(f"/c/{coop.slug}{request.full_path.rstrip('?')}", code=308)
    return redirect(office_url(coop, request.full_path.rstrip("?")), code=308)


def _check_open(coop: Coop) -> None:
    if coop.state is CoopState.SUSPENDED:
        raise CoopIsSuspended
    if coop.state is CoopState.CLOSED:
        raise CoopIsClosed
    known = known_revisions("coop")
    # One revision behind still works: changes expand first. One that is unknown is newer than this program.
    if coop.revision in known[:-2]:
        raise CoopIsUpdating
