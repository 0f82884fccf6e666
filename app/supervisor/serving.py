"""What ``cydofal serve`` does: database, migrations, demo, web, worker, metrics, in this order."""

import os
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

import click

from app import local_state
from app.settings import BASE_DOMAIN, METRICS_PORT, MODE, OWNER_URL, PORT, Mode, Settings, SettingsError
from app.supervisor.child import Child, NotReady, answers_up, listens
from app.supervisor.keeper import Keeper, Signals
from app.supervisor.rights import drop_rights
from app.supervisor.running import NoFreePort, Note, ServeLock, free_port
from tenants.embedded import EmbeddedServer
from tenants.embedded.places import prepare_state_dir
from tenants.embedded.system_user import RunAs

WEB_STOP_SECONDS: Final = 20.0
WORKER_STOP_SECONDS: Final = 30.0
# gunicorn itself needs a moment after its workers' grace.
ARBITER_EXTRA_SECONDS: Final = 3.0
NAME_WIDTH: Final = 8
METRICS_DIRECTORY: Final = "PROMETHEUS_MULTIPROC_DIR"

Say = Callable[[str, str], None]


def say(name: str, line: str) -> None:
    """Print one line of one part."""
    click.echo(f"{name:<{NAME_WIDTH}} | {line}")


def say_as_it_is(name: str, line: str) -> None:
    """Print a line of JSON unchanged, for whoever collects the logs of a production."""
    click.echo(line if line.startswith("{") else f"{name:<{NAME_WIDTH}} | {line}")


@dataclass(slots=True)
class DatabasePart:
    """Our own database server, as one of the parts that are kept running."""

    server: EmbeddedServer
    name: str = "database"

    def start(self) -> None:
        """Start it, recovering what a crash left."""
        self.server.start()

    def is_running(self) -> bool:
        """Say whether it runs now."""
        return self.server.pid is not None

    def stop(self, *, is_hurried: Callable[[], bool]) -> None:  # noqa: ARG002 - it is always stopped fast
        """Stop it: its clients are gone by now."""
        self.server.stop()


@dataclass(slots=True)
class Serving:
    """One run of ``cydofal serve``."""

    environ: Mapping[str, str]
    is_demo: bool
    migrates: bool = True
    began: float = field(default_factory=time.monotonic)
    signals: Signals = field(default_factory=Signals)

    def run(self) -> int:
        """Serve until told to stop; return the exit status."""
        environ = dict(self.environ)
        if self.is_demo:
            _refuse_demo_elsewhere(environ)
            environ[MODE] = Mode.DEMO
        state_dir = prepare_state_dir(local_state.state_dir_of(environ))
        self.signals.listen()
        lock = ServeLock(state_dir)
        try:
            return self._run_locked(environ, lock)
        finally:
            lock.release()

    def _run_locked(self, environ: dict[str, str], lock: ServeLock) -> int:
        server = local_state.own_server(environ) if local_state.has_own_database(environ) else None
        full = _with_ports(local_state.completed(environ, server))
        settings = Settings.from_env(full)
        if self.migrates and not settings.owner_url:
            raise _owner_is_missing()
        speak = say_as_it_is if settings.is_production else say
        keeper = Keeper(self.signals, speak)
        try:
            if server is not None:
                keeper.start(DatabasePart(server))
            return self._run_parts(keeper, full, settings, lock)
        except NotReady as error:
            if not self.signals.is_stopping():
                speak("serve", str(error))
            return self._status_when_stopped()
        finally:
            if self.signals.is_stopping():
                speak("serve", f"Stopping: {self.signals.first_name} came")
            keeper.stop()

    def _run_parts(self, keeper: Keeper, full: dict[str, str], settings: Settings, lock: ServeLock) -> int:
        notices: list[str] = []
        rights = drop_rights(settings.state_dir, local_state.CHECKOUT, notices)
        for notice in notices:
            keeper.say("serve", notice)
        make = ChildMaker(
            _with_metrics(full, settings), settings, rights, keeper.say, self.signals.is_stopping
        )
        web = make.web()
        # It loads itself while the tables and the demo are looked at, and listens when it has our word.
        keeper.begin(web)
        if self.migrates and not self._is_done(make.founding()):
            return self._status_when_stopped()
        web.release()
        metrics = make.metrics()
        keeper.begin(metrics)
        if self.is_demo and not self._is_done(make.task("demo", "demo", "load", "--if-needed")):
            return self._status_when_stopped()
        keeper.start(make.worker())
        web.wait_until_ready()
        metrics.wait_until_ready()
        _announce(lock, settings, keeper.say, time.monotonic() - self.began)
        return keeper.watch()

    def _is_done(self, task: Child) -> bool:
        """Run a task to its end and say whether it did what it should, and whether to go on."""
        status = task.run()
        if status != 0 and not self.signals.is_stopping():
            task.say("serve", f"{task.name} failed with status {status}; nothing is served.")
        return status == 0 and not self.signals.is_stopping()

    def _status_when_stopped(self) -> int:
        return 0 if self.signals.is_stopping() else 1


