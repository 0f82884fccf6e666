"""A care worker's own visits, on a phone between two of them."""
