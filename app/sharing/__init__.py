"""What we share: everything that the co-op ever told the hub, in words, and what it follows."""
