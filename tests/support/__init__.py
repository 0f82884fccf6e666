"""What tests stand on: a real database, two walled co-ops, and makers of people."""
