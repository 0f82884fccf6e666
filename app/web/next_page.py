"""Where to go next, when an address from outside says it: only ever to a page of this same host."""

import re
from urllib.parse import urlsplit

# Browsers take a backslash for a slash and drop tabs and line breaks, so an address holds none of them.
_PLAIN_PATH = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*", re.ASCII)


def next_page(wanted: str | None, *, otherwise: str) -> str:
    """Return the wanted address if it is a path on this host, or else the other one."""
    if not wanted or not _PLAIN_PATH.fullmatch(wanted):
        return otherwise
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return otherwise
    return otherwise if parts.scheme or parts.netloc else wanted
