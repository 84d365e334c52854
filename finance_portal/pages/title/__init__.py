"""After the payoff: the money, the letters, the lien, the title."""
