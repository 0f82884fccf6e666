"""The hub's pages about quality: one indicator at a time, co-ops by name, and who is worth a conversation."""
