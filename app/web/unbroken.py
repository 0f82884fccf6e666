"""“Co-op” stays on one line: a browser may break a word at its hyphen, and a name then reads as two."""

import re
from typing import Final

from markupsafe import Markup, escape

_HYPHENATED: Final = re.compile(r"\b[Cc]o-op\w*")


def unbroken(text: object) -> Markup:
    """Return a name for a page, with each “co-op” kept whole; copied from the page it is the same text."""
    return Markup(_HYPHENATED.sub(r'<span class="unbroken">\g<0></span>', str(escape(text))))  # noqa: S704 - escaped
