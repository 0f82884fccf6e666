"""The books on pages: what stands on each account, and the entries that it comes from."""
