"""A stand-in for the plan: what is documented of it, on this machine only."""
