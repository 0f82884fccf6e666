"""Signing in and out: pages for strangers, the cookie, and flask-login in one place."""
