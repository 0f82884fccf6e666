"""Tokens for programs: shown once, kept as a hash, dated, and never wider than whoever made them."""
