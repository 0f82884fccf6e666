"""The Welsh of every page: parts by room, merged into one catalogue."""
