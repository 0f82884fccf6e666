"""What HMRC asks of a worker besides name, number and birth: the form that enters it."""

from functools import partial
from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from marshmallow import fields, validate

from app.journal.words import add_journal_words
from app.people.particulars_views import WRITE
from app.people.schemas import DECLARATIONS
from app.people.shared import form_page, worker_of
from app.people.views import pages
from app.web.forms import Form, Schema, choice
from app.web.guards import needs
from app.web.posting import Answers, acted, posted
from app.web.refusals import add_words
from franchise_kit.people.actions.reported import NewReported, set_reported
from franchise_kit.people.queries import WorkerFacts
from franchise_kit.people.rules.reported import LONGEST_LINE, MOST_LINES

BESIDE = {
    "address_lines_not_sound": "address",
    "postcode_unreadable": "postcode",
    "postcode_or_country_needed": "postcode",
}
add_journal_words(
    {"people.set_reported": _l("entered what HMRC asks of a worker: sex, address, a starter's declaration")}
)
add_words(
    {
        "address_lines_not_sound": _l("HMRC takes two to four lines, of 35 signs at most."),
        "postcode_unreadable": _l(
            "Enter a postcode such as LL57 1AA, or leave it empty and enter a country."
        ),
        "postcode_or_country_needed": _l(
            "An address has a postcode, or a country outside the United Kingdom."
        ),
    }
)


class ReportedSchema(Schema):
    """A worker's sex and address as HMRC takes them, and what a starter declared."""

    sex = fields.Str(
        required=True,
        **choice(
            (("F", _l("Female")), ("M", _l("Male"))),
            label=_l("Sex"),
            hint=_l("HMRC takes one of these two, as on their birth or gender recognition certificate."),
        ),
    )
    address = fields.Str(
        load_default="",
        validate=validate.Length(max=MOST_LINES * (LONGEST_LINE + 2)),
        metadata={
            "label": _l("Address, without the postcode"),
            "hint": _l("Two to four lines. HMRC needs it of whoever has no National Insurance number."),
            "widget": "textarea",
            "rows": MOST_LINES,
            "autocomplete": "off",
        },
    )
    postcode = fields.Str(
        load_default="",
        validate=validate.Length(max=10),
        metadata={"label": _l("Postcode"), "width": "code", "autocomplete": "off"},
    )
    country = fields.Str(
        load_default="",
        validate=validate.Length(max=LONGEST_LINE),
        metadata={
            "label": _l("Country"),
            "hint": _l("Only outside the United Kingdom"),
            "autocomplete": "off",
        },
    )
    declaration = fields.Str(
        load_default="",
        **choice(
            DECLARATIONS,
            label=_l("Starter's declaration"),
            hint=_l("Of whoever starts, also with a P45: what they chose on the starter checklist"),
            widget="select",
        ),
    )


@pages.get("/<uuid:worker_id>/reported/new")
@needs(WRITE)
def new_reported(worker_id: UUID) -> ResponseReturnValue:
    """Ask what HMRC asks for."""
    return _page(worker_of(worker_id), Form(ReportedSchema()))


@pages.post("/<uuid:worker_id>/reported/new")
@needs(WRITE)
def keep_reported(worker_id: UUID) -> ResponseReturnValue:
    """Keep what HMRC asks for."""

    def keep(answers: Answers) -> ResponseReturnValue:
        url = url_for(".taxes", worker_id=worker_id)
        return acted(set_reported, url, _("It is kept"), worker_id=worker_id, reported=NewReported(**answers))

    form = Form(ReportedSchema(), data=request.form)
    return posted(form, keep, page=partial(_page, worker_of(worker_id)), beside=BESIDE)


def _page(worker: WorkerFacts, form: Form) -> str:
    return form_page(
        worker,
        form,
        title=_("What HMRC asks for"),
        to_url=url_for(".keep_reported", worker_id=worker.id),
        back=".taxes",
    )
