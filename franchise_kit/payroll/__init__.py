"""Pay: from approved time to payslips that say how they were worked out.

It refuses a run that whoever drafted it approves, a second run for a pay day, and a net that is less than nothing.
"""
