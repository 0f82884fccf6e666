"""What may be read of quality in a co-op: standards that it follows, assessments, and its own figures."""
