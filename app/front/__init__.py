"""The front door: where a visitor without an account here is led."""
