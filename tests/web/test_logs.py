"""Logs: what a line holds, what it never holds, and that nobody can forge one."""

import io
import json
import logging
import re
import subprocess
import sys
from collections.abc import Iterator
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from app import logs
from app.metrics import init_metrics
from app.web.logged import init_logs

ACCOUNT = UUID("11111111-2222-4333-8444-555555555555")
FORGED = (
    'x"}\n{"time": "2026-11-22T00:00:00.000+00:00", "event": "forged", "level": "info"}\r\u2028\u0085\x1b[2J'
)


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """Everything that is logged while a test runs; the loggers are put back after it."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    text = io.StringIO()
    logs.configure(text)
    yield text
    root.handlers, root.level = handlers, level


def lines_of(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def small_app() -> Flask:
    app = Flask("small")
    init_logs(app)
    init_metrics(app)

    @app.get("/reset/<token>")
    def reset(token: str) -> str:
        logs.note_office("c_abcdefghijkl")
        logs.note_account(ACCOUNT)
        logging.getLogger("app.small").warning("Could not use it", extra={"token": token, "tries": 3})
        return "ok"

    return app


def test_a_request_has_one_line_with_ids_and_its_route(stream: io.StringIO) -> None:
    answer = small_app().test_client().get("/reset/planted-marker?name=Marged")
    *_, line = lines_of(stream)

    assert line["event"] == "request"
    assert line["method"] == "GET"
    assert line["route"] == "/reset/<token>"
    assert line["status"] == 200
    assert isinstance(line["ms"], float)
    assert line["office"] == "c_abcdefghijkl"
    assert line["account"] == str(ACCOUNT)
    assert line["request"] == answer.headers["X-Request-ID"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", str(line["time"]))
    assert "Marged" not in stream.getvalue()


def test_a_visitor_cannot_choose_the_request_id(stream: io.StringIO) -> None:
    answer = small_app().test_client().get("/reset/1", headers={"X-Request-ID": "planted-marker"})

    assert answer.headers["X-Request-ID"] != "planted-marker"
    assert "planted-marker" not in stream.getvalue()


def test_nothing_of_one_request_is_on_the_line_of_the_next(stream: io.StringIO) -> None:
    client = small_app().test_client()
    client.get("/reset/1")
    client.get("/not-there")
    *_, line = lines_of(stream)

    assert line["route"] == "none"
    assert line["status"] == 404
    assert "office" not in line
    assert "account" not in line


@pytest.mark.parametrize(
    ("words", "filled_in", "line"),
    [
        ("Starting gunicorn %s", ("26.0.0",), "Starting gunicorn 26.0.0"),
        ("Listening at: %s (%s)", ("http://127.0.0.1:8000", 7), "Listening at: http://127.0.0.1:8000 (7)"),
        ("Handling signal: %s", ("term",), "Handling signal: term"),
        ("Worker (pid:%s) was sent %s!", (7, "SIGKILL"), "Worker (pid:7) was sent SIGKILL!"),
        ("Error handling request %s", ("/reset/planted-marker",), "Error handling request …"),
    ],
)
def test_what_gunicorn_says_of_itself_comes_whole(
    stream: io.StringIO, words: str, filled_in: tuple[object, ...], line: str
) -> None:
    logging.getLogger("gunicorn.error").info(words, *filled_in)
    logging.getLogger("app.small").info(words, *filled_in)
    whole, ours = lines_of(stream)

    assert whole["event"] == line
    assert "SIGKILL" not in str(ours["event"])
    assert "planted-marker" not in stream.getvalue()


def write_twice() -> None:
    words = "Key (name)=(Marged Planted-Marker) already exists"
    driver_fault = ValueError(words)
    raise IntegrityError(words, {"name": words}, driver_fault) from driver_fault


@pytest.mark.parametrize("where", ["message", "argument", "extra", "logger", "bound"])
def test_no_input_forges_a_line(stream: io.StringIO, where: str) -> None:
    log = logging.getLogger("app.small")
    if where == "message":
        log.warning(FORGED)  # noqa: G004, RUF100 - a fault of ours that must do no harm
    elif where == "argument":
        log.warning("Could not read %s", FORGED)
    elif where == "extra":
        log.warning("Could not read it", extra={"code": FORGED})
    elif where == "logger":
        logging.getLogger("app." + FORGED).warning("Could not read it")
    else:
        logs.note_office(FORGED)
        log.warning("Could not read it")
    logs.forget()

    written = stream.getvalue()

    assert written.isascii()
    assert written.count("\n") == 1
    assert written.endswith("\n")
    assert json.loads(written)["event"] != "forged"
    assert not {"\r", "\x1b"} & set(written)


def test_words_that_were_filled_in_are_left_out_and_numbers_stay(stream: io.StringIO) -> None:
    logging.getLogger("urllib3").warning("Request of %s failed %d times", "Marged Ellis", 4)
    (line,) = lines_of(stream)

    assert line["event"] == "Request of … failed 4 times"


def test_a_process_that_a_fault_ends_says_so_without_its_text() -> None:
    program = "from app import logs; logs.tell_of_the_end(); raise ValueError('Marged Planted-Marker')"
    said = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True, text=True)
    line = json.loads(said.stderr)

    assert said.returncode == 1
    assert line["event"] == "Ended by a fault"
    assert line["fault"]["kind"] == ["ValueError"]
    assert "Planted" not in said.stderr


def test_an_exception_tells_its_kind_and_place_but_not_its_text(stream: io.StringIO) -> None:
    try:
        write_twice()
    except IntegrityError:
        logging.getLogger("app.small").exception("Could not write it", extra={"code": "kept_code"})
    (line,) = lines_of(stream)

    assert line["event"] == "Could not write it"
    assert line["code"] == "kept_code"
    fault = line["fault"]
    assert isinstance(fault, dict)
    assert fault["kind"] == ["IntegrityError", "ValueError"]
    assert fault["at"][0].startswith("test_logs.py:")
    assert "lanted-" not in stream.getvalue()
