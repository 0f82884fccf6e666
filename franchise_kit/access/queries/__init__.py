"""What may be read of accounts, roles and sessions."""
