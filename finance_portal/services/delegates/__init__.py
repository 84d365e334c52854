"""Somebody else's access to one contract: given, taken up, changed, and ended at once."""
