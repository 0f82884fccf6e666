"""The cookie of a session: of one host, or of one local path, and of no other."""

from typing import Final

from flask import Flask, request
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer

from app.web.hosts import PATH_SLUG

HOST_COOKIE: Final = "__Host-cydofal"


class OfficeCookies(SecureCookieSessionInterface):
    """Flask's signed cookie, bound to the address that it was given at.

    On a host of its own it is ``__Host-cydofal``: Secure, HttpOnly, Lax, Path=/, no Domain. Under a local
    path it is ``cydofal-<slug>`` with that path, since several co-ops then share one host.
    """

    def get_cookie_name(self, app: Flask) -> str:  # noqa: ARG002 - the signature is Flask's
        """Return the name, which says by its prefix what the browser must keep to."""
        slug = _path_slug()
        return f"cydofal-{slug}" if slug else HOST_COOKIE

    def get_cookie_path(self, app: Flask) -> str:  # noqa: ARG002 - as above
        """Return the local path, or the whole host."""
        return request.script_root if _path_slug() else "/"

    def get_cookie_domain(self, app: Flask) -> str | None:  # noqa: ARG002 - as above
        """Name no domain, so that no other host is sent it."""
        return None

    def get_cookie_secure(self, app: Flask) -> bool:  # noqa: ARG002 - as above
        """Ask for TLS, except under a local path, which exists on this machine alone."""
        return _path_slug() is None or request.is_secure

    def get_cookie_httponly(self, app: Flask) -> bool:  # noqa: ARG002 - as above
        """Keep it from scripts."""
        return True

    def get_cookie_samesite(self, app: Flask) -> str:  # noqa: ARG002 - as above
        """Send it along when somebody follows a link to us, and with nobody else's forms."""
        return "Lax"

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Return the signer of this address: a cookie of another office does not fit."""
        keys = [*(app.config["SECRET_KEY_FALLBACKS"] or ()), app.config["SECRET_KEY"]]
        return URLSafeTimedSerializer(
            keys,
            salt=f"cookie of {request.host.lower()}{request.script_root}",
            serializer=self.serializer,
            signer_kwargs={"key_derivation": self.key_derivation, "digest_method": self.digest_method},
        )


def _path_slug() -> str | None:
    slug: str | None = request.environ.get(PATH_SLUG)
    return slug
