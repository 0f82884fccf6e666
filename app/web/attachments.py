"""Files that a visitor takes along: never opened inside our pages, under their own name in any language."""

from urllib.parse import quote

from flask import Response


def attachment(content: bytes, media_type: str, name: str) -> Response:
    """Return a file to keep. Its name may hold ŵ and ŷ, which a header carries only in a form of its own."""
    response = Response(content, content_type=media_type)
    plain = "".join(letter if " " <= letter <= "~" and letter not in '"\\' else "_" for letter in name)
    said = f'attachment; filename="{plain}"'
    if plain != name:
        said += f"; filename*=UTF-8''{quote(name, safe='')}"
    response.headers["Content-Disposition"] = said
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
