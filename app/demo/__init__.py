"""The demo network: a hub and six co-ops with made-up people, the same at every load, on one fixed day."""
