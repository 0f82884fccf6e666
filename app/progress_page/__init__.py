"""How far a long piece of work is; whoever began it may leave the page and come back."""
