"""Pay runs for who prepares and approves them, and payslips for who is paid."""
