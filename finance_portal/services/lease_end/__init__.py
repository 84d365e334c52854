"""The end of a lease: what it can become, and every step on the way (1.14)."""
