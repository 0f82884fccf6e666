"""Headers that every response carries, error pages included."""

from typing import Final

from flask import Flask, Response, request
from werkzeug.datastructures import Headers

POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
FIXED: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), "
    "publickey-credentials-get=(self), publickey-credentials-create=(self)",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def init_headers(app: Flask) -> None:
    """Put the headers on every response."""

    @app.after_request
    def _headers(response: Response) -> Response:
        put_headers(response.headers, is_secure=request.is_secure)
        return response


def put_headers(headers: Headers, *, is_secure: bool) -> None:
    """Add to an answer's own headers those that every answer carries."""
    for name, value in FIXED.items():
        headers.setdefault(name, value)
    if is_secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    # A page may hold somebody's data; hashed assets say otherwise themselves.
    headers.setdefault("Cache-Control", "no-store")
