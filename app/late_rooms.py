"""The rooms behind the front door: loaded when somebody asks for one, or at once by a process that wants all.

Loading them all takes longer than the rest of the program, and longer with each new room. What is asked
for first (the finder of co-ops, a style sheet, whether we are well) does not wait for that. The addresses of
all rooms are known from a table beside this module, so that every page can link to every room.
"""

import importlib
import json
import logging
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from flask import Flask, current_app, request
from flask_wtf.csrf import CSRFProtect

from app.loading import uncollected
from app.web.addresses import LateRule

log = logging.getLogger(__name__)

TABLE: Final = Path(__file__).with_name("routes.json")
EXTENSION: Final = "late_rooms"
# What the front itself loads only when it is needed. Before the web parts into processes all is there.
LEFT_BY_THE_FRONT: Final = ("app.front.schemas", "franchise_kit.access.actions.admission")
# Each maps the name of a blueprint to what it asked for.
_OF_BLUEPRINTS: Final = (
    "before_request_funcs",
    "after_request_funcs",
    "teardown_request_funcs",
    "template_context_processors",
    "url_value_preprocessors",
    "url_default_functions",
    "error_handler_spec",
)
# Flask answers these by itself wherever GET is answered.
_BY_ITSELF: Final = frozenset({"HEAD", "OPTIONS"})


class TableIsBehind(RuntimeError):
    """The rooms have other addresses than the table says."""

    def __init__(self) -> None:
        super().__init__(
            "app/routes.json is not what the rooms say: run `cydofal routes --write`, and look at it."
        )


class AsksOfAll(RuntimeError):
    """A room asks for something at every request, also at those that come before the room is there."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"A room adds to every request's {kind}: put that into app/factory.py.")


@dataclass(frozen=True, slots=True, order=True)
class Route:
    """One address, the name of what answers there, and the methods that it was given."""

    address: str
    endpoint: str
    methods: tuple[str, ...]


class LateRooms:
    """The rooms of one application that are not loaded yet."""

    def __init__(self, app: Flask, csrf: CSRFProtect) -> None:
        """Make every room's address known; what is registered already needs no room."""
        self._app, self._csrf = app, csrf
        self._lock = threading.Lock()
        self._at_hand = frozenset(app.view_functions)
        self._is_loaded = False
        app.extensions[EXTENSION] = self
        for route in read_table():
            app.add_url_rule(route.address, route.endpoint, _not_loaded, methods=list(route.methods))

    def has(self, endpoint: str | None) -> bool:
        """Say whether what answers there is at hand; what has no address is not, for its page is a room's."""
        return self._is_loaded or endpoint in self._at_hand

    def load(self) -> None:
        """Load all rooms, once. Raises TableIsBehind or AsksOfAll."""
        with self._lock:
            if self._is_loaded:
                return
            begun = time.perf_counter()
            with uncollected():
                behind = _made_apart(self._app, self._csrf)
            if routes_of(behind) != read_table():
                raise TableIsBehind
            _take_over(self._app, behind)
            self._is_loaded = True
        log.info("rooms were loaded", extra={"seconds": round(time.perf_counter() - begun, 3)})


def load_if_asked_for() -> None:
    """Load the rooms unless this request is for what is at hand; whoever comes meanwhile waits."""
    rooms: LateRooms = current_app.extensions[EXTENSION]
    if not rooms.has(request.endpoint):
        rooms.load()


def load_rooms(app: Flask) -> Flask:
    """Load every room of an application now, and return it."""
    rooms: LateRooms = app.extensions[EXTENSION]
    rooms.load()
    return app


def read_table() -> list[Route]:
    """Return the addresses of the rooms, in the table's order."""
    rows: list[list[str]] = json.loads(TABLE.read_text(encoding="utf-8"))
    return [Route(address, endpoint, tuple(methods.split())) for endpoint, methods, address in rows]


def write_table() -> None:
    """Write the table anew from what the rooms say: one line an address."""
    bare = Flask("app", static_folder=None)
    rows = [
        json.dumps([one.endpoint, " ".join(one.methods), one.address], ensure_ascii=False)
        for one in routes_of(_made_apart(bare, CSRFProtect()))
    ]
    TABLE.write_text("[\n" + ",\n".join(rows) + "\n]\n", encoding="utf-8")


def routes_of(app: Flask) -> list[Route]:
    """Return what an application answers, in an order that stays."""
    return sorted(
        Route(rule.rule, rule.endpoint, tuple(sorted((rule.methods or set()) - _BY_ITSELF)))
        for rule in app.url_map.iter_rules()
    )


def _made_apart(app: Flask, csrf: CSRFProtect) -> Flask:
    """Return an application of the rooms alone: Flask takes no new ones once it has begun to answer."""
    from app.api import init_api  # noqa: PLC0415 - this is what is loaded late
    from app.rooms import blueprints  # noqa: PLC0415 - and this

    for name in LEFT_BY_THE_FRONT:
        importlib.import_module(name)
    apart = Flask("app", static_folder=None)
    apart.url_rule_class = LateRule
    apart.config.update(app.config)
    for blueprint in blueprints():
        apart.register_blueprint(blueprint)
    init_api(apart, csrf)
    return apart


def _take_over(app: Flask, behind: Flask) -> None:
    bare = Flask("app", static_folder=None)
    for kind in _OF_BLUEPRINTS:
        if len(getattr(behind, kind)[None]) > len(getattr(bare, kind)[None]):
            raise AsksOfAll(kind)
    app.blueprints.update(behind.blueprints)
    app.extensions.update(behind.extensions)
    for kind in _OF_BLUEPRINTS:
        asked: dict[str | None, Any] = getattr(behind, kind)
        getattr(app, kind).update({name: hooks for name, hooks in asked.items() if name is not None})
    app.view_functions.update(behind.view_functions)


def _not_loaded(**_arguments: object) -> str:
    """Stand where a view will be."""
    msg = "A room was asked before it was loaded."
    raise RuntimeError(msg)
