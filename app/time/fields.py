"""Fields of forms about time: what was read, clock times, miles, a few words."""

import re
from typing import Any, Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from marshmallow import fields, validate

from franchise_kit.time.rules.miles import MOST_METRES, tenths_of

LONGEST_NOTE: Final = 400
MOST_TENTHS: Final = tenths_of(MOST_METRES) - 1
_SEEN: Final = re.compile(r"([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}):([1-9][0-9]{0,8})")
_MILES: Final = re.compile(r"([0-9]{1,3})(?:\.([0-9]))?")


class Seen(fields.Field[tuple[UUID, int]]):
    """A record and the version of it that was read, as ``<id>:<version>``."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 (marshmallow's own options)
        about = {"type": "string", "pattern": f"^{_SEEN.pattern}$", **options.pop("metadata", {})}
        super().__init__(metadata=about, **options)

    def _deserialize(self, value: object, *_about: object, **_options: object) -> tuple[UUID, int]:
        match = _SEEN.fullmatch(value) if isinstance(value, str) else None
        if match is None:
            key = "validator_failed"
            raise self.make_error(key)
        return UUID(match.group(1)), int(match.group(2))


class Miles(fields.Field[int]):
    """Miles as typed, such as ``12`` or ``12.4``, taken as whole tenths."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 (marshmallow's own options)
        about = {"inputmode": "decimal", "width": "short", "type": "string", **options.pop("metadata", {})}
        said = {"invalid": _l("Write miles with one decimal at the most, such as 12.4")}
        super().__init__(error_messages=said, metadata=about, **options)

    def _deserialize(self, value: object, *_about: object, **_options: object) -> int:
        match = _MILES.fullmatch(value.strip()) if isinstance(value, str) else None
        tenths = int(match.group(1)) * 10 + int(match.group(2) or "0") if match is not None else 0
        if not 1 <= tenths <= MOST_TENTHS:
            key = "invalid"
            raise self.make_error(key)
        return tenths


def time_field(label: object, **metadata: object) -> fields.Time:
    """Return a field for a clock time in London, in whole minutes."""
    said: dict[str, Any] = {"required": _l("Enter the time")}
    about = {"label": label, "width": "short", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$", **metadata}
    return fields.Time(required=True, format="%H:%M", error_messages=said, metadata=about)


def note_field(label: object, hint: object) -> fields.Str:
    """Return a field for a few words; none is an answer."""
    about = {"label": label, "hint": hint, "widget": "textarea", "rows": 2}
    return fields.Str(load_default="", validate=validate.Length(max=LONGEST_NOTE), metadata=about)
