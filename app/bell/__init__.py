"""The bell: what has happened that somebody waits for."""
