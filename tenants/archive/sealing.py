"""The envelope: AES-256-GCM in chunks, in an order that cannot be changed or cut short unseen.

A passphrase (scrypt) or a recipient's public key (X25519, HKDF) locks it. Memory stays at a chunk or two.
"""

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import BinaryIO, Final, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from tenants.archive.reading_json import read_json
from tenants.archive.refusals import (
    ArchiveDamaged,
    ArchiveLocked,
    ArchiveTooNew,
    NotAnArchive,
    PassphraseTooShort,
)

MAGIC: Final = b"CYDOFAL\x1a"
FORMAT: Final = 1
CHUNK_BYTES: Final = 256 * 1024
TAG_BYTES: Final = 16
KEY_BYTES: Final = 32
MOST_HEADER_BYTES: Final = 4096
SHORTEST_PASSPHRASE: Final = 12
# scrypt with N = 2^17, r = 8, p = 1 takes 128 MB and some tenths of a second: what guessing costs, each time.
LOG2_COST: Final = 17
# What a header may ask of us: less would be no lock, more would be an attack on our memory.
LOG2_COSTS: Final = range(14, 21)
BLOCK_SIZE: Final = 8


@dataclass(frozen=True, slots=True)
class Passphrase:
    """Words that lock an archive and open it."""

    words: str = field(repr=False)
    log2_cost: int = LOG2_COST

    def __post_init__(self) -> None:
        if len(self.words) < SHORTEST_PASSPHRASE:
            raise PassphraseTooShort(fewest_characters=SHORTEST_PASSPHRASE)

    def secret(self, salt: bytes, log2_cost: int) -> bytes:
        """Return the archive's secret."""
        return Scrypt(salt=salt, length=KEY_BYTES, n=2**log2_cost, r=BLOCK_SIZE, p=1).derive(
            self.words.encode()
        )


@dataclass(frozen=True, slots=True)
class Recipient:
    """A public key: whoever locks an archive with it cannot open it again."""

    key: bytes

    def __post_init__(self) -> None:
        if len(self.key) != KEY_BYTES:
            msg = "A public key has 32 bytes."
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class RecipientKey:
    """The private half of a recipient's key."""

    key: bytes = field(repr=False)

    @classmethod
    def new(cls) -> "RecipientKey":
        """Return a fresh key."""
        return cls(X25519PrivateKey.generate().private_bytes_raw())

    @property
    def recipient(self) -> Recipient:
        """The public half."""
        return Recipient(X25519PrivateKey.from_private_bytes(self.key).public_key().public_bytes_raw())


class Sink(Protocol):
    """Takes bytes, all of them, or raises ``OSError``."""

    def write(self, data: bytes, /) -> object:
        """Take the bytes."""


Lock = Passphrase | Recipient
Unlock = Passphrase | RecipientKey


def _derive(secret: bytes, purpose: str, length: int = KEY_BYTES) -> bytes:
    return HKDF(hashes.SHA256(), length, salt=None, info=f"cydofal archive {purpose}".encode()).derive(secret)


def _shared(private: X25519PrivateKey, other: bytes, ephemeral: bytes, recipient: bytes) -> bytes:
    exchanged = private.exchange(X25519PublicKey.from_public_bytes(other))
    info = b"cydofal archive recipient"
    return HKDF(hashes.SHA256(), KEY_BYTES, salt=ephemeral + recipient, info=info).derive(exchanged)


def _locked(lock: Lock) -> tuple[bytes, dict[str, object]]:
    """Return a fresh secret under a lock, and what the header says of it."""
    if isinstance(lock, Passphrase):
        salt = secrets.token_bytes(16)
        said: dict[str, object] = {"lock": "passphrase", "salt": salt.hex(), "log2_cost": lock.log2_cost}
        return lock.secret(salt, lock.log2_cost), said
    private = X25519PrivateKey.generate()
    ephemeral = private.public_key().public_bytes_raw()
    secret = _shared(private, lock.key, ephemeral, lock.key)
    return secret, {"lock": "recipient", "ephemeral": ephemeral.hex(), "recipient": lock.key.hex()}


def _unlocked(unlock: Unlock, header: dict[str, object]) -> bytes:
    """Return the secret that a header's lock guards, if this opens it at all."""
    kind = "passphrase" if isinstance(unlock, Passphrase) else "recipient"
    if header.get("lock") != kind:
        raise ArchiveLocked(lock=str(header.get("lock"))[:20])
    try:
        if isinstance(unlock, Passphrase):
            salt, log2_cost = bytes.fromhex(str(header["salt"])), int(str(header["log2_cost"]))
            if log2_cost not in LOG2_COSTS:
                raise ArchiveDamaged
            return unlock.secret(salt, log2_cost)
        ephemeral = bytes.fromhex(str(header["ephemeral"]))
        private = X25519PrivateKey.from_private_bytes(unlock.key)
        return _shared(private, ephemeral, ephemeral, unlock.recipient.key)
    except (KeyError, ValueError) as fault:
        raise ArchiveDamaged from fault


