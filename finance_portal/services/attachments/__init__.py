"""Files that borrowers send: looked at by a process of its own, sealed, handed back safely."""
