"""Learning: one's own on a phone, everybody's at a desk, and the modules at the hub."""