class _Chunks:
    """The cipher of one archive; a chunk's place and whether it is the last are in its nonce."""

    def __init__(self, secret: bytes, header: bytes) -> None:
        # The key is used for this archive alone, so counted nonces never meet again.
        self._cipher = AESGCM(_derive(secret, "chunks"))
        self._context = hashlib.sha256(header).digest()
        self._number = 0

    def _nonce(self, *, is_last: bool) -> bytes:
        nonce = self._number.to_bytes(11, "big") + bytes([is_last])
        self._number += 1
        return nonce

    def seal(self, plain: bytes, *, is_last: bool) -> bytes:
        return self._cipher.encrypt(self._nonce(is_last=is_last), plain, self._context)

    def open(self, sealed: bytes, *, is_last: bool) -> bytes:
        try:
            return self._cipher.decrypt(self._nonce(is_last=is_last), sealed, self._context)
        except InvalidTag as fault:
            raise ArchiveDamaged from fault


class SealedWriter:
    """Writes an envelope; it is whole only after ``close``."""

    def __init__(self, stream: Sink, lock: Lock) -> None:
        self._stream = stream
        secret, said = _locked(lock)
        # The check tells a wrong passphrase from a damaged file, and ties the envelope to one key.
        said |= {"format": FORMAT, "check": _derive(secret, "check", 16).hex()}
        text = json.dumps(said, sort_keys=True).encode()
        header = MAGIC + len(text).to_bytes(2, "big") + text
        stream.write(header)
        self.key_for_keys = _derive(secret, "data keys")
        self._chunks = _Chunks(secret, header)
        self._waiting = bytearray()

    def write(self, plain: bytes) -> None:
        """Take some bytes."""
        self._waiting += plain
        # The last chunk is marked, so one is always held back until the end is known.
        while len(self._waiting) > CHUNK_BYTES:
            self._stream.write(self._chunks.seal(bytes(self._waiting[:CHUNK_BYTES]), is_last=False))
            del self._waiting[:CHUNK_BYTES]

    def close(self) -> None:
        """Seal the last chunk."""
        self._stream.write(self._chunks.seal(bytes(self._waiting), is_last=True))
        self._waiting.clear()


class SealedReader:
    """Reads an envelope; every byte it gives was authenticated."""

    def __init__(self, stream: BinaryIO, unlock: Unlock, before: "SealedReader | None" = None) -> None:
        self._stream = stream
        header, said = _read_header(stream)
        self._header = header
        self._secret: bytes
        # A second reading of the same envelope need not pay for the passphrase again.
        is_known = before is not None and before._header == header  # noqa: SLF001 - of our own class
        secret = before._secret if before is not None and is_known else _unlocked(unlock, said)  # noqa: SLF001 - as above
        self._secret = secret
        check = _derive(secret, "check", 16).hex()
        if not secrets.compare_digest(check, str(said.get("check")).encode().decode("ascii", "replace")):
            raise ArchiveLocked
        self.key_for_keys = _derive(secret, "data keys")
        self._chunks = _Chunks(secret, header)
        self._ahead = stream.read(CHUNK_BYTES + TAG_BYTES)
        self._ready = bytearray()
        self._is_ended = False

    def read(self, count: int) -> bytes:
        """Return exactly so many bytes, or refuse."""
        while len(self._ready) < count:
            if self._is_ended:
                raise ArchiveDamaged
            self._next_chunk()
        plain = bytes(self._ready[:count])
        del self._ready[:count]
        return plain

    def finish(self) -> None:
        """Refuse anything that comes after what was read."""
        while not self._is_ended and not self._ready:
            self._next_chunk()
        if self._ready:
            raise ArchiveDamaged

    def _next_chunk(self) -> None:
        sealed, self._ahead = self._ahead, self._stream.read(CHUNK_BYTES + TAG_BYTES)
        self._is_ended = not self._ahead
        self._ready += self._chunks.open(sealed, is_last=self._is_ended)


def _read_header(stream: BinaryIO) -> tuple[bytes, dict[str, object]]:
    start = stream.read(len(MAGIC) + 2)
    if start[: len(MAGIC)] != MAGIC:
        raise NotAnArchive
    length = int.from_bytes(start[len(MAGIC) :], "big")
    text = stream.read(min(length, MOST_HEADER_BYTES))
    try:
        said = read_json(text)
    except ValueError as fault:
        raise ArchiveDamaged from fault
    if not isinstance(said, dict) or not isinstance(said.get("format"), int):
        raise ArchiveDamaged
    if said["format"] > FORMAT:
        raise ArchiveTooNew(format=said["format"])
    if said["format"] < 1 or length > MOST_HEADER_BYTES:
        raise ArchiveDamaged
    return start + text, said
