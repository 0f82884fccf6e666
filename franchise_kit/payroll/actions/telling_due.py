"""Telling the shared payroll what is due, while the co-op's agreement with it is in force."""

from typing import Final

from sqlalchemy.orm import Session

from franchise_kit.payroll.queries.due import pay_dues, told_dues
from franchise_kit.visiting.queries.offers import is_agreed
from tenants.openings.disclosures import disclose

BUREAU: Final = "payroll_bureau"


def tell_dues(session: Session) -> None:
    """Tell what is due of each schedule where that is not what was told last: a part of each act on a run."""
    if not is_agreed(session, BUREAU):
        return
    session.flush()
    told = told_dues(session)
    for due in pay_dues(session):
        if told.get(due.schedule_id) != due:
            disclose(session, due)
