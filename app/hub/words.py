"""What the hub's refusals, notices and acts are called."""

from flask_babel import lazy_gettext as _l

from app.bell.words import add_bell_words
from app.journal.words import add_journal_rooms, add_journal_words
from app.web.refusals import add_words

add_words(
    {
        "cannot_change_state": _l("From where the co-op stands now there is no way to there."),
        "already_there": _l("The co-op is so already."),
        "hub_renamed_meanwhile": _l("Somebody else changed the name meanwhile. Compare, and save again."),
    }
)
add_bell_words({"coop_ready": _l("The new co-op's place is built")})
add_journal_rooms({"hub": _l("The network itself")})
add_journal_words(
    {
        "coop.create": _l("asked for a new co-op's place to be built"),
        "hub.rename": _l("changed what the network is called"),
    }
)
