"""Two who change one record: the second is shown what the first kept, and saves once more or not."""

from collections.abc import Iterable, Mapping
from datetime import date

from flask_babel import gettext as _

from app.web import dates
from app.web.forms import BoundField, Form

Differing = tuple[tuple[str, str, str], ...]
NOTHING = "–"


def beside_theirs(form: Form, kept: Mapping[str, object], version: int) -> tuple[Form, Differing]:
    """Return the form as it goes on from the version that is kept, and what differs from that.

    A form that was made from that version stays as it is. Of each answer that differs there is its label,
    what is kept, and what was typed.
    """
    if form["version"].value == str(version):
        return form, ()
    typed: dict[str, object] = {name: one.value for name, one in form.fields.items()}
    anew = Form(form.schema, data=typed | {"version": str(version)})
    anew.errors = {name: found for name, found in form.errors.items() if name != "version"}
    rows = (
        (one.label, answer_words(one, kept[name]), answer_words(one, one.value))
        for name, one in anew.fields.items()
        if name in kept
    )
    return anew, tuple(row for row in rows if row[1] != row[2])


def answer_words(one: BoundField, answer: object) -> str:
    """Return a kept or a typed answer as people read it; a dash for none."""
    if one.widget == "checkboxes":
        ticked: str = _("Yes") if answer in {True, "true"} else _("No")
        return ticked
    said = "" if answer is None else str(answer)
    if not said:
        return NOTHING
    if one.widget == "date":
        return _day_words(said)
    words: dict[str, str] = {option.value: option.words for option in one.options}
    return words.get(said, said)


def changed_words(
    fields: Mapping[str, BoundField], before: Mapping[str, object]
) -> Iterable[tuple[str, str]]:
    """Yield the label of each field that was changed, and what it said before."""
    for name, answer in before.items():
        if name in fields:
            yield fields[name].label, answer_words(fields[name], answer)


def _day_words(text: str) -> str:
    try:
        return dates.plain_date(date.fromisoformat(text))
    except ValueError:
        return text
