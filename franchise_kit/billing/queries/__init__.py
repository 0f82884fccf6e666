"""Reading the network's fees: at the hub all invoices, in a co-op its own."""
