"""Who may do what: accounts, roles, permissions, sessions and factors.

It refuses what the rules of separation forbid, and keeps no secret in clear: passwords, codes, links and
session ids are stored as hashes, seeds of codes are encrypted.
"""

from franchise_kit.access.permissions import Permission
from franchise_kit.access.scopes import PermissionLacking, Scope, within

__all__ = ["Permission", "PermissionLacking", "Scope", "within"]
