# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every place that a page or a view leads to is a place that exists."""

import re

from app.cli.routes import _rows as routes
from tests.tidy.repository import paths, text_of

NAMED = re.compile(r"""(?:url_for|NavItem)\(\s*['"]([a-z_]+\.[a-z_]+)['"]""")
# Ways about for rooms that come with later issues: drawn only where the room is built.
LATER = {"visits.mine", "hours.mine", "payslips.mine", "learning.mine"}


def test_every_endpoint_that_is_named_exists() -> None:
    endpoints = {row["endpoint"] for row in routes()}
    named = {
        (endpoint, path)
        for path in paths()
        if path.startswith("app/") and path.endswith((".py", ".html"))
        for endpoint in NAMED.findall(text_of(path))
    }

    assert {(endpoint, path) for endpoint, path in named if endpoint not in endpoints | LATER} == set()
    assert len(named) > 100
