"""A refusal beside the field that it is about."""

from collections.abc import Mapping

from app.web.forms import Form
from app.web.refusals import sentence_for
from tenants.refusal import Refusal


def mark(form: Form, refusal: Refusal, fields: Mapping[str, str]) -> None:
    """Mark the field that a refusal is about; a refusal about no field goes on to the page of refusals."""
    if refusal.code not in fields:
        raise refusal
    form.refuse(fields[refusal.code], sentence_for(refusal))
