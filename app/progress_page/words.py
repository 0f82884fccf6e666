"""What long work is called, its steps, and where its result is. A room adds its own when it is imported."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from app.web import dates
from tenants import progress
from tenants.jobs.models import Progress

ENDED: Final = frozenset({"done", "failed"})


@dataclass(frozen=True, slots=True)
class Result:
    """Where the result is. ``note`` is a further sentence."""

    url: str
    words: str
    note: str = ""


FindResult = Callable[[Session, Progress], Result | None]


def _no_result(_session: Session, _row: Progress) -> Result | None:
    return None


@dataclass(frozen=True, slots=True)
class JobWords:
    """One kind of long work in words."""

    title: LazyString
    done: LazyString
    steps: Mapping[str, LazyString] = field(default_factory=dict)
    find_result: FindResult = _no_result


_words: Final[dict[str, JobWords]] = {}
_OTHER: Final = JobWords(title=_l("Work under way"), done=_l("It is done."))
WAITING: Final = _l("It waits for its turn.")
RUNNING: Final = _l("It is being done.")


def add_job_words(job: str, words: JobWords) -> None:
    """Say what a kind of long work is called."""
    if job in _words:
        msg = f"Two sets of words for the job {job}."
        raise ValueError(msg)
    _words[job] = words


def job_words(job: str) -> JobWords:
    """Return what a kind of long work is called."""
    return _words.get(job, _OTHER)


def has_words(job: str) -> bool:
    """Say whether a kind of long work has words of its own."""
    return job in _words


def sentence(session: Session, row: Progress) -> str:
    """Return how far a piece of work is, in a sentence that is enough by itself."""
    next_try = progress.find_next_try(session, row.id) if row.state not in ENDED else None
    if next_try is not None:
        at = dates.time_of_day(next_try)
        return str(
            _("It did not work this time. Nothing is lost: it will be tried again at %(time)s.", time=at)
        )
    if row.state == "waiting":
        return str(WAITING)
    if row.state == "done":
        return str(job_words(row.job).done)
    return str(job_words(row.job).steps.get(row.step, RUNNING))
