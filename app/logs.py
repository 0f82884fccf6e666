"""Logs: one line of JSON for each event, with UTC time, request id, office and account; nothing personal.

What a line may hold is decided here and not where it is written: names of events, ids, codes and numbers.
A message's own words are kept, what was filled into them is not, and an exception gives its kind and place
but never its text, since a database puts the offending row there.
"""

import json
import logging
import sys
import threading
import traceback
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from types import MappingProxyType, TracebackType
from typing import IO, Any, Final
from uuid import UUID

OUR_LOGGERS: Final = ("app", "franchise_kit", "tenants")
LONGEST_TEXT: Final = 120
FILLED_IN_BEFORE: Final = "Invalid request"
MOST_FRAMES: Final = 12
# gunicorn's words about its own processes: it fills in numbers, signals, our address and our own names.
GUNICORN: Final = "gunicorn.error"
ABOUT_ITSELF: Final = frozenset(
    {
        "Starting gunicorn %s",
        "Listening at: %s (%s)",
        "Using worker: %s",
        "Handling signal: %s",
        "Hang up: %s",
        "Shutting down: %s",
        "Reason: %s",
        "Worker (pid:%s) was sent %s!",
        "Worker (pid:%s) was sent %s! Perhaps out of memory?",
        "Worker (pid:%s) exited with code %s.",
    }
)
# What every record has; the rest of a record is what a caller added with ``extra``.
RECORD_FIELDS: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
PLAIN_CHARACTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.:/<>-")

_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})
_noted: ContextVar[Mapping[str, str]] = ContextVar("noted", default=_NOTHING)


class JsonFormatter(logging.Formatter):
    """Writes one record as one line of ASCII JSON, so that no input can begin a line of its own."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": _words_of(record),
        }
        line |= {name: _plain(value) for name, value in noted().items()}
        line |= {name: _plain(value) for name, value in _added_to(record).items()}
        if record.exc_info:
            line["fault"] = _fault(record.exc_info)
        return json.dumps(line, ensure_ascii=True)


def configure(stream: IO[str] | None = None, *, level: int = logging.INFO) -> None:
    """Send every logger of this process through the one formatter."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonFormatter())
    root = logging.getLogger()
    root.handlers = [handler]
    # Libraries speak up when something is wrong; otherwise their lines are not ours to answer for.
    root.setLevel(logging.WARNING)
    for name in (*OUR_LOGGERS, GUNICORN):
        logging.getLogger(name).setLevel(level)


def tell_of_the_end(stream: IO[str] | None = None) -> None:
    """For a process that is started for good: log in JSON, its own end by a fault included.

    Python's own last words would hold an exception's text, and so perhaps somebody's row.
    """
    configure(stream)
    sys.excepthook = _last_words
    threading.excepthook = _last_words_of_thread


def _last_words(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if not issubclass(kind, KeyboardInterrupt):
        logging.getLogger("app").critical("Ended by a fault", exc_info=(kind, error, trace))


def _last_words_of_thread(ended: threading.ExceptHookArgs) -> None:
    if ended.exc_value is not None:
        _last_words(ended.exc_type, ended.exc_value, ended.exc_traceback)


def note(**facts: str) -> None:
    """Add facts to every line from here on: those of this request or job, and of no other."""
    _noted.set({**_noted.get(), **facts})


def noted() -> Mapping[str, str]:
    """Return what stands on every line now."""
    return _noted.get()


def forget() -> None:
    """Begin or end a request: the next line says nothing of the last one."""
    _noted.set(_NOTHING)


def note_office(key: str) -> None:
    """Say in which office this request or job works, by its opaque key."""
    note(office=key)


def note_account(account_id: UUID | str | None) -> None:
    """Say which account this request acts for."""
    if account_id is not None:
        note(account=str(account_id))


def _words_of(record: logging.LogRecord) -> str:
    """Return a message without what was filled in, numbers excepted."""
    words = record.msg if isinstance(record.msg, str) else type(record.msg).__name__
    if words.startswith(FILLED_IN_BEFORE):
        # gunicorn adds the visitor's address and a piece of the request before it asks to log.
        return FILLED_IN_BEFORE
    if not record.args:
        return words[:LONGEST_TEXT]
    arguments = record.args
    if isinstance(arguments, Mapping):
        return words[:LONGEST_TEXT]
    if record.name == GUNICORN and words in ABOUT_ITSELF:
        return record.getMessage()[:LONGEST_TEXT]
    try:
        return (words % tuple(each if isinstance(each, int | float) else "…" for each in arguments))[
            :LONGEST_TEXT
        ]
    except (TypeError, ValueError):
        return words[:LONGEST_TEXT]


def _added_to(record: logging.LogRecord) -> dict[str, Any]:
    return {name: value for name, value in vars(record).items() if name not in RECORD_FIELDS}


def _plain(value: object) -> object:
    """Let through numbers, ids and codes; of anything else say only what it is."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, str) and len(value) <= LONGEST_TEXT and PLAIN_CHARACTERS.issuperset(value):
        return str(value)
    return f"({type(value).__name__})"


def _fault(exc_info: tuple[type[BaseException] | None, BaseException | None, TracebackType | None]) -> object:
    """Return an exception's kinds, its place and PostgreSQL's code for it."""
    kind, error, trace = exc_info
    chain: list[str] = []
    inner: BaseException | None = error
    while inner is not None and len(chain) < MOST_FRAMES:
        chain.append(type(inner).__name__)
        inner = inner.__cause__ or inner.__context__
    frames = [
        f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(trace)[-MOST_FRAMES:]
    ]
    state = getattr(getattr(error, "orig", error), "sqlstate", None)
    return {"kind": chain or [getattr(kind, "__name__", "unknown")], "at": frames, "sqlstate": _plain(state)}
