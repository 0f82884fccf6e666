"""Where the browser finds what it loads beside a page: built files by hashed name, or our plain fallback."""

import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from flask import Flask, Response, current_app, request, url_for

logger = logging.getLogger(__name__)

_EXTENSION = "cydofal_assets"
_BUILD = "build"
_FALLBACKS = {"app.css": "plain.css"}
_A_YEAR = "public, max-age=31536000, immutable"
_A_MINUTE = "public, max-age=60"


def init_assets(app: Flask) -> None:
    """Read the manifest once; without one, pages are plain but readable, and the log says why."""
    app.extensions[_EXTENSION] = _read_manifest(Path(app.static_folder or "") / _BUILD / "manifest.json")
    app.jinja_env.globals.update(asset_url=asset_url)
    app.after_request(_keep_for_a_year)


def asset_url(name: str) -> str | None:
    """Return the address of a built file by its plain name; ``None`` if there is none and none instead."""
    manifest = cast("Mapping[str, str]", current_app.extensions[_EXTENSION])
    if name in manifest:
        return url_for("static", filename=f"{_BUILD}/{manifest[name]}")
    if name in _FALLBACKS:
        return url_for("static", filename=_FALLBACKS[name])
    return None


def _read_manifest(path: Path) -> Mapping[str, str]:
    try:
        return cast("dict[str, str]", json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        logger.warning("Assets are not built, so pages look plain. Build them with: make setup")
        return {}


def _keep_for_a_year(response: Response) -> Response:
    if request.endpoint == "static" and request.view_args:
        is_hashed = str(request.view_args.get("filename", "")).startswith(f"{_BUILD}/")
        response.headers["Cache-Control"] = _A_YEAR if is_hashed and response.status_code < 400 else _A_MINUTE  # noqa: PLR2004 (an HTTP error)
    return response
