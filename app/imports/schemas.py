"""A row of each table that can be imported: the schemas of the forms, as a row of a sheet asks for them."""

from flask_babel import lazy_gettext as _l
from marshmallow import fields

from app.care.pattern_schemas import NewPatternSchema
from app.care.people_schemas import NewPersonSchema
from app.care.rota_schemas import NewVisitSchema
from app.people.fields import day_field
from app.people.profile_schemas import ProfileSchema
from app.people.schemas import ContractSchema
from app.people.words import ARRANGEMENTS
from app.time.schemas import TimeForSchema
from app.web.forms import Schema, choice
from franchise_kit.people.rules.contracts import EMPLOYED

__all__ = [
    "ContractRow",
    "NewPersonSchema",
    "NewVisitSchema",
    "PatternRow",
    "TimeForSchema",
    "UploadSchema",
    "WorkerRow",
]


class UploadSchema(Schema):
    """A file to look at."""

    file = fields.Raw(
        required=True,
        error_messages={"required": _l("Choose a file")},
        metadata={
            "label": _l("CSV file"),
            "widget": "file",
            "accept": ".csv,.txt,.tsv,text/csv",
            "hint": _l(
                "Up to 2 MB and 20,000 rows. Nothing is kept before you have seen what would come of it."
            ),
        },
    )


class WorkerRow(ProfileSchema):
    """Somebody who works here, with all that is kept of them."""

    # A sheet may leave it empty, as the form for somebody new does.
    arrangement = fields.Str(
        load_default=EMPLOYED, **choice(ARRANGEMENTS.items(), label=_l("How they work here"))
    )
    started_on = day_field(_l("First day of work"))

    class Meta(Schema.Meta):
        """A row is of no version: it is compared with what is kept."""

        exclude = ("version",)


class ContractRow(ContractSchema):
    """A contract, and whose it is."""

    worker_id = fields.UUID(required=True, metadata={"label": _l("Worker")})

    class Meta(Schema.Meta):
        """The worker is asked for first."""

        fields = (
            "worker_id",
            "kind",
            "valid_from",
            "weekly_hours",
            "weekly_minutes",
            "rate",
            "job_title",
            "place",
        )


class PatternRow(NewPatternSchema):
    """Visits that come back, and to whom."""

    class Meta(Schema.Meta):
        """The person is asked for first, and a row is of no version."""

        fields = (
            "person_supported_id",
            "visit_kind_id",
            "weekdays",
            "at",
            "minutes",
            "valid_from",
            "last_on",
            "every_weeks",
            "carers",
            "language",
            "skills",
            "short_reason",
            "window_minutes",
        )
