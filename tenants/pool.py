"""The keyed pool: a connection belongs to one login for life, and the scope says which login.

Nothing is switched on a connection, so there is nothing to forget to switch back. A cap holds for the
process; the least recently used idle connection makes room for a new one.
"""

import os
import select
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Any, Final

import psycopg
from psycopg.pq import ConnStatus
from sqlalchemy import exc
from sqlalchemy.pool import ConnectionPoolEntry, Pool

LOGIN: Final = "login"
IDLE_SINCE: Final = "idle_since"
GENERATION: Final = "generation"


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
        self._process = os.getpid()
        # Least recently used first. Touched only under the lock, and never by a return: a return may come
        # from the garbage collector in the middle of our own work, so it only leaves its entry at the door.
        self._idle: OrderedDict[ConnectionPoolEntry, str] = OrderedDict()
        self._returned: deque[ConnectionPoolEntry] = deque()
        self._open = 0
        # A connection made before its login was dropped is closed when it comes back.
        self._generation = 0
        self._dropped: dict[str, int] = {}

    def _do_get(self) -> ConnectionPoolEntry:
        login = self._login_now()
        if self._process != os.getpid():
            self._leave_parents_connections()
        entry, outgoing = self._take_or_reserve(login)
        if entry is not None:
            _close(outgoing)
            return entry
        try:
            _close(outgoing)
            generation = self._generation
            entry = self._create_connection()
        except BaseException:
            with self._free:
                self._open -= 1
                self._free.notify()
            raise
        self._record_info(entry).update({LOGIN: login, GENERATION: generation})
        return entry

    def _take_or_reserve(self, login: str) -> tuple[ConnectionPoolEntry | None, list[ConnectionPoolEntry]]:
        """Return a live idle entry, or ``None`` with a place kept for a new one; and entries to close."""
        outgoing: list[ConnectionPoolEntry] = []
        deadline = time.monotonic() + self._wait_seconds
        with self._free:
            while True:
                self._settle(outgoing)
                entry = self._pop_live(login, outgoing)
                if entry is not None:
                    return entry, outgoing
                self._drop_stale(outgoing)
                if self._open >= self._cap and self._idle:
                    oldest, _ = self._idle.popitem(last=False)
                    self._let_go(oldest, outgoing)
                if self._open < self._cap:
                    self._open += 1
                    return None, outgoing
                remaining = deadline - time.monotonic()
                if remaining <= 0:
                    msg = "Every database connection is in use; please try again."
                    raise PoolBusy(msg)
                self._free.wait(remaining)

    def _settle(self, outgoing: list[ConnectionPoolEntry]) -> None:
        """Take in what came back since."""
        while self._returned:
            entry = self._returned.popleft()
            info = self._record_info(entry)
            if entry.dbapi_connection is None:
                self._open -= 1
            elif self._is_dropped(info):
                self._let_go(entry, outgoing)
            else:
                self._idle[entry] = info[LOGIN]

    def _let_go(self, entry: ConnectionPoolEntry, outgoing: list[ConnectionPoolEntry]) -> None:
        outgoing.append(entry)
        self._open -= 1

    def _pop_live(self, login: str, outgoing: list[ConnectionPoolEntry]) -> ConnectionPoolEntry | None:
        for entry in [entry for entry, owner in reversed(self._idle.items()) if owner == login]:
            del self._idle[entry]
            if entry.dbapi_connection is not None and is_alive(entry.dbapi_connection):
                return entry
            self._let_go(entry, outgoing)
        return None

    def _drop_stale(self, outgoing: list[ConnectionPoolEntry]) -> None:
        horizon = time.monotonic() - self._idle_seconds
        for entry in list(self._idle):
            if self._record_info(entry)[IDLE_SINCE] > horizon:
                return
            del self._idle[entry]
            self._let_go(entry, outgoing)

    def _do_return_conn(self, record: ConnectionPoolEntry) -> None:
        info = self._record_info(record)
        info[IDLE_SINCE] = time.monotonic()
        if self._is_dropped(info):
            record.close()
        self._returned.append(record)
        with self._free:
            self._free.notify()

    def _is_dropped(self, info: dict[Any, Any]) -> bool:
        return bool(info[GENERATION] < self._dropped.get(info[LOGIN], 0))

    def _leave_parents_connections(self) -> None:
        """After a fork: the sockets are the parent's; forget them without a good-bye in its name."""
        self._free = threading.Condition()
        self._inherited = [*self._idle, *self._returned]
        self._idle.clear()
        self._returned.clear()
        self._open = 0
        self._process = os.getpid()

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
        outgoing: list[ConnectionPoolEntry] = []
        with self._free:
            self._settle(outgoing)
            while self._idle:
                self._let_go(self._idle.popitem()[0], outgoing)
            self._free.notify_all()
        _close(outgoing)

    def drop_login(self, login: str) -> None:
        """Close the connections of one login: the idle ones now, those in use when they come back."""
        outgoing: list[ConnectionPoolEntry] = []
        with self._free:
            self._generation += 1
            self._dropped[login] = self._generation
            self._settle(outgoing)
            for entry in [entry for entry, owner in self._idle.items() if owner == login]:
                del self._idle[entry]
                self._let_go(entry, outgoing)
            self._free.notify_all()
        _close(outgoing)

    def counts(self) -> dict[str, int]:
        """Return how many connections are open, idle and allowed."""
        outgoing: list[ConnectionPoolEntry] = []
        with self._free:
            self._settle(outgoing)
            found = {"open": self._open, "idle": len(self._idle), "cap": self._cap}
        _close(outgoing)
        return found

    def status(self) -> str:
        """Return the counts as a line."""
        return "KeyedPool {open} open, {idle} idle, cap {cap}".format(**self.counts())


def _close(entries: list[ConnectionPoolEntry]) -> None:
    for entry in entries:
        entry.close()
