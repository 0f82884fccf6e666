"""HMRC's notices of tax codes beside what holds here, before anything of them is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.payroll.rules.handing_over.notices import CodeNotice, Read, read_notices
from franchise_kit.people.queries.facts import TaxFacts, names_of, tax_of
from franchise_kit.people.queries.reported import ids_by_ni_number
from tenants.actor import Actor
from tenants.refusal import NotFound


@dataclass(frozen=True, slots=True)
class Matched:
    """One notice of a file. ``why_not`` is a code for what keeps it from being kept, or None.

    Pay and tax of earlier jobs are whole pence, or None where the notice says nothing of them.
    """

    place: int
    why_not: str | None
    worker_id: UUID | None = None
    worker_name: str = field(default="", repr=False)
    form: str = ""
    tax_code: str = ""
    code_now: str | None = None
    ni_category: str = ""
    from_on: date | None = None
    earlier_pay_pence: int | None = None
    earlier_tax_pence: int | None = None


def match_notices(session: Session, content: bytes, *, by: Actor) -> list[Matched]:
    """Return each notice of a file with the worker who has its National Insurance number.

    ``why_not`` is not_of_a_worker, holds_already, no_category_yet, or what a field of it refuses.
    Raises ``NotReadAsXml``, ``NoNoticesHere``, ``TooManyNotices``, or ``NotFound`` for who enters none.
    """
    if not within(by, Permission.EMPLOYMENT_WRITE).is_whole:
        raise NotFound(record_kind="worker")
    read, workers = read_notices(content), ids_by_ni_number(session)
    names = names_of(session, list(workers.values()))
    holds: dict[date, Mapping[UUID, TaxFacts]] = {}
    found = []
    for one in read:
        if one.notice is not None and one.notice.effective_on not in holds:
            on = one.notice.effective_on
            holds[on] = tax_of(session, list(workers.values()), on)
        found.append(_matched(one, workers, names, holds))
    return found


def _matched(
    read: Read,
    workers: Mapping[str, UUID],
    names: Mapping[UUID, str],
    holds: Mapping[date, Mapping[UUID, TaxFacts]],
) -> Matched:
    if read.notice is None:
        return Matched(read.place, read.code or "code_notice_not_read")
    worker_id = workers.get(read.notice.ni_number)
    if worker_id is None:
        return Matched(read.place, "not_of_a_worker", form=read.notice.form)
    held = holds[read.notice.effective_on].get(worker_id)
    before = read.notice.before
    return Matched(
        place=read.place,
        why_not=_why_not(read.notice, held),
        worker_id=worker_id,
        worker_name=names[worker_id],
        form=read.notice.form,
        tax_code=read.notice.tax_code.printed,
        code_now=held.tax_code if held else None,
        ni_category=held.ni_category if held else "",
        from_on=read.notice.effective_on,
        earlier_pay_pence=before.pay_pence if before else None,
        earlier_tax_pence=before.tax_pence if before else None,
    )


def _why_not(notice: CodeNotice, held: TaxFacts | None) -> str | None:
    if held is None:
        # The category letter is the employer's to know: no notice says it.
        return "no_category_yet"
    earlier = (held.earlier_pay_pence, held.earlier_tax_pence)
    says = (notice.before.pay_pence, notice.before.tax_pence) if notice.before else earlier
    if (held.tax_code, earlier) == (notice.tax_code.printed, says):
        return "holds_already"
    return None
