"""A calendar of what falls due, at a secret address that any calendar program can subscribe to."""
