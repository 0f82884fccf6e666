"""What this machine makes of the house: measured side by side, printed as JSON, judged by nobody."""
