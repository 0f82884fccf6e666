"""A page of pay is looked at: by axe, and for what sticks out, at a desk and on a phone."""

import os
from pathlib import Path

from tests.support.browser import DESK_SIZE, PHONE_SIZE, axe_faults
from tests.support.walking import Walker

# Where pictures of the pages go for whoever wants to look at them.
PICTURES = os.environ.get("CYDOFAL_TEST_PICTURES")


def look(walker: Walker, path: str, name: str) -> None:
    """Go to a page, let axe look, and see that nothing sticks out; take a picture if somebody wants one."""
    walker.go(path)
    walker.page.wait_for_load_state()
    walker.looks_right()
    if PICTURES:
        width = walker.page.viewport_size["width"] if walker.page.viewport_size else 0
        walker.page.screenshot(
            path=Path(PICTURES) / f"pay-{name}-{width}-{walker.language}.png", full_page=True
        )
    assert axe_faults(walker.page) == []
    size = walker.page.viewport_size or DESK_SIZE
    walker.page.set_viewport_size(PHONE_SIZE if size == DESK_SIZE else DESK_SIZE)
    walker.looks_right()
    walker.page.set_viewport_size(size)
