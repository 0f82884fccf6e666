"""What was typed behind a command is checked by the schema of the page's form: one schema, every door."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from app.cli.local import Failed

if TYPE_CHECKING:
    from marshmallow import Schema


def checked(
    schema: "Schema",
    said: Mapping[str, object],
    options: Mapping[str, str],
    *,
    may_lack: Collection[str] = (),
) -> dict[str, Any]:
    """Return the answers as the form would have them, or fail with one line about the first wrong one.

    ``options`` says by which option each field was typed, and in which order faults are told; ``may_lack``
    are fields that the form needs and the command does not. A value of ``None`` was not typed.
    """
    from marshmallow import ValidationError

    typed = {field: value for field, value in said.items() if value is not None}
    try:
        return dict(schema.load(typed, partial=tuple(may_lack)))
    except ValidationError as problem:
        found = problem.messages_dict
        field = next((one for one in options if one in found), next(iter(found)))
        msg = f"{options.get(field, field)}: {_first_words(found[field])}."
        raise Failed(msg) from problem


def checked_address(email: str, option: str) -> str:
    """Return an address that a mail can go to, as far as one can say without asking its host."""
    from email_validator import EmailNotValidError, validate_email

    try:
        validate_email(email, check_deliverability=False, test_environment=True)
    except EmailNotValidError as fault:
        msg = f"{option}: {fault}"
        raise Failed(msg) from fault
    return email


def _first_words(found: object) -> str:
    if isinstance(found, Mapping):
        return _first_words(next(iter(found.values())))
    if isinstance(found, list):
        return _first_words(found[0])
    return str(found).rstrip(".")
