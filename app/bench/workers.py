"""Made-up workers, whom a bench plans for or pays."""

from datetime import date
from uuid import uuid4

from franchise_kit.people.queries.facts import WorkerFacts


def made_up_worker(number: int, began: date) -> WorkerFacts:
    """Return somebody who has worked since a day; each second one speaks Welsh."""
    return WorkerFacts(
        id=uuid4(),
        number=0,
        person_id=uuid4(),
        account_id=None,
        given_name="Worker",
        family_name=f"{number:04}",
        language="cy" if number % 2 else "en",
        staff_category="other_social_care",
        started_on=began,
        ended_on=None,
    )
