"""Why an archive is not taken. Each has a code; whoever shows it finds the words."""

from tenants.refusal import Refusal


class ArchiveRefused(Refusal):
    """An archive that is not taken; nothing was written."""

    code = "archive_refused"


class NotAnArchive(ArchiveRefused):
    """The file does not begin as an archive does."""

    code = "archive_unknown"


class ArchiveTooNew(ArchiveRefused):
    """A newer program made it: its format or its tables are not known here."""

    code = "archive_too_new"


class ArchiveLocked(ArchiveRefused):
    """The passphrase or the key does not open it."""

    code = "archive_locked"


class ArchiveDamaged(ArchiveRefused):
    """A byte of it was changed, or its end is missing."""

    code = "archive_damaged"


class ArchiveForeign(ArchiveRefused):
    """It opens, and what is in it is not what a co-op's archive holds."""

    code = "archive_foreign"


class PassphraseTooShort(Refusal):
    """A passphrase that could be guessed guards a whole co-op badly."""

    code = "passphrase_too_short"
