"""A small application with our logs and metrics, for tests of gunicorn's settings without a database."""

import logging
import time

from flask import Flask, request

from app.logs import note_office
from app.metrics import init_metrics
from app.web.logged import init_logs

app = Flask("standin")
init_logs(app)
init_metrics(app)


@app.get("/healthz")
def healthz() -> str:
    return "up\n"


@app.get("/slow/<token>")
def slow(token: str) -> str:
    note_office("c_abcdefghijkl")
    logging.getLogger("app.standin").info("slow began")
    time.sleep(1)
    return f"slow {len(token)}"


@app.get("/seen")
def seen() -> dict[str, str]:
    return {"scheme": request.scheme, "root": request.script_root, "visitor": str(request.remote_addr)}
