"""A PDF is kept as it came, so what shows from outside is looked at first: that it is whole, and at rest.

This is a sieve and no proof: what lies inside a packed or an encrypted part of a PDF is not opened.
"""

import re
from typing import Final

from tenants.files import FileKindRefused

__all__ = ["PaperActs", "check"]

HEAD: Final = re.compile(rb"%PDF-[12]\.[0-9]")
END: Final = b"%%EOF"
# Writers and mail programs add a little behind the end.
TAIL_BYTES: Final = 2048
# Names of what acts or carries files (ISO 32000-2: 12.6.4, 7.11.4). A name ends at a space or a bracket.
# The shortest comes by chance in packed bytes: it counts only before what a script looks like.
ACTING: Final = re.compile(
    rb"/(?:JavaScript|Launch|EmbeddedFiles?)(?![^\s()<>\[\]{}/%])|/JS\s*(?:[(<]|\d{1,10}\s+\d{1,5}\s+R)"
)
# A letter of a name may be written as its number (ISO 32000-2, 7.3.5).
NUMBERED: Final = re.compile(rb"#([0-9A-Fa-f]{2})")


class PaperActs(FileKindRefused):
    """The PDF holds a script, starts a program or carries another file."""

    code = "paper_acts"


def check(content: bytes) -> None:
    """Raise ``FileKindRefused`` unless the bytes begin and end as a PDF does and name nothing that acts."""
    if not HEAD.match(content) or END not in content[-TAIL_BYTES:]:
        raise FileKindRefused
    plain = NUMBERED.sub(lambda found: bytes([int(found.group(1), 16)]), content)
    if ACTING.search(plain):
        raise PaperActs
