"""How a visit stands, in words."""

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

STATES: Final[Mapping[str, LazyString]] = {
    "planned": _l("To come"),
    "open": _l("To come"),
    "under_way": _l("You are there"),
    "done": _l("Done"),
    "missed": _l("Not checked in"),
    "cancelled": _l("Was cancelled"),
}
STATE_KINDS: Final[Mapping[str, str]] = {
    "planned": "off",
    "open": "off",
    "under_way": "now",
    "done": "ok",
    "missed": "gap",
    "cancelled": "off",
}
