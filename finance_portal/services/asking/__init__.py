"""What is asked for by a form of a few questions: what it asks, and by when we answer."""
