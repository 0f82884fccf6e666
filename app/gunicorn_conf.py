"""gunicorn's settings: ``gunicorn -c app/gunicorn_conf.py``; they are its module-level names."""

import os
from pathlib import Path

from gunicorn.arbiter import Arbiter
from gunicorn.config import Config
from gunicorn.glogging import Logger
from gunicorn.workers.base import Worker

from app import logs
from app.loading import keep_what_is_loaded, take_short_turns
from app.settings import Settings
from app.supervisor.lifeline import await_word, end_with_parent

_settings = Settings.for_web(os.environ)
logs.tell_of_the_end()
# The client library reads this when it is first imported, which is when the application is.
os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(_settings.state_dir / "metrics"))
Path(os.environ["PROMETHEUS_MULTIPROC_DIR"]).mkdir(mode=0o700, parents=True, exist_ok=True)


class JsonLogger(Logger):  # type: ignore[misc] # gunicorn has no types
    """gunicorn's own lines go the way of all others."""

    def setup(self, cfg: Config) -> None:
        """Take gunicorn's handlers away, so that its records reach the root logger alone."""
        super().setup(cfg)
        self.error_log.handlers = []
        self.error_log.propagate = True


wsgi_app = "wsgi:app"
bind = f"{_settings.bind}:{_settings.port}"
proc_name = "cydofal-web"
logger_class = JsonLogger

worker_class = "app.slow_clients.PatientWorker"
workers = 2
threads = 8
preload_app = True
# On by default in one place per user: two installations of one user would meet there.
control_socket_disable = True

# A slow client holds no thread (app/slow_clients.py); a stuck worker is replaced.
timeout = 60
graceful_timeout = 20
keepalive = 5
backlog = 512
limit_request_line = 4094
limit_request_fields = 64
limit_request_field_size = 8190

# Proxy headers are judged in the application, by the list of trusted proxies, and nowhere else.
forwarded_allow_ips = ""
secure_scheme_headers: dict[str, str] = {}
forwarder_headers = ""
umask = 0o077
# A heartbeat on a slow disk would look like a stuck worker.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - gunicorn makes a private file


def on_starting(_server: Arbiter) -> None:
    """Wait for the supervisor's word, now that all is loaded; end when it does, however it ends."""
    await_word(os.environ)
    end_with_parent(os.environ)
    keep_what_is_loaded()


def post_fork(_server: Arbiter, _worker: Worker) -> None:
    """Give each process short turns and connections of its own: a socket shared would mix answers."""
    from tenants import database  # noqa: PLC0415 - the application was loaded before, by preload

    take_short_turns()
    if database.is_given():
        database.current().engine.dispose(close=False)


def child_exit(_server: Arbiter, worker: Worker) -> None:
    """Let go of a dead process's numbers."""
    from prometheus_client import multiprocess  # noqa: PLC0415 - only after the directory was set

    multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call] # it has no types
