"""The keyed pool: a connection belongs to one login for life, and the scope says which login.

Nothing is switched on a connection, so there is nothing to forget to switch back. A cap holds for the
process; the least recently used idle connection makes room for a new one.
"""

import select
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, Final

import psycopg
from psycopg.pq import ConnStatus
from sqlalchemy import exc
from sqlalchemy.pool import ConnectionPoolEntry, Pool

LOGIN: Final = "login"
IDLE_SINCE: Final = "idle_since"


class PoolBusy(exc.TimeoutError):
    """Every connection was in use for as long as a visitor can be asked to wait."""


class ExtendedCursor(psycopg.Cursor[Any]):
    """Sends every statement by the extended protocol, which carries one statement and no more.

    psycopg uses the simple protocol when there are no parameters, and for COPY, and that one runs ``a; b``.
    """

    def _execute_send(self, query: Any, *, force_extended: bool = True, binary: bool | None = None) -> None:
        """Send one statement; several in one text are refused by the server."""
        del force_extended  # psycopg's wish, which is not asked
        super()._execute_send(query, force_extended=True, binary=binary)


def is_alive(connection: Any) -> bool:
    """Say whether a waiting connection still stands, without a round trip to the server."""
    if connection.closed or connection.pgconn.status != ConnStatus.OK:
        return False
    poll = select.poll()
    poll.register(connection.pgconn.socket, select.POLLIN)
    if not poll.poll(0):
        return True
    # Something waits to be read on an idle connection: a notice, or the server's good-bye.
    try:
        connection.pgconn.consume_input()
    except psycopg.OperationalError:
        return False
    return bool(connection.pgconn.status == ConnStatus.OK) and not poll.poll(0)


class KeyedPool(Pool):
    """Connections by login, under one cap.

    ``login_now`` is asked which login the running work has; it raises when there is no scope.
    """

    def __init__(
        self,
        creator: Any,
        *,
        login_now: Callable[[], str],
        cap: int = 20,
        idle_seconds: float = 120.0,
        wait_seconds: float = 10.0,
        **rest: Any,
    ) -> None:
        super().__init__(creator, **rest)
        self._login_now = login_now
        self._cap = cap
        self._idle_seconds = idle_seconds
        self._wait_seconds = wait_seconds
        self._free = threading.Condition()
        self._idle: OrderedDict[ConnectionPoolEntry, str] = OrderedDict()
        self._open = 0

    def _do_get(self) -> ConnectionPoolEntry:
        login = self._login_now()
        entry, outgoing = self._take_or_reserve(login)
        for old in outgoing:
            old.close()
        if entry is not None:
            return entry
        try:
            entry = self._create_connection()
        except BaseException:
            self._forget(1)
            raise
        self._label(entry, login)
        return entry

    def _take_or_reserve(self, login: str) -> tuple[ConnectionPoolEntry | None, list[ConnectionPoolEntry]]:
        """Return a live idle entry, or ``None`` with a place kept for a new one; and entries to close."""
        outgoing: list[ConnectionPoolEntry] = []
        deadline = time.monotonic() + self._wait_seconds
        with self._free:
            while True:
                entry = self._pop_live(login, outgoing)
                if entry is not None:
                    return entry, outgoing
                self._drop_stale(outgoing)
                if self._open >= self._cap and self._idle:
                    oldest, _ = self._idle.popitem(last=False)
                    outgoing.append(oldest)
                    self._open -= 1
                if self._open < self._cap:
                    self._open += 1
                    return None, outgoing
                remaining = deadline - time.monotonic()
                if remaining <= 0 or not self._free.wait(remaining):
                    msg = "Every database connection is in use; please try again."
                    raise PoolBusy(msg)

    def _pop_live(self, login: str, outgoing: list[ConnectionPoolEntry]) -> ConnectionPoolEntry | None:
        for entry in [entry for entry, owner in reversed(self._idle.items()) if owner == login]:
            del self._idle[entry]
            if entry.dbapi_connection is not None and is_alive(entry.dbapi_connection):
                return entry
            outgoing.append(entry)
            self._open -= 1
        return None

    def _drop_stale(self, outgoing: list[ConnectionPoolEntry]) -> None:
        horizon = time.monotonic() - self._idle_seconds
        for entry in list(self._idle):
            if self._record_info(entry)[IDLE_SINCE] > horizon:
                return
            del self._idle[entry]
            outgoing.append(entry)
            self._open -= 1

    def _do_return_conn(self, record: ConnectionPoolEntry) -> None:
        with self._free:
            if record.dbapi_connection is None:
                self._open -= 1
            else:
                info = self._record_info(record)
                info[IDLE_SINCE] = time.monotonic()
                self._idle[record] = info[LOGIN]
            self._free.notify()

    def _forget(self, count: int) -> None:
        with self._free:
            self._open -= count
            self._free.notify(count)

    def _label(self, entry: ConnectionPoolEntry, login: str) -> None:
        self._record_info(entry)[LOGIN] = login

    @staticmethod
    def _record_info(entry: ConnectionPoolEntry) -> dict[Any, Any]:
        info = entry.record_info
        if info is None:
            msg = "A pooled connection has lost its label."
            raise RuntimeError(msg)
        return info

    def recreate(self) -> "KeyedPool":
        """Return an empty pool with the same settings."""
        return self.__class__(
            self._creator,
            login_now=self._login_now,
            cap=self._cap,
            idle_seconds=self._idle_seconds,
            wait_seconds=self._wait_seconds,
            recycle=self._recycle,
            echo=self.echo,
            logging_name=self._orig_logging_name,
            reset_on_return=self._reset_on_return,
            _dispatch=self.dispatch,
            dialect=self._dialect,
        )

    def dispose(self) -> None:
        """Close every idle connection."""
        with self._free:
            outgoing = list(self._idle)
            self._idle.clear()
            self._open -= len(outgoing)
            self._free.notify_all()
        for entry in outgoing:
            entry.close()

    def drop_login(self, login: str) -> None:
        """Close the idle connections of one login, when its co-op is suspended or closed."""
        with self._free:
            outgoing = [entry for entry, owner in self._idle.items() if owner == login]
            for entry in outgoing:
                del self._idle[entry]
            self._open -= len(outgoing)
            self._free.notify_all()
        for entry in outgoing:
            entry.close()

    def counts(self) -> dict[str, int]:
        """Return how many connections are open, idle and allowed."""
        with self._free:
            return {"open": self._open, "idle": len(self._idle), "cap": self._cap}

    def status(self) -> str:
        """Return the counts as a line."""
        return "KeyedPool {open} open, {idle} idle, cap {cap}".format(**self.counts())
