"""The servicing desk: the lender's own people at work, on an address of its own, without script."""
