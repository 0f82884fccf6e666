"""The rules of access: pure, told the time, and free of any database."""
