"""The network's fees on pages: invoices that show their working, at the hub and in co-ops."""
