"""A change through the API: what is left out stays, and an empty text is emptied."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, post_load

from app.web.forms import Schema
from app.web.forms.words import NEEDED


class Changing(Schema):
    """Put before the schema of a form; load it with ``partial=True``."""

    @post_load(pass_original=True)
    def empty_what_was_emptied(
        self, data: dict[str, Any], original: object, **_options: object
    ) -> dict[str, Any]:
        """Our forms take an empty text for no answer; in a change it says that the fact goes."""
        said = original if isinstance(original, Mapping) else {}
        emptied = {name for name, value in said.items() if isinstance(value, str) and not value.strip()}
        needed = {name for name in emptied if self.load_fields[name].required}
        if needed:
            raise ValidationError({name: [str(NEEDED)] for name in sorted(needed)})
        texts = {name for name in emptied if not self.load_fields[name].allow_none}
        return data | dict.fromkeys(texts, "") | dict.fromkeys(emptied - texts)
