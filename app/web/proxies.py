"""Forwarded headers are believed only from the proxies that the settings list."""

from collections.abc import Callable, Iterable
from ipaddress import IPv4Network, IPv6Network, ip_address
from typing import Any, Final

from werkzeug.middleware.proxy_fix import ProxyFix

Environ = dict[str, Any]
Wsgi = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
FORWARDED: Final = tuple(
    f"HTTP_{name}"
    for name in (
        "FORWARDED",
        "X_FORWARDED_FOR",
        "X_FORWARDED_PROTO",
        "X_FORWARDED_HOST",
        "X_FORWARDED_PORT",
        "X_FORWARDED_PREFIX",
    )
)


class TrustedProxies:
    """Reads the client's address and scheme from a listed proxy, and drops such headers from anybody else."""

    def __init__(self, wsgi: Wsgi, networks: tuple[IPv4Network | IPv6Network, ...]) -> None:
        self._plain = wsgi
        # The host is never taken from a header: a proxy passes the real Host on.
        self._behind = ProxyFix(wsgi, x_for=1, x_proto=1, x_host=0, x_port=0, x_prefix=0)
        self._networks = networks

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Pass the request on."""
        if self._is_listed(environ.get("REMOTE_ADDR", "")):
            return self._behind(environ, start_response)
        for name in FORWARDED:
            environ.pop(name, None)
        return self._plain(environ, start_response)

    def _is_listed(self, address: str) -> bool:
        try:
            known = ip_address(address)
        except ValueError:
            return False
        return any(known in network for network in self._networks)
