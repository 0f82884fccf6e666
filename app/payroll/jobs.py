"""All payslips of a run on paper, in one archive: made by a job for whoever prepares pay here.

Each payslip is in the language of whoever is paid. The archive is kept sealed for a day, for whoever
asked alone: it can be asked for again.
"""

import base64
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import islice
from typing import Final
from uuid import UUID

from flask_babel import force_locale
from sqlalchemy.orm import Session

from app.documents import render_pdf
from app.payroll.paper import TEMPLATE, payslip_data
from app.web.language import Language, locale_of
from franchise_kit.access import Permission, within
from franchise_kit.access.queries.actors import find_actor
from franchise_kit.payroll import queries
from franchise_kit.payroll.queries import PayslipHead
from franchise_kit.payroll.queries.beside import get_beside
from franchise_kit.payroll.queries.reaching import reaches_all
from franchise_kit.payroll.rules.runs import APPROVED
from franchise_kit.people.queries.for_pay import workers_of
from tenants import bells, clock, files, jobs, journal, progress, scope
from tenants.actor import Actor
from tenants.keys import Encrypted
from tenants.office import Coop, Office
from tenants.refusal import NotFound
from tenants.transaction import reading, transaction, upkeep

PAPERS: Final = "payroll.papers"
FORGET: Final = "payroll.forget_papers"
KEPT: Final = timedelta(days=1)
READY: Final = "payslip_papers_ready"
_SEAL: Final = Encrypted("payroll.papers")
# So many are read with one connection, and then it is told how far the work is.
TOGETHER: Final = 50

# A name in the archive, and what stands on the paper.
Page = tuple[str, dict[str, object]]


def ask_for_papers(*, coop: Coop, pay_run_id: UUID, by: Actor, now: datetime) -> UUID:
    """Ask for the payslips of an approved run on paper; return the id of the progress.

    For the co-op's own who prepare pay and read all payslips; for others the run is ``NotFound``.
    """
    with transaction(coop, by=by, doing="payroll.ask_for_papers") as session:
        within(by, Permission.PAYRUN_PREPARE)
        run = queries.get_run(session, pay_run_id, by=by)
        if run.state != APPROVED or not may_have_papers(by):
            raise NotFound(record_kind="pay_run")
        progress_id = progress.begin(session, job=PAPERS, account_id=by.account_id, now=now)
        jobs.enqueue(session, PAPERS, progress_id=progress_id, pay_run_id=pay_run_id)
        jobs.enqueue(session, FORGET, not_before=now + KEPT, progress_id=progress_id)
        journal.note(session, record_kind="pay_run", record_id=pay_run_id, payslips=run.payslips)
    return progress_id


def may_have_papers(by: Actor) -> bool:
    """Say whether somebody may ask for them: a guest has no bell here that would tell of them."""
    return by.entry_id is None and by.account_id is not None and reaches_all(by, Permission.PAYSLIP_READ)


@jobs.job(PAPERS)
def make_papers(office: Office, *, progress_id: str, pay_run_id: str) -> None:
    """Put all payslips of a run on paper; a second run makes the same archive anew."""
    coop, row_id = _coop(office), UUID(progress_id)
    with reading(coop) as session:
        account_id = progress.account_of(session, row_id)
        by = find_actor(session, account_id) if account_id is not None else None
        # Whoever asked may have lost the right to it since.
        if by is None or account_id is None or not may_have_papers(by):
            raise NotFound
        heads = queries.list_payslips(session, by=by, pay_run_id=UUID(pay_run_id))
    progress.tell(coop, row_id, state="running", step="writing", done=0, total=len(heads))
    content = archive(_told(coop, row_id, heads, by))
    with upkeep(coop) as session:
        _keep(session, row_id, content)
        bells.ring_for(session, account_id, kind=READY, path=f"/progress/{row_id}")
    progress.tell(coop, row_id, state="done", step="", done=len(heads))


def fetch(session: Session, progress_id: UUID, *, by: Actor) -> bytes:
    """Return an archive that was made, to whoever asked for it; or raise ``NotFound``."""
    row = progress.get(session, progress_id, account_id=by.account_id)
    if row.job != PAPERS or row.state != "done" or not may_have_papers(by):
        raise NotFound
    try:
        sealed = files.store().read(scope.required().key, progress_id)
    except FileNotFoundError as error:
        raise NotFound from error
    return base64.b64decode(_SEAL.process_result_value(sealed, session.get_bind().dialect) or "")


def _keep(session: Session, progress_id: UUID, content: bytes) -> None:
    text = base64.b64encode(content).decode()
    sealed = _SEAL.process_bind_param(text, session.get_bind().dialect) or b""
    files.store().write(scope.required().key, progress_id, sealed)


@jobs.job(FORGET)
def forget_papers(office: Office, *, progress_id: str) -> None:
    """Forget an archive whose time is over; a second run finds nothing to forget."""
    files.store().delete(office.key, UUID(progress_id))


def archive(pages: Iterable[Page]) -> bytes:
    """Return an archive of pages on paper.

    Pages are written in a thread of their own while the next are read: the compiler needs no Python.
    """
    now, content = clock.now(), io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as packed, ThreadPoolExecutor(1) as press:
        source = iter(pages)
        while some := list(islice(source, TOGETHER)):
            coming = [(name, press.submit(render_pdf, TEMPLATE, data, at=now)) for name, data in some]
            for name, page in coming:
                packed.writestr(name, page.result())
    return content.getvalue()


def pages_of(session: Session, heads: Sequence[PayslipHead], coop: Coop, *, by: Actor) -> Iterator[Page]:
    """Yield what stands on each payslip, in the language of whoever is paid."""
    workers = workers_of(session, {head.worker_id for head in heads})
    for head in heads:
        payslip = queries.get_payslip(session, head.id, by=by)
        beside = get_beside(session, payslip, by=by, today=clock.today())
        language: Language = "cy" if workers[head.worker_id].language == "cy" else "en"
        with force_locale(locale_of(language)):
            yield name_of(head), payslip_data(payslip, beside, coop)


def name_of(head: PayslipHead) -> str:
    """Return what a payslip is called in the archive: two people may have one name."""
    letters = "".join(one if one.isalnum() else "-" for one in head.worker_name)
    return f"{head.pay_on.isoformat()}-{letters}-{head.id.hex[:8]}.pdf"


def _told(coop: Coop, progress_id: UUID, heads: Sequence[PayslipHead], by: Actor) -> Iterator[Page]:
    for begins in range(0, len(heads), TOGETHER):
        some = heads[begins : begins + TOGETHER]
        with reading(coop) as session:
            pages = list(pages_of(session, some, coop, by=by))
        progress.tell(coop, progress_id, done=begins)
        yield from pages


def _coop(office: Office) -> Coop:
    if not isinstance(office, Coop):
        raise NotFound
    return office
