"""What the phone's script is answered: it sends the same forms as the page, at once or after a lost signal.

A page's answer is a way on, or the page again with what is wrong; the script is told the same in JSON. It
keeps what was not taken, and shows the sentence, so a refusal must reach it as words and not as a page.
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Final, ParamSpec

from flask import Response, flash, jsonify, make_response, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.web.forms import Form
from app.web.refusals import sentence_for
from tenants.refusal import NotFound, Refusal

P = ParamSpec("P")
HEADER: Final = "X-Phone"
# Sent long after it was tapped: there is no page to say it on.
LATE: Final = "late"


def is_phone() -> bool:
    """Say whether the script asks, and not the browser for a page."""
    return HEADER in request.headers


def for_phones(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Answer the script in JSON: ``way`` after an act, ``sentence`` where it was refused."""

    @wraps(view)
    def around(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if not is_phone():
            return view(*args, **kwargs)
        try:
            answer = make_response(view(*args, **kwargs))
        except Refusal as refusal:
            return _refused(refusal)
        if answer.status_code == HTTPStatus.SEE_OTHER:
            return jsonify(way=answer.location)
        return _said(HTTPStatus(answer.status_code), answer.get_data(as_text=True))

    return around


def problems_in_words(form: Form) -> str:
    """Return what is wrong with a form, as the script shows it."""
    return " ".join(f"{line.words.rstrip('.')}." for line in form.problems)


def sent_to(url: str, words: str) -> ResponseReturnValue:
    """Return the way on; the words are said there, unless the tap was long ago."""
    if request.headers.get(HEADER) != LATE:
        flash(words)
    return redirect(url, code=HTTPStatus.SEE_OTHER)


def _refused(refusal: Refusal) -> Response:
    if isinstance(refusal, NotFound):
        sentence = _("This visit is not yours any more. Tell your co-ordinator what you did there.")
        return _said(HTTPStatus.NOT_FOUND, sentence)
    return _said(HTTPStatus.CONFLICT, sentence_for(refusal))


def _said(status: HTTPStatus, sentence: str) -> Response:
    answer = jsonify(sentence=sentence)
    answer.status_code = status
    return answer
