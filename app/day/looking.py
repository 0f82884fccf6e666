"""When one looked at one's day before: a cookie that says nothing else, so that changes can be marked."""

from datetime import UTC, datetime, timedelta
from typing import Final

from flask import Response, after_this_request, request

from tenants import clock

COOKIE: Final = "day_looked"
# Looks so near to each other are one: a mark does not go while somebody walks to the car.
ONE_LOOK: Final = timedelta(minutes=15)
_KEPT: Final = timedelta(days=14)


def looked_before(now: datetime) -> datetime | None:
    """Return when one looked before this look, and note that one looks now."""
    before, last = _said(request.cookies.get(COOKIE, ""))
    if last is None or not timedelta(0) <= now - last < ONE_LOOK:
        before, last = last, now
    looked = f"{_written(before)}.{_written(last)}"

    @after_this_request
    def keep_look(response: Response) -> Response:
        """Write the cookie where a day was looked at."""
        response.set_cookie(
            COOKIE,
            looked,
            max_age=_KEPT,
            path=f"{request.script_root}/",
            secure=request.is_secure,
            httponly=True,
            samesite="Lax",
        )
        return response

    return before


def forget_phone(response: Response) -> Response:
    """Let whoever signs out leave nothing of their day on the phone."""
    is_out = request.endpoint == "login.sign_out" and response.status_code < 400  # noqa: PLR2004 - no fault
    if is_out and COOKIE in request.cookies:
        response.headers["Clear-Site-Data"] = '"storage"'
        response.delete_cookie(COOKIE, path=f"{request.script_root}/")
    return response


def now_of(device_at: datetime | None) -> datetime | None:
    """Return a device's instant on the day that this installation lives on; the demo lives on one day."""
    if device_at is None or clock.held_day() is None:
        return device_at
    return device_at + (clock.now() - clock.ticking())


def _said(text: str) -> tuple[datetime | None, datetime | None]:
    before, _, last = text.partition(".")
    return _instant(before), _instant(last)


def _instant(text: str) -> datetime | None:
    # Ten digits of seconds reach to the year 2286; a cookie is whatever a browser sends.
    if not text.isascii() or not text.isdecimal() or len(text) > 10:  # noqa: PLR2004 - see above
        return None
    return datetime.fromtimestamp(int(text), UTC)


def _written(instant: datetime | None) -> str:
    return "" if instant is None else str(int(instant.timestamp()))
