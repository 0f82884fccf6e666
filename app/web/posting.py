"""What a page does with a form that was sent: act and go on, or show it again with what is wrong."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from app.web.context import current_actor, current_coop
from app.web.forms import Form
from app.web.refusals import sentence_for
from app.web.sent_once import sent_once
from tenants import clock
from tenants.refusal import Refusal

Answers = dict[str, Any]
_NOWHERE: Final[Mapping[str, str | None]] = MappingProxyType({})


def posted(
    form: Form,
    act: Callable[[Answers], ResponseReturnValue],
    *,
    page: Callable[[Form], str],
    beside: Mapping[str, str | None] = _NOWHERE,
) -> ResponseReturnValue:
    """Return what ``act`` answers to the form's answers, or the page again with what is wrong, as 422.

    A form that is sent twice acts once; the second time it is sent on as the first was.
    ``act`` calls one action and returns ``sent_on(…)``. ``page`` draws the page with the form in it.
    ``beside`` says for each code of a refusal which field it is about (``None``: the form as a whole);
    a refusal that is not in it is raised, and has a page of its own.
    """
    answers = form.validate()
    if answers is None:
        return page(form), 422
    try:
        return sent_once(lambda: act(answers))
    except Refusal as refusal:
        if refusal.code not in beside:
            raise
        form.refuse(beside[refusal.code], sentence_for(refusal))
    return page(form), 422


def sent_on(url: str, words: str | None = None) -> ResponseReturnValue:
    """Return the way to the page that shows what is now so; ``words`` are said there."""
    if words is not None:
        flash(words)
    return redirect(url, code=303)


def acted(
    action: Callable[..., object],
    url: str,
    words: str | None = None,
    **facts: Any,  # noqa: ANN401 - what the action is told
) -> ResponseReturnValue:
    """Call an action with the co-op, whoever asks and the present time, and return the way on.

    ``facts`` are what else the action is told: which record, and what was said of it.
    """
    action(coop=current_coop(), by=current_actor(), now=clock.now(), **facts)
    return sent_on(url, words)
