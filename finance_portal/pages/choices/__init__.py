"""Settings: the one page from which every choice of one's own is found."""
