"""What refusals on a co-op's own pages say."""

from flask_babel import lazy_gettext as _l

from app.web.refusals import add_words

add_words(
    {
        "profile_changed_meanwhile": _l(
            "Somebody else saved the profile while you were writing. Nothing of theirs was written over."
        ),
        "paper_replaced_already": _l("A newer paper stands in this one's place already."),
        "nothing_to_export": _l("There is nothing to take out."),
        "coop_is_behind": _l("The co-op's pages are being brought up to date. Try again later."),
        "export_is_running": _l("An archive is being made just now."),
        "passphrase_too_short": _l("Use 12 characters or more; four words are good"),
    }
)
