"""The rules of coming in, all of them pure."""
