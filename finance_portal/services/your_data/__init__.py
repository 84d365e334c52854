"""Everything of one borrower: in a bundle to take along, onto the system again, and erased."""
