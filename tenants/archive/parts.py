"""The parts inside the envelope: each has a name, its bytes in blocks, and a hash for the manifest."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from tenants.archive.refusals import ArchiveDamaged
from tenants.archive.sealing import SealedReader, SealedWriter

BLOCK_BYTES: Final = 64 * 1024
MOST_NAME_BYTES: Final = 200
PART: Final = b"P"
END: Final = b"E"


@dataclass(frozen=True, slots=True)
class PartFacts:
    """What the manifest says of a part. ``rows`` is -1 where there are none to count."""

    name: str
    size_bytes: int
    sha256: str
    rows: int = -1


class PartWriter:
    """Takes one part's bytes."""

    def __init__(self, sealed: SealedWriter, name: str) -> None:
        self._sealed = sealed
        self._name = name
        self._hash = hashlib.sha256()
        self._size = 0
        self._waiting = bytearray()
        self.rows = -1

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Take some bytes."""
        self._waiting += data
        while len(self._waiting) >= BLOCK_BYTES:
            self._block(bytes(self._waiting[:BLOCK_BYTES]))
            del self._waiting[:BLOCK_BYTES]

    def _block(self, block: bytes) -> None:
        self._sealed.write(len(block).to_bytes(4, "big") + block)
        self._hash.update(block)
        self._size += len(block)

    def close(self) -> PartFacts:
        """End the part and say what it was."""
        if self._waiting:
            self._block(bytes(self._waiting))
        self._sealed.write(bytes(4))
        return PartFacts(self._name, self._size, self._hash.hexdigest(), self.rows)


class ArchiveWriter:
    """Writes one part after another."""

    def __init__(self, sealed: SealedWriter) -> None:
        self._sealed = sealed
        self.written: list[PartFacts] = []

    @property
    def key_for_keys(self) -> bytes:
        """The archive's own key for wrapping data keys."""
        return self._sealed.key_for_keys

    @contextmanager
    def part(self, name: str) -> Iterator[PartWriter]:
        """Open a part and close it at the end of the block."""
        encoded = name.encode()
        self._sealed.write(PART + len(encoded).to_bytes(2, "big") + encoded)
        writer = PartWriter(self._sealed, name)
        yield writer
        self.written.append(writer.close())

    def put(self, name: str, data: bytes) -> None:
        """Write a part that is in memory."""
        with self.part(name) as part:
            part.write(data)

    def close(self) -> None:
        """End the archive."""
        self._sealed.write(END)
        self._sealed.close()


class PartReader:
    """One part, read once, in blocks; ``facts`` is there when it has been read to its end."""

    def __init__(self, sealed: SealedReader, name: str) -> None:
        self._sealed = sealed
        self.name = name
        self._hash = hashlib.sha256()
        self._size = 0
        self._rows = 0
        self.facts: PartFacts | None = None

    def blocks(self) -> Iterator[bytes]:
        """Yield the blocks."""
        while length := int.from_bytes(self._sealed.read(4), "big"):
            if length > BLOCK_BYTES:
                raise ArchiveDamaged
            block = self._sealed.read(length)
            self._hash.update(block)
            self._size += length
            # In COPY's text format a line's end is a row's end, and nothing else is.
            self._rows += block.count(b"\n")
            yield block
        rows = self._rows if self.name.startswith("table/") else -1
        self.facts = PartFacts(self.name, self._size, self._hash.hexdigest(), rows)

    def whole(self, most_bytes: int) -> bytes:
        """Return all of a part that must fit into memory."""
        held = bytearray()
        for block in self.blocks():
            held += block
            if len(held) > most_bytes:
                raise ArchiveDamaged
        return bytes(held)


class ArchiveReader:
    """Reads one part after another; a part that its reader leaves unread is read past."""

    def __init__(self, sealed: SealedReader) -> None:
        self._sealed = sealed
        self.read: list[PartFacts] = []

    @property
    def key_for_keys(self) -> bytes:
        """The archive's own key for wrapping data keys."""
        return self._sealed.key_for_keys

    def parts(self) -> Iterator[PartReader]:
        """Yield the parts, then make sure that nothing follows."""
        while (mark := self._sealed.read(1)) != END:
            length = int.from_bytes(self._sealed.read(2), "big")
            if mark != PART or length > MOST_NAME_BYTES:
                raise ArchiveDamaged
            part = PartReader(self._sealed, self._sealed.read(length).decode("ascii", "replace"))
            yield part
            if part.facts is None:
                for _ in part.blocks():
                    pass
            if part.facts is not None:
                self.read.append(part.facts)
        self._sealed.finish()
