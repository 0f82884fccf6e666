# SPDX-License-Identifier: AGPL-3.0-or-later
"""A row of each kind that an address may name, as bare as its table takes it: to be asked for, not read."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, Column, MetaData, Table, insert

import migrations.models  # noqa: F401 - brings every table
from tenants.bases import CoopBase, OfficeBase
from tenants.keys import Encrypted
from tenants.office import Coop
from tenants.transaction import upkeep

TODAY, NOON = date(2026, 11, 2), datetime(2026, 11, 2, 12, tzinfo=UTC)
# What a table refuses otherwise.
SAID: Mapping[str, Mapping[str, object]] = {
    "absence": {"kind": "sickness"},
    "assessment_evidence": {"words": "See the plans."},
    "attachment_order": {"kind": "council_tax_wales"},
    "filing": {"kind": "eps", "irmark": "x"},
    "pay_schedule": {"number": 77, "pay_days_after": 7},
    "pension_entry": {"kind": "left"},
    "received_invoice": {"vat_pence": 0},
    "tax_particulars": {"ni_category": "A"},
    "visit_kind": {"minutes": 30},
}
KINDS = (
    "absence", "access_grant", "api_token", "assessment", "assessment_evidence", "attachment_order",
    "bank_particulars", "birth_entry", "care_plan", "concern", "consent_to_share", "director_entry",
    "export_request", "family_leave", "filing", "fit_note", "hours_offer", "kind_task", "loan_notice",
    "passkey", "pay_run", "pension_entry", "pension_scheme", "person_contact", "personal_outcome",
    "profile_paper", "progress", "quiz_attempt", "received_invoice", "representative", "service_agreement",
    "stored_file", "tax_particulars", "visit",
)  # fmt: skip
_CHOICE = re.compile(r"^(\w+) IN \('(\w+)'")


def make_one_of_each(coop: Coop) -> dict[str, UUID]:
    """Make a row of each kind, and of what it must lie beneath; return their ids by the tables' names."""
    made: dict[str, UUID] = {}
    with upkeep(coop) as session:
        for name in KINDS:
            for table in _with_parents(_tables()[name]):
                if table.name not in made:
                    made[table.name] = uuid4()
                    session.execute(insert(table).values(_bare(table, made)))
    return made


@cache
def _tables() -> dict[str, Table]:
    found: tuple[MetaData, ...] = (OfficeBase.metadata, CoopBase.metadata)
    return {table.name: table for metadata in found for table in metadata.sorted_tables}


def _with_parents(table: Table) -> list[Table]:
    """Return a table after those that its rows must name."""
    parents = [key.column.table for column in table.c for key in column.foreign_keys if not column.nullable]
    return [one for parent in parents for one in _with_parents(parent)] + [table]


def _bare(table: Table, made: Mapping[str, UUID]) -> dict[str, Any]:
    choices = {
        found[1]: found[2]
        for check in table.constraints
        if isinstance(check, CheckConstraint) and (found := _CHOICE.match(str(check.sqltext)))
    }
    row: dict[str, Any] = {"id": made[table.name]}
    for column in table.c:
        is_made = column.nullable or column.default is not None or column.server_default is not None
        if column.name not in row and not is_made:
            row[column.name] = choices.get(column.name) or _some(column, made)
    return row | dict(SAID.get(table.name, {}))


def _some(column: Column[Any], made: Mapping[str, UUID]) -> object:
    """Return a value that fits a column; what comes later by its name is later."""
    for key in column.foreign_keys:
        return made[key.column.table.name]
    if isinstance(column.type, Encrypted):
        return "x"
    kind, is_later = column.type.python_type, re.search(r"until|expires|next", column.name) is not None
    some: dict[type, object] = {
        UUID: uuid4(),
        int: 1,
        bool: True,
        bytes: b"x",
        date: TODAY + timedelta(days=is_later),
        datetime: NOON + timedelta(days=is_later),
        dict: {},
    }
    return some.get(kind, "x")
