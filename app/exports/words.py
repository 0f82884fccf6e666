"""What is said of lists that are taken along: refusals, and how the act stands in the journal."""

from flask_babel import lazy_gettext as _l

from app.journal.words import add_journal_words
from app.web.refusals import add_words

add_journal_words(
    {"leaving.take_list": _l("took a list along as a file, with %(rows)s rows, from the page: %(page)s")}
)
add_words(
    {"export_too_many_rows": _l("That is more than %(most)s rows at once. Choose fewer days.")},
)
