"""Nobody overwrites what they did not see: a change says which version it was made from."""

import re
from typing import Final

from flask import Response, abort, jsonify, request

_ETAG: Final = re.compile(r'"v(\d{1,9})"')


def etag_of(version: int) -> str:
    """Return the ETag of a version."""
    return f'"v{version}"'


def with_etag(body: object, version: int, *, status: int = 200) -> Response:
    """Return a body with its version; 304 to somebody who has this version already."""
    tag = etag_of(version)
    if status == 200 and request.headers.get("If-None-Match") == tag:  # noqa: PLR2004 - OK
        response = Response(status=304)
    else:
        response = jsonify(body)
        response.status_code = status
    response.headers["ETag"] = tag
    return response


def version_seen() -> int:
    """Return the version in ``If-Match``; 428 without one, 412 for one that we never gave."""
    said = request.headers.get("If-Match")
    if said is None:
        abort(428)
    match = _ETAG.fullmatch(said)
    if match is None:
        abort(412)
    return int(match.group(1))
