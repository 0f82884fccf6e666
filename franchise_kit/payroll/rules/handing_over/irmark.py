"""The mark by which HMRC and an employer know that they speak of the same submission, sign by sign."""

import base64
import hashlib
import re
from dataclasses import dataclass
from typing import ClassVar, Final

from tenants.refusal import Refusal

_BODY: Final = re.compile(rb"<Body(?P<said>[^>]*)>(?P<inside>.*)</Body>", re.DOTALL)
_ROOT: Final = re.compile(rb"<GovTalkMessage(?P<said>[^>]*)>")
_MARK: Final = re.compile(rb'<IRmark Type="generic">(?P<mark>[^<]*)</IRmark>')


class NoBodyToMark(Refusal):
    """A message without a body, or with more than one mark, cannot be marked."""

    code: ClassVar[str] = "no_body_to_mark"


@dataclass(frozen=True, slots=True)
class IRMark:
    """A SHA-1 digest in its two writings: Base64 stands in the message, Base32 is shown to people."""

    base64: str
    base32: str


def irmark(body: bytes) -> IRMark:
    """Return the mark of a canonical body that has no element ``IRmark``, its namespaces declared on it.

    Source: HMRC, IRmark step by step, version 2.0: inclusive canonical XML 1.0 of the body, SHA-1 of it,
    and the digest in Base64 and Base32.
    """
    # HMRC's choice; it shows that nothing was changed by chance, and keeps no secret.
    digest = hashlib.sha1(body, usedforsecurity=False).digest()
    return IRMark(base64.b64encode(digest).decode(), base64.b32encode(digest).decode())


def mark_in(message: bytes) -> str:
    """Return the Base64 mark that stands in a message. Raises NoBodyToMark if there is none, or several.

    Source: as ``irmark``.
    """
    found = _MARK.findall(message)
    if len(found) != 1:
        raise NoBodyToMark
    return bytes(found[0]).decode("ascii", "replace")


def mark_of(message: bytes) -> IRMark:
    """Return the mark that a canonical message ought to have, whatever stands in it.

    The namespaces of the message are declared on the body, the mark is taken out, nothing else.
    Raises NoBodyToMark.
    Source: as ``irmark``.
    """
    root, body = _ROOT.search(message), _BODY.search(message)
    if root is None or body is None:
        raise NoBodyToMark
    inside, marks = _MARK.subn(b"", body["inside"])
    if marks > 1:
        raise NoBodyToMark
    return irmark(b"<Body" + root["said"] + body["said"] + b">" + inside + b"</Body>")
