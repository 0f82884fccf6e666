"""Mail goes out once, after the commit, and keeps nothing afterwards."""

from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage

import pytest
from sqlalchemy import select

from tenants import clock, jobs, mail
from tenants.actor import SYSTEM
from tenants.jobs.runner import run_pending
from tenants.mail import FolderTransport, MailRow, UnsafeHeader
from tenants.office import Coop
from tenants.transaction import reading, transaction
from tests.support.world import World


@pytest.fixture(autouse=True)
def _words(world: World) -> Iterator[None]:
    # Other tests leave mail too; what these look at is theirs alone.
    for path in world.mails.glob("*"):
        path.unlink()
    words = mail._post.words
    mail.set_words(lambda kind, language, facts: (f"{kind} {language}\nBcc: all@x", f"Helo {facts['name']}"))
    mail.set_transport(FolderTransport(world.mails), sender="Cydofal <no-reply@test.invalid>")
    yield
    if words is not None:
        mail.set_words(words)
    mail.set_transport(FolderTransport(world.mails), sender="Cydofal <no-reply@test.invalid>")


def write(coop: Coop, to: str = "mari@example.invalid") -> None:
    with transaction(coop, by=SYSTEM, doing="test.write") as session:
        mail.write(session, to=to, kind="hello", language="cy", facts={"name": "Mari"})


def rows(coop: Coop) -> list[tuple[str, str, dict[str, str]]]:
    with reading(coop) as session:
        return [(row.state, row.to_address, row.facts) for row in session.scalars(select(MailRow))]


def test_a_mail_is_a_file_where_no_server_is_set_and_its_row_forgets(world: World, aber: Coop) -> None:
    write(aber)
    run_pending(aber)

    (path,) = world.mails.glob("*.eml")
    message = message_from_bytes(path.read_bytes())
    assert message["To"] == "mari@example.invalid"
    assert message["Content-Language"] == "cy"
    assert message.get_payload().strip() == "Helo Mari"
    assert rows(aber) == [("sent", "", {})]


def test_a_subject_cannot_forge_a_header(world: World, aber: Coop) -> None:
    write(aber)
    run_pending(aber)

    (path,) = world.mails.glob("*.eml")
    message = message_from_bytes(path.read_bytes())
    assert message["Subject"] == "hello cy Bcc: all@x"
    assert message["Bcc"] is None


def test_an_address_cannot_forge_a_header(aber: Coop) -> None:
    with pytest.raises(UnsafeHeader):
        write(aber, "mari@example.invalid\r\nBcc: all@example.invalid")

    assert rows(aber) == []


def test_mail_that_cannot_go_out_waits_and_goes_once(world: World, aber: Coop) -> None:
    sent: list[EmailMessage] = []
    faults = [OSError("down"), None]

    def transport(message: EmailMessage) -> None:
        fault = faults.pop(0)
        if fault is not None:
            raise fault
        sent.append(message)

    mail.set_transport(transport, sender="Cydofal <no-reply@test.invalid>")
    write(aber)
    run_pending(aber)
    assert rows(aber) == [("waiting", "mari@example.invalid", {"name": "Mari"})]

    with transaction(aber, by=SYSTEM, doing="test.later") as session:
        row = session.scalars(select(jobs.OutboxRow)).one()
        row.next_at = clock.now()
    run_pending(aber)
    mail.send(aber, mail_id=str(row.arguments["mail_id"]))

    assert len(sent) == 1
    assert rows(aber) == [("sent", "", {})]
