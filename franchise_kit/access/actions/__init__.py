"""What may be done with accounts: each one use and one transaction."""
