"""One PostgreSQL server of ours: made once, started, recovered after a crash, stopped fast."""

import fcntl
import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

from tenants.embedded import postmaster, problem
from tenants.embedded.binaries import Binaries, find_binaries
from tenants.embedded.memory import shared_buffers_mb
from tenants.embedded.places import find_places, make_home, make_private, prepare_state_dir
from tenants.embedded.problem import EmbeddedProblem
from tenants.embedded.secret_files import read_or_make_secret
from tenants.embedded.system_user import unprivileged_user

SUPERUSER = "cydofal_super"
PORT = 5432
START_SECONDS = 60.0
FAST_STOP_SECONDS = 30.0
IMMEDIATE_STOP_SECONDS = 10.0
LOG_LIMIT_BYTES = 10_000_000
# Backends of a server that was killed hold its shared memory for a moment.
START_TRIES = 20
BUILTIN_LOCALE_MAJOR = 17

SERVER_SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "max_locks_per_transaction": "256",
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # A failed statement or its detail may hold somebody's name: neither goes to the log.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length_on_error": "0",
    "logging_collector": "off",
}
# A commit still reaches the system before it is answered, so that kill -9 loses nothing even here.
FORGETFUL_SETTINGS = {"fsync": "off", "full_page_writes": "off"}


class EmbeddedServer:
    """PostgreSQL for one state directory.

    ``durable=False`` gives up safety against a power cut, for tests. ``notices`` holds sentences
    that whoever started us should read.
    """

    def __init__(
        self, state_dir: Path | str, *, bin_dir: Path | str | None = None, durable: bool = True
    ) -> None:
        self.notices: list[str] = []
        self.state_dir = prepare_state_dir(Path(state_dir))
        self.user = unprivileged_user(self.notices)
        self._password = read_or_make_secret(self.state_dir, "database-superuser")
        self.places = find_places(self.state_dir, self.user, self._password)
        self._bin_dir = Path(bin_dir) if bin_dir else None
        self._durable = durable
        self._lock: int | None = None
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def socket_dir(self) -> Path:
        """The directory of the socket: the ``host`` of a connection."""
        return self.places.socket_dir

    @property
    def port(self) -> int:
        """The port, which only names the socket."""
        return PORT

    @property
    def pid(self) -> int | None:
        """The server's process number, while it runs."""
        return self._process.pid if self._process is not None and self._process.poll() is None else None

    def superuser_url(self, database: str = "postgres") -> str:
        """Return the address that may do everything: for provisioning the installation alone."""
        host = quote(str(self.socket_dir), safe="")
        return (
            f"postgresql://{SUPERUSER}:{self._password}@/{quote(database, safe='')}?host={host}&port={PORT}"
        )

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start the server and return when it takes connections; make it first where there is none."""
        if self.pid is not None:
            return
        make_home(self.places, self.state_dir, self.user)
        self._take_lock()
        try:
            binaries = find_binaries(self._bin_dir, self.user)
            self._make_if_missing(binaries)
            make_private(self.places.socket_dir, self.user)
            postmaster.stop_orphan(self.places.data)
            self._launch(binaries)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop the server: fast, then at once, then by force. Safe to call twice."""
        process, self._process = self._process, None
        if process is not None and process.poll() is None:
            _stop(process)
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def remove(self) -> None:
        """Stop the server and delete its data for good: for tests and for starting anew."""
        self.stop()
        shutil.rmtree(self.places.data, ignore_errors=True)
        shutil.rmtree(self.places.socket_dir, ignore_errors=True)
        self.places.log.unlink(missing_ok=True)
        self.places.lock.unlink(missing_ok=True)
        if self.places.home != self.state_dir:
            shutil.rmtree(self.places.home, ignore_errors=True)

    def is_running_elsewhere(self) -> bool:
        """Say whether another process holds this database just now."""
        if self._lock is not None or not self.places.home.exists():
            return False
        try:
            self._take_lock()
        except EmbeddedProblem:
            return True
        self.stop()
        return False

    def _take_lock(self) -> None:
        """Hold a lock that the system lets go when we die, however we die."""
        if self._lock is not None:
            return
        handle = os.open(self.places.lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(handle, 20, 0).decode("ascii", "replace").strip()
            os.close(handle)
            raise problem.already_running(self.state_dir, holder) from None
        os.ftruncate(handle, 0)
        os.pwrite(handle, str(os.getpid()).encode(), 0)
        self._lock = handle

    def _make_if_missing(self, binaries: Binaries) -> None:
        data = self.places.data
        if data.exists():
            self._check_existing(binaries)
            return
        # A half-made directory, left by a kill, has the draft's name and is made again.
        draft = data.with_name("pgdata.new")
        shutil.rmtree(draft, ignore_errors=True)
        make_private(draft, self.user)
        password_file = data.with_name(f".password.{secrets.token_hex(6)}")
        try:
            password_file.touch(mode=0o600)
            password_file.write_text(self._password, encoding="ascii")
            self.user.own(password_file)
            self._run_initdb(binaries, draft, password_file)
        finally:
            password_file.unlink(missing_ok=True)
        draft.rename(data)

    def _run_initdb(self, binaries: Binaries, draft: Path, password_file: Path) -> None:
        command = [binaries.initdb, "--pgdata", str(draft), "--username", SUPERUSER]
        command += ["--auth", "scram-sha-256", "--pwfile", str(password_file), "--data-checksums"]
        command += ["--encoding", "UTF8", "--locale", "C.UTF-8" if sys.platform == "linux" else "C"]
        if binaries.major >= BUILTIN_LOCALE_MAJOR:
            # The server's own C.UTF-8 sorts alike on every system, so indexes survive a move.
            command += ["--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"]
        if not self._durable:
            command.append("--no-sync")
        made = subprocess.run(
            command,
            check=False,
            cwd="/",
            env=_bare_environment(),
            capture_output=True,
            text=True,
            **self.user.run_as,
        )
        if made.returncode != 0:
            raise problem.could_not_make(made.stderr.strip())

    def _check_existing(self, binaries: Binaries) -> None:
        data = self.places.data
        if data.stat().st_uid != self.user.uid:
            raise problem.belongs_to_another(data, self.user.name)
        made_by = int((data / "PG_VERSION").read_text(encoding="ascii"))
        if made_by != binaries.major:
            raise problem.other_version(data, made_by, binaries.major)

    def _launch(self, binaries: Binaries) -> None:
        for attempt in range(1, START_TRIES + 1):
            log_start = self._rotate_log()
            process = self._spawn(binaries)
            if self._became_ready(process):
                self._process = process
                return
            said = self._log_since(log_start)
            if "shared memory block" not in said or attempt == START_TRIES:
                raise problem.did_not_start(self.places.log, said)
            time.sleep(0.1)

    def _spawn(self, binaries: Binaries) -> subprocess.Popen[bytes]:
        settings = SERVER_SETTINGS | {"shared_buffers": f"{shared_buffers_mb()}MB"}
        settings |= {} if self._durable else FORGETFUL_SETTINGS
        command = [binaries.postgres, "-D", str(self.places.data), "-k", str(self.places.socket_dir)]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        with self.places.log.open("ab") as log:
            # A session of its own: Ctrl-C in a terminal reaches us, and we stop it last.
            return subprocess.Popen(
                command,
                cwd="/",
                env=_bare_environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **self.user.run_as,
            )

    def _became_ready(self, process: subprocess.Popen[bytes]) -> bool:
        deadline = time.monotonic() + START_SECONDS
        while process.poll() is None:
            if postmaster.is_ready(self.places.data, process.pid):
                return True
            if time.monotonic() > deadline:
                _stop(process)
                return False
            time.sleep(0.01)
        return False

    def _rotate_log(self) -> int:
        """Keep the log short, and return where new lines begin."""
        log = self.places.log
        if not log.exists():
            log.touch(mode=0o600)
        size = log.stat().st_size
        if size <= LOG_LIMIT_BYTES:
            return size
        log.rename(log.with_suffix(".log.1"))
        log.touch(mode=0o600)
        return 0

    def _log_since(self, start: int) -> str:
        with self.places.log.open("rb") as log:
            log.seek(start)
            return log.read(2000).decode("utf-8", "replace").strip()


def _bare_environment() -> dict[str, str]:
    """Nothing of ours reaches the server: no secret, no PG… variable that would change it."""
    # The loader finds what is called once, at the start, and not again in the process of each connection.
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC", "LD_BIND_NOW": "1"}


def _stop(process: subprocess.Popen[bytes]) -> None:
    for kind, seconds in ((signal.SIGINT, FAST_STOP_SECONDS), (signal.SIGQUIT, IMMEDIATE_STOP_SECONDS)):
        process.send_signal(kind)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            continue
        return
    process.kill()
    process.wait()
