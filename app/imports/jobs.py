"""A file is looked at, and kept, by jobs: each can be left, killed and tried again, and acts once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.imports import store
from app.imports.columns import TABLES, Table
from app.imports.finding import find_columns
from app.imports.keeping import Work, keep_parts, so_far
from app.imports.looking import faults_of, look, refused_told, told, understand
from app.imports.paper import sheet_of
from app.imports.reading import Sheet
from app.imports.store import BEGUN, DONE, LOOK, PAPERS, SHEET, Sent
from franchise_kit.access import within
from franchise_kit.access.queries.actors import find_actor
from tenants import bells, clock, jobs, journal, progress
from tenants.actor import Actor
from tenants.files import StoredFile
from tenants.jobs.models import Progress
from tenants.office import Coop, Office
from tenants.refusal import NotFound, Refusal
from tenants.transaction import reading, transaction, upkeep

LOOKING: Final = "imports.look"
KEEPING: Final = "imports.keep"
REMOVING: Final = "imports.remove"
KEPT_FOR: Final = timedelta(days=1)
AN_HOUR: Final = timedelta(hours=1)
UNDER_WAY: Final = ("waiting", "running")


class ImportUnderWay(Refusal):
    """Another file of the co-op is being kept; one at a time, so that nobody is entered twice."""

    code = "import_under_way"


class ImportOver(Refusal):
    """The file is kept already, or gone."""

    code = "import_over"


class ImportBeingKept(Refusal):
    """Keeping the file was asked for: it is not removed meanwhile."""

    code = "import_being_kept"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent."""

    name: str
    content: bytes


def check_may(by: Actor, table: Table) -> UUID:
    """Return the account of whoever may enter such records one by one; raise ``NotFound``, for guests too."""
    if by.account_id is None or by.entry_id is not None or not within(by, table.permission).is_whole:
        raise NotFound
    return by.account_id


def send(*, coop: Coop, table: Table, upload: Upload, by: Actor, now: datetime) -> Sent:
    """Take a file in to be looked at; raise ``SheetRefusedError`` for what is no sheet of this table."""
    account_id = check_may(by, table)
    find_columns(table, sheet_of(upload.content).headers)
    with transaction(coop, by=by, doing="imports.send") as session:
        progress_id = progress.begin(session, job=LOOKING, account_id=by.account_id, now=now)
        import_id = uuid4()
        sent = Sent(
            import_id, table.code, account_id, store.shown_name(upload.name), progress_id, upload.content
        )
        store.put_sheet(session, sent)
        jobs.enqueue(session, LOOKING, import_id=import_id, progress_id=progress_id)
        jobs.enqueue(session, REMOVING, not_before=now + KEPT_FOR, import_id=import_id)
        journal.note(session, record_kind="import", record_id=import_id, table=table.code)
    return sent


@jobs.job(LOOKING)
def look_at(office: Office, *, import_id: str, progress_id: str) -> None:
    """Look at a file's rows and keep what was found; a second run finds the same."""
    coop, wanted, row_id = _coop(office), UUID(import_id), UUID(progress_id)
    progress.tell(coop, row_id, state="running", step="looking")
    with reading(coop) as session:
        sent = store.find_sheet(session, wanted)
        if sent is None or store.find(session, LOOK, wanted) is not None:
            found = None
        else:
            found = _looked(session, sent)
    with upkeep(coop) as session:
        if sent is not None and found is not None:
            store.put(session, LOOK, wanted, found, name=sent.name, account_id=sent.account_id)
    progress.tell(coop, row_id, state="done", result={"import_id": import_id})


def _looked(session: Session, sent: Sent) -> dict[str, Any]:
    table, sheet = TABLES[sent.table], sheet_of(sent.content)
    by = _actor(session, sent, table)
    understood, verdicts = look(session, table, sheet, by=by, now=clock.now())
    faults = [*understood.faults, *faults_of(table, understood.loaded, verdicts)]
    return told(understood, verdicts, faults, sheet)


def keep(*, coop: Coop, import_id: UUID, by: Actor, now: datetime) -> UUID:
    """Ask for a file's rows to be kept; asked twice, it is the same work. Return the id of its progress.

    Raise ``NotFound``, ``ImportOver`` or ``ImportUnderWay``.
    """
    with transaction(coop, by=by, doing="imports.keep") as session:
        store.get_own(session, import_id, account_id=by.account_id)
        _hold_all(session)
        earlier = _work_of(session, import_id)
        if earlier is not None and earlier.state != "failed":
            return earlier.id
        sent = store.find_sheet(session, import_id)
        if sent is None or store.find(session, LOOK, import_id) is None:
            raise ImportOver
        check_may(by, TABLES[sent.table])
        if _is_another_kept(session):
            raise ImportUnderWay
        progress_id = progress.begin(session, job=KEEPING, account_id=by.account_id, now=now)
        if earlier is not None:
            # What it kept before it failed is told as it told it.
            session.get_one(Progress, progress_id).result = dict(earlier.result)
            store.remove(session, import_id, BEGUN)
        said = {"progress_id": str(progress_id)}
        store.put(session, BEGUN, import_id, said, name=sent.name, account_id=sent.account_id)
        jobs.enqueue(session, KEEPING, import_id=import_id, progress_id=progress_id)
        journal.note(session, record_kind="import", record_id=import_id, table=sent.table)
    return progress_id


