"""The hub's side of coming in: asking, offering, seeing the answers, and setting out."""
