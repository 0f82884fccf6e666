"""Fields of forms about leave: hours as they are typed, and weeks with a decimal."""

import re
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from marshmallow import fields

_HOUR: Final = 60
_CLOCK: Final = re.compile(r"([0-9]{1,4}):([0-5][0-9])")
_DECIMAL: Final = re.compile(r"([0-9]{1,4})(?:[.,]([0-9]{1,2}))?")
_WEEKS: Final = re.compile(r"([0-9]{1,2})(?:[.,]([0-9]{1,2}))?")


class Hours(fields.Field[int]):
    """Hours as typed, such as ``37:30``, ``37.5`` or ``37``, taken as whole minutes.

    Hundredths of an hour that are no whole minute go to the nearest, a half up.
    """

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 (marshmallow's own options)
        about = {"inputmode": "text", "width": "short", "type": "string", **options.pop("metadata", {})}
        said = {"invalid": _l("Write hours such as 37:30 or 37.5")}
        super().__init__(error_messages=said, metadata=about, **options)

    def _deserialize(self, value: object, *_about: object, **_options: object) -> int:
        text = value.strip() if isinstance(value, str) else ""
        if clock := _CLOCK.fullmatch(text):
            return int(clock.group(1)) * _HOUR + int(clock.group(2))
        if decimal := _DECIMAL.fullmatch(text):
            hundredths = int(decimal.group(1)) * 100 + int((decimal.group(2) or "0").ljust(2, "0"))
            return (hundredths * _HOUR + 50) // 100
        key = "invalid"
        raise self.make_error(key)


class Weeks(fields.Field[int]):
    """Weeks as typed, such as ``5.6``, taken as whole hundredths."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 (marshmallow's own options)
        about = {"inputmode": "decimal", "width": "short", "type": "string", **options.pop("metadata", {})}
        said = {"invalid": _l("Write weeks such as 5.6")}
        super().__init__(error_messages=said, metadata=about, **options)

    def _deserialize(self, value: object, *_about: object, **_options: object) -> int:
        match = _WEEKS.fullmatch(value.strip()) if isinstance(value, str) else None
        if match is None:
            key = "invalid"
            raise self.make_error(key)
        return int(match.group(1)) * 100 + int((match.group(2) or "0").ljust(2, "0"))
