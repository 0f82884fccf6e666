"""gunicorn as we set it up: JSON lines, limits, metrics on a port of their own, a graceful stop."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil
import pytest

from app.supervisor.child import listens
from app.supervisor.running import free_port
from app.web.headers import FIXED

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
# Other tests run beside us.
START_SECONDS = 60.0
PATIENCE = 30.0
KEY = "q8Zt5vYw2LxNc7RbTm4Kd9HfJs3GpAeU6iOo1QyW"


@dataclass
class Running:
    """gunicorn and the server of metrics, with what they wrote."""

    web: subprocess.Popen[bytes]
    metrics: subprocess.Popen[bytes]
    port: int
    metrics_port: int
    log: Path

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def lines(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.log.read_text().splitlines()]


def start(folder: Path) -> Running:
    port = free_port("127.0.0.1", 18_400)
    metrics_port = free_port("127.0.0.1", 19_400)
    environment = {
        **os.environ,
        "CYDOFAL_SECRET_KEY": KEY,
        "CYDOFAL_STATE": str(folder),
        "CYDOFAL_PORT": str(port),
        "CYDOFAL_METRICS_PORT": str(metrics_port),
        "DATABASE_URL": "postgresql:///nothing?host=/nowhere",
        "PROMETHEUS_MULTIPROC_DIR": str(folder / "metrics"),
    }
    (folder / "metrics").mkdir(exist_ok=True)
    log = folder / "web.log"
    with log.open("wb") as written:
        commands = (
            ["gunicorn", "-c", "python:app.gunicorn_conf", "tests.support.standin:app"],
            ["app.metrics_server"],
        )
        web, metrics = (
            subprocess.Popen(
                [sys.executable, "-m", *command], cwd=ROOT, env=environment, stdout=written, stderr=written
            )
            for command in commands
        )
    for each in (port, metrics_port):
        wait_until(listens("127.0.0.1", each))
    return Running(web, metrics, port, metrics_port, log)


def wait_until(fact: Callable[[], bool]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not fact():
        assert time.monotonic() < deadline, "it did not come true in time"
        time.sleep(0.02)


def end(running: Running) -> None:
    for process in (running.web, running.metrics):
        process.terminate()
        process.wait(timeout=25)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    started = start(tmp_path_factory.mktemp("gunicorn"))
    yield started
    end(started)


def test_every_line_is_json_and_a_request_has_its_route(running: Running) -> None:
    assert httpx.get(f"{running.address}/slow/planted-marker", timeout=PATIENCE).text == "slow 14"
    lines = running.lines()
    (request,) = [line for line in lines if line.get("route") == "/slow/<token>"]

    assert request["status"] == 200
    assert request["office"] == "c_abcdefghijkl"
    assert "planted-marker" not in running.log.read_text()
    assert f"Listening at: {running.address} ({running.web.pid})" in [line["event"] for line in lines]


def test_metrics_are_on_their_own_port_and_not_on_the_webs(running: Running) -> None:
    httpx.get(f"{running.address}/healthz")
    on_the_web = httpx.get(f"{running.address}/metrics", timeout=PATIENCE)
    text = httpx.get(f"http://127.0.0.1:{running.metrics_port}/metrics").text

    assert on_the_web.status_code == 404
    assert 'cydofal_request_seconds_count{method="GET",route="/healthz",status="2xx"}' in text
    assert "cydofal_office_requests_total" in text


def test_metrics_listen_on_this_machine_only(running: Running) -> None:
    listening = psutil.Process(running.metrics.pid).net_connections("inet")

    # Whoever just asked for the numbers may still be connected.
    open_to = [each.laddr for each in listening if each.status == psutil.CONN_LISTEN]
    assert open_to == [("127.0.0.1", running.metrics_port)]


def test_metrics_count_over_all_processes(running: Running) -> None:
    for _ in range(20):
        httpx.get(f"{running.address}/not-there", timeout=PATIENCE)
    text = httpx.get(f"http://127.0.0.1:{running.metrics_port}/metrics").text
    (line,) = [
        line
        for line in text.splitlines()
        if line.startswith("cydofal_request_seconds_count") and 'route="none",status="4xx"' in line
    ]

    # One more was asked for /metrics, when that test ran first.
    assert float(line.split()[-1]) in {20.0, 21.0}


def test_a_long_request_line_and_too_many_fields_are_refused(running: Running) -> None:
    too_long = httpx.get(f"{running.address}/healthz?{'a' * 5000}")
    too_many = httpx.get(f"{running.address}/healthz", headers={f"X-{n}": "1" for n in range(80)})

    assert too_long.status_code == 414
    assert too_many.status_code in {400, 431}
    for answer in (too_long, too_many):
        assert {name: answer.headers.get(name) for name in FIXED} == FIXED
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.content == b""


def test_a_malformed_request_leaves_neither_address_nor_words_in_the_log(running: Running) -> None:
    with socket.create_connection(("127.0.0.1", running.port), timeout=5) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nplanted marker\r\n\r\n")
        answer = connection.makefile("rb").read()
    lines = running.lines()

    assert answer.startswith(b"HTTP/1.1 400 Bad Request\r\n")
    assert b"\r\nX-Content-Type-Options: nosniff\r\n" in answer
    assert b"planted" not in answer
    assert "Invalid request" in [line["event"] for line in lines]
    assert "planted" not in running.log.read_text()
    assert "ip=" not in running.log.read_text()


def test_forged_proxy_headers_change_nothing(running: Running) -> None:
    forged = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1", "Script-Name": "/x"}

    answer = httpx.get(f"{running.address}/seen", headers=forged, timeout=PATIENCE)

    assert answer.json() == {"scheme": "http", "root": "", "visitor": "127.0.0.1"}


def test_there_is_no_control_socket(running: Running) -> None:
    arbiter = psutil.Process(running.web.pid)
    named = [
        each.laddr
        for process in (arbiter, *arbiter.children(recursive=True))
        for each in process.net_connections("unix")
        if each.laddr
    ]

    assert named == []


def test_a_request_under_way_is_finished_when_told_to_stop(tmp_path: Path) -> None:
    started = start(tmp_path)
    answers: list[str] = []
    asking = threading.Thread(
        target=lambda: answers.append(httpx.get(f"{started.address}/slow/1", timeout=PATIENCE).text)
    )
    asking.start()
    wait_until(lambda: "slow began" in [line["event"] for line in started.lines()])

    started.web.send_signal(signal.SIGTERM)
    status = started.web.wait(timeout=20)
    asking.join(timeout=10)
    end(started)

    assert answers == ["slow 1"]
    assert status == 0
