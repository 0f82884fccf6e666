"""What pay hands to others: files for the bank, HMRC, the pension and the books, and what comes back in."""
