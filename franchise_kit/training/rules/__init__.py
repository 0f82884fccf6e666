"""The rules of learning, all of them pure."""
