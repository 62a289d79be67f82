"""The plan and its diff."""
