"""Pictures are made anew before they are kept: what is no picture falls away, with where it was taken.

Loads Pillow, so it is imported only when a picture comes in.
"""

import io
import struct
import threading
import warnings
import zlib
from typing import Final

from PIL import Image

from tenants.files import FileKindRefused, FileTooLarge

__all__ = ["MOST_PIXELS", "PictureTooLarge", "made_anew"]

# A good phone's camera; each pixel costs up to four bytes of memory while it is made anew.
MOST_PIXELS: Final = 24_000_000
ORIENTATION: Final = 0x0112
UPRIGHT: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# How pixels may be kept in each format; a scan of sixteen bits would turn white on the way to eight.
MODES: Final = {
    "PNG": frozenset({"1", "L", "LA", "RGB", "RGBA", "I;16"}),
    "JPEG": frozenset({"L", "RGB"}),
    "WEBP": frozenset({"RGB", "RGBA"}),
}
SAVED: Final[dict[str, dict[str, object]]] = {
    "PNG": {},
    "JPEG": {"quality": 88},
    "WEBP": {"quality": 88},
}
# What Pillow raises when it reads what is no picture, or is one that was cut or bent.
UNREADABLE: Final = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    EOFError,
    OverflowError,
    struct.error,
    zlib.error,
)

# Pillow looks at the size in the header too, and refuses what is twice as large.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS
# What it thinks of a camera's notes, which are dropped, would be words of strangers among our lines.
warnings.filterwarnings("ignore", category=UserWarning, module=r"PIL\.")

# One at a time in a process: so much memory is needed once, however many send pictures at the same moment.
_one_at_a_time = threading.Lock()


class PictureTooLarge(FileTooLarge):
    """The picture has too many pixels, whatever its bytes."""

    code = "picture_too_large"


def made_anew(content: bytes, kind: str) -> bytes:
    """Return the same picture in the same format, upright, with its pixels and nothing else.

    ``kind`` is ``PNG``, ``JPEG`` or ``WEBP``. Of a moving picture the first frame stays. The size is read
    from the header and refused before memory is taken for the pixels. Raises ``FileKindRefused`` or
    ``PictureTooLarge``.
    """
    with _one_at_a_time:
        try:
            with Image.open(io.BytesIO(content), formats=[kind]) as picture:
                _check_size(picture)
                return _written(_upright(picture), kind)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
            raise PictureTooLarge(most_pixels=MOST_PIXELS) from bomb
        except UNREADABLE as fault:
            raise FileKindRefused from fault


def _check_size(picture: Image.Image) -> None:
    if picture.width * picture.height > MOST_PIXELS:
        raise PictureTooLarge(most_pixels=MOST_PIXELS)


def _upright(picture: Image.Image) -> Image.Image:
    """Return the picture as people see it: the camera notes how it was held, and the note is dropped."""
    picture.load()
    turn = UPRIGHT.get(_orientation(picture))
    return picture if turn is None else picture.transpose(turn)


def _orientation(picture: Image.Image) -> int:
    try:
        return int(picture.getexif().get(ORIENTATION, 1))
    except UNREADABLE:
        # A bent note about the camera does not make the picture worse.
        return 1


def _written(picture: Image.Image, kind: str) -> bytes:
    mode = _mode_of(picture, kind)
    plain = picture if picture.mode == mode else picture.convert(mode)
    # Writers take profiles, comments and the like from here when they are told nothing.
    plain.info = {}
    stream = io.BytesIO()
    plain.save(stream, kind, **SAVED[kind])
    return stream.getvalue()


def _mode_of(picture: Image.Image, kind: str) -> str:
    is_clear = picture.has_transparency_data and kind != "JPEG" and picture.mode != "I;16"
    if picture.mode in MODES[kind] and "transparency" not in picture.info:
        return picture.mode
    if picture.mode == "I;16":
        return "I;16"
    return "RGBA" if is_clear else "RGB"
