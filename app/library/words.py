"""What the refusals of the library say, and its act in the journal."""

from flask_babel import lazy_gettext as _l

from app.journal.words import add_journal_words

add_journal_words({"publishing.put_own_part": _l("changed the co-op's own words in a publication")})
