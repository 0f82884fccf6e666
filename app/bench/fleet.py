"""What is done to a whole fleet: migrating it, killing that and going on, and taking one co-op out."""

import json
import os
import shutil
import signal
import time
from pathlib import Path

from app.bench.figures import Figures, memory_mb, percentile, seconds_of
from app.bench.ground import Ground
from migrations import FOLDER, known_in
from tenants import clock
from tenants.actor import SYSTEM
from tenants.archive.sealing import Passphrase
from tenants.export import export_coop, way_of
from tenants.migrating import Outcome, migrate_coops

REVISION = '''"""A column more."""

import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = "{before}"


def upgrade() -> None:
    """Add a column."""
    op.add_column("mail", sa.Column("{revision}", sa.Integer(), nullable=False, server_default="0"))
'''
EXPORTS = 5


def longer_line(folder: Path, revision: str) -> Path:
    """Return the co-ops' line in a folder of its own, one revision longer than it was there."""
    line = folder / "line"
    if not line.exists():
        shutil.copytree(FOLDER / "coop", line, ignore=shutil.ignore_patterns("__pycache__"))
    known = known_in(line)
    source = REVISION.format(revision=revision, before=known[-1])
    (line / "versions" / f"{revision}.py").write_text(source)
    (line / "known.json").write_text(json.dumps([*known, revision]))
    return line


def migrate(ground: Ground, folder: Path, *, jobs: int) -> Figures:
    """Add a column everywhere; add another, kill that in the middle and go on; find nothing to do."""
    line = longer_line(folder, "bench_one")
    outcomes: list[Outcome] = []

    def run() -> None:
        outcomes.append(migrate_coops(ground.owner, now=clock.now(), jobs=jobs, folder=line))

    whole_s = seconds_of(run)
    line = longer_line(folder, "bench_two")
    moved_when_killed = _killed(ground, line, jobs)
    torn = _inconsistent(ground, "bench_two")
    resumed_s = seconds_of(run)
    idle_s = percentile([seconds_of(run) for _ in range(5)], 0.5)
    return {
        "add_column_everywhere_s": round(whole_s, 3),
        "add_column_moved_count": outcomes[0].moved,
        "migration_jobs_count": jobs,
        "killed_after_count": moved_when_killed,
        "killed_inconsistent_count": torn,
        "resumed_moved_count": outcomes[1].moved,
        "resumed_s": round(resumed_s, 3),
        "migrate_nothing_to_do_ms": round(idle_s * 1000, 2),
        "migration_failures_count": sum(len(outcome.failures) for outcome in outcomes),
    }


def _killed(ground: Ground, line: Path, jobs: int) -> int:
    """Run in a child that is killed when about half of the fleet has moved; return how many had."""
    child = os.fork()
    if child == 0:
        try:
            migrate_coops(ground.owner, now=clock.now(), jobs=jobs, folder=line)
        finally:
            os._exit(0)
    half = len(ground.coops) // 2
    while _moved(ground, "bench_two") < half and os.waitpid(child, os.WNOHANG) == (0, 0):
        time.sleep(0.002)
    try:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    except (ProcessLookupError, ChildProcessError):
        pass
    time.sleep(0.5)
    return _moved(ground, "bench_two")


def _moved(ground: Ground, revision: str) -> int:
    with ground.owner.connect() as connection:
        row = connection.execute("SELECT count(*) FROM hub.coop WHERE revision = %s", [revision]).fetchone()
    return int(row[0]) if row else 0


def _inconsistent(ground: Ground, revision: str) -> int:
    """Count the co-ops whose revision, ledger and tables do not say the same."""
    with ground.owner.connect() as connection:
        row = connection.execute(
            """
            SELECT count(*) FROM hub.coop
            LEFT JOIN hub.coop_migration AS step ON step.coop_id = coop.id AND step.revision = %(revision)s
            WHERE (coop.revision = %(revision)s) <> coalesce(step.state = 'done', false)
               OR (coop.revision = %(revision)s) <> EXISTS (
                   SELECT FROM pg_catalog.pg_attribute
                   WHERE attrelid = to_regclass(coop.schema || '.mail') AND attname = %(revision)s
               )
            """,
            {"revision": revision},
        ).fetchone()
    return int(row[0]) if row else 0


def export_one(ground: Ground, folder: Path) -> Figures:
    """Take one co-op out, several times."""
    ground.use()
    coop = ground.coops[len(ground.coops) // 2]
    way, lock = way_of(ground.database.place, coop), Passphrase("a long passphrase for a bench")
    times = [
        seconds_of(
            lambda number=number: export_coop(  # type: ignore[misc] # a default binds the loop's number
                way=way,
                coop=coop,
                target=folder / f"export-{number}",
                lock=lock,
                by=SYSTEM,
                now=clock.now(),
            )
        )
        for number in range(EXPORTS)
    ]
    return {"export_one_p50_s": round(percentile(times, 0.5), 3), "export_one_max_s": round(max(times), 3)}


def memory(server_pids: list[int]) -> Figures:
    """Return what the database's processes and this process hold."""
    return {
        "database_memory_mb": memory_mb(server_pids),
        "database_processes_count": len(server_pids),
        "web_memory_mb": memory_mb([os.getpid()]),
    }
