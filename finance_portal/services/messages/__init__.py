"""Conversations with the servicer: both sides of them, and who is there to answer."""
