"""What the lender's own people do, whoever shows it: get in, look, propose, decide, note."""
