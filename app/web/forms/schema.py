"""The base of our schemas: text trimmed, unknown fields and hidden characters refused, errors spoken."""

import copy
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import marshmallow
from marshmallow import RAISE, ValidationError, fields, pre_load

from app.web.forms.words import (
    CHOICE_NEEDED,
    FORBIDDEN_CHARACTERS,
    NOT_READABLE,
    UNKNOWN_FIELD,
    GenericMessage,
    SpokenError,
    SpokenMessages,
    generic_messages,
    own_messages,
    validator_words,
)

# Bidirectional controls make a name or an amount read otherwise than it is stored; PostgreSQL refuses NUL and
# halves of a character. Joiners stay: scripts and families of signs need them.
_NEVER = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff"
_HIDDEN = re.compile(f"[{_NEVER}]")
_HIDDEN_IN_A_LINE = re.compile(f"[{_NEVER}\t\n\r]")
_CHOICE_WIDGETS = frozenset({"radios", "select", "checkboxes"})
Validator = Callable[[Any], Any]
_LINE_BREAK = re.compile("\r\n?")


class Schema(marshmallow.Schema):
    """A marshmallow schema that speaks the reader's language.

    What a page needs to know of a field stands in its ``metadata``: ``label``, ``hint``, ``widget``,
    ``autocomplete``, ``options``, ``inputmode``, ``rows``, ``suffix``, ``prefix``, ``width``.
    """

    class Meta:
        """Nothing comes in that was not asked for."""

        unknown = RAISE

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 (marshmallow's own options)
        super().__init__(**options)
        self.error_messages = SpokenMessages({}, {"type": NOT_READABLE, "unknown": UNKNOWN_FIELD})

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:  # noqa: ARG002 (marshmallow calls it so)
        """Give a field our words; marshmallow calls this for each field of each schema made."""
        _speak(field_obj)
        if isinstance(field_obj, fields.List):
            _speak(field_obj.inner)

    @pre_load
    def strip_text(self, data: object, **_options: object) -> object:
        """Trim text, and take an empty answer to a question as no answer."""
        if not isinstance(data, Mapping):
            return data
        cleaned: dict[Any, Any] = {}
        for key, value in data.items():
            field = self._field_of(key)
            answer = _stripped(value, field)
            if answer == "" and field is not None:
                if not field.required and field.allow_none and field.load_default is marshmallow.missing:
                    cleaned[key] = None
                continue
            cleaned[key] = answer
        return cleaned

    def _field_of(self, key: object) -> fields.Field[Any] | None:
        for name, field in self.load_fields.items():
            if key == (field.data_key if field.data_key is not None else name):
                return field
        return None


def is_secret(field: fields.Field[Any]) -> bool:
    """Say whether a field's value must be taken exactly as typed and never be shown again."""
    return field.metadata.get("widget") == "password"


def choice(options: Iterable[tuple[str, object]], **metadata: object) -> dict[str, Any]:
    """Return the keyword arguments for a field answered by one of ``(value, words)`` options.

    ``fields.Str(required=True, **choice([("en", "English"), ("cy", "Cymraeg")], label=_l("Language")))``
    """
    listed: Sequence[tuple[str, object]] = tuple(options)
    allowed = marshmallow.validate.OneOf([value for value, _words in listed])
    return {"validate": allowed, "metadata": {"widget": "radios", "options": listed, **metadata}}


def _stripped(value: object, field: fields.Field[Any] | None) -> object:
    if not isinstance(value, str) or field is None or is_secret(field):
        return value
    return _LINE_BREAK.sub("\n", value.strip())


def _speak(field: fields.Field[Any]) -> None:
    generic = generic_messages(field)
    if field.metadata.get("widget") in _CHOICE_WIDGETS:
        generic |= {"required": CHOICE_NEEDED, "null": CHOICE_NEEDED}
    field.error_messages = SpokenMessages(own_messages(field), generic)
    field.validators = [_spoken(one, of_list=isinstance(field, fields.List)) for one in field.validators]
    if isinstance(field, fields.String):
        is_long = field.metadata.get("widget") == "textarea"
        field.validators.insert(
            0, _refuse_hidden_characters if is_long or is_secret(field) else _refuse_lines
        )


def _spoken(validator: Validator, *, of_list: bool) -> Validator:
    words = validator_words(validator, of_list=of_list)
    is_standard = getattr(validator, "error", None) in (None, getattr(validator, "default_message", None))
    if words is None or not is_standard:
        return validator
    spoken = copy.copy(validator)
    vars(spoken)["error"] = SpokenError(words)
    return spoken


def _refuse_hidden_characters(text: str) -> None:
    _refuse_found(_HIDDEN.search(text))


def _refuse_lines(text: str) -> None:
    """Refuse in one line what would make two: it could end up in a mail's header or a log."""
    _refuse_found(_HIDDEN_IN_A_LINE.search(text))


def _refuse_found(found: re.Match[str] | None) -> None:
    if found is not None:
        raise ValidationError(GenericMessage(str(FORBIDDEN_CHARACTERS)))
