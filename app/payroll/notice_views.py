"""HMRC's notices of tax codes: a file is looked over beside what holds, then kept by two people's rule."""

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from marshmallow import ValidationError, fields, post_load, validate
from werkzeug.datastructures import FileStorage

from app.people.fields import day_field
from app.web.context import current_actor, current_coop, read_again
from app.web.forms import Form, Schema
from app.web.guards import needs
from app.web.hosts import only_for
from app.web.posting import Answers, posted, sent_on
from app.web.refusals import sentence_for
from franchise_kit.access import Permission
from franchise_kit.payroll.queries.code_notices import Matched, match_notices
from franchise_kit.payroll.rules.handing_over.notices import NoNoticesHere, TooManyNotices
from franchise_kit.payroll.rules.handing_over.reading import MOST_BYTES, NotReadAsXml
from franchise_kit.people import actions
from franchise_kit.people.rules.particulars import check_earlier_tax, checked_ni_category, checked_tax_code
from tenants import clock
from tenants.refusal import Refusal

pages = Blueprint("code_notices", __name__, url_prefix="/payroll/code-notices")
only_for(pages, "coop")
MOST_PENCE: Final = 100_000_000_00
WHY_NOT: Final = MappingProxyType(
    {
        "not_of_a_worker": _l("Nobody here has this National Insurance number"),
        "holds_already": _l("Holds already"),
        "no_category_yet": _l("Enter their first tax particulars by hand: a notice says no category"),
    }
)
_CANNOT_BE_READ: Final = _l("This cannot be read in the notice.")


class NoticesSchema(Schema):
    """A file of notices."""

    file = fields.Raw(
        required=True,
        error_messages={"required": _l("Choose a file")},
        metadata={
            "label": _l("File of notices"),
            "widget": "file",
            "accept": ".xml,.csv,.txt,application/xml,text/csv",
            "hint": _l(
                "P6, P6B or P9 as HMRC's data provisioning gives it (XML), or a table with the columns form, "
                "ni_number, works_number, tax_code, effective_on, previous_pay, previous_tax"
            ),
        },
    )


class NoticeSchema(Schema):
    """One notice that was looked over; amounts are whole pence."""

    worker_id = fields.UUID(required=True)
    tax_code = fields.Str(required=True, validate=validate.Length(max=20))
    ni_category = fields.Str(required=True, validate=validate.Length(max=1))
    from_on = day_field("from_on")
    earlier_pay_pence = fields.Int(
        required=True, strict=True, allow_none=True, validate=validate.Range(0, MOST_PENCE)
    )
    earlier_tax_pence = fields.Int(
        required=True, strict=True, allow_none=True, validate=validate.Range(0, MOST_PENCE)
    )


class KeepSchema(Schema):
    """The notices that are kept: each as the page before said it."""

    notices = fields.List(
        fields.Str(validate=validate.Length(max=400)),
        required=True,
        validate=validate.Length(1, 5_000, error=_l("Choose at least one notice")),
        metadata={"label": _l("Notices"), "widget": "checkboxes"},
    )

    @post_load
    def read_each(self, data: dict[str, Any], **_options: object) -> dict[str, Any]:
        """Return what each notice says; one that was not on the page is refused."""
        try:
            notices = [NoticeSchema().load(json.loads(one)) for one in data["notices"]]
            for one in notices:
                checked_tax_code(one["tax_code"])
                checked_ni_category(one["ni_category"])
                check_earlier_tax(one["earlier_pay_pence"] or 0, one["earlier_tax_pence"] or 0)
        except (ValueError, Refusal) as error:
            raise ValidationError({"notices": [_("Upload the file again.")]}) from error
        return {"notices": notices}


@pages.get("")
@needs(Permission.EMPLOYMENT_WRITE)
def ask() -> ResponseReturnValue:
    """Ask for a file of notices."""
    return _page(Form(NoticesSchema()))


@pages.post("")
@needs(Permission.EMPLOYMENT_WRITE)
def look() -> ResponseReturnValue:
    """Show each notice beside what holds; nothing is kept."""
    form = Form(NoticesSchema(), data=request.form, files=request.files)

    sent = (form.validate() or {}).get("file")
    if not isinstance(sent, FileStorage):
        # Whoever sends a text in the file's place has not chosen one.
        if not form.errors:
            form.refuse("file", _("Choose a file"))
        return _page(form), 422
    content = sent.read(MOST_BYTES + 1)
    try:
        with read_again() as session:
            found = match_notices(session, content, by=current_actor())
            return render_template(
                "payroll/notices_found.html", found=found, why_not=_why_not, value_of=value_of
            )
    except (NotReadAsXml, NoNoticesHere, TooManyNotices) as refusal:
        form.refuse("file", sentence_for(refusal))
    return _page(form), 422


@pages.post("/keep")
@needs(Permission.EMPLOYMENT_WRITE)
def keep() -> ResponseReturnValue:
    """Keep the notices that were chosen: each waits for a second person where it changes what holds."""

    def act(answers: Answers) -> ResponseReturnValue:
        for one in answers["notices"]:
            actions.set_tax_particulars(
                coop=current_coop(),
                worker_id=one["worker_id"],
                particulars=_particulars(one),
                by=current_actor(),
                now=clock.now(),
            )
        said = ngettext(
            "%(num)d notice is kept. It holds once a second person agrees.",
            "%(num)d notices are kept. Each holds once a second person agrees.",
            len(answers["notices"]),
        )
        return sent_on(url_for(".ask"), said)

    return posted(Form(KeepSchema(), data=request.form), act, page=_page_after_keeping)


def value_of(one: Matched) -> str:
    """Return a notice as the page that asks about it sends it back: without the number that it came with."""
    return json.dumps(
        {
            "worker_id": str(one.worker_id),
            "tax_code": one.tax_code,
            "ni_category": one.ni_category,
            "from_on": one.from_on.isoformat() if one.from_on else None,
            "earlier_pay_pence": one.earlier_pay_pence,
            "earlier_tax_pence": one.earlier_tax_pence,
        }
    )


def _particulars(said: Mapping[str, Any]) -> actions.NewParticulars:
    # Pay and tax of earlier jobs stand beside a code as a P45 brings them, whoever tells of them.
    has_earlier = said["earlier_pay_pence"] is not None
    return actions.NewParticulars(
        from_on=said["from_on"],
        source="p45" if has_earlier else "code_notice",
        tax_code=said["tax_code"],
        ni_category=said["ni_category"],
        earlier_pay_pence=said["earlier_pay_pence"] or 0,
        earlier_tax_pence=said["earlier_tax_pence"] or 0,
    )


def _why_not(one: Matched) -> str:
    return str(WHY_NOT.get(one.why_not or "", _CANNOT_BE_READ))


def _page(form: Form) -> str:
    with read_again():
        return render_template("payroll/notices.html", form=form)


def _page_after_keeping(form: Form) -> str:
    """Return the page that asks for the file, with what was wrong of what was sent."""
    asked = Form(NoticesSchema())
    for messages in form.errors.values():
        for words in messages:
            asked.refuse(None, words)
    return _page(asked)
