"""An amount of money in a form and in the API: pounds as typed, whole pence inside."""

import re
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from marshmallow import fields

from app.web.money import pounds

PENCE: Final = 100
MOST_PENCE: Final = 99_999_999_99
_TYPED: Final = re.compile(r"([0-9]{1,12}|[0-9]{1,3}(?:,[0-9]{3}){1,3})(?:\.([0-9]{2}))?")


class Pounds(fields.Field[int]):
    """An amount in pounds, such as ``1829.54``, ``1,829.54`` or ``£13``, taken as whole pence.

    What is typed has no minus and is at most ``most_pence``; what is written out may be below nought.
    """

    def __init__(self, *, most_pence: int = MOST_PENCE, **options: Any) -> None:  # noqa: ANN401 (marshmallow's own options)
        about = {"inputmode": "decimal", "prefix": "£", "width": "short", "type": "string"}
        said = {
            "invalid": _l("Write pounds and pence, such as 13.45"),
            "too_much": _l("Enter an amount of %(most)s or less", most=pounds(most_pence)),
            **options.pop("error_messages", {}),
        }
        super().__init__(error_messages=said, metadata={**about, **options.pop("metadata", {})}, **options)
        self.most_pence = most_pence

    def _serialize(self, value: int | None, attr: str | None, obj: object, **options: object) -> str | None:  # noqa: ARG002 (marshmallow calls it so)
        if value is None:
            return None
        sign = "-" if value < 0 else ""
        return f"{sign}{abs(value) // PENCE}.{abs(value) % PENCE:02d}"

    def _deserialize(self, value: object, *_about: object, **_options: object) -> int:
        match = _TYPED.fullmatch(value.strip().removeprefix("£")) if isinstance(value, str) else None
        if match is None:
            key = "invalid"
            raise self.make_error(key)
        whole, part = match.groups()
        pence = int(whole.replace(",", "")) * PENCE + int(part or "0")
        if pence > self.most_pence:
            key = "too_much"
            raise self.make_error(key)
        return pence
