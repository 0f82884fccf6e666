"""What the browser loads beside a page: built files by hashed name, or our plain fallback.

Served before an office is looked for: they are the same everywhere, and a co-op whose pages are closed
still shows its notice in good order.
"""

import json
import logging
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Final, cast

from flask import Flask, current_app
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound
from werkzeug.http import parse_accept_header
from werkzeug.utils import send_from_directory
from werkzeug.wrappers import Response

from app.web.headers import put_headers

logger = logging.getLogger(__name__)

STATIC: Final = Path(__file__).parent.parent / "static"
_EXTENSION = "cydofal_assets"
_PREFIX = "/static/"
_BUILD = "build/"
_FALLBACKS = {"app.css": "plain.css"}
_A_YEAR = "public, max-age=31536000, immutable"
_A_MINUTE = "public, max-age=60"

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Wsgi = Callable[[Environ, StartResponse], Iterable[bytes]]


def init_assets(app: Flask, folder: Path = STATIC) -> None:
    """Read the manifest once; without one, pages are plain but readable, and the log says why."""
    app.extensions[_EXTENSION] = _read_manifest(folder / _BUILD / "manifest.json")
    app.jinja_env.globals.update(asset_url=asset_url)
    app.wsgi_app = StaticFiles(app.wsgi_app, folder)  # type: ignore[method-assign] # Flask's way to add a middleware


def asset_url(name: str) -> str | None:
    """Return the address of a built file by its plain name; ``None`` if there is none and none instead."""
    manifest = cast("Mapping[str, str]", current_app.extensions[_EXTENSION])
    if name in manifest:
        return f"{_PREFIX}{_BUILD}{manifest[name]}"
    return f"{_PREFIX}{_FALLBACKS[name]}" if name in _FALLBACKS else None


class StaticFiles:
    """Answers ``/static/…`` on every host, without a session, an office or a database."""

    def __init__(self, wsgi: Wsgi, folder: Path) -> None:
        self._wsgi = wsgi
        self._folder = folder

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Send a file, or pass the request on."""
        path: str = environ.get("PATH_INFO", "")
        if environ.get("SCRIPT_NAME") or not path.startswith(_PREFIX):
            return self._wsgi(environ, start_response)
        response = self._answer(path.removeprefix(_PREFIX), environ)
        if response is None:
            # No file of ours: the page that says so is the same as everywhere else.
            return self._wsgi(environ, start_response)
        put_headers(response.headers, is_secure=environ["wsgi.url_scheme"] == "https")
        return response(environ, start_response)

    def _answer(self, name: str, environ: Environ) -> Response | None:
        try:
            if environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
                raise MethodNotAllowed(["GET", "HEAD"])
            return self._file(name, environ)
        except NotFound:
            return None
        except HTTPException as error:
            # Whatever stands at fault here, the answer is made by werkzeug and holds nothing of ours.
            return error.get_response(environ)

    def _file(self, name: str, environ: Environ) -> Response:
        is_packed = (
            Path(name).suffix in _TYPES
            and _takes_gzip(environ)
            and (self._folder / _BUILD / f"{Path(name).name}.gz").is_file()
        )
        response = send_from_directory(self._folder, f"{name}.gz" if is_packed else name, environ)
        if is_packed:
            response.headers["Content-Encoding"] = "gzip"
            response.mimetype = _TYPES[Path(name).suffix]
        response.headers["Vary"] = "Accept-Encoding"
        response.headers["Cache-Control"] = _A_YEAR if name.startswith(_BUILD) else _A_MINUTE
        return response


_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


def _takes_gzip(environ: Environ) -> bool:
    return parse_accept_header(environ.get("HTTP_ACCEPT_ENCODING", "")).quality("gzip") > 0


def _read_manifest(path: Path) -> Mapping[str, str]:
    try:
        return cast("dict[str, str]", json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        logger.warning("Assets are not built, so pages look plain. Build them with: make setup")
        return {}
