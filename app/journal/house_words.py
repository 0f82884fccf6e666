"""What the acts of the house itself are called in the journal: the wall, the openings, these pages."""

from flask_babel import lazy_gettext as _l

from app.journal.words import add_journal_rooms, add_journal_words

add_journal_rooms(
    {
        "access": _l("Accounts and signing in"),
        "visit": _l("Visits from the network's office"),
        "coop": _l("The co-op itself"),
        "coops": _l("Co-ops"),
        "registry": _l("The list of co-ops"),
        "profile": _l("Profile and papers"),
        "leaving": _l("Taking data out"),
        "journal": _l("The journal"),
        "tokens": _l("Programs' tokens"),
        "inbox": _l("From the network's office"),
        "keys": _l("Keys"),
    }
)
add_journal_words(
    {
        "visit.read": _l("read a page: %(page)s"),
        "access.open_page": _l("asked for a page: %(page)s"),
        "profile.save_profile": _l("changed the co-op's profile"),
        "profile.add_paper": _l("added a paper to the profile"),
        "leaving.ask_for_archive": _l("asked for all of the co-op's data"),
        "leaving.fetch_archive": _l("fetched the archive with the co-op's data"),
        "leaving.forget_archive": _l("deleted an archive whose time was over"),
        "journal.ask_to_verify": _l("had the journal checked"),
        "journal.ask_for_pdf": _l("had the journal put on paper"),
        "coop.export": _l("took a copy of all of the co-op's data out"),
        "coop.restore": _l("put the co-op's data back from an archive"),
        "coop.restore_begin": _l("began to put a co-op back from an archive"),
        "coop.suspend": _l("paused the co-op"),
        "coop.resume": _l("opened the co-op again"),
        "coop.close": _l("closed the co-op"),
        "coop.erase": _l("erased what a closed co-op had left"),
        "coop.migrate": _l("brought the co-op's tables up to date"),
        "registry.add": _l("entered a co-op into the list"),
        "registry.add_coop": _l("entered a co-op into the list"),
        "keys.rotate": _l("changed the key that fields are sealed with"),
        "inbox.receive": _l("took in a message from the network's office"),
    }
)
