"""A form on a page: a schema, what was typed, and what is wrong with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from marshmallow import ValidationError
from marshmallow.fields import Boolean, Date, Email, Field, List, Number, Time
from werkzeug.datastructures import MultiDict

from app.web.forms.schema import Schema, is_secret
from app.web.forms.words import NOT_A_CHOICE, GenericMessage

# What a form carries besides its answers.
_NOT_ANSWERS = frozenset({"csrf_token", "next", "once_key"})
_FORM = "_schema"

_WIDGETS: tuple[tuple[type[Field[Any]], str], ...] = (
    (Email, "email"),
    (Date, "date"),
    (Time, "time"),
    (Number, "number"),
    (List, "checkboxes"),
    (Boolean, "checkboxes"),
)


class Option(NamedTuple):
    """One answer to choose."""

    value: str
    words: str
    hint: str = ""


class ProblemLine(NamedTuple):
    """One line of the error summary, and the element it leads to."""

    target: str
    words: str


@dataclass(frozen=True, slots=True)
class BoundField:
    """One field as a template sees it."""

    name: str
    id: str
    label: str
    hint: str
    widget: str
    value: str | list[str]
    errors: tuple[str, ...]
    is_required: bool
    options: tuple[Option, ...]
    metadata: Mapping[str, Any]


class Form:
    """A schema on a page.

    ``data`` is what was typed (``request.form``, or a mapping), ``obj`` what is kept now (an object or a
    mapping), ``options`` the choices of fields whose choices are only known now. ``prefix`` keeps ids apart
    when one page holds two forms.
    """

    def __init__(
        self,
        schema: Schema,
        *,
        data: Mapping[str, Any] | None = None,
        files: Mapping[str, Any] | None = None,
        obj: object = None,
        options: Mapping[str, Iterable[tuple[Any, ...]]] | None = None,
        prefix: str = "",
    ) -> None:
        self.schema = schema
        self.errors: dict[str, list[str]] = {}
        self._obj = obj
        self._options = options or {}
        self._prefix = prefix
        self._typed = None if data is None else self._answers(data, files or {})

    def validate(self) -> dict[str, Any] | None:
        """Return the loaded answers, or ``None`` when something is wrong; ``errors`` then says what."""
        self._forget_fields()
        try:
            loaded = self.schema.load(self._typed or {})
        except ValidationError as problem:
            self.errors = {str(name): _messages(found) for name, found in _by_name(problem).items()}
            return None
        unlisted = [name for name in self._options if not self._is_listed(name, loaded.get(name))]
        for name in unlisted:
            self.refuse(name, GenericMessage(str(NOT_A_CHOICE)))
        return None if unlisted else dict(loaded)

    def refuse(self, name: str | None, words: object) -> None:
        """Mark a field (or, with ``None``, the whole form) with an error that only an action could find."""
        self._forget_fields()
        self.errors.setdefault(name or _FORM, []).append(words if isinstance(words, str) else str(words))

    @cached_property
    def fields(self) -> dict[str, BoundField]:
        """All the fields, in the schema's order."""
        return {name: self._bind(name, one) for name, one in self.schema.load_fields.items()}

    def __getitem__(self, name: str) -> BoundField:
        return self.fields[name]

    @property
    def problems(self) -> list[ProblemLine]:
        """The lines of the error summary: first the fields in their order, then what belongs to no field."""
        lines = [
            ProblemLine(one.id, _with_label(message, one.label))
            for one in self.fields.values()
            for message in one.errors
        ]
        loose = [name for name in self.errors if name not in self.fields]
        for name in loose:
            label = "" if name == _FORM else name
            lines += [ProblemLine("", _with_label(message, label)) for message in self.errors[name]]
        return lines

    @property
    def has_file(self) -> bool:
        """Whether the form must be sent as multipart."""
        return any(one.widget == "file" for one in self.fields.values())

    def _forget_fields(self) -> None:
        self.__dict__.pop("fields", None)

    def _answers(self, data: Mapping[str, Any], files: Mapping[str, Any]) -> dict[str, Any]:
        lists = {name for name, one in self.schema.load_fields.items() if isinstance(one, List)}
        answers: dict[str, Any] = {}
        for name in data:
            if name in _NOT_ANSWERS and name not in self.schema.load_fields:
                continue
            answers[name] = (
                data.getlist(name) if name in lists and isinstance(data, MultiDict) else data[name]
            )
        if isinstance(data, MultiDict):
            # A browser sends nothing for a list with no box ticked, which is an answer: none.
            answers |= {name: [] for name in lists - answers.keys()}
        answers |= {name: sent for name, sent in files.items() if getattr(sent, "filename", "")}
        return answers

    def _bind(self, name: str, one: Field[Any]) -> BoundField:
        about = one.metadata
        return BoundField(
            name=name,
            id=f"{self._prefix}{name}".replace("_", "-"),
            label=str(about.get("label", name.replace("_", " ").capitalize())),
            hint=str(about.get("hint", "")),
            widget=about.get("widget") or _usual_widget(one),
            value=self._value(name, one),
            errors=tuple(self.errors.get(name, ())),
            is_required=one.required,
            options=self._choices(name, one),
            metadata=about,
        )

    def _choices(self, name: str, one: Field[Any]) -> tuple[Option, ...]:
        listed = self._options.get(name, one.metadata.get("options", ()))
        return tuple(Option(*(str(part) for part in option)) for option in listed)

    def _is_listed(self, name: str, answer: object) -> bool:
        allowed = {option.value for option in self.fields[name].options}
        given = answer if isinstance(answer, list | tuple) else [answer]
        return all(one is None or one == "" or str(one) in allowed for one in given)

    def _value(self, name: str, one: Field[Any]) -> str | list[str]:
        if is_secret(one):
            return ""
        if self._typed is not None:
            typed = self._typed.get(name, "")
            return typed if isinstance(typed, str | list) else str(typed)
        if self._obj is None:
            return _shown(one.metadata.get("initial", ""))
        kept = self._obj.get(name) if isinstance(self._obj, Mapping) else getattr(self._obj, name, None)
        return _shown(kept)


def _by_name(problem: ValidationError) -> Mapping[object, object]:
    found = problem.messages
    return found if isinstance(found, Mapping) else {_FORM: found}


def _usual_widget(one: Field[Any]) -> str:
    return next((widget for kind, widget in _WIDGETS if isinstance(one, kind)), "text")


def _shown(value: object) -> str | list[str]:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else ""
    if isinstance(value, list | tuple | set | frozenset):
        return [str(one) for one in value]
    return str(getattr(value, "value", value))


def _messages(found: object) -> list[str]:
    if isinstance(found, Mapping):
        return [message for inner in found.values() for message in _messages(inner)]
    if isinstance(found, list | tuple):
        return [message for inner in found for message in _messages(inner)]
    return [found if isinstance(found, str) else str(found)]


def _with_label(message: str, label: str) -> str:
    if not label or not isinstance(message, GenericMessage):
        return message
    if label.endswith("?"):
        return f"{label} {message}"
    return f"{label}: {message[:1].lower()}{message[1:]}"
