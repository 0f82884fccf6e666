"""The operator's commands, as processes of their own: what they print, how they refuse, and kill -9."""

import json
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pytest

from tenants.embedded import EmbeddedServer
from tests.conftest import WORKER
from tests.support.commands import run_command

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
NAME = f"cli_{WORKER}"


@dataclass
class Operator:
    """Somebody at a terminal, with an installation of their own."""

    environment: dict[str, str]
    folder: Path
    superuser_url: str

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "app.cli", *arguments],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return run_command(self.environment, *arguments)

    def get(self, *arguments: str) -> Any:  # noqa: ANN401 - JSON
        """Run a command that must succeed and return its JSON."""
        done = self.run(*arguments, "--json")
        assert (done.returncode, done.stderr) == (0, ""), done
        return json.loads(done.stdout)

    def refuse(self, *arguments: str) -> str:
        """Run a command that must be refused and return its one line."""
        done = self.run(*arguments)
        assert done.returncode == 1, done
        assert done.stderr.count("\n") == 1, done.stderr
        assert done.stdout == ""
        return done.stderr.strip()

    def database(self) -> psycopg.Connection[Any]:
        return psycopg.connect(self.superuser_url, autocommit=True, dbname=NAME)

    def schemas(self) -> list[str]:
        with self.database() as connection:
            rows = connection.execute(r"SELECT nspname FROM pg_namespace WHERE nspname LIKE 'c\_%'")
            return sorted(row[0] for row in rows)

    def roles(self) -> list[str]:
        with self.database() as connection:
            pattern = NAME.replace("_", r"\_") + r"\_c\_%"
            rows = connection.execute("SELECT rolname FROM pg_roles WHERE rolname LIKE %s", [pattern])
            return sorted(row[0] for row in rows)


@pytest.fixture(scope="module")
def operator(server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory) -> Operator:
    """An installation that was set up by ``migrate``, with a co-op and its archive's passphrase."""
    folder = tmp_path_factory.mktemp("operator")
    where = f"/{NAME}?host={quote(str(server.socket_dir), safe='')}&port={server.port}"
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("CYDOFAL_", "PG"))},
        "CYDOFAL_STATE": str(folder / "state"),
        "CYDOFAL_SECRET_KEY": secrets.token_urlsafe(48),
        "CYDOFAL_INSTALLATION": NAME,
        "CYDOFAL_OWNER_URL": f"postgresql://{NAME}_owner:{secrets.token_hex(16)}@{where}",
        "CYDOFAL_SUPERUSER_URL": server.superuser_url(),
        "DATABASE_URL": f"postgresql://{where}",
    }
    one = Operator(environment, folder, server.superuser_url())
    (folder / "words").write_text("three quiet herons wade\n")
    one.get("migrate")
    one.get("coop", "create", "aber", "--name", "Aber Care", "--language", "cy")
    return one


@pytest.fixture(scope="module")
def archive(operator: Operator) -> Path:
    """An archive of a co-op with many files, so that a kill finds it at work."""
    aber = operator.get("coop", "show", "aber")
    store = operator.folder / "state" / "files" / aber["schema"]
    store.mkdir(parents=True)
    content = b"%PDF-" + secrets.token_bytes(1_000_000)
    with operator.database() as connection:
        rows = connection.execute(
            f"""
            INSERT INTO {aber["schema"]}.stored_file
                (id, record_kind, name, media_type, size_bytes, sha256, added_at)
            SELECT gen_random_uuid(), 'profile', 'a.pdf', 'application/pdf', %s, sha256(%s), now()
            FROM generate_series(1, 40) RETURNING id
            """,
            [len(content), content],
        ).fetchall()
    for (file_id,) in rows:
        (store / str(file_id)).write_bytes(content)
    target = operator.folder / "aber.cydofal"
    done = operator.get("coop", "export", "aber", str(target), *words(operator))
    assert done["files"] == 40
    return target


def words(operator: Operator) -> list[str]:
    return ["--passphrase-file", str(operator.folder / "words")]


def test_migrate_twice_finds_nothing_to_do(operator: Operator) -> None:
    said = operator.get("migrate", "--jobs", "2")

    assert said == {"hub": [], "queue": None, "coops_moved": 0, "failures": []}


def test_a_coop_is_listed_and_shown(operator: Operator) -> None:
    listed = {one["slug"]: one["name_en"] for one in operator.get("coop", "list")}
    shown = operator.get("coop", "show", "aber")

    assert listed["aber"] == "Aber Care"
    assert shown["state"] == "active"
    assert shown["url"] == "http://aber.localhost:8000/"


def test_every_role_reaches_what_is_its_own(operator: Operator) -> None:
    aber = operator.get("coop", "show", "aber")
    expected = {"owner": f"{NAME}_owner", "hub": f"{NAME}_hub", "coop": aber["login"]}
    for role, login in expected.items():
        more = ["--coop", "aber"] if role == "coop" else []
        url = operator.get("db", "url", "--role", role, *more)["url"]
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT session_user::text").fetchone() == (login,)


