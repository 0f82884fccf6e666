"""What may be read of time: one's own, or everybody's for those who approve it."""

from franchise_kit.time.queries.changes import (
    TimeChangeFacts,
    list_corrections,
    list_time_changes,
    other_approvers,
    overlapping_ids,
)
from franchise_kit.time.queries.driving import MilesFacts, list_miles, list_own_miles, list_waiting_miles
from franchise_kit.time.queries.entries import (
    IN_PAY_RUN,
    EntryFacts,
    count_unapproved,
    count_waiting,
    get_entry,
    list_entries,
    list_own_entries,
    list_waiting,
)
from franchise_kit.time.queries.orphans import Orphan, orphans
from franchise_kit.time.queries.punctual import (
    JudgedVisit,
    PunctualityCounts,
    late_after,
    list_unpunctual,
    punctuality,
)
from franchise_kit.time.queries.records import RecordDay, RecordLine, Sums, WorkRecord, work_record
from franchise_kit.time.queries.visits import (
    doubtful_visit_ids,
    find_own_entry_of_visit,
    get_own_visit,
    list_forgotten,
    planned_minutes,
)

__all__ = [
    "IN_PAY_RUN",
    "EntryFacts",
    "JudgedVisit",
    "MilesFacts",
    "Orphan",
    "PunctualityCounts",
    "RecordDay",
    "RecordLine",
    "Sums",
    "TimeChangeFacts",
    "WorkRecord",
    "count_unapproved",
    "count_waiting",
    "doubtful_visit_ids",
    "find_own_entry_of_visit",
    "get_entry",
    "get_own_visit",
    "late_after",
    "list_corrections",
    "list_entries",
    "list_forgotten",
    "list_miles",
    "list_own_entries",
    "list_own_miles",
    "list_time_changes",
    "list_unpunctual",
    "list_waiting",
    "list_waiting_miles",
    "orphans",
    "other_approvers",
    "overlapping_ids",
    "planned_minutes",
    "punctuality",
    "work_record",
]
