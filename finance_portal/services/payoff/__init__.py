"""What closes a contract: on any day to come, as a letter, and honoured when it is paid."""
