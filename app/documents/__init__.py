"""Documents on paper: tagged PDFs that a screen reader can follow, made from templates and data.

What people wrote is passed as data and never becomes part of a template's text.
"""

import json
import threading
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

import typst

__all__ = ["render_pdf"]

TEMPLATES: Final = Path(__file__).parent
STANDARD: Final = "ua-1"
# Only the fonts inside typst: the same page on every machine, also offline, and they know ŵ and ŷ.
_fonts: Final = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
# One at a time in a process: a long document takes much memory for a moment.
_press: Final = threading.Lock()


def render_pdf(template: str, data: Mapping[str, object], *, at: datetime) -> bytes:
    """Return a PDF/UA-1 document: ``template`` is a name in this folder, ``at`` when it was made."""
    source = TEMPLATES / f"{template}.typ"
    said = json.dumps(data, ensure_ascii=False)
    with _press:
        return typst.compile(
            source,
            root=TEMPLATES,
            font_paths=_fonts,
            format="pdf",
            pdf_standards=STANDARD,
            sys_inputs={"data": said},
            timestamp=at.replace(microsecond=0),
        )
