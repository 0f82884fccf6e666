"""Days of the week as forms ask for them and pages say them: 0 for Monday."""

from collections.abc import Sequence
from typing import Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

WEEKDAYS: Final = (
    (0, _l("Monday")),
    (1, _l("Tuesday")),
    (2, _l("Wednesday")),
    (3, _l("Thursday")),
    (4, _l("Friday")),
    (5, _l("Saturday")),
    (6, _l("Sunday")),
)
# So many days in a row are said by the first and the last.
_RUN: Final = 3


def days_words(days: Sequence[int]) -> str:
    """Return days by name; three and more that follow each other by the first and the last."""
    names = [str(WEEKDAYS[day][1]) for day in days]
    if len(days) >= _RUN and days[-1] - days[0] == len(days) - 1:
        return str(_("%(first)s to %(last)s", first=names[0], last=names[-1]))
    return ", ".join(names)
