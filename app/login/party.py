"""The place that a passkey is made for: an office's own host, from the settings and not from a header."""

import json
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit
from uuid import UUID

from flask import request, session

from app.web.hosts import PATH_SLUG, current_office, office_url, settings
from app.web.office_names import current_office_name
from franchise_kit.access.actions.passkeys import Answered, PasskeyRefused, Question

if TYPE_CHECKING:
    from franchise_kit.access.actions.passkey_protocol import Party

_QUESTION: Final = "passkey_question"
MOST_ANSWER_LETTERS: Final = 16_384


def party() -> "Party":
    """Return the present office's place. Under a local path several co-ops share one host and one place."""
    from franchise_kit.access.actions.passkey_protocol import Party  # noqa: PLC0415 - webauthn takes 90 ms

    office = current_office()
    is_by_path = PATH_SLUG in request.environ
    origin = f"{settings().scheme}://{request.host}" if is_by_path else office_url(office, "")
    name = current_office_name()
    return Party(rp_id=urlsplit(origin).hostname or "", origin=origin, name=name)


def remember(question: Question) -> dict[str, Any]:
    """Keep in the cookie which question this browser was asked; return what the browser needs."""
    session[_QUESTION] = str(question.id)
    return question.options


def answered() -> Answered:
    """Return the answer that this browser sends to the question that it was asked, or refuse it."""
    asked = session.pop(_QUESTION, None)
    said = request.form.get("credential", "")
    if asked is None or len(said) > MOST_ANSWER_LETTERS:
        raise PasskeyRefused
    try:
        answer = json.loads(said)
    except (ValueError, RecursionError) as fault:
        raise PasskeyRefused from fault
    if not isinstance(answer, dict):
        raise PasskeyRefused
    return Answered(question_id=UUID(asked), party=party(), answer=answer)
