"""Pages about people who work here: who they are, their contracts and rates, their tax particulars."""
