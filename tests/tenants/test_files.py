"""Files are what they say, lie behind their office's wall, and never follow a typed path."""

import pytest
from sqlalchemy import select

from tenants import files
from tenants.actor import SYSTEM
from tenants.files import FileKindRefused, FileTooLarge, StoredFile
from tenants.files.papers import PaperActs
from tenants.office import Coop
from tenants.refusal import NotFound, Refusal
from tenants.transaction import reading, transaction
from tests.support.world import World

PDF = b"%PDF-1.7 small\n%%EOF\n"


def put(coop: Coop, name: str, content: bytes = PDF) -> StoredFile:
    with transaction(coop, by=SYSTEM, doing="test.put") as session:
        file_id = files.put(session, name=name, content=content, record_kind="coop", record_id=None, by=None)
        return session.get_one(StoredFile, file_id)


def count(coop: Coop) -> int:
    with reading(coop) as session:
        return len(session.scalars(select(StoredFile)).all())


def test_a_file_comes_back_as_it_was(aber: Coop) -> None:
    stored = put(aber, "Tystysgrif.pdf")

    with reading(aber) as session:
        row, content = files.read(session, stored.id)
    assert (row.name, row.media_type, row.size_bytes, content) == (
        "Tystysgrif.pdf",
        "application/pdf",
        len(PDF),
        PDF,
    )


def test_another_coop_does_not_find_it(aber: Coop, bryn: Coop) -> None:
    stored = put(aber, "a.pdf")

    with reading(bryn) as session, pytest.raises(NotFound):
        files.read(session, stored.id)


@pytest.mark.parametrize(
    ("name", "content", "refusal"),
    [
        ("a.exe", PDF, FileKindRefused),
        ("a.png", PDF, FileKindRefused),
        ("a.pdf", b"<script>", FileKindRefused),
        ("a", PDF, FileKindRefused),
        ("a.pdf", b"", FileTooLarge),
        ("a.pdf", PDF + b"x" * files.MOST_BYTES, FileTooLarge),
        ("a.pdf", b"%PDF-1.7 cut", FileKindRefused),
        ("a.pdf", PDF + b"x" * 3000, FileKindRefused),
        ("a.pdf", b"%PDF-x" + PDF, FileKindRefused),
    ],
)
def test_a_wrong_file_is_refused_and_leaves_nothing(
    world: World, aber: Coop, name: str, content: bytes, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        put(aber, name, content)

    assert count(aber) == 0


@pytest.mark.parametrize(
    "inside",
    [
        b"<< /S /JavaScript /JS (app.alert) >>",
        b"<</S/JavaScript/JS 12 0 R>>",
        b"<< /S /J#61vaScript >>",
        b"<< /JS <6170> >>",
        b"<< /S /Launch /F (x.exe) >>",
        b"<< /Type /EmbeddedFile >>",
        b"<< /Names << /EmbeddedFiles [] >> >>",
    ],
)
def test_a_paper_that_acts_or_carries_a_file_is_refused(world: World, aber: Coop, inside: bytes) -> None:
    folder = world.state / "files" / aber.schema
    before = set(folder.glob("*"))

    with pytest.raises(PaperActs):
        put(aber, "a.pdf", b"%PDF-1.7\n" + inside + b"\n%%EOF\n")

    assert count(aber) == 0
    assert set(folder.glob("*")) == before


@pytest.mark.parametrize(
    "inside",
    [b"/JSX (a font)", b"/Launchpad", b"/JavaScripts", b"\x00/JS\xff\x01", b"/OpenAction [3 0 R /Fit]"],
)
def test_a_paper_at_rest_is_kept(aber: Coop, inside: bytes) -> None:
    put(aber, "a.pdf", b"%PDF-1.7\n" + inside + b"\n%%EOF\n")

    assert count(aber) == 1


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\x\\a.PDF", "a.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("\u202efdp.exe.pdf", "fdp.exe.pdf"),
    ],
)
def test_a_typed_name_is_a_fact_and_never_a_path(aber: Coop, typed: str, kept: str) -> None:
    assert put(aber, typed).name == kept


def test_a_changed_file_is_noticed(world: World, aber: Coop) -> None:
    stored = put(aber, "a.pdf")
    (path,) = (world.state / "files" / aber.schema).glob(str(stored.id))
    path.write_bytes(b"%PDF-other")

    with reading(aber) as session, pytest.raises(OSError, match="not what was stored"):
        files.read(session, stored.id)
