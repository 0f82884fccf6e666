"""What may be done about coming in: asked and offered by the hub, decided by the co-op, used by a guest."""
