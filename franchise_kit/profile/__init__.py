"""The co-op's own page about itself: names, towns, contacts, and papers that prove what it says.

It refuses to write over what somebody else has changed meanwhile; a paper is replaced, never taken away.
"""
