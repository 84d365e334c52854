"""Standing permission to debit: signed, announced, drafted, changed and ended (1.15)."""
