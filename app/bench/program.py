"""The program itself: how long it takes to import and to start, and what a first visit loads."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from flask import Flask

from app.bench.figures import Figures, gzipped_bytes, in_ms, percentile, seconds_of
from app.bench.ground import BASE_DOMAIN

ROOT = Path(__file__).resolve().parents[2]
IMPORTS = 7
HOME_VISITS = 200
IMPORT = "import time; s = time.perf_counter(); import app; app.load(); print(time.perf_counter() - s)"
# The rooms too, as the web loads them before it listens: with nothing collected meanwhile.
WITH_ROOMS = """
import time; s = time.perf_counter()
import app; app.load()
from app.loading import uncollected
with uncollected(): import app.api, app.rooms
print(time.perf_counter() - s)
"""
REFERENCE = re.compile(r'(?:href|src)="(/static/[^"]+)"')
FACE = re.compile(r"@font-face\s*{[^}]*}")
FONT = re.compile(r"""url\(["']?([^"')]+\.woff2)["']?\)""")
# A browser loads a face when a page has one of its letters; plain ones are on every page.
RANGE = re.compile(r"unicode-range:\s*([^;}]+)")
PLAIN_LETTERS = ("U+0-", "U+0030-", "U+0000-", "U+20-", "U+0020-", "U+00??", "U+??")
READY_SECONDS = 240.0


def imported() -> Figures:
    """Return how long the application's import takes in a fresh process, compiled already; and all rooms'."""
    with tempfile.TemporaryDirectory(prefix="cydofal-compiled-") as folder:
        # Whatever the environment says: what is measured is a start with what the one before has compiled.
        compiled = os.environ | {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": folder}
        times = [_import_once(IMPORT, compiled) for _ in range(IMPORTS)]
        whole = [_import_once(WITH_ROOMS, compiled) for _ in range(IMPORTS)]
    return {
        "app_import_p50_s": round(percentile(times[1:], 0.5), 3),
        "app_import_with_rooms_p50_s": round(percentile(whole[1:], 0.5), 3),
    }


def _import_once(statements: str, environment: dict[str, str]) -> float:
    done = subprocess.run(  # noqa: S603 - our own interpreter and a constant
        [sys.executable, "-c", statements],
        capture_output=True,
        check=True,
        text=True,
        cwd=ROOT,
        env=environment,
    )
    return float(done.stdout)


def home_page(app: Flask) -> Figures:
    """Return the server's time for the home page, and what a browser loads on its first visit."""
    client = app.test_client()
    base_url = f"http://{BASE_DOMAIN}"

    def visit() -> bytes:
        answer: bytes = client.get("/", base_url=base_url, follow_redirects=True).data
        return answer

    page = visit()
    visits = [seconds_of(visit) for _ in range(HOME_VISITS)]
    sizes = {"page": gzipped_bytes(page)}
    for path in dict.fromkeys(REFERENCE.findall(page.decode())):
        content = client.get(path, base_url=base_url).data
        sizes[path] = _travelling(path, content)
        for font in _fonts_of(content.decode()) if path.endswith(".css") else ():
            found = f"{path.rpartition('/')[0]}/{font}" if not font.startswith("/") else font
            sizes[found] = len(client.get(found, base_url=base_url).data)
    return in_ms(visits, "home_page") | {
        "home_first_load_gzip_bytes": sum(sizes.values()),
        "home_first_load_files_bytes": sizes,
    }


def _fonts_of(stylesheet: str) -> list[str]:
    """Return the fonts that a page in English needs."""
    needed = []
    for face in FACE.findall(stylesheet):
        letters = RANGE.search(face)
        if letters is None or letters.group(1).upper().startswith(PLAIN_LETTERS):
            needed += FONT.findall(face)
    return needed


def _travelling(path: str, content: bytes) -> int:
    return len(content) if path.endswith((".woff2", ".png")) else gzipped_bytes(content)


def second_run(port: int) -> Figures:
    """Run ``make run`` twice in a folder of its own; return how long the second takes to its first answer."""
    with tempfile.TemporaryDirectory(prefix="cydofal-run-") as folder:
        environment = os.environ | {"CYDOFAL_STATE": folder, "CYDOFAL_PORT": str(port)}
        first, second = _run_once(environment, port), _run_once(environment, port)
    return {"first_make_run_s": first, "second_make_run_s": second}


def _run_once(environment: dict[str, str], port: int) -> float | None:
    started = time.perf_counter()
    process = subprocess.Popen(
        ["make", "run"],  # noqa: S607 - make is found as the reader finds it
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        while process.poll() is None and time.perf_counter() - started < READY_SECONDS:
            if _answers(port):
                return round(time.perf_counter() - started, 2)
            time.sleep(0.05)
        return None
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(60)


def _answers(port: int) -> bool:
    try:
        connection = HTTPConnection("localhost", port, timeout=2)
        connection.request("GET", "/find")
        return bool(connection.getresponse().status == HTTPStatus.OK)
    except (HTTPException, OSError):
        return False
