"""What borrowers say of themselves: where they live, how to call them, what they agree to."""
