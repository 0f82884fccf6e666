"""gunicorn's threads, kept from clients who send slowly: a thread begins when a request is there.

gunicorn gives a connection a thread at its first byte, and waits in it for the rest. Sixteen clients who
never finish a line would be all the threads we have. Here the loop collects what comes, for a few seconds
and up to a size, and only whole requests get a thread. Bodies too large to collect get a few threads.
"""

import re
import selectors
import socket
import threading
import time
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from gunicorn.http.errors import (
    ExpectationFailed,
    ForbiddenProxyRequest,
    InvalidResponseHeader,
    InvalidResponseHeaderName,
    LimitRequestHeaders,
    LimitRequestLine,
    ParseException,
    UnsupportedTransferCoding,
)
from gunicorn.util import write_nonblock
from gunicorn.workers.gthread import TConn, ThreadWorker

from app.web.headers import FIXED

if TYPE_CHECKING:
    from concurrent.futures import Future

HEAD_SECONDS: Final = 10.0
LINGER_SECONDS: Final = 2.0
LARGE_BODY_SECONDS: Final = 60.0
MOST_HEAD_BYTES: Final = 64 * 1024
# The forms of every page; files are larger.
MOST_BODY_BYTES: Final = 64 * 1024
PIECE_BYTES: Final = 64 * 1024
HEAD_END: Final = b"\r\n\r\n"
_LENGTH: Final = re.compile(rb"\r\nContent-Length:[ \t]*(\d{1,12})[ \t]*\r\n", re.IGNORECASE)
_READ_LATER: Final = re.compile(rb"\r\n(?:Transfer-Encoding|Expect):", re.IGNORECASE)
_STATUSES: Final[dict[type[Exception], HTTPStatus]] = {
    LimitRequestLine: HTTPStatus.REQUEST_URI_TOO_LONG,
    LimitRequestHeaders: HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    ExpectationFailed: HTTPStatus.EXPECTATION_FAILED,
    ForbiddenProxyRequest: HTTPStatus.FORBIDDEN,
    UnsupportedTransferCoding: HTTPStatus.NOT_IMPLEMENTED,
}
# A header that our own pages cannot send is our fault, though gunicorn counts it among a request's.
_OURS: Final = (InvalidResponseHeader, InvalidResponseHeaderName)


def bare_answer(status: HTTPStatus, **more: str) -> bytes:
    """Return a whole answer without words, for what never became a request; the browser has its own words."""
    headers = {"Connection": "close", "Content-Length": "0", "Cache-Control": "no-store", **FIXED, **more}
    lines = [
        f"HTTP/1.1 {status.value} {status.phrase}",
        *(f"{name}: {said}" for name, said in headers.items()),
    ]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


BUSY: Final = bare_answer(HTTPStatus.SERVICE_UNAVAILABLE, **{"Retry-After": "10"})


def missing_bytes(came: bytes | bytearray) -> int | None:
    """Return how many bytes a request lacks before it gets a thread; ``None`` if its head is not whole."""
    head_end = came.find(HEAD_END)
    if head_end < 0:
        return None
    end = head_end + len(HEAD_END)
    body = body_bytes(bytes(came[:end]))
    return 0 if body is None else max(0, end + body - len(came))


def body_bytes(head: bytes) -> int | None:
    """Return how long the body is by its head; ``None`` if it is too large to collect, or does not say."""
    if _READ_LATER.search(head):
        return None
    found = _LENGTH.search(head)
    length = int(found.group(1)) if found else 0
    return length if length <= MOST_BODY_BYTES else None


