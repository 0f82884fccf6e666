# SPDX-License-Identifier: AGPL-3.0-or-later
"""Makers of kinds of visit with tasks, as rows."""

from uuid import UUID

from franchise_kit.care.models import KindTask, Visit, VisitKind
from tenants.office import Coop
from tenants.transaction import upkeep
from tests.support.time import NINE


def give_tasks(coop: Coop, visit_id: UUID, *essential: bool, pays_as: str = "visit") -> list[UUID]:
    """Give a visit a kind of its own, with one task for each flag; return the tasks' ids in order."""
    with upkeep(coop) as session:
        kind = VisitKind(
            name_en=f"Morning {visit_id}"[:60],
            name_cy=f"Bore {visit_id}"[:60],
            pays_as=pays_as,
            minutes=30,
            entered_at=NINE,
        )
        session.add(kind)
        session.flush()
        tasks = [
            KindTask(
                visit_kind_id=kind.id,
                position=position,
                words_en=f"Medicines {position}",
                words_cy=f"Moddion {position}",
                is_essential=is_essential,
            )
            for position, is_essential in enumerate(essential, start=1)
        ]
        session.add_all(tasks)
        session.get_one(Visit, visit_id).visit_kind_id = kind.id
        session.flush()
        return [task.id for task in tasks]
