"""Making the archive that somebody asked for on the export page, and letting it go when its time is over."""

from pathlib import Path
from uuid import UUID

from app.web.hosts import settings
from franchise_kit.access import within
from franchise_kit.access.permissions import Permission
from franchise_kit.access.queries.actors import find_actor
from franchise_kit.leaving import actions
from franchise_kit.leaving.actions import EXPORT, FORGET, Made, Waiting
from tenants import clock, database, jobs, progress
from tenants.actor import Actor
from tenants.archive.sealing import Passphrase
from tenants.export import Exported, export_coop, way_of
from tenants.office import Coop, Office
from tenants.refusal import NotFound, Refusal
from tenants.transaction import reading


def archives_folder(schema: str) -> Path:
    """Return where a co-op's archives lie."""
    return settings().state_dir / "archives" / schema


def archive_path(coop: Coop, request_id: UUID) -> Path:
    """Return where an archive lies: both parts of the name are ours."""
    return archives_folder(coop.schema) / f"{request_id}.cydofal"


@jobs.job(EXPORT)
def make_archive(office: Office, *, request_id: str, **_progress: str) -> None:
    """Make an archive; a second run makes it anew, and one that is made is left alone.

    Its progress is the request's own; the outbox is told it too, so that the page can say when it is tried
    again.
    """
    coop, wanted = _coop(office), UUID(request_id)
    with reading(coop) as session:
        waiting = actions.find_waiting(session, wanted)
        by = find_actor(session, waiting.account_id) if waiting is not None else None
    if waiting is None:
        return
    progress.tell(coop, waiting.progress_id, state="running", step="copying")
    try:
        written = _write(coop, wanted, waiting, by)
    except Refusal as refusal:
        actions.note_failed(coop=coop, request_id=wanted)
        progress.tell(coop, waiting.progress_id, state="failed", refusal_code=refusal.code)
        raise
    made = Made(written.size_bytes, sum(written.rows.values()), written.files)
    actions.note_ready(coop=coop, request_id=wanted, made=made, now=clock.now())
    progress.tell(coop, waiting.progress_id, state="done", step="")


def _write(coop: Coop, request_id: UUID, waiting: Waiting, by: Actor | None) -> Exported:
    if by is None:
        raise NotFound
    # Whoever asked may have lost the right to it since.
    within(by, Permission.EXPORT_COOP)
    target = archive_path(coop, request_id)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    way = way_of(database.current().place, coop)
    lock = Passphrase(waiting.passphrase)
    return export_coop(way=way, coop=coop, target=target, lock=lock, by=by, now=clock.now())


@jobs.when_given_up(EXPORT)
def give_archive_up(office: Office, *, request_id: str, **_progress: str) -> None:
    """End a request whose archive will not be made, so that its page says so and another may be asked for."""
    coop, wanted = _coop(office), UUID(request_id)
    with reading(coop) as session:
        waiting = actions.find_waiting(session, wanted)
    if waiting is not None:
        progress.fail(coop, waiting.progress_id)
        actions.note_failed(coop=coop, request_id=wanted)


@jobs.job(FORGET)
def forget_archive(office: Office, *, request_id: str) -> None:
    """Delete an archive whose time is over; end a request that never came to an end."""
    coop, wanted = _coop(office), UUID(request_id)
    give_archive_up(coop, request_id=request_id)
    if actions.note_forgotten(coop=coop, request_id=wanted, now=clock.now()):
        archive_path(coop, wanted).unlink(missing_ok=True)


def _coop(office: Office) -> Coop:
    if not isinstance(office, Coop):
        raise NotFound
    return office
