"""What a phone keeps of one's day: the service worker, its page without signal, the token to send with."""

from typing import Final

from flask import Blueprint, Response, abort, jsonify, render_template
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from app.web.assets import STATIC, asset_url
from app.web.context import current_actor
from app.web.guards import needs, open_to_all
from app.web.hosts import only_for
from franchise_kit.access import Permission

pages = Blueprint("phone", __name__)
only_for(pages, "coop")
WORKER: Final = "sw.js"


@pages.get("/sw.js")
@open_to_all
def worker() -> ResponseReturnValue:
    """Send the service worker: its address stays while its content changes, so it is asked for anew."""
    url = asset_url(WORKER)
    if url is None:
        abort(404)
    answer = Response((STATIC / url.removeprefix("/static/")).read_bytes(), mimetype="text/javascript")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@pages.get("/my-visits/no-signal")
@needs(Permission.VISIT_RECORD)
def no_signal() -> ResponseReturnValue:
    """Show what the phone shows where there is no signal, and no page was kept."""
    return render_template("day/no_signal.html", whose=current_actor().account_id)


@pages.get("/my-visits/token")
@needs(Permission.VISIT_RECORD)
def token() -> ResponseReturnValue:
    """Say who is signed in, and with which token their phone sends what waited."""
    return jsonify(whose=str(current_actor().account_id), token=generate_csrf())
