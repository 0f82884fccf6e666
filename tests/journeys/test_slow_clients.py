# SPDX-License-Identifier: AGPL-3.0-or-later
"""Clients who send slowly, or never end: everybody else is served meanwhile."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest

from app.slow_clients import MOST_BODY_BYTES, missing_bytes
from tests.journeys.test_gunicorn import Running, end, start

pytestmark = pytest.mark.slow

# Twice the threads that all workers have together.
CLIENTS = 32
HEAD = b"POST /seen HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    started = start(tmp_path_factory.mktemp("slow"))
    yield started
    end(started)


@pytest.fixture(scope="module", autouse=True)
def half_a_head(running: Running) -> Iterator[socket.socket]:
    """A client that is slow from before the first test to the one that waits for its end."""
    with socket.create_connection(("127.0.0.1", running.port)) as slow:
        slow.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n")
        yield slow


@contextmanager
def clients(running: Running, sent: bytes) -> Iterator[list[socket.socket]]:
    with ExitStack() as stack:
        opened = [
            stack.enter_context(socket.create_connection(("127.0.0.1", running.port))) for _ in range(CLIENTS)
        ]
        for one in opened:
            one.sendall(sent)
        time.sleep(0.5)
        yield opened


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"G", id="one letter"),
        pytest.param(b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: ", id="half a head"),
        pytest.param(HEAD + b"Content-Length: 1000\r\n\r\nemail=", id="half a form"),
        pytest.param(HEAD + b"Content-Length: 9000000\r\n\r\nx", id="a byte of a large file"),
        pytest.param(HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nab", id="half a chunk"),
        pytest.param(
            b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nGET /hea", id="one request and half of another"
        ),
        pytest.param(
            b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", id="an end never closed"
        ),
    ],
)
def test_slow_clients_hold_nobody_up(running: Running, sent: bytes) -> None:
    with clients(running, sent):
        answers = [httpx.get(f"{running.address}/healthz", timeout=2).text for _ in range(4)]

    assert answers == ["up\n"] * 4


def test_what_comes_in_pieces_is_answered(running: Running, tmp_path: Path) -> None:
    pieces = (b"GET /he", b"althz HTTP/1.1\r\nHo", b"st: x\r\nConnection: close\r\n\r", b"\n")
    with socket.create_connection(("127.0.0.1", running.port)) as client:
        for piece in pieces:
            client.sendall(piece)
            time.sleep(0.1)
        answer = b"".join(iter(lambda: client.recv(4096), b""))

    assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
    assert answer.endswith(b"up\n")


def test_several_requests_on_one_connection_are_answered(running: Running) -> None:
    one = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
    with socket.create_connection(("127.0.0.1", running.port)) as client:
        client.sendall(one + one + one.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        answer = b"".join(iter(lambda: client.recv(4096), b""))

    assert answer.count(b"HTTP/1.1 200 OK") == 3


def test_a_large_body_arrives_whole(running: Running) -> None:
    answer = httpx.post(f"{running.address}/seen", content=b"x" * 3_000_000, timeout=10)

    assert answer.status_code == 405


@pytest.mark.parametrize(
    ("came", "missing"),
    [
        (b"GET / HTTP/1.1\r\nHost: x\r\n", None),
        (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", 0),
        (b"POST / HTTP/1.1\r\ncontent-length: 5\r\n\r\nab", 3),
        (b"POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nabcdefg", 0),
        (b"POST / HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % (MOST_BODY_BYTES + 1), 0),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n", 0),
        (b"POST / HTTP/1.1\r\nContent-Length: -5\r\n\r\n", 0),
        (b"POST / HTTP/1.1\r\nX: Content-Length: 5\r\n\r\n", 0),
    ],
)
def test_what_a_request_still_lacks(came: bytes, missing: int | None) -> None:
    assert missing_bytes(came) == missing


# The last: it began to wait before the first.
def test_half_a_head_is_given_up(half_a_head: socket.socket) -> None:
    half_a_head.settimeout(13)

    assert half_a_head.recv(100) == b""