class PatientWorker(ThreadWorker):  # type: ignore[misc] # gunicorn has no types
    """Collects requests in its loop, and closes connections there too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - gunicorn's own signature
        """Begin with nobody waiting."""
        super().__init__(*args, **kwargs)
        self._came: dict[TConn, bytearray] = {}
        # Until when the loop goes on waiting for each connection: for its request, or for its end.
        self._until: dict[TConn, float] = {}
        self._reading: dict[TConn, float] = {}
        self._large_bodies = threading.BoundedSemaphore(max(1, self.cfg.threads // 4))

    def enqueue_req(self, conn: TConn) -> None:
        """Collect a request before it gets a thread."""
        held = conn.parser.unreader.take_buffered() if conn.parser is not None else b""
        conn.sock.setblocking(False)
        self._came[conn] = bytearray(held)
        self._wait(conn, HEAD_SECONDS, self._collect)
        self._collect(conn, conn.sock)

    def _wait(self, conn: TConn, seconds: float, callback: Any) -> None:  # noqa: ANN401 - the poller's own
        self._until[conn] = time.monotonic() + seconds
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(callback, conn))

    def _collect(self, conn: TConn, sock: socket.socket) -> None:
        came = self._came[conn]
        missing = missing_bytes(came)
        if missing != 0:
            try:
                piece = sock.recv(PIECE_BYTES)
            except BlockingIOError:
                return
            except OSError:
                self._drop(conn)
                return
            came += piece
            missing = missing_bytes(came)
            if not piece or (missing is None and len(came) > MOST_HEAD_BYTES):
                self._drop(conn)
                return
        if missing == 0:
            self._begin(conn)

    def _begin(self, conn: TConn) -> None:
        came = bytes(self._came.pop(conn))
        self._let_go(conn)
        conn.init()
        conn.parser.unreader.unread(came)
        conn.data_ready = True
        if body_bytes(came[: came.find(HEAD_END) + len(HEAD_END)]) is None:
            self._reading[conn] = time.monotonic() + LARGE_BODY_SECONDS
        super().enqueue_req(conn)

    def handle(self, conn: TConn) -> Any:  # noqa: ANN401 - gunicorn's own answer
        """Answer a request, in a thread; a large body only while few others are being read."""
        if conn not in self._reading:
            return super().handle(conn)
        if not self._large_bodies.acquire(blocking=False):
            conn.sock.setblocking(False)
            conn.sock.send(BUSY)
            return False
        try:
            return super().handle(conn)
        finally:
            self._large_bodies.release()

    def handle_error(self, req: Any, client: socket.socket, addr: Any, exc: Exception) -> None:  # noqa: ANN401, ARG002 - gunicorn's own signature
        """Answer what cannot be read as gunicorn would, with our headers and none of what was sent."""
        if isinstance(exc, ParseException) and not isinstance(exc, _OURS):
            status = _STATUSES.get(type(exc), HTTPStatus.BAD_REQUEST)
            self.log.warning("Invalid request", extra={"fault": type(exc).__name__, "status": status.value})
        else:
            status = HTTPStatus.INTERNAL_SERVER_ERROR
            self.log.error("Error handling request", exc_info=exc)
        with suppress(OSError):
            write_nonblock(client, bare_answer(status))

    def finish_request(self, conn: TConn, fs: "Future[Any]") -> None:
        """Keep a connection for the next request, or close it without making the loop wait for its end."""
        self._reading.pop(conn, None)
        is_kept = not fs.cancelled() and fs.exception() is None and bool(fs.result())
        if is_kept:
            super().finish_request(conn, fs)
            return
        try:
            conn.sock.setblocking(False)
            conn.sock.shutdown(socket.SHUT_WR)
            self._wait(conn, LINGER_SECONDS, self._drain)
        except (OSError, ValueError):
            self._drop(conn)

    def _drain(self, conn: TConn, sock: socket.socket) -> None:
        """Read what comes after the answer, so that closing does not cut the answer off."""
        try:
            is_over = not sock.recv(PIECE_BYTES)
        except BlockingIOError:
            return
        except OSError:
            is_over = True
        if is_over:
            self._drop(conn)

    def murder_pending(self) -> None:
        """End what took too long; the loop calls this each second."""
        super().murder_pending()
        now = time.monotonic()
        for conn, until in list(self._until.items()):
            if now >= until or (not self.alive and not self._came.get(conn, b"-")):
                self._drop(conn)
        for conn, until in list(self._reading.items()):
            if now >= until:
                # Whoever reads in a thread finds the body's end, too early, and refuses it.
                self._reading[conn] = until + LARGE_BODY_SECONDS
                conn.sock.shutdown(socket.SHUT_RD)

    def _let_go(self, conn: TConn) -> None:
        if self._until.pop(conn, None) is not None:
            self.poller.unregister(conn.sock)

    def _drop(self, conn: TConn) -> None:
        self._let_go(conn)
        self._came.pop(conn, None)
        self.nr_conns -= 1
        conn.close()