def test_wrong_usage_has_its_own_status(operator: Operator) -> None:
    assert operator.run("db", "url", "--role", "coop").returncode == 2
    assert operator.run("coop", "suspend").returncode == 2


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["coop", "show", "nobody"], "cydofal: There is no such co-op."),
        (
            ["coop", "create", "aber", "--name", "Other"],
            "cydofal: A co-op has this short name, or once had it: choose another (with restore: --as).",
        ),
        (["coop", "resume", "aber"], "cydofal: The co-op is active already."),
        (
            ["coop", "export", "aber", "/nowhere/aber.cydofal", "--to", "00" * 32],
            "cydofal: /nowhere/.aber.cydofal.part: No such file or directory.",
        ),
        (
            ["coop", "export", "aber", "aber.cydofal"],
            "cydofal: No passphrase was given: use --passphrase-file FILE, or - for standard input.",
        ),
    ],
)
def test_a_refusal_is_one_clear_line(operator: Operator, arguments: list[str], line: str) -> None:
    assert operator.refuse(*arguments) == line


def test_a_damaged_archive_is_refused_before_anything_is_written(operator: Operator, archive: Path) -> None:
    schemas = operator.schemas()
    damaged = bytearray(archive.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    (operator.folder / "damaged").write_bytes(damaged)

    said = operator.refuse(
        "coop", "restore", str(operator.folder / "damaged"), "--as", "x-one", *words(operator)
    )

    assert said == "cydofal: The archive is damaged or cut short. Nothing was written."
    assert operator.schemas() == schemas


def test_a_coop_lives_and_leaves(operator: Operator) -> None:
    """Made, suspended, copied for a recipient all the same, resumed, closed, and copied back."""
    key, copy = operator.folder / "key", operator.folder / "copy"
    public = operator.run("coop", "archive-key", str(key)).stdout.strip()
    operator.get("coop", "create", "dros", "--name", "Dros")

    assert operator.get("coop", "suspend", "dros")["state"] == "suspended"
    assert operator.get("coop", "export", "dros", str(copy), "--to", public)["rows"]["journal_line"] == 1
    assert operator.get("coop", "resume", "dros")["state"] == "active"
    assert operator.get("coop", "close", "dros")["state"] == "closed"
    back = operator.get("coop", "restore", str(copy), "--as", "dros-again", "--key-file", str(key))

    assert back["rows"]["journal_line"] == 1
    assert operator.get("doctor")["verdict"] == "good"
    assert all(one["is_whole"] for one in operator.get("journal", "verify"))
    assert key.stat().st_mode & 0o777 == 0o600


def test_a_passphrase_that_is_guessed_at_once_locks_nothing(operator: Operator) -> None:
    target = operator.folder / "guessed.cydofal"
    (operator.folder / "same").write_text("a" * 24 + "\n")

    said = operator.refuse(
        "coop", "export", "aber", str(target), "--passphrase-file", str(operator.folder / "same")
    )

    assert said == (
        "cydofal: This passphrase is guessed too easily: "
        "use four words that have nothing to do with each other."
    )
    assert not target.exists()


def test_an_archive_is_written_over_when_that_is_said(operator: Operator) -> None:
    target = operator.folder / "again.cydofal"
    target.write_text("last night's")

    refused = operator.refuse("coop", "export", "aber", str(target), *words(operator))
    kept = target.read_text()
    operator.get("coop", "export", "aber", str(target), "--force", *words(operator))

    assert refused.endswith("say --force to write over it.")
    assert kept == "last night's"
    assert target.read_bytes().startswith(b"CYDOFAL\x1a")


def test_an_export_that_was_killed_is_made_by_the_next(operator: Operator, archive: Path) -> None:
    target = operator.folder / "killed.cydofal"
    part = target.with_name(".killed.cydofal.part")
    process = operator.start("coop", "export", "aber", str(target), *words(operator))
    kill_when(process, lambda: part.exists() and part.stat().st_size > 1_000_000)

    assert not target.exists()
    operator.get("coop", "export", "aber", str(target), *words(operator))

    assert target.stat().st_size > 40_000_000
    assert not part.exists()


@pytest.mark.parametrize("files_there", [0, 20])
def test_a_restore_that_was_killed_is_done_by_the_next(
    operator: Operator, archive: Path, files_there: int
) -> None:
    """Killed when it is entered, and when half of its files are there."""
    slug = f"again-{files_there}"
    before = operator.schemas(), operator.roles()
    process = operator.start("coop", "restore", str(archive), "--as", slug, *words(operator))
    kill_when(process, lambda: has_come(operator, slug, files_there))

    assert slug_state(operator, slug) == "preparing"
    done = operator.get("coop", "restore", str(archive), "--as", slug, *words(operator))

    assert (done["state"], done["files"]) == ("active", 40)
    assert len(operator.schemas()) == len(before[0]) + 1
    assert len(operator.roles()) == len(before[1]) + 1


def has_come(operator: Operator, slug: str, files_there: int) -> bool:
    with operator.database() as connection:
        row = connection.execute(
            "SELECT schema FROM hub.coop JOIN hub.coop_slug ON coop_id = coop.id WHERE slug = %s", [slug]
        ).fetchone()
    if row is None:
        return False
    folder = operator.folder / "state" / "files" / row[0]
    return files_there == 0 or (folder.exists() and len(list(folder.iterdir())) >= files_there)


def slug_state(operator: Operator, slug: str) -> str:
    with operator.database() as connection:
        row = connection.execute(
            "SELECT state FROM hub.coop JOIN hub.coop_slug ON coop_id = coop.id WHERE slug = %s", [slug]
        ).fetchone()
    return str(row[0]) if row else ""


def kill_when(process: subprocess.Popen[str], is_time: Callable[[], bool]) -> None:
    """Kill a process in the midst of its work; it must still be at work then."""
    deadline = time.monotonic() + 30
    while not is_time():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
