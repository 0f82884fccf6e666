# SPDX-License-Identifier: AGPL-3.0-or-later
"""Taking a co-op's data out from its page."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask

from app.coop.jobs import archive_path
from app.hub.jobs import use_owner
from franchise_kit.access.actions.seeding import SeedAccount
from franchise_kit.leaving.models import ExportRequest
from migrations import FOLDER
from tenants import clock, closing
from tenants.actor import SYSTEM
from tenants.archive.sealing import Passphrase
from tenants.jobs.runner import MOST_TRIES, run_pending
from tenants.migrating.revisions import compile_line
from tenants.office import HUB, Coop
from tenants.restore.checking import examine
from tenants.transaction import reading
from tests.support.people import make_person
from tests.support.web import Visitor
from tests.support.world import World

WORDS = "pedwar gair hawdd cofio"


def signed_in(app: Flask, coop: Coop, *roles: str, **more: object) -> tuple[Visitor, SeedAccount]:
    person = make_person(coop, *roles, **more)
    visitor = Visitor(app, coop)
    visitor.sign_in(person)
    return visitor, person


def ask_for_archive(visitor: Visitor) -> str:
    visitor.get("/export")
    asked = visitor.post("/export", {"passphrase": WORDS, "again": WORDS})
    assert asked.status_code == 303, asked.text
    return str(asked.headers["Location"])


def request_of(coop: Coop) -> ExportRequest:
    with reading(coop) as session:
        return session.query(ExportRequest).one()


def run_jobs(app: Flask, coop: Coop) -> None:
    with app.app_context():
        run_pending(coop)


def test_the_archive_is_made_fetched_and_opens_with_the_passphrase(
    app: Flask, aber: Coop, tmp_path: Path
) -> None:
    visitor, _ = signed_in(app, aber, "data_protection_lead")
    progress = ask_for_archive(visitor)
    assert "It waits for its turn." in visitor.get(progress).text

    run_jobs(app, aber)

    assert "The archive is ready" in visitor.get(progress).text
    visitor.get("/export")
    fetched = visitor.post(f"/export/{request_of(aber).id}")
    target = tmp_path / "aber.cydofal"
    target.write_bytes(fetched.data)
    assert fetched.headers["Content-Disposition"].startswith("attachment; filename=aber-")
    with target.open("rb") as stream:
        checked = examine(stream, Passphrase(WORDS), compile_line(FOLDER / "coop"))
    assert checked.cover.coop.slug == "aber"


def test_the_passphrase_is_sealed_and_then_gone(app: Flask, aber: Coop, world: World) -> None:
    visitor, _ = signed_in(app, aber, "data_protection_lead")
    ask_for_archive(visitor)
    with world.superuser() as connection:
        stored = connection.execute(f"SELECT passphrase FROM {aber.schema}.export_request").fetchone()
        outbox = connection.execute(f"SELECT arguments::text FROM {aber.schema}.outbox").fetchall()
    assert WORDS.encode() not in bytes(stored[0])
    assert not any(WORDS in row[0] for row in outbox)

    run_jobs(app, aber)

    assert request_of(aber).passphrase is None
    assert request_of(aber).state == "ready"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"passphrase": "short", "again": "short"}, "Use 12 characters or more"),
        ({"passphrase": WORDS, "again": WORDS + "!"}, "The two passphrases are not the same"),
        ({"passphrase": WORDS}, "Enter the passphrase a second time"),
    ],
)
def test_a_bad_passphrase_is_refused_beside_the_field(
    app: Flask, aber: Coop, typed: dict[str, str], sentence: str
) -> None:
    visitor, _ = signed_in(app, aber, "data_protection_lead")
    visitor.get("/export")

    page = visitor.post("/export", typed)

    assert page.status_code == 422
    assert sentence in page.text
    with reading(aber) as session:
        assert session.query(ExportRequest).count() == 0


def test_the_archive_is_for_whoever_asked_alone(app: Flask, aber: Coop, bryn: Coop) -> None:
    visitor, _ = signed_in(app, aber, "data_protection_lead")
    progress = ask_for_archive(visitor)
    run_jobs(app, aber)
    colleague, _ = signed_in(app, aber, "data_protection_lead", name="Siôn Gwyn")
    stranger, _ = signed_in(app, bryn, "data_protection_lead")

    for other in (colleague, stranger):
        other.get("/export")
        assert other.post(f"/export/{request_of(aber).id}").status_code == 404
        assert other.get(progress).status_code == 404
        assert other.get(f"{progress}/state").status_code == 404


def test_an_archive_is_deleted_after_seven_days(app: Flask, aber: Coop) -> None:
    start = datetime(2026, 11, 22, 9, tzinfo=UTC)
    clock.set_fixed(start)
    visitor, _ = signed_in(app, aber, "data_protection_lead")
    ask_for_archive(visitor)
    run_jobs(app, aber)
    request_id = request_of(aber).id

    clock.set_fixed(start + timedelta(days=7, minutes=1))
    run_jobs(app, aber)

    with app.app_context():
        assert not archive_path(aber, request_id).exists()
    assert request_of(aber).state == "forgotten"


def test_a_request_that_cannot_be_done_loses_its_passphrase(app: Flask, aber: Coop, world: World) -> None:
    visitor, person = signed_in(app, aber, "data_protection_lead")
    progress = ask_for_archive(visitor)
    with world.superuser() as connection:
        connection.execute(f"UPDATE {aber.schema}.account_role SET state = 'ended', ended_at = now()")

    run_jobs(app, aber)

    assert request_of(aber).state == "failed"
    assert request_of(aber).passphrase is None
    assert progress.startswith("/progress/")
    assert person.id


def test_an_archive_that_cannot_be_made_is_not_called_running_for_ever(
    app: Flask, aber: Coop, bryn: Coop, world: World
) -> None:
    start = datetime(2026, 11, 22, 9, tzinfo=UTC)
    clock.set_fixed(start)
    visitor, _ = signed_in(app, aber, "data_protection_lead")
    address = ask_for_archive(visitor)
    # Where archives lie stands a file, so that no folder can be made there.
    blocked = world.state / "archives"
    shutil.rmtree(blocked, ignore_errors=True)
    blocked.write_text("")

    run_jobs(app, aber)
    meanwhile, news = visitor.get(address).text, visitor.get(f"{address}/state").json
    for tries in range(1, MOST_TRIES):
        clock.set_fixed(start + timedelta(hours=1.5 * tries))
        run_jobs(app, aber)
    blocked.unlink()
    clock.set_fixed(start)
    page = visitor.get(address).text

    assert "It did not work this time. Nothing is lost: it will be tried again at 09:00." in meanwhile
    assert news is not None
    assert (news["words"] in meanwhile, news["next"]) == (True, None)
    assert "It could not be done" in page
    assert "tried again" not in page
    assert "You can begin again." in page
    assert (request_of(aber).state, request_of(aber).passphrase) == ("failed", None)
    assert ask_for_archive(visitor) != address


def test_erasing_a_co_op_takes_its_archives_too(app: Flask, world: World) -> None:
    gone = world.add_coop("diflannu")
    use_owner(world.owner)
    with app.app_context():
        kept = archive_path(gone, UUID(int=1))
        kept.parent.mkdir(parents=True)
        kept.write_bytes(b"sealed")
        closing.close(coop_id=gone.id, by=SYSTEM, now=datetime(2010, 1, 1, tzinfo=UTC))
        run_pending(HUB)
        use_owner(None)

        assert not kept.exists()
