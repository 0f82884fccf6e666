"""Pages about people supported, and the rota: who visits whom, and when."""
