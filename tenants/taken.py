"""Two who want one name at the same moment: the constraint tells them apart, and the second is refused."""

from collections.abc import Iterator
from contextlib import contextmanager

from psycopg.errors import UniqueViolation
from sqlalchemy.exc import IntegrityError

from tenants.refusal import Refusal


@contextmanager
def refused_if_taken(constraint: str, refusal: type[Refusal]) -> Iterator[None]:
    """Raise a refusal when what is written meets this unique constraint or index; other faults go on.

    The transaction is lost either way, so the refusal must leave it.
    """
    try:
        yield
    except IntegrityError as fault:
        found = fault.orig
        if isinstance(found, UniqueViolation) and found.diag.constraint_name == constraint:
            raise refusal from fault
        raise
