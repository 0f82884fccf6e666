"""Hours: one's own, and everybody's for those who approve them."""
