"""What the refusals about tokens say, and how their acts stand in the journal."""

from flask_babel import lazy_gettext as _l

from app.journal.words import add_journal_words
from app.web.refusals import add_words

add_words(
    {
        "token_too_long": _l("A token lasts for a year and a day at most."),
        "token_too_wide": _l("A token can do no more than its maker, and some things are for people alone."),
    }
)

add_journal_words(
    {
        "tokens.make_token": _l("made a token for a program"),
        "tokens.revoke_token": _l("took a program's token back"),
    }
)
