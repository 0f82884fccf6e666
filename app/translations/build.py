"""``python -m app.translations.build [--check]``: merge the parts into the Welsh catalogue, and check it.

The merged catalogue is made again only when a part has changed, without importing babel otherwise.
"""

import argparse
import hashlib
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from babel.messages import Catalog

HERE: Final = Path(__file__).parent
_STAMP = "X-Parts: "


def main(arguments: Sequence[str] | None = None) -> int:
    """Merge; with ``--check`` also say what is wrong, and return 1 if anything is."""
    parser = argparse.ArgumentParser(prog="python -m app.translations.build", description=__doc__)
    parser.add_argument("--check", action="store_true", help="fail on what is missing, doubtful or unused")
    options = parser.parse_args(arguments)
    try:
        build(HERE)
    except PartsDisagreeError as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    return check() if options.check else 0


class PartsDisagreeError(Exception):
    """Two parts say the same English in two kinds of Welsh, or a part cannot be read."""


def build(folder: Path) -> bool:
    """Write ``cy/LC_MESSAGES/messages.po`` and ``.mo`` if a part has changed; say whether it had."""
    parts = sorted((folder / "parts").glob("*.po"))
    stamp = _stamp_of([folder / "header.po", *parts])
    target = folder / "cy" / "LC_MESSAGES"
    if _is_built(target, stamp):
        return False
    from babel.messages.mofile import write_mo  # noqa: PLC0415 (100 ms that an unchanged catalogue need not wait for)
    from babel.messages.pofile import write_po  # noqa: PLC0415 (the same)

    catalog = merge(folder, parts)
    target.mkdir(parents=True, exist_ok=True)
    with (target / "messages.mo").open("wb") as compiled:
        write_mo(compiled, catalog)
    with (target / "messages.po").open("wb") as merged:
        merged.write(f"# {_STAMP}{stamp}\n".encode())
        write_po(merged, catalog, width=110, sort_output=True)
    return True


def merge(folder: Path, parts: Iterable[Path]) -> "Catalog":
    """Return one catalogue of all parts; the same English twice must have the same Welsh."""
    header = (folder / "header.po").read_text(encoding="utf-8")
    whole = _read(header, folder / "header.po")
    origin: dict[object, str] = {}
    for part in parts:
        for message in _read(f"{header}\n{part.read_text(encoding='utf-8')}", part):
            if not message.id:
                continue
            key = (message.context, message.id)
            earlier = whole.get(message.id, message.context)
            if earlier is not None and earlier.string != message.string:
                said = message.id if isinstance(message.id, str) else message.id[0]
                words = f"{origin[key]} and {part.name} translate {said!r} differently"
                raise PartsDisagreeError(words)
            origin.setdefault(key, part.name)
            whole.add(message.id, message.string, flags=message.flags, context=message.context)
    return whole


def check() -> int:
    """Say what is wrong with the catalogue, one line each; return 1 if anything is."""
    from app.translations.checks import faults  # noqa: PLC0415 (only the check reads every source file)

    found = faults(HERE.parent, merge(HERE, sorted((HERE / "parts").glob("*.po"))), HERE / "same.txt")
    for fault in found:
        sys.stderr.write(f"{fault}\n")
    sys.stdout.write(f"Welsh: {'complete' if not found else f'{len(found)} faults'}\n")
    return 1 if found else 0


def _read(text: str, origin: Path) -> "Catalog":
    from io import BytesIO  # noqa: PLC0415 (with babel)

    from babel.messages.pofile import PoFileError, read_po  # noqa: PLC0415 (see build)

    try:
        return read_po(BytesIO(text.encode()), locale="cy", abort_invalid=True)
    except (PoFileError, ValueError) as problem:
        words = f"{origin.name} cannot be read: {problem}"
        raise PartsDisagreeError(words) from problem


def _stamp_of(files: Iterable[Path]) -> str:
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for file in files:
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def _is_built(target: Path, stamp: str) -> bool:
    merged = target / "messages.po"
    if not merged.is_file() or not (target / "messages.mo").is_file():
        return False
    with merged.open(encoding="utf-8") as lines:
        return lines.readline().strip() == f"# {_STAMP}{stamp}"


if __name__ == "__main__":
    raise SystemExit(main())