@dataclass(frozen=True, slots=True)
class ChildMaker:
    """Knows each child's command, environment and time to stop."""

    full: Mapping[str, str]
    settings: Settings
    rights: RunAs
    say: Say
    is_stopping: Callable[[], bool]

    def founding(self) -> Child:
        """The migrations, which alone may be the superuser: they make the owner and the database."""
        return self._child("migrate", ["app.cli", "migrate"], self.full, WORKER_STOP_SECONDS)

    def task(self, name: str, *arguments: str) -> Child:
        """A command that runs to its end before anything is served."""
        owner = local_state.for_owner(self.full)
        return self._child(name, ["app.cli", *arguments], owner, WORKER_STOP_SECONDS)

    def web(self) -> Child:
        """gunicorn, which never sees the owner's login; ready when its health page says so."""
        child = self._child(
            "web",
            ["gunicorn", "-c", "python:app.gunicorn_conf"],
            local_state.for_web(self.full),
            WEB_STOP_SECONDS + ARBITER_EXTRA_SECONDS,
        )
        child.is_ready = answers_up(self.settings.bind, self.settings.port, self.settings.base_domain)
        return child

    def worker(self) -> Child:
        """The worker, which also migrates and builds walls, and so has the owner's login."""
        owner = local_state.for_owner(self.full)
        return self._child("worker", ["app.cli", "worker"], owner, WORKER_STOP_SECONDS)

    def metrics(self) -> Child:
        """The server of metrics."""
        child = self._child("metrics", ["app.metrics_server"], local_state.for_web(self.full), 2.0)
        child.is_ready = listens("127.0.0.1", self.settings.metrics_port)
        return child

    def _child(
        self, name: str, module: list[str], environment: Mapping[str, str], stop_seconds: float
    ) -> Child:
        return Child(
            name=name,
            command=[sys.executable, "-m", *module],
            # Another user must not be led into the home of whoever started us.
            environment={**environment, "HOME": "/nonexistent"} if self.rights else environment,
            stop_seconds=stop_seconds,
            say=self.say,
            is_stopping=self.is_stopping,
            run_as=self.rights,
            cwd=str(local_state.CHECKOUT),
        )


def _refuse_demo_elsewhere(environ: Mapping[str, str]) -> None:
    said = environ.get(MODE, "")
    if said == Mode.PRODUCTION:
        reason = f"{MODE} is production: the demo's accounts are known to all and are never loaded there."
        raise SettingsError(reason)


def _owner_is_missing() -> SettingsError:
    return SettingsError(
        f"{OWNER_URL} is missing: with an outside database `serve` needs the owner's login to migrate. "
        "Give it, or use --no-migrate and run `cydofal migrate` elsewhere."
    )


def _with_ports(full: dict[str, str]) -> dict[str, str]:
    """Choose free ports; in production the proxy knows the port, so that one or none."""
    settings = Settings.from_env(full)
    port = free_port(settings.bind, settings.port)
    if settings.is_production and port != settings.port:
        raise NoFreePort(settings.port, settings.port)
    metrics_port = free_port("127.0.0.1", settings.metrics_port, besides=port)
    chosen = full | {PORT: str(port), METRICS_PORT: str(metrics_port)}
    if not full.get(BASE_DOMAIN):
        chosen[BASE_DOMAIN] = f"localhost:{port}"
    return chosen


def _with_metrics(full: dict[str, str], settings: Settings) -> dict[str, str]:
    """Give all children one place for their numbers, without those of an earlier run."""
    directory = settings.state_dir / "metrics"
    for left_over in directory.glob("*.db"):
        left_over.unlink(missing_ok=True)
    return full | {METRICS_DIRECTORY: str(directory)}


def _announce(lock: ServeLock, settings: Settings, speak: Say, seconds: float) -> None:
    lock.write_note(
        Note(
            pid=os.getpid(),
            port=settings.port,
            metrics_port=settings.metrics_port,
            base_domain=settings.base_domain,
            mode=settings.mode.value,
        )
    )
    speak("serve", f"Metrics: http://127.0.0.1:{settings.metrics_port}/metrics")
    speak(
        "serve", f"Ready in {seconds:.1f} s: {settings.scheme}://{settings.base_domain}/  (Ctrl-C stops it)"
    )
