"""Every module that declares tables, so that the migrations see them all."""
# A new room adds a line below: importing its models declares its tables.

from sqlalchemy import MetaData, Table
from sqlalchemy.types import TypeDecorator

import franchise_kit.access.models
import franchise_kit.billing.hub_models
import franchise_kit.billing.models
import franchise_kit.care.models
import franchise_kit.kernel.models
import franchise_kit.leaving.models
import franchise_kit.ledger.models
import franchise_kit.oversight.hub_models
import franchise_kit.payroll.models
import franchise_kit.people.models
import franchise_kit.profile.models
import franchise_kit.quality.models
import franchise_kit.time.models
import franchise_kit.tokens.models
import franchise_kit.training.models
import franchise_kit.visiting.hub_models
import franchise_kit.visiting.models
import tenants.files
import tenants.jobs.models
import tenants.journal.models
import tenants.keys
import tenants.mail
import tenants.once
import tenants.openings.models
import tenants.registry.models
import tenants.restore.models
from migrations import Line
from tenants.bases import NAMES, CoopBase, HubBase, LibraryBase, OfficeBase


def tables_of(line: Line) -> list[Table]:
    """Return a line's tables in the order in which they can be made, on one metadata, with plain types."""
    merged = MetaData(naming_convention=NAMES)
    bases = (OfficeBase, CoopBase) if line == "coop" else (OfficeBase, HubBase, LibraryBase)
    for base in bases:
        # Only together do they know each other: a table of one base may point at one of another.
        for table in base.metadata.tables.values():
            _plain(table.to_metadata(merged))
    return list(merged.sorted_tables)


def _plain(table: Table) -> None:
    for column in table.columns:
        if isinstance(column.type, TypeDecorator):
            column.type = column.type.impl_instance
    # A copy has its constraints in the order of a set, and what is written from it would change each time.
    for number, constraint in enumerate(sorted(table.constraints, key=lambda one: str(one.name))):
        constraint._creation_order = number  # noqa: SLF001 - there is no public way to order them


def is_append_only(table: Table) -> bool:
    """Say whether the logins may only insert into a table and read it."""
    return bool(table.info.get("append_only"))
