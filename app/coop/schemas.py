"""The forms of a co-op's own pages."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from marshmallow import ValidationError, fields, validate, validates_schema

from app.web.forms import Schema, Whole, choice
from franchise_kit.access.rules.passwords import is_guessed
from franchise_kit.profile.rules import FIRST_NAME, FULL_NAME, NOBODYS_NAME

PAPER_KINDS = (
    ("registration", _l("Certificate of registration of the society")),
    ("rules", _l("The society's rules")),
    ("insurance", _l("Insurance certificate")),
    ("care_registration", _l("Registration as a care provider")),
    ("other", _l("Another paper")),
)
SHOWN_NAMES = (
    (FIRST_NAME, _l("Their first name, or what they like to be called")),
    (FULL_NAME, _l("Their full name")),
    (NOBODYS_NAME, _l("Nobody's name")),
)
SHORTEST_PASSPHRASE = 12
_PHONE = validate.Regexp(r"\+?[0-9 ()-]{7,29}", error=_l("Use digits and spaces only, such as 01970 000 000"))
_NUMBER = validate.Regexp(r"[A-Za-z0-9 /-]{1,20}", error=_l("Use letters and digits only"))


def _text(label: object, longest: int, **more: Any) -> fields.Str:  # noqa: ANN401 (marshmallow's own options)
    metadata = {"label": label, **more.pop("metadata", {})}
    return fields.Str(load_default="", validate=validate.Length(max=longest), metadata=metadata, **more)


class ProfileSchema(Schema):
    """What the co-op says of itself."""

    name_en = fields.Str(
        required=True,
        validate=validate.Length(min=3, max=120),
        error_messages={"required": _l("Enter the co-op's name in English")},
        metadata={"label": _l("Name in English"), "autocomplete": "off"},
    )
    name_cy = fields.Str(
        required=True,
        validate=validate.Length(min=3, max=120),
        error_messages={"required": _l("Enter the co-op's name in Welsh")},
        metadata={"label": _l("Name in Welsh"), "autocomplete": "off"},
    )
    town_en = _text(_l("Town, in English"), 80)
    town_cy = _text(_l("Town, in Welsh"), 80)
    language = fields.Str(
        required=True,
        **choice(
            [("en", "English"), ("cy", "Cymraeg")],
            label=_l("First language"),
            hint=_l("What strangers read first; everybody can change it for themselves"),
        ),
    )
    purpose_en = _text(
        _l("What the co-op is for, in English"), 600, metadata={"widget": "textarea", "rows": 3}
    )
    purpose_cy = _text(_l("What the co-op is for, in Welsh"), 600, metadata={"widget": "textarea", "rows": 3})
    registration_number = fields.Str(
        load_default="",
        validate=_NUMBER,
        metadata={"label": _l("Society's registration number"), "width": "short"},
    )
    address = _text(_l("Address"), 300, metadata={"widget": "textarea", "rows": 3})
    email = fields.Email(
        load_default="", validate=validate.Length(max=254), metadata={"label": _l("E-mail address")}
    )
    phone = fields.Str(
        load_default="", validate=_PHONE, metadata={"label": _l("Telephone"), "width": "short"}
    )
    website = fields.Url(
        load_default="",
        schemes={"https", "http"},
        validate=validate.Length(max=200),
        metadata={"label": _l("Website")},
    )
    call_name = _text(
        _l("Who to call when something is urgent"), 80, metadata={"hint": _l("A name or a role")}
    )
    call_phone = fields.Str(
        load_default="", validate=_PHONE, metadata={"label": _l("Urgent telephone"), "width": "short"}
    )
    version = Whole(
        required=True, validate=validate.Range(min=0, max=2**31 - 1), metadata={"widget": "hidden"}
    )


class ShownNames(Schema):
    """Which names of those who visit them supported members see."""

    shown = fields.Str(
        required=True,
        **choice(SHOWN_NAMES, label=_l("Which name of a worker do supported members see on their visits?")),
    )


class PaperSchema(Schema):
    """A paper to add to the profile."""

    kind = fields.Str(required=True, **choice(PAPER_KINDS, label=_l("What is it?"), widget="select"))
    paper = fields.Raw(
        required=True,
        error_messages={"required": _l("Choose a file")},
        metadata={
            "label": _l("File"),
            "widget": "file",
            "accept": ".pdf,.png,.jpg,.jpeg,.webp",
            "hint": _l("PDF, PNG, JPEG or WebP, up to 10 MB"),
        },
    )
    replaces = fields.UUID(load_default=None, allow_none=True, metadata={"widget": "hidden"})


class ArchiveSchema(Schema):
    """A passphrase, twice: who loses it has lost the archive."""

    passphrase = fields.Str(
        required=True,
        validate=validate.Length(
            min=SHORTEST_PASSPHRASE, max=200, error=_l("Use 12 characters or more; four words are good")
        ),
        error_messages={"required": _l("Enter a passphrase")},
        metadata={
            "label": _l("Passphrase"),
            "hint": _l("12 characters or more. Four words that you will not forget are good."),
            "widget": "password",
            "autocomplete": "new-password",
        },
    )
    again = fields.Str(
        required=True,
        error_messages={"required": _l("Enter the passphrase a second time")},
        metadata={"label": _l("The same once more"), "widget": "password", "autocomplete": "new-password"},
    )

    @validates_schema
    def check_alike(self, data: dict[str, object], **_options: object) -> None:
        """Refuse two that differ, and one that is tried first."""
        if is_guessed(str(data["passphrase"])):
            raise ValidationError({"passphrase": [_("This is guessed too easily: use four words")]})
        if data["passphrase"] != data["again"]:
            raise ValidationError({"again": [_("The two passphrases are not the same")]})
