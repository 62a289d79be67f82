"""Project scope."""
