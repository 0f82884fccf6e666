# SPDX-License-Identifier: AGPL-3.0-or-later
"""A picture is kept upright, as pixels and nothing else, or it is refused and nothing is kept."""

import io
import resource
import struct
import subprocess
import sys
import zlib

import pytest
from PIL import Image, PngImagePlugin
from sqlalchemy import select

from tenants import files
from tenants.actor import SYSTEM
from tenants.files import FileKindRefused, StoredFile
from tenants.files.pictures import MOST_PIXELS, PictureTooLarge
from tenants.office import Coop
from tenants.refusal import Refusal
from tenants.transaction import reading, transaction
from tests.support.world import World

RED, BLUE = (250, 10, 10), (10, 10, 250)
ENDINGS = [("PNG", ".png"), ("JPEG", ".jpg"), ("WEBP", ".webp")]
MARK = "marked-words"


def two_halves(mode: str = "RGB") -> Image.Image:
    """Return a picture that is red on the left and blue on the right, twice as wide as high."""
    picture = Image.new("RGB", (64, 32), RED)
    picture.paste(BLUE, (32, 0, 64, 32))
    return picture.convert(mode)


def camera_notes(*, orientation: int = 1) -> Image.Exif:
    """Return what a phone writes: how it was held, who made it, and where."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = MARK
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 25.0, 0.0), 3: "W", 4: (4.0, 5.0, 0.0), 29: MARK})
    return exif


def encoded(picture: Image.Image, kind: str, **facts: object) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, kind, **facts)
    return stream.getvalue()


def with_everything(kind: str) -> bytes:
    """Return a picture with notes of a camera, a profile and words, as far as the kind has them."""
    facts: dict[str, object] = {"exif": camera_notes(), "icc_profile": MARK.encode() * 40}
    if kind == "PNG":
        facts["pnginfo"] = PngImagePlugin.PngInfo()
        facts["pnginfo"].add_text("Comment", MARK)  # type: ignore[attr-defined] # it was made a line above
    elif kind == "JPEG":
        facts |= {"comment": MARK, "xmp": MARK.encode()}
    else:
        facts["xmp"] = MARK.encode()
    return encoded(two_halves(), kind, **facts)


def png_of(width: int, height: int) -> bytes:
    """Return a small file whose header promises so many pixels."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(bytes(1000)))
    return b"\x89PNG\r\n\x1a\n" + header + pixels + chunk(b"IEND", b"")


def kept(coop: Coop, name: str, content: bytes) -> bytes:
    """Put a file and return what is given back of it."""
    with transaction(coop, by=SYSTEM, doing="test.put") as session:
        file_id = files.put(session, name=name, content=content, record_kind="coop", record_id=None, by=None)
    with reading(coop) as session:
        row, given = files.read(session, file_id)
    assert row.size_bytes == len(given)
    return given


def count(world: World, coop: Coop) -> tuple[int, int]:
    """Return how many files the books and the shelf have."""
    with reading(coop) as session:
        rows = len(session.scalars(select(StoredFile)).all())
    return rows, len(list((world.state / "files" / coop.schema).glob("*")))


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def is_near(picture: Image.Image, place: tuple[int, int], colour: tuple[int, int, int]) -> bool:
    found = picture.convert("RGB").getpixel(place)
    assert isinstance(found, tuple)
    return all(abs(one - other) < 30 for one, other in zip(found, colour, strict=True))


@pytest.mark.parametrize(("kind", "ending"), ENDINGS)
def test_where_a_picture_was_taken_is_not_kept(aber: Coop, kind: str, ending: str) -> None:
    content = with_everything(kind)
    assert dict(opened(content).getexif().get_ifd(0x8825))

    given = kept(aber, f"ramp{ending}", content)

    picture = opened(given)
    assert MARK.encode() in content
    assert MARK.encode() not in given
    assert (picture.format, picture.size, dict(picture.getexif())) == (kind, (64, 32), {})
    assert {"exif", "icc_profile", "comment", "xmp", "Comment"} & set(picture.info) == set()
    assert is_near(picture, (8, 16), RED)
    assert is_near(picture, (56, 16), BLUE)


@pytest.mark.parametrize(("kind", "ending"), ENDINGS)
@pytest.mark.parametrize(
    ("orientation", "size", "red_at"),
    [
        (1, (64, 32), (8, 16)),
        (2, (64, 32), (56, 16)),
        (3, (64, 32), (56, 16)),
        (4, (64, 32), (8, 16)),
        (5, (32, 64), (16, 8)),
        (6, (32, 64), (16, 8)),
        (7, (32, 64), (16, 56)),
        (8, (32, 64), (16, 56)),
        (99, (64, 32), (8, 16)),
    ],
)
def test_a_picture_taken_with_the_phone_on_its_side_stands_upright(
    aber: Coop, kind: str, ending: str, orientation: int, size: tuple[int, int], red_at: tuple[int, int]
) -> None:
    content = encoded(two_halves(), kind, exif=camera_notes(orientation=orientation))

    picture = opened(kept(aber, f"ramp{ending}", content))

    assert picture.size == size
    assert is_near(picture, red_at, RED)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data:UserWarning")
