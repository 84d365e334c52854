"""Bring contracts onto the system from a file: read, work out, check to the cent, write."""
