"""The mark by which HMRC and an employer know that they speak of the same submission, sign by sign."""

import base64
import hashlib
from dataclasses import dataclass


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
