"""The hub's view of all co-ops: how each stands, and which needs somebody first.

It reads the registry and what crossed a wall, and can read nothing behind one.
"""
