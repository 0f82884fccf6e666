"""Leave and sickness: one's own, and everybody's for those who decide."""
