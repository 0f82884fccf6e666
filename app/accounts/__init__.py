"""Accounts: my own, and for administrators everybody's, with their roles."""
