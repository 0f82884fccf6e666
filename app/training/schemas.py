"""What is asked when a module is taken up, when its terms change, and in a quiz."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from flask_babel import lazy_gettext as _l
from marshmallow import fields, validate

from app.web.forms import Schema, Whole, choice
from app.web.language import Language
from franchise_kit.training.queries.learning import ShownQuestion
from franchise_kit.training.rules.module import MOST_MONTHS
from franchise_kit.training.rules.requiring import MOST_DAYS

MOST_QUESTIONS = 100
MOST_OPTIONS = 10


class ModuleTakeUp(Schema):
    """Within how many days of starting a module is due."""

    due_days = Whole(
        required=True,
        validate=validate.Range(0, MOST_DAYS),
        metadata={
            "label": _l("Due within days"),
            "hint": _l("Counted from a worker's start, or from today for those who work here already"),
            "width": "short",
            "inputmode": "numeric",
        },
    )


class ModuleTerms(ModuleTakeUp):
    """The same, and after how many months it is renewed."""

    refresh_months = Whole(
        load_default=None,
        allow_none=True,
        validate=validate.Range(1, MOST_MONTHS),
        metadata={
            "label": _l("Renewed after months"),
            "hint": _l("Empty if it is learnt once"),
            "is_certain": True,
            "width": "short",
            "inputmode": "numeric",
        },
    )


class SentAnswers(Schema):
    """Answers to an attempt, by the question's id: the ids of the options that were chosen."""

    answers = fields.Dict(
        keys=fields.Str(validate=validate.Length(1, 40)),
        values=fields.List(
            fields.Str(validate=validate.Length(1, 40)), validate=validate.Length(max=MOST_OPTIONS)
        ),
        required=True,
        validate=validate.Length(max=MOST_QUESTIONS),
    )


def quiz_schema(questions: Iterable[ShownQuestion], language: Language) -> Schema:
    """Return the form of an attempt: one field a question, none of which knows what is right."""
    made: dict[str, Any] = {}
    for number, question in enumerate(questions, start=1):
        options = [(option.id, option.text.in_language(language)) for option in question.options]
        label = f"{number}. {question.stem.in_language(language)}"
        if question.kind == "single":
            made[question.id] = fields.Str(required=True, **choice(options, label=label, large=True))
            continue
        asked = choice(options, label=label, widget="checkboxes", hint=_l("Choose all that are right"))
        needed = validate.Length(min=1, error=_l("Choose at least one answer"))
        made[question.id] = fields.List(
            fields.Str(validate=asked["validate"]),
            required=True,
            validate=needed,
            metadata=asked["metadata"],
        )
    return cast("type[Schema]", Schema.from_dict(made, name="QuizAnswers"))()


def chosen_of(answers: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """Return loaded answers as what was chosen for each question."""
    return {
        question_id: frozenset([said] if isinstance(said, str) else said)
        for question_id, said in answers.items()
    }
