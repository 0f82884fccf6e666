"""Co-ops as tenants: walls, doors, journal and openings; nothing of care or pay."""
