"""Taking the co-op's data out from a page: who asked, how it stands, and until when the archive is kept.

It refuses everybody but the one who asked, and keeps the passphrase only until the archive is made.
"""
