"""What a care worker says at a visit: which tasks were done, a note, a concern; and what their phone says."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final, cast
from uuid import UUID

from flask_babel import lazy_gettext as _l
from marshmallow import fields, validate

from app.day.words import ANSWERS
from app.web.forms import Schema, choice
from app.web.language import current_language
from franchise_kit.care.queries.attending import TaskFacts
from franchise_kit.care.rules.attending import WHY_NOT

MOST_LETTERS = 2000
TASK: Final = "task_"
# A phone that lost its clock says 1970; what lies further away is no clock at all.
_CLOCKS: Final = validate.Range(min=datetime(1970, 1, 1, tzinfo=UTC), max=datetime(2200, 1, 1, tzinfo=UTC))


class Tap(Schema):
    """What a phone says of a tap: its own time, and whether that holds since there was no signal."""

    device_at = fields.AwareDateTime(
        load_default=None, default_timezone=UTC, validate=_CLOCKS, metadata={"widget": "hidden"}
    )
    holds = fields.Bool(load_default=False, metadata={"widget": "hidden"})


class Report(Tap):
    """What there is to say of a visit while one is there."""

    note = fields.Str(
        load_default="",
        validate=validate.Length(max=MOST_LETTERS),
        metadata={
            "label": _l("Note"),
            "hint": _l("What the next worker should know"),
            "widget": "textarea",
            "rows": 3,
        },
    )


class TaskAnswer(Schema):
    """What became of one task."""

    task_id = fields.UUID(required=True)
    said = fields.Str(required=True, validate=validate.OneOf(["done", *WHY_NOT]))


class CheckOut(Tap):
    """A visit is over; without a note, the one that was written stays."""

    note = fields.Str(load_default=None, allow_none=True, validate=validate.Length(max=MOST_LETTERS))
    tasks = fields.List(fields.Nested(TaskAnswer), load_default=list, validate=validate.Length(max=100))


class WrittenDown(Schema):
    """What there is to say of a visit before it is over."""

    note = fields.Str(load_default=None, allow_none=True, validate=validate.Length(max=MOST_LETTERS))
    tasks = fields.List(fields.Nested(TaskAnswer), load_default=list, validate=validate.Length(max=100))


class ConcernWords(Schema):
    """What somebody saw, in their own words, which may come later."""

    words = fields.Str(
        load_default="",
        validate=validate.Length(max=MOST_LETTERS),
        metadata={"label": _l("What did you see?"), "widget": "textarea", "rows": 4},
    )


class RaisedConcern(Tap, ConcernWords):
    """A concern as a phone sends it."""


class ConcernSeen(Schema):
    """What is done about a concern, and which version of it was read."""

    answer = fields.Str(
        required=True,
        validate=validate.Length(min=1, max=MOST_LETTERS),
        metadata={"label": _l("What is done about it?"), "widget": "textarea", "rows": 4},
    )
    version = fields.Int(required=True, strict=False, metadata={"widget": "hidden"})


def report_schema(tasks: Iterable[TaskFacts], *, is_leaving: bool) -> Report:
    """Return the schema of a visit's report, with a question for each task; leaving needs the essential."""
    language = current_language()
    asked = {
        f"{TASK}{task.id.hex}": fields.Str(
            required=is_leaving and task.is_essential,
            error_messages={"required": _l("Say whether this was done, or why not")},
            **choice(
                list(ANSWERS.items()),
                label=task.words[language],
                widget="select",
                blank=_l("Not answered yet"),
                hint=_l("Essential") if task.is_essential else "",
                is_certain=task.is_essential,
            ),
        )
        for task in tasks
    }
    return cast("Report", Report.from_dict(cast("dict[str, Any]", asked), name="VisitReport")())


def said_of_tasks(tasks: Iterable[TaskFacts]) -> dict[str, str]:
    """Return the answers that stand, by their field."""
    return {f"{TASK}{task.id.hex}": task.said for task in tasks if task.said is not None}


def answers_of(report: dict[str, Any]) -> dict[UUID, str]:
    """Return the answers of a report by the task's id."""
    return {UUID(hex=name.removeprefix(TASK)): said for name, said in report.items() if name.startswith(TASK)}
