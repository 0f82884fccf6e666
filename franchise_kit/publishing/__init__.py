"""What the hub says to all co-ops: drafted, published and never changed; and followed by each co-op.

It refuses whoever may not write for the network, and lets a co-op follow a later version, never an earlier.
"""
