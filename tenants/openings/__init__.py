"""The three openings in a co-op's wall: disclosures go out, publications and deliveries come in.

Nothing else crosses. What crosses is typed, versioned and kept; the relay copies each once, and holds back
what is for or from a suspended co-op without losing it.
"""
