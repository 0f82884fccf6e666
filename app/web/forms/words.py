"""The words of errors that no field has words of its own for, in the language of whoever reads them."""

from collections.abc import Mapping
from typing import Any, Self, SupportsIndex

from flask_babel import lazy_gettext as _l
from marshmallow import fields, validate


class GenericMessage(str):
    """An error in words that do not say which answer they are about, so a summary must say it."""

    __slots__ = ()

    def format(self, *values: object, **named: object) -> Self:
        """Fill in the facts and stay generic."""
        return type(self)(super().format(*values, **named))

    def __reduce_ex__(self, protocol: SupportsIndex) -> tuple[type[Self], tuple[str]]:
        """Survive copying."""
        return type(self), (str(self),)


class SpokenError:
    """Words for a validator: translated when they are needed, not when the schema is made."""

    def __init__(self, words: object) -> None:
        self.words = words

    def format(self, *values: object, **named: object) -> GenericMessage:
        """Return the words in the reader's language."""
        return GenericMessage(str(self.words)).format(*values, **named)


class SpokenMessages(dict[str, Any]):
    """A field's messages, translated each time one is looked up.

    marshmallow wraps an error in a list only if it is a ``str``, which a lazy string is not.
    """

    def __init__(self, own: Mapping[str, Any], generic: Mapping[str, Any]) -> None:
        super().__init__({**generic, **own})
        self._own = frozenset(own)

    def __getitem__(self, key: str) -> str:
        """Return the message in the reader's language."""
        words = str(super().__getitem__(key))
        return words if key in self._own else GenericMessage(words)


NEEDED = _l("This is needed")
CHOICE_NEEDED = _l("Choose an answer")
UNKNOWN_FIELD = _l("We did not ask for this")
NOT_A_CHOICE = _l("Choose one of the answers in the list")
FORBIDDEN_CHARACTERS = _l("Take out the hidden characters")
NOT_TEXT = _l("Write this as text")
NOT_A_NUMBER = _l("Write this as a number")
NOT_A_DATE = _l("Enter a real date, such as 27 March 2026")
NOT_A_TIME = _l("Enter a real time, such as 14:15")
NOT_READABLE = _l("We cannot read this answer")
NOT_AN_EMAIL = _l("Enter an e-mail address in the right form, like name@example.org")
NOT_A_URL = _l("Enter a web address in the right form, like https://example.org")

_EVERY_FIELD = {"required": NEEDED, "null": NEEDED, "validator_failed": NOT_READABLE}
_BY_TYPE: tuple[tuple[type[fields.Field[Any]], dict[str, object]], ...] = (
    (fields.Integer, {"invalid": _l("Write this as a whole number")}),
    (fields.Number, {"invalid": NOT_A_NUMBER, "too_large": _l("This number is too large")}),
    (fields.Decimal, {"special": NOT_A_NUMBER}),
    (fields.Date, {"invalid": NOT_A_DATE}),
    (fields.Time, {"invalid": NOT_A_TIME}),
    (fields.DateTime, {"invalid": _l("Enter a real date and time"), "invalid_awareness": NOT_READABLE}),
    (fields.Boolean, {"invalid": _l("Answer yes or no")}),
    (fields.Email, {"invalid": NOT_AN_EMAIL}),
    (fields.Url, {"invalid": NOT_A_URL}),
    (fields.UUID, {"invalid_uuid": NOT_A_CHOICE}),
    (fields.Enum, {"unknown": NOT_A_CHOICE}),
    (fields.String, {"invalid": NOT_TEXT, "invalid_utf8": NOT_TEXT}),
    (fields.List, {"invalid": NOT_READABLE}),
)


def generic_messages(field: fields.Field[Any]) -> dict[str, object]:
    """Return our words for the errors that a field of this type can have."""
    messages: dict[str, object] = dict.fromkeys(field.error_messages, NOT_READABLE)
    for kind, words in reversed(_BY_TYPE):
        if isinstance(field, kind):
            messages |= words
    return messages | _EVERY_FIELD


def own_messages(field: fields.Field[Any]) -> dict[str, Any]:
    """Return the messages that the schema's author gave this one field."""
    given: dict[str, Any] = {}
    for kind in reversed(type(field).__mro__):
        given |= getattr(kind, "default_error_messages", {})
    return {key: words for key, words in field.error_messages.items() if given.get(key) is not words}


def validator_words(validator: object, *, of_list: bool) -> object | None:
    """Return our words for one of marshmallow's validators; ``None`` if we have none for it."""
    if isinstance(validator, validate.Length):
        return _length_words(validator, of_list=of_list)
    if isinstance(validator, validate.Range):
        return _range_words(validator)
    by_type: tuple[tuple[type, object], ...] = (
        (validate.OneOf, NOT_A_CHOICE),
        (validate.ContainsOnly, NOT_A_CHOICE),
        (validate.Email, NOT_AN_EMAIL),
        (validate.URL, NOT_A_URL),
        (validate.Regexp, _l("This is not in the form that we need")),
    )
    return next((words for kind, words in by_type if isinstance(validator, kind)), None)


def _length_words(length: validate.Length, *, of_list: bool) -> object:
    if of_list:
        return _list_length_words(length)
    if length.equal is not None:
        return _l("Use exactly {equal} characters")
    if length.min is None:
        return _l("Use {max} characters or fewer")
    if length.max is None:
        return _l("Use {min} characters or more")
    return _l("Use between {min} and {max} characters")


def _list_length_words(length: validate.Length) -> object:
    if length.min == 1:
        return _l("Choose at least one")
    if length.min is None:
        return _l("Choose no more than {max}")
    if length.max is None:
        return _l("Choose {min} or more")
    return _l("Choose between {min} and {max}")


def _range_words(limits: validate.Range) -> object:
    if limits.min is None:
        return _l("Use {max} or less") if limits.max_inclusive else _l("Use less than {max}")
    if limits.max is None:
        return _l("Use {min} or more") if limits.min_inclusive else _l("Use more than {min}")
    return _l("Use something from {min} to {max}")
