"""What is done once for each business day: accrue, charge, bill; a chunk at a time."""