def test_bent_notes_of_a_camera_do_not_cost_the_picture(aber: Coop) -> None:
    content = encoded(two_halves(), "JPEG", exif=b"Exif\x00\x00II*\x00\xff\xff\xff\xff")

    assert opened(kept(aber, "ramp.jpg", content)).size == (64, 32)


@pytest.mark.parametrize(("kind", "ending"), ENDINGS)
def test_what_hangs_on_behind_a_picture_falls_off(aber: Coop, kind: str, ending: str) -> None:
    script = b"<html><script>alert(1)</script></html>"

    given = kept(aber, f"ramp{ending}", encoded(two_halves(), kind) + script)

    assert b"<script>" not in given
    assert opened(given).size == (64, 32)


@pytest.mark.parametrize(
    ("mode", "facts"),
    [
        ("1", {}),
        ("L", {}),
        ("LA", {}),
        ("P", {}),
        ("P", {"transparency": 0}),
        ("RGB", {"transparency": RED}),
        ("RGBA", {}),
        ("I;16", {}),
    ],
)
def test_every_kind_of_png_keeps_its_look(aber: Coop, mode: str, facts: dict[str, object]) -> None:
    before = Image.new("I;16", (64, 32), 40_000) if mode == "I;16" else two_halves(mode)
    content = encoded(before, "PNG", **facts)

    after = opened(kept(aber, "plan.png", content))

    # Sixteen bits are compared as they are: on the way to eight they turn white.
    look = "I;16" if mode == "I;16" else "RGBA"
    assert after.convert(look).tobytes() == opened(content).convert(look).tobytes()


def test_a_jpeg_for_the_press_becomes_one_for_the_screen(aber: Coop) -> None:
    after = opened(kept(aber, "ramp.jpeg", encoded(two_halves("CMYK"), "JPEG")))

    assert (after.mode, after.size) == ("RGB", (64, 32))
    assert is_near(after, (8, 16), RED)


@pytest.mark.parametrize(("kind", "ending"), [("PNG", ".png"), ("WEBP", ".webp")])
def test_of_a_moving_picture_the_first_frame_stays(aber: Coop, kind: str, ending: str) -> None:
    frames = [Image.new("RGB", (32, 32), colour) for colour in (RED, BLUE)]
    content = encoded(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)
    assert opened(content).n_frames == 2  # type: ignore[attr-defined] # such files have it

    after = opened(kept(aber, f"ramp{ending}", content))

    assert getattr(after, "n_frames", 1) == 1
    assert is_near(after, (16, 16), RED)


def test_a_phones_picture_with_a_second_one_inside_is_a_plain_jpeg(aber: Coop) -> None:
    content = encoded(two_halves(), "MPO", save_all=True, append_images=[two_halves()])
    assert opened(content).format == "MPO"

    after = opened(kept(aber, "ramp.jpg", content))

    assert (after.format, after.size) == ("JPEG", (64, 32))


@pytest.mark.parametrize(
    ("name", "content", "refusal"),
    [
        ("cut.jpg", encoded(two_halves(), "JPEG")[:-200], FileKindRefused),
        ("cut.png", encoded(two_halves(), "PNG")[:-40], FileKindRefused),
        ("cut.webp", encoded(two_halves(), "WEBP")[:-40], FileKindRefused),
        ("words.jpg", b"\xff\xd8\xff<script>", FileKindRefused),
        ("sound.webp", b"RIFF\x24\x00\x00\x00WAVEfmt ", FileKindRefused),
        ("other.png", encoded(two_halves(), "JPEG"), FileKindRefused),
        ("other.jpg", encoded(two_halves(), "WEBP"), FileKindRefused),
        ("empty.png", png_of(0, 0), FileKindRefused),
        ("bomb.png", png_of(60_000, 60_000), PictureTooLarge),
        ("half-a-bomb.png", png_of(6_001, 4_000), PictureTooLarge),
        ("short-of-pixels.png", png_of(6_000, 4_000), FileKindRefused),
    ],
)
def test_what_is_no_sound_picture_is_refused_and_nothing_is_kept(
    world: World, aber: Coop, name: str, content: bytes, refusal: type[Refusal]
) -> None:
    before = count(world, aber)

    with pytest.raises(Refusal) as refused:
        kept(aber, name, content)

    assert type(refused.value) is refusal
    assert count(world, aber) == before


def test_a_bomb_is_refused_before_memory_is_taken_for_it(aber: Coop) -> None:
    bomb = png_of(60_000, 60_000)
    before_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    with pytest.raises(PictureTooLarge) as refused:
        kept(aber, "bomb.png", bomb)

    more_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before_kb
    assert refused.value.facts == {"most_pixels": MOST_PIXELS}
    # Its pixels would take fourteen million.
    assert more_kb < 50_000


def test_whoever_brings_no_picture_does_not_load_what_reads_them() -> None:
    asked = "import sys, app; app.load(); print('PIL' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)

    assert found.stdout.strip() == "False"