@jobs.job(KEEPING)
def keep_rows(office: Office, *, import_id: str, progress_id: str) -> None:
    """Keep a file's rows, some hundreds at a time; after a fall it goes on where it was.

    Raise ``ImportOver``, which ends its progress, where nothing is left of the file.
    """
    coop, wanted, row_id = _coop(office), UUID(import_id), UUID(progress_id)
    with reading(coop) as session:
        kept = store.find(session, DONE, wanted)
    counts = kept["counts"] if kept is not None else _keep_sheet(coop, wanted, row_id)
    progress.tell(coop, row_id, state="done", result={"import_id": import_id, "counts": counts})


def _keep_sheet(coop: Coop, import_id: UUID, progress_id: UUID) -> dict[str, int]:
    """Keep what a sheet says and return the counts."""
    with reading(coop) as session:
        sent = store.find_sheet(session, import_id)
        if sent is None:
            raise ImportOver
        table, sheet = TABLES[sent.table], sheet_of(sent.content)
        by = _actor(session, sent, table)
        looked = store.find(session, LOOK, import_id) or {}
        understood = understand(session, table, sheet, by=by)
        before = so_far(session.get_one(Progress, progress_id).result)
    numbers = {row: outcome for outcome, rows in looked.get("rows", {}).items() for row in rows}
    counts, faults = keep_parts(Work(coop, progress_id, table, by, understood, numbers), before)
    _end(coop, sent, sheet, faults, counts)
    return counts


def _end(coop: Coop, sent: Sent, sheet: Sheet, faults: list[dict[str, Any]], counts: dict[str, int]) -> None:
    """Keep what came of it, let the sheet go, and ring for whoever sent it."""
    said = {"table": sent.table, "counts": counts, **refused_told(sheet, faults)}
    with upkeep(coop) as session:
        store.put(session, DONE, sent.id, said, name=sent.name, account_id=sent.account_id)
        gone = store.remove(session, sent.id, SHEET, LOOK)
        bells.ring_for(session, sent.account_id, kind="import_done", path=f"/imports/{sent.id}", **counts)
    store.sweep(coop.key, gone)


def remove(*, coop: Coop, import_id: UUID, by: Actor) -> None:
    """Forget a file that is not to be kept; raise ``NotFound`` or ``ImportBeingKept``."""
    with transaction(coop, by=by, doing="imports.remove") as session:
        store.get_own(session, import_id, account_id=by.account_id)
        _hold_all(session)
        if _is_being_kept(session, import_id):
            raise ImportBeingKept
        gone = store.remove(session, import_id, *PAPERS)
        journal.note(session, record_kind="import", record_id=import_id)
    store.sweep(coop.key, gone)


@jobs.job(REMOVING)
def remove_after_a_day(office: Office, *, import_id: str) -> None:
    """Forget what is left of an import when its day is over; what is being kept then, an hour later."""
    coop, wanted = _coop(office), UUID(import_id)
    gone: list[UUID] = []
    with upkeep(coop) as session:
        _hold_all(session)
        if _is_being_kept(session, wanted):
            jobs.enqueue(session, REMOVING, not_before=clock.now() + AN_HOUR, import_id=wanted)
        else:
            gone = store.remove(session, wanted, *PAPERS)
    store.sweep(coop.key, gone)


def _actor(session: Session, sent: Sent, table: Table) -> Actor:
    by = find_actor(session, sent.account_id)
    if by is None:
        raise NotFound
    # Whoever sent it may have lost the right to it since.
    check_may(by, table)
    return by


def _hold_all(session: Session) -> None:
    """Let two who ask for two files at the same moment wait for each other."""
    wanted = select(StoredFile.id).where(StoredFile.record_kind == SHEET).order_by(StoredFile.id)
    session.execute(wanted.with_for_update())


def _work_of(session: Session, import_id: UUID) -> Progress | None:
    """Return how far the work is that keeps a file, if that was asked for."""
    begun = store.find(session, BEGUN, import_id)
    return session.get_one(Progress, UUID(begun["progress_id"])) if begun is not None else None


def _is_being_kept(session: Session, import_id: UUID) -> bool:
    work = _work_of(session, import_id)
    return work is not None and work.state in UNDER_WAY


def _is_another_kept(session: Session) -> bool:
    under_way = select(Progress.id).where(Progress.job == KEEPING, Progress.state.in_(UNDER_WAY))
    return session.scalars(under_way.limit(1)).first() is not None


def _coop(office: Office) -> Coop:
    if not isinstance(office, Coop):
        raise NotFound
    return office
