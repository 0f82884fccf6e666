"""Tokens for programs: the page that makes, lists and revokes them."""
