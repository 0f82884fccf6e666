# SPDX-License-Identifier: AGPL-3.0-or-later
"""Somebody who brings a file in: sends it, lets it be looked at, and keeps its rows."""

import io
import re

from flask import Flask
from sqlalchemy import text

from tenants.jobs.runner import run_pending
from tenants.office import Coop
from tenants.transaction import reading
from tests.support.people import make_person
from tests.support.web import Visitor

RESULT = re.compile(r'href="(/imports/[0-9a-f-]{36})"')


def signed_in(app: Flask, coop: Coop, *roles: str, **more: object) -> Visitor:
    """Return somebody with these roles, signed in."""
    visitor = Visitor(app, coop)
    visitor.sign_in(make_person(coop, *roles, **more))  # type: ignore[arg-type] # the tests name the right facts
    return visitor


def send(visitor: Visitor, content: str | bytes, table: str = "workers") -> str:
    """Send a file, and return where its progress is."""
    visitor.get(f"/imports/tables/{table}")
    bare = content.encode() if isinstance(content, str) else content
    sent = visitor.post(f"/imports/tables/{table}", {"file": (io.BytesIO(bare), "gweithwyr.csv")})
    assert sent.status_code == 303, sent.text
    return str(sent.headers["Location"])


def run_jobs(app: Flask, coop: Coop) -> None:
    """Do what waits."""
    with app.app_context():
        run_pending(coop)


def looked_at(app: Flask, coop: Coop, visitor: Visitor, content: str | bytes, table: str = "workers") -> str:
    """Send a file, let it be looked at, and return the page of what would come of it."""
    progress = send(visitor, content, table)
    run_jobs(app, coop)
    return link_in(visitor.get(progress).text)


def link_in(page: str) -> str:
    """Return the way to the import that a page of progress leads to."""
    return str(RESULT.findall(page)[0])


def keep(app: Flask, coop: Coop, visitor: Visitor, url: str) -> None:
    """Keep the rows of a file that was looked at."""
    visitor.get(url)
    asked = visitor.post(f"{url}/keep")
    assert asked.status_code == 303, asked.text
    run_jobs(app, coop)


def count(coop: Coop, what: str) -> int:
    """Return how many rows a table has."""
    with reading(coop) as session:
        return int(session.scalar(text(f"SELECT count(*) FROM {what}")) or 0)
