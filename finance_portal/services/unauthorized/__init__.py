"""What somebody did not authorize: reported, stopped at once, looked into, told (1.26)."""
