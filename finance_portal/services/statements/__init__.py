"""Monthly statements: what they say, issuing them, and correcting what no longer holds (R18.2)."""
