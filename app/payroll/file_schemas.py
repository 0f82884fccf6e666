"""What is asked of whoever makes the bank's file of a run, and of whoever withdraws it."""

from flask_babel import lazy_gettext as _l
from marshmallow import fields, validate

from app.payroll.file_words import FORMATS, WITHDRAWN
from app.people.fields import account_number_field, sort_code_field
from app.web.forms import Schema, choice


class BankFileSchema(Schema):
    """The format, and the co-op's own account; it is not kept."""

    format = fields.Str(required=True, **choice(FORMATS.items(), label=_l("Which file does the bank take?")))
    sort_code = sort_code_field(_l("Sort code of the co-op's account"))
    account_number = account_number_field(
        _l("Number of the co-op's account"), _l("Eight digits; put noughts before a shorter one")
    )
    user_number = fields.Str(
        load_default="",
        validate=validate.Length(max=20),
        metadata={
            "label": _l("Service user number, for Bacs Standard 18 only"),
            "hint": _l("Six digits, from the bank"),
            "width": "code",
            "inputmode": "numeric",
            "autocomplete": "off",
        },
    )


class WithdrawalSchema(Schema):
    """Why the bank did not pay by a file."""

    reason = fields.Str(required=True, **choice(WITHDRAWN.items(), label=_l("Why is it withdrawn?")))
