"""What can be done from a command line, by subject; __main__.py puts them together."""
