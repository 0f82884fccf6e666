"""Static files: on every host, before any office, packed, and kept for as long as their name says."""

import json
import logging
from pathlib import Path

import pytest
from flask import Flask

from app.web.assets import asset_url, init_assets


def make_app(folder: Path) -> Flask:
    app = Flask("assets", static_folder=None)
    app.secret_key = "only for tests"
    init_assets(app, folder)

    @app.before_request
    def fail() -> None:
        raise AssertionError

    return app


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    build = tmp_path / "build"
    build.mkdir()
    (tmp_path / "plain.css").write_text("p { color: red }")
    (build / "app.1234.css").write_text("body { color: green }")
    (build / "app.1234.css.gz").write_bytes(b"packed")
    (build / "manifest.json").write_text(json.dumps({"app.css": "app.1234.css"}))
    return tmp_path


def test_a_built_file_is_named_by_its_content_and_kept_a_year(folder: Path) -> None:
    app = make_app(folder)
    with app.app_context():
        url = asset_url("app.css")

    answer = app.test_client().get("/static/build/app.1234.css", buffered=True)

    assert url == "/static/build/app.1234.css"
    assert answer.text == "body { color: green }"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_who_takes_packed_files_gets_them(folder: Path) -> None:
    answer = (
        make_app(folder)
        .test_client()
        .get("/static/build/app.1234.css", headers={"Accept-Encoding": "br, gzip"}, buffered=True)
    )

    assert answer.data == b"packed"
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.mimetype == "text/css"
    assert answer.headers["Vary"] == "Accept-Encoding"


def test_without_a_build_pages_are_plain_and_the_log_says_so(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (folder / "build" / "manifest.json").unlink()

    with caplog.at_level(logging.WARNING):
        app = make_app(folder)
    with app.app_context():
        urls = (asset_url("app.css"), asset_url("app.js"))

    assert urls == ("/static/plain.css", None)
    assert "Assets are not built" in caplog.text
    assert (
        app.test_client().get("/static/plain.css", buffered=True).headers["Cache-Control"]
        == "public, max-age=60"
    )


@pytest.mark.parametrize(
    "path", ["/static/../secret", "/static/build/..%2f..%2fsecret", "/static/none.css", "/static/build/"]
)
def test_of_anything_else_our_own_page_says_that_it_is_not_there(folder: Path, path: str) -> None:
    app = Flask("assets", static_folder=None)
    init_assets(app, folder)
    app.register_error_handler(404, lambda _error: ("our page", 404))

    answer = app.test_client().get(path)

    assert (answer.status_code, answer.text) == (404, "our page")
    assert "immutable" not in answer.headers.get("Cache-Control", "")


def test_static_files_are_only_read(folder: Path) -> None:
    assert make_app(folder).test_client().post("/static/plain.css").status_code == 405
